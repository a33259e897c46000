// Goal: outside a mission its actions do nothing, in every simulator (semantics 19, 3.7). Method: a second client is
// subscribed to what a mission would tell.
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

class Missions : public testing::TestWithParam<std::pair<const char*, protocol::Protocol>> {};

TEST_P(Missions, ActionsAreTakenAndNothingHappens) {
  Cockpit cockpit(GetParam().first);
  const ClientId actor = cockpit.open(GetParam().second);
  const ClientId watcher = cockpit.open(GetParam().second);
  cockpit.send(watcher, subscribe(1, "CustomMissionActionExecuted"));
  cockpit.send(watcher, subscribe(2, "MissionCompleted"));
  protocol::ExecuteMissionAction execute;
  execute.instance_id.bytes.fill(std::byte{7});
  cockpit.send(actor, execute);
  cockpit.send(actor, protocol::CompleteCustomMissionAction());
  cockpit.run_frame(3);
  EXPECT_TRUE(cockpit.take(actor).messages.empty());
  EXPECT_TRUE(cockpit.take(watcher).messages.empty());
  EXPECT_TRUE(cockpit.simulator.triggered.empty());
}

INSTANTIATE_TEST_SUITE_P(Simulators, Missions,
                         testing::Values(std::pair("fsx_rtm", protocol::Protocol::fsx_rtm),
                                         std::pair("fsx_sp2", protocol::Protocol::fsx_sp2),
                                         std::pair("msfs2020", protocol::Protocol::msfs2020),
                                         std::pair("msfs2024", protocol::Protocol::msfs2024)));

}  // namespace
}  // namespace checkride::emulator
