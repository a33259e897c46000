// Goal: the Add-ons menu and the texts on the screen are what semantics 18 says: who is told what, when, in which
// order. Method: two clients of one simulator and a third that subscribed to TextEvents; the user is played by Commons.
#include "commons/commons.hpp"
#include "session/session_fixture.hpp"

#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using namespace std::chrono_literals;
using protocol::Exception;
using protocol::Protocol;
using Code = std::pair<std::uint32_t, std::uint32_t>;

constexpr std::uint32_t kScroll = 0;
constexpr std::uint32_t kPrint = 0x100;
constexpr std::uint32_t kMenuText = 0x200;
constexpr std::uint32_t kDisplayed = 0x10000;
constexpr std::uint32_t kQueued = 0x10001;
constexpr std::uint32_t kRemoved = 0x10002;
constexpr std::uint32_t kReplaced = 0x10003;
constexpr std::uint32_t kTimeout = 0x10004;

Code code(Exception exception, std::uint32_t index) {
  return {static_cast<std::uint32_t>(exception), index};
}

protocol::MenuAddItem item(std::string_view text, std::uint32_t id, std::uint32_t data = 0) {
  return {text, protocol::EventId{id}, data};
}

protocol::MenuAddSubItem sub_item(std::uint32_t menu, std::string_view text, std::uint32_t id, std::uint32_t data = 0) {
  return {protocol::EventId{menu}, text, protocol::EventId{id}, data};
}

struct ScreenTest : testing::Test {
  // The bytes stay in `kept` while the test runs.
  protocol::Text text(std::uint32_t type, float seconds, std::uint32_t id, std::string content) {
    kept.push_back(std::move(content));
    protocol::Text message;
    message.text_type = type;
    message.time_seconds = seconds;
    message.client_event_id = protocol::EventId{id};
    message.unit_size = static_cast<std::uint32_t>(kept.back().size());
    message.data = std::as_bytes(std::span(kept.back()));
    return message;
  }
  // (event, data) of every EVENT since the last call; no group is named.
  std::vector<Code> events(ClientId client) {
    std::vector<Code> found;
    const Heard heard = cockpit.take(client);
    for (const auto& event : heard.all<protocol::RecvEvent>()) {
      EXPECT_EQ(event.group_id, protocol::kUnknownGroup);
      found.emplace_back(event.client_event_id.value, event.data);
    }
    return found;
  }
  std::vector<Code> after(world::Duration time, ClientId client) {
    cockpit.run_when_due(cockpit.now + time);
    return events(client);
  }
  // Runs what is due now.
  std::vector<Code> told(ClientId client) {
    cockpit.run_frame();
    return events(client);
  }
  void show(ClientId client, const protocol::Text& message) {
    cockpit.send(client, message);
    cockpit.run_frame();
  }
  Commons& commons() { return *cockpit.sessions.commons(); }

  std::deque<std::string> kept;
  Cockpit cockpit{"fsx_sp2"};
  ClientId first = cockpit.open(Protocol::fsx_sp2);
  ClientId second = cockpit.open(Protocol::fsx_sp2);
};

// ---- the Add-ons menu

TEST_F(ScreenTest, AChosenItemComesBackAsItsEventWithItsData) {
  cockpit.send(first, item("Fuel", 7, 70));
  cockpit.send(second, item("Fuel", 7, 71));
  cockpit.run_frame();
  ASSERT_EQ(commons().addon_menu.entries().size(), 2u);
  commons().addon_menu.choose(second, commons().addon_menu.entries()[1].item);
  cockpit.sessions.wake();
  EXPECT_EQ(told(second), (std::vector<Code>{{7, 71}}));
  EXPECT_TRUE(events(first).empty());
}

TEST_F(ScreenTest, MistakesOfTheMenuAreToldWithTheirParameter) {
  EXPECT_EQ(cockpit.exception_of(first, item("", 1)), code(Exception::invalid_data_size, 1));
  EXPECT_EQ(cockpit.exception_of(first, item("One", 1)), Code(0, 0));
  EXPECT_EQ(cockpit.exception_of(first, item("Again", 1)), code(Exception::duplicate_id, 2));
  EXPECT_EQ(cockpit.exception_of(second, item("Another client's", 1)), Code(0, 0));
  EXPECT_EQ(cockpit.exception_of(first, sub_item(9, "Nowhere", 2)), code(Exception::unrecognized_id, 1));
  EXPECT_EQ(cockpit.exception_of(first, sub_item(1, "", 2)), code(Exception::invalid_data_size, 2));
  EXPECT_EQ(cockpit.exception_of(first, sub_item(1, "Same id", 1)), code(Exception::duplicate_id, 3));
  for (std::uint32_t i = 0; i < 16; ++i) {
    EXPECT_EQ(cockpit.exception_of(first, sub_item(1, "Below", 100 + i)), Code(0, 0));
  }
  EXPECT_EQ(cockpit.exception_of(first, sub_item(1, "The 17th", 200)), code(Exception::too_many_objects, 1));
  EXPECT_EQ(cockpit.exception_of(first, protocol::MenuDeleteSubItem{protocol::EventId{1}, protocol::EventId{200}}),
            code(Exception::unrecognized_id, 2));
  EXPECT_EQ(cockpit.exception_of(first, protocol::MenuDeleteSubItem{protocol::EventId{9}, protocol::EventId{100}}),
            code(Exception::unrecognized_id, 1));
  EXPECT_EQ(cockpit.exception_of(first, protocol::MenuDeleteItem{protocol::EventId{9}}),
            code(Exception::unrecognized_id, 1));
}

TEST_F(ScreenTest, WhatIsDeletedIsGoneAndItsIdIsFree) {
  cockpit.send(first, item("One", 1));
  cockpit.send(first, sub_item(1, "Below", 2));
  cockpit.send(first, protocol::MenuDeleteSubItem{protocol::EventId{1}, protocol::EventId{2}});
  cockpit.run_frame();
  ASSERT_EQ(commons().addon_menu.entries().size(), 1u);
  EXPECT_TRUE(commons().addon_menu.entries()[0].below.empty());
  EXPECT_EQ(cockpit.exception_of(first, sub_item(1, "Once more", 2)), Code(0, 0));
  EXPECT_EQ(cockpit.exception_of(first, protocol::MenuDeleteItem{protocol::EventId{1}}), Code(0, 0));
  EXPECT_EQ(cockpit.exception_of(first, item("Two", 2)), Code(0, 0)) << "sub-items go with their item";
}

TEST_F(ScreenTest, TheMenuOfAClientGoesWithIt) {
  cockpit.send(first, item("One", 1));
  cockpit.send(second, item("Two", 1));
  cockpit.run_frame();
  cockpit.sessions.disconnect(first);
  ASSERT_EQ(commons().addon_menu.entries().size(), 1u);
  EXPECT_EQ(commons().addon_menu.entries()[0].item.text, "Two");
}

// ---- texts

TEST_F(ScreenTest, ATextIsDisplayedAndTimesOut) {
  show(first, text(kPrint + 1, 5, 3, std::string("hello\0", 6)));
  EXPECT_EQ(events(first), (std::vector<Code>{{3, kDisplayed}}));
  const ScreenText* shown = commons().texts.shown(TextKind::print);
  ASSERT_NE(shown, nullptr);
  EXPECT_EQ(shown->text, "hello");
  EXPECT_EQ(shown->color, 1u);
  EXPECT_TRUE(after(4900ms, first).empty());
  EXPECT_EQ(after(200ms, first), (std::vector<Code>{{3, kTimeout}}));
  EXPECT_EQ(commons().texts.shown(TextKind::print), nullptr);
}

TEST_F(ScreenTest, EachKindHasItsPlaceAndTheOthersQueueOverAllClients) {
  show(first, text(kPrint, 5, 1, "print"));
  show(second, text(kScroll, 5, 2, "scroll"));
  show(second, text(kPrint, 5, 3, "waits"));
  EXPECT_EQ(events(second), (std::vector<Code>{{2, kDisplayed}, {3, kQueued}}));
  EXPECT_EQ(events(first), (std::vector<Code>{{1, kDisplayed}}));
  EXPECT_EQ(after(5100ms, first), (std::vector<Code>{{1, kTimeout}}));
  EXPECT_EQ(events(second), (std::vector<Code>{{3, kDisplayed}, {2, kTimeout}}));
}

TEST_F(ScreenTest, AShortTextStaysForTheLeastTimeWhenAnotherWaits) {
  show(first, text(kPrint, 0.5F, 1, "short"));
  show(first, text(kScroll, 0.5F, 2, "short"));
  show(second, text(kPrint, 1, 3, "waits"));
  show(second, text(kScroll, 1, 4, "waits"));
  EXPECT_EQ(events(first), (std::vector<Code>{{1, kDisplayed}, {2, kDisplayed}}));
  EXPECT_TRUE(after(1800ms, first).empty());
  EXPECT_EQ(after(300ms, first), (std::vector<Code>{{1, kTimeout}}));
  EXPECT_TRUE(after(7700ms, first).empty());
  EXPECT_EQ(after(300ms, first), (std::vector<Code>{{2, kTimeout}}));
}

TEST_F(ScreenTest, ATextWithoutATimeStaysUntilItIsAcknowledgedOrGivesWay) {
  show(first, text(kPrint, 0, 1, "stays"));
  (void)events(first);
  EXPECT_TRUE(after(1h, first).empty());
  commons().texts.dismiss(TextKind::print);
  EXPECT_EQ(told(first), (std::vector<Code>{{1, kRemoved}}));
  show(first, text(kPrint, 0, 1, "stays"));
  show(second, text(kPrint, 0, 2, "waits"));
  (void)events(first);
  EXPECT_EQ(after(2100ms, first), (std::vector<Code>{{1, kReplaced}}));
  EXPECT_EQ(events(second), (std::vector<Code>{{2, kQueued}, {2, kDisplayed}}));
}

TEST_F(ScreenTest, ANewTextOfTheSameEventTakesThePlaceOfTheOld) {
  show(first, text(kPrint, 9, 1, "old"));
  show(second, text(kPrint, 9, 1, "another client's event 1"));
  show(first, text(kPrint, 9, 1, "new"));
  EXPECT_EQ(events(first), (std::vector<Code>{{1, kDisplayed}, {1, kReplaced}, {1, kDisplayed}}));
  EXPECT_EQ(commons().texts.shown(TextKind::print)->text, "new");
  EXPECT_EQ(events(second), (std::vector<Code>{{1, kQueued}}));
}

TEST_F(ScreenTest, AnEmptyTextRemovesTheClientsOwnOfItsKind) {
  show(first, text(kPrint, 9, 1, "mine"));
  show(second, text(kPrint, 9, 2, "yours"));
  (void)events(first);
  (void)events(second);
  show(second, text(kPrint, 0, 5, std::string(1, '\0')));
  EXPECT_EQ(events(second), (std::vector<Code>{{2, kRemoved}}));
  show(first, text(kScroll, 0, 5, ""));
  EXPECT_TRUE(events(first).empty()) << "nothing of this kind";
  show(first, text(kPrint, 0, 5, ""));
  EXPECT_EQ(events(first), (std::vector<Code>{{1, kRemoved}}));
}

TEST_F(ScreenTest, TheChoiceOfAMenuComesAsItsNumber) {
  show(first, text(kMenuText, 0, 4, std::string("Title\0Prompt\0A\0B\0C\0", 19)));
  const ScreenText* menu = commons().texts.shown(TextKind::menu);
  ASSERT_NE(menu, nullptr);
  EXPECT_EQ(menu->prompt, "Prompt");
  EXPECT_EQ(menu->items, (std::vector<std::string>{"A", "B", "C"}));
  commons().texts.pick(2);
  EXPECT_EQ(told(first), (std::vector<Code>{{4, kDisplayed}, {4, 2}}));
  EXPECT_EQ(commons().texts.shown(TextKind::menu), nullptr);
}

TEST_F(ScreenTest, TextEventsTellsOthersOfEveryText) {
  cockpit.send(second, subscribe(9, "TextEvents"));
  cockpit.run_frame();
  show(first, text(kPrint, 1, 1, "hello"));
  EXPECT_EQ(events(second), (std::vector<Code>{{9, kDisplayed}}));
  EXPECT_EQ(after(1100ms, second), (std::vector<Code>{{9, kTimeout}}));
  show(first, text(kPrint, 0, 1, "hello"));
  (void)events(second);
  cockpit.sessions.disconnect(first);
  EXPECT_EQ(told(second), (std::vector<Code>{{9, kRemoved}})) << "a client takes its texts with it";
}

TEST_F(ScreenTest, MistakesOfATextAreToldWithTheirParameter) {
  EXPECT_EQ(cockpit.exception_of(first, text(8, 1, 1, "no colour")), code(Exception::invalid_enum, 1));
  EXPECT_EQ(cockpit.exception_of(first, text(0x300, 1, 1, "no kind")), code(Exception::invalid_enum, 1));
  EXPECT_EQ(cockpit.exception_of(first, text(kPrint, -1, 1, "no time")), code(Exception::error, 2));
  EXPECT_EQ(cockpit.exception_of(first, text(kPrint, NAN, 1, "no time")), code(Exception::error, 2));
  protocol::Text longer = text(kPrint, 1, 1, "short");
  ++longer.unit_size;
  EXPECT_EQ(cockpit.exception_of(first, longer), code(Exception::size_mismatch, 4));
  std::string eleven("Title\0Prompt\0", 13);
  for (int i = 0; i < 11; ++i) eleven += std::string("item\0", 5);
  EXPECT_EQ(cockpit.exception_of(first, text(kMenuText, 0, 1, eleven)), code(Exception::invalid_data_size, 5));
  show(first, text(kMenuText, 0, protocol::kUnused, std::string("T\0P\0A\0", 6)));
  EXPECT_TRUE(events(first).empty()) << "without an event nobody is told";
}

TEST_F(ScreenTest, AClientThatShowsWithoutEndIsStopped) {
  show(first, text(kPrint, 0, 0, "shown"));
  for (std::uint32_t i = 1; i <= ScreenTexts::kMaxWaiting; ++i) cockpit.send(first, text(kPrint, 0, i, "waits"));
  EXPECT_EQ(cockpit.exception_of(first, text(kPrint, 0, 999, "too many")), code(Exception::too_many_objects, 3));
}

// Law: whatever is put, removed and picked, every text ends exactly once, after it was displayed or while it waited,
// and at most one of a kind is shown.
RC_GTEST_FIXTURE_PROP(ScreenTest, EveryTextEndsOnce, ()) {
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12));
  std::map<std::uint32_t, std::vector<std::uint32_t>> results;
  const auto collect = [&](ClientId client) {
    for (const auto& [id, data] : events(client)) results[id].push_back(data);
  };
  std::uint32_t id = 0;
  for (const int step : steps) {
    if (step < 6) {
      const std::uint32_t type = step % 3 == 0 ? kScroll : step % 3 == 1 ? kPrint : kMenuText;
      cockpit.send(first, text(type, static_cast<float>(step), ++id, std::string("t\0p\0a\0", 6)));
    } else if (step < 9) {
      cockpit.send(first, text(step == 6 ? kScroll : step == 7 ? kPrint : kMenuText, 0, 999, ""));
    } else if (step == 9 && commons().texts.shown(TextKind::menu) != nullptr) {
      commons().texts.pick(0);
    } else {
      cockpit.run_when_due(cockpit.now + 3s);
    }
    cockpit.run_frame();
    collect(first);
  }
  for (int i = 0; i < 300; ++i) {  // everything is acknowledged
    for (const TextKind kind : {TextKind::scroll, TextKind::print, TextKind::menu}) {
      if (commons().texts.shown(kind) != nullptr) commons().texts.dismiss(kind);
    }
    cockpit.run_frame();
    collect(first);
  }
  RC_ASSERT(results.size() == id);
  for (const auto& [event, told] : results) {
    RC_ASSERT(told.front() == kDisplayed || told.front() == kQueued);
    RC_ASSERT(told.back() != kDisplayed && told.back() != kQueued);
    const auto ends = std::count_if(told.begin(), told.end(),
                                    [](std::uint32_t data) { return data != kDisplayed && data != kQueued; });
    RC_ASSERT(ends == 1);
  }
}

TEST(ScreenGenerations, FsxRtmHasMenusAndNoText) {
  Cockpit cockpit("fsx_rtm");
  const ClientId client = cockpit.open(Protocol::fsx_rtm);
  EXPECT_EQ(cockpit.exception_of(client, item("One", 1)), Code(0, 0));
  EXPECT_EQ(cockpit.sessions.commons()->addon_menu.entries().size(), 1u);
  EXPECT_EQ(cockpit.exception_of(client, protocol::Text()).first, static_cast<std::uint32_t>(Exception::error));
}

TEST(ScreenGenerations, NewerSimulatorsAcceptAllOfItAndShowNothing) {
  for (const std::string_view profile : {"msfs2020", "msfs2024"}) {
    Cockpit cockpit(profile);
    const ClientId client = cockpit.open(Protocol::fsx_sp2);
    cockpit.send(client, item("", 1));
    cockpit.send(client, protocol::MenuDeleteItem{protocol::EventId{7}});
    cockpit.send(client, sub_item(5, "x", 1));
    cockpit.send(client, protocol::MenuDeleteSubItem{protocol::EventId{7}, protocol::EventId{8}});
    cockpit.send(client, protocol::Text());
    cockpit.run_frame(3);
    EXPECT_TRUE(cockpit.take(client).messages.empty());
    EXPECT_TRUE(cockpit.sessions.commons()->addon_menu.entries().empty());
  }
}

// ---- the eyepoint

struct EyepointTest : testing::Test {
  std::array<double, 3> triple(std::string_view name) {
    return cockpit.simulator.triple(*cockpit.simulator.resolve(name));
  }
  Cockpit cockpit{"fsx_sp2"};
  ClientId client = cockpit.open(Protocol::fsx_sp2);
};

TEST_F(EyepointTest, ItMovesWhereItIsToldAndKeepsWhatIsLeft) {
  constexpr float kLeave = std::numeric_limits<float>::max();
  EXPECT_EQ(cockpit.exception_of(client, protocol::CameraSetRelative6DOF{0.3048F, -0.3048F, 3.048F, 90, 180, -90}),
            Code(0, 0));
  const auto offset = triple("STRUCT EYEPOINT DYNAMIC OFFSET");
  EXPECT_NEAR(offset[0], 1, 1e-6);
  EXPECT_NEAR(offset[1], -1, 1e-6);
  EXPECT_NEAR(offset[2], 10, 1e-6);
  const auto angle = triple("STRUCT EYEPOINT DYNAMIC ANGLE");
  EXPECT_NEAR(angle[0], 1.5707963, 1e-6);
  EXPECT_NEAR(angle[1], -1.5707963, 1e-6);
  EXPECT_NEAR(angle[2], 3.1415926, 1e-6);
  cockpit.send(client, protocol::CameraSetRelative6DOF{kLeave, 0, kLeave, kLeave, kLeave, 0});
  cockpit.run_frame();
  EXPECT_EQ(triple("STRUCT EYEPOINT DYNAMIC OFFSET"), (std::array{offset[0], 0.0, offset[2]}));
  EXPECT_EQ(triple("STRUCT EYEPOINT DYNAMIC ANGLE"), (std::array{angle[0], 0.0, angle[2]}));
}

TEST_F(EyepointTest, WhatIsNoNumberIsTold) {
  EXPECT_EQ(cockpit.exception_of(client, protocol::CameraSetRelative6DOF{0, 0, 0, 0, NAN, 0}),
            code(Exception::data_error, 5));
}

TEST(EyepointGenerations, NewerSimulatorsLeaveItWhereItIs) {
  Cockpit cockpit("msfs2024");
  const ClientId client = cockpit.open();
  const auto offset = cockpit.simulator.resolve("STRUCT EYEPOINT DYNAMIC OFFSET");
  const auto before = cockpit.simulator.triple(*offset);
  EXPECT_EQ(cockpit.exception_of(client, protocol::CameraSetRelative6DOF{1, 1, 1, 1, 1, 1}), Code(0, 0));
  EXPECT_EQ(cockpit.simulator.triple(*offset), before);
}

}  // namespace
}  // namespace checkride::emulator
