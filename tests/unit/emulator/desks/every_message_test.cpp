// Goal: no message of the table is swallowed or put off, in no simulator: it is answered, refused with an exception
// that names its fault, or registers something that another message shows; only what semantics 3.7 lists is accepted
// without effect. Method: every client message of the table, empty, to every profile, each on a simulator of its own.
// That a message has somebody who takes it is checked by the compiler (Desks::take).
#include <algorithm>
#include <array>

#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

// Accepted without effect by MSFS (semantics 3.7).
constexpr std::array<std::string_view, 25> kWithoutEffectInMsfs{"WeatherRequestInterpolatedObservation",
                                                                "WeatherRequestObservationAtStation",
                                                                "WeatherRequestObservationAtNearestStation",
                                                                "WeatherCreateStation",
                                                                "WeatherRemoveStation",
                                                                "WeatherSetObservation",
                                                                "WeatherSetModeServer",
                                                                "WeatherSetModeTheme",
                                                                "WeatherSetModeGlobal",
                                                                "WeatherSetModeCustom",
                                                                "WeatherSetDynamicUpdateRate",
                                                                "WeatherRequestCloudState",
                                                                "WeatherCreateThermal",
                                                                "WeatherRemoveThermal",
                                                                "Text",
                                                                "MenuAddItem",
                                                                "MenuDeleteItem",
                                                                "MenuAddSubItem",
                                                                "MenuDeleteSubItem",
                                                                "CameraSetRelative6DOF",
                                                                "RequestReservedKey",
                                                                "SetSystemState",
                                                                "ExecuteMissionAction",
                                                                "CompleteCustomMissionAction",
                                                                "FlightPlanLoad"};

// Empty as they are, these do their work without a word (semantics 3.2); docs/protocol.md names the test that shows it.
constexpr std::array<std::string_view, 22> kSilent{"CallCommBusEvent",
                                                   "CameraSetRelative6DOF",
                                                   "CompleteCustomMissionAction",
                                                   "ExecuteMissionAction",
                                                   "MapClientDataNameToID",
                                                   "MapClientEventToSimEvent",
                                                   "RequestDataOnSimObject",
                                                   "SubscribeInputEvent",
                                                   "SubscribeToCameraStatusUpdate",
                                                   "SubscribeToCameraWorldLockerStatusUpdate",
                                                   "SubscribeToCommBusEvent",
                                                   "SubscribeToFlowEvent",
                                                   "Text",
                                                   "UnsubscribeInputEvent",
                                                   "UnsubscribeToCameraStatusUpdate",
                                                   "UnsubscribeToCameraWorldLockerStatusUpdate",
                                                   "UnsubscribeToFacilities",
                                                   "UnsubscribeToFacilities_EX1",
                                                   "UnsubscribeToFlowEvent",
                                                   "WeatherSetDynamicUpdateRate",
                                                   "WeatherSetModeCustom",
                                                   "WeatherSetModeGlobal"};

bool is_in(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool without_effect(const protocol::MessageInfo& info, const Profile& profile) {
  if (profile.generation != Generation::msfs || !is_in(info.name, kWithoutEffectInMsfs)) return false;
  return info.name != "FlightPlanLoad" || profile.protocol >= 6;
}

// What a client hears that sends only this.
template <class Message>
Heard answer_of(const Profile& profile, bool& others_heard) {
  Cockpit cockpit(profile);
  const auto version = static_cast<protocol::Protocol>(profile.protocol);
  const ClientId client = cockpit.open(version);
  const ClientId other = cockpit.open(version);
  cockpit.send(client, Message());
  cockpit.run_frame(3);
  others_heard = !cockpit.take(other).messages.empty();
  return cockpit.take(client);
}

template <class Message>
void check(const Profile& profile) {
  SCOPED_TRACE(std::string(Message::kInfo.name) + " to " + std::string(profile.name));
  bool others_heard = false;
  const Heard heard = answer_of<Message>(profile, others_heard);
  EXPECT_FALSE(others_heard);
  const auto exceptions = heard.all<protocol::RecvException>();
  if (protocol::number_of(Message::kInfo.since) > profile.protocol) {
    ASSERT_EQ(heard.messages.size(), 1u) << "a simulator does not know the messages of its successors";
    ASSERT_EQ(exceptions.size(), 1u);
    EXPECT_EQ(exceptions[0].exception, protocol::Exception::error);
    return;
  }
  if (without_effect(Message::kInfo, profile)) {
    EXPECT_TRUE(heard.messages.empty());
    return;
  }
  // 2024 says nothing of a title that it does not have (semantics 13.1).
  const bool title_lost = profile.protocol >= 6 && Message::kInfo.name.starts_with("AICreate");
  EXPECT_EQ(heard.messages.empty(), title_lost || is_in(Message::kInfo.name, kSilent));
  for (const auto& exception : exceptions) EXPECT_EQ(exception.send_id.value, 2u);
  if (exceptions.empty()) return;
  // The exception that says nothing is for what has no better one (semantics 4.2): a second open, no device.
  const bool vague =
      exceptions[0].exception == protocol::Exception::error && exceptions[0].index == protocol::kUnknownIndex;
  EXPECT_EQ(vague, is_in(Message::kInfo.name, std::array<std::string_view, 2>{"Open", "EnumerateControllers"}));
}

template <class... Message>
void check_all(protocol::MessageList<Message...>, const Profile& profile) {
  (check<Message>(profile), ...);
}

class EveryMessage : public testing::TestWithParam<Profile> {};

TEST_P(EveryMessage, IsAnsweredRefusedOrKnownToBeSilent) {
  check_all(protocol::ClientMessages(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Simulators, EveryMessage, testing::ValuesIn(profiles().begin(), profiles().end()),
                         [](const auto& suite) { return std::string(suite.param.name); });

}  // namespace
}  // namespace checkride::emulator
