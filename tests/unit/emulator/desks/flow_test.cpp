// Goal: flow events as semantics 25 says. Method: system events of the simulator, and what subscribers hear of them.
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::FlowEvent;
using protocol::Protocol;

struct FlowTest : testing::Test {
  using Told = std::vector<std::pair<FlowEvent, std::string>>;
  Told told(ClientId listener) {
    cockpit.run_frame();
    Told result;
    const Heard heard = cockpit.take(listener);
    for (const auto& event : heard.all<protocol::RecvFlowEvent>()) {
      result.emplace_back(event.flow_event, std::string(event.flt_path));
    }
    return result;
  }

  Cockpit cockpit;
  ClientId client = cockpit.open();
  ClientId other = cockpit.open();
};

TEST_F(FlowTest, AFlightStartsAndEnds) {
  cockpit.send(client, protocol::SubscribeToFlowEvent());
  EXPECT_TRUE(told(client).empty()) << "no first value";
  cockpit.simulator.raise("FlightLoaded", 0, "a.FLT");
  cockpit.simulator.raise("SimStart");
  EXPECT_EQ(told(client), (Told{{FlowEvent::flt_load, "a.FLT"},
                                {FlowEvent::flt_loaded, "a.FLT"},
                                {FlowEvent::rtc_start, ""},
                                {FlowEvent::rtc_end, ""},
                                {FlowEvent::flight_start, ""}}));
  cockpit.simulator.raise("SimStop");
  cockpit.simulator.raise("FlightLoaded", 0, "flights\\other\\MainMenu.FLT");
  EXPECT_EQ(told(client), (Told{{FlowEvent::flight_end, ""}, {FlowEvent::back_to_main_menu, ""}}))
      << "nothing of the menu's own flight";
  EXPECT_TRUE(told(other).empty()) << "not subscribed";
}

TEST_F(FlowTest, ACrashAndAMoveAreTold) {
  cockpit.send(client, protocol::SubscribeToFlowEvent());
  cockpit.run_frame();
  cockpit.simulator.raise("Crashed");
  cockpit.simulator.raise("PositionChanged");
  EXPECT_EQ(told(client),
            (Told{{FlowEvent::plane_crash, ""}, {FlowEvent::teleport_start, ""}, {FlowEvent::teleport_done, ""}}));
}

TEST_F(FlowTest, TheFlightIsWatchedWhileSomebodyWantsToHear) {
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + 1s), 0u);
  cockpit.send(client, protocol::SubscribeToFlowEvent());
  cockpit.run_frame();
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + 1s), 5u);
  cockpit.send(client, protocol::UnsubscribeToFlowEvent());
  cockpit.run_frame();
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + 1s), 0u);
  cockpit.simulator.raise("Crashed");
  EXPECT_TRUE(told(client).empty());
}

TEST_F(FlowTest, OlderSimulatorsDoNotKnowIt) {
  Cockpit older("msfs2020");
  const ClientId pilot = older.open(Protocol::msfs2020);
  const std::pair<std::uint32_t, std::uint32_t> error{1, protocol::kUnknownIndex};
  EXPECT_EQ(older.exception_of(pilot, protocol::SubscribeToFlowEvent()), error);
}

}  // namespace
}  // namespace checkride::emulator
