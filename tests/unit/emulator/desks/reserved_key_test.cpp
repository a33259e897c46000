// Goal: keys are reserved as semantics 11 says, in FSX, and newer simulators are silent. Method: two clients that ask
// for keys, strokes from the control side.
#include "desks/input_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Protocol;

protocol::RequestReservedKey reserve(std::uint32_t event, std::string_view first, std::string_view second = "",
                                     std::string_view third = "") {
  protocol::RequestReservedKey message;
  message.client_event_id.value = event;
  message.key_choice1 = first;
  message.key_choice2 = second;
  message.key_choice3 = third;
  return message;
}

class ReservedKey : public InputEvents {
 protected:
  std::pair<std::string, std::string> answer(ClientId asker, const protocol::RequestReservedKey& message) {
    fsx.send(asker, message);
    fsx.run_frame();
    const Heard heard = fsx.take(asker);
    const auto answers = heard.all<protocol::RecvReservedKey>();
    EXPECT_EQ(answers.size(), 1u);
    if (answers.empty()) return {};
    return {std::string(answers[0].choice_reserved), std::string(answers[0].reserved_key)};
  }
  using Key = std::pair<std::string, std::string>;

  Cockpit fsx{"fsx_sp2"};
  ClientId client = pilot(fsx, Protocol::fsx_sp2);
  ClientId other = pilot(fsx, Protocol::fsx_sp2);
};

TEST_F(ReservedKey, TheFirstFreeChoiceIsReserved) {
  EXPECT_EQ(answer(client, reserve(1, "q", "w")), (Key{"q", "TAB+Q"}));
  EXPECT_EQ(answer(other, reserve(1, "q", "w", "r")), (Key{"w", "TAB+W"}));
  EXPECT_EQ(answer(other, reserve(1, "Q")), (Key{"Q", "SHIFT+TAB+Q"}));
  EXPECT_EQ(answer(client, reserve(1, "w", "q")), (Key{"", ""})) << "none is free";
}

TEST_F(ReservedKey, ItsEventComesAtEachPress) {
  answer(client, reserve(2, "q"));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(fsx.sessions.press_input({"tab+q", true, {}}).has_value());
    ASSERT_TRUE(fsx.sessions.press_input({"tab+q", false, {}}).has_value());
  }
  fsx.run_frame();
  const auto events = fsx.take(client).all<protocol::RecvEvent>();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].client_event_id.value, 2u);
  EXPECT_TRUE(fsx.take(other).messages.empty());
}

TEST_F(ReservedKey, AKeyIsFreeAgainWhenItsClientIsGone) {
  answer(client, reserve(1, "q"));
  fsx.sessions.disconnect(client);
  EXPECT_EQ(fsx.sessions.press_input({"TAB+Q", true, {}})->events, 0u);
  EXPECT_EQ(answer(other, reserve(1, "q")), (Key{"q", "TAB+Q"}));
}

TEST_F(ReservedKey, MistakesAreToldWithTheirParameter) {
  EXPECT_EQ(fsx.exception_of(client, reserve(77, "q")), Exceptions(3, 1));
  EXPECT_EQ(fsx.exception_of(client, reserve(1, "q", "Ctrl+q")), Exceptions(7, 3));
}

TEST_F(ReservedKey, NewerSimulatorsAreSilent) {
  const ClientId newer = pilot();
  cockpit.send(newer, reserve(1, "q"));
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(newer).messages.empty());
  EXPECT_EQ(press("TAB+Q").events, 0u);
}

}  // namespace
}  // namespace checkride::emulator
