// Goal: data come when semantics 5 and 6 say, each message in its place. Method: clients of a simulator whose values
// the test sets.
#include <limits>

#include "session/data_requests_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::DataType;
using protocol::Period;
using protocol::RequestFlags;
using test::DataRequests;  // not the one that is tested

TEST_F(DataRequests, OnceIsOneMessageAtTheEndOfTheFrame) {
  altitude() = 1234.5;
  cockpit.send(client, request_data(7, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto messages = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].request_id.value, 7u);
  EXPECT_EQ(messages[0].object_id.value, 1u);
  EXPECT_EQ(messages[0].define_id.value, 1u);
  EXPECT_EQ(messages[0].flags, RequestFlags::none);
  EXPECT_EQ(messages[0].entry_number, 1u);
  EXPECT_EQ(messages[0].out_of, 1u);
  EXPECT_EQ(messages[0].define_count, 1u);
  ASSERT_EQ(messages[0].data.size(), 8u);
  EXPECT_EQ(double_at(messages[0].data), 1234.5);
  cockpit.run_frame(60);
  EXPECT_EQ(this->heard(), 0u);
}

TEST_F(DataRequests, FramePeriodsSendEveryFrame) {
  cockpit.send(client, request_data(7, 1, Period::visual_frame));
  cockpit.send(client, request_data(8, 1, Period::sim_frame));
  cockpit.run_frame(3);
  EXPECT_EQ(ids(), (std::vector<std::uint32_t>{7, 8, 7, 8, 7, 8}));
}

TEST_F(DataRequests, SecondStartsAtOnceAndGoesOnWithTheSeconds) {
  cockpit.send(client, request_data(7, 1, Period::second));
  cockpit.run_frame();
  EXPECT_EQ(heard(), 1u);
  cockpit.run_frame(29);
  EXPECT_EQ(heard(), 0u);
  cockpit.run_frame();
  EXPECT_EQ(heard(), 1u);
  cockpit.run_frame(300);
  EXPECT_EQ(heard(), 10u);
}

TEST_F(DataRequests, InPauseOnlySimFrameStops) {
  cockpit.send(client, request_data(1, 1, Period::visual_frame));
  cockpit.send(client, request_data(2, 1, Period::sim_frame));
  cockpit.run_frame();
  (void)ids();
  cockpit.simulator.set_paused(true);
  cockpit.run_frame(2);
  EXPECT_EQ(ids(), (std::vector<std::uint32_t>{1, 1}));
  cockpit.simulator.set_paused(false);
  cockpit.run_frame();
  EXPECT_EQ(ids(), (std::vector<std::uint32_t>{1, 2}));
}

TEST_F(DataRequests, ASimFrameRequestMadeInPauseWaitsForTheFirstStep) {
  cockpit.simulator.set_paused(true);
  cockpit.send(client, request_data(2, 1, Period::sim_frame));
  cockpit.run_frame(5);
  EXPECT_EQ(heard(), 0u);
  cockpit.simulator.set_paused(false);
  cockpit.run_frame(2);
  EXPECT_EQ(heard(), 2u);
}

TEST_F(DataRequests, ASecondRequestOfTheIdReplacesTheFirst) {
  cockpit.send(client, add_datum(2, "AIRSPEED TRUE", "knots"));
  cockpit.send(client, request_data(7, 1, Period::visual_frame));
  cockpit.run_frame();
  (void)ids();
  cockpit.send(client, request_data(7, 2, Period::second));
  cockpit.run_frame(31);
  const Heard heard = cockpit.take(client);
  const auto messages = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].define_id.value, 2u);
}

TEST_F(DataRequests, OnceLeavesARunningRequestAlone) {
  cockpit.send(client, request_data(7, 1, Period::visual_frame));
  cockpit.run_frame();
  (void)ids();
  cockpit.send(client, request_data(7, 1));
  cockpit.run_frame();
  EXPECT_EQ(heard(), 2u);
  cockpit.run_frame();
  EXPECT_EQ(heard(), 1u);
}

TEST_F(DataRequests, NeverStopsWhateverDefinitionItNames) {
  cockpit.send(client, request_data(7, 1, Period::visual_frame));
  cockpit.run_frame();
  (void)ids();
  cockpit.send(client, request_data(7, 4711, Period::never));
  cockpit.run_frame(3);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(DataRequests, ClearingTheDefinitionStopsItsRequestsForGood) {
  cockpit.send(client, request_data(7, 1, Period::visual_frame));
  cockpit.run_frame();
  (void)ids();
  protocol::ClearDataDefinition clear;
  clear.define_id.value = 1;
  cockpit.send(client, request_data(8, 1));
  cockpit.send(client, clear);
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  cockpit.run_frame(3);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(DataRequests, ADefinitionThatIsTooLongForAFrameIsADefinitionError) {
  for (int i = 0; i < 200; ++i) cockpit.send(client, add_datum(3, "TITLE", "", DataType::string256));
  cockpit.run_frame();
  EXPECT_EQ(cockpit.exception_of(client, request_data(7, 3)), std::pair(28u, 2u));
  EXPECT_EQ(cockpit.exception_of(client, request_data(8, 3, Period::visual_frame)), std::pair(28u, 2u));
  cockpit.run_frame(3);
  EXPECT_TRUE(cockpit.take(client).messages.empty());  // and it has ended
}

TEST_F(DataRequests, AnswersComeInTheOrderOfThePacketsAndBeforePeriodicData) {
  cockpit.send(client, request_data(9, 1, Period::visual_frame));
  cockpit.send(client, subscribe(3, "Sim"));
  cockpit.send(client, request_data(1, 1));
  cockpit.send(client, request_data(2, 99));
  protocol::RequestSystemState state;
  state.state_name = "Sim";
  cockpit.send(client, state);
  cockpit.send(client, request_data(3, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(heard.messages.size(), 6u);
  EXPECT_EQ(std::get<protocol::RecvSimObjectData>(heard.messages[0]).request_id.value, 1u);
  EXPECT_TRUE(std::holds_alternative<protocol::RecvException>(heard.messages[1]));
  EXPECT_TRUE(std::holds_alternative<protocol::RecvSystemState>(heard.messages[2]));
  EXPECT_EQ(std::get<protocol::RecvSimObjectData>(heard.messages[3]).request_id.value, 3u);
  EXPECT_TRUE(std::holds_alternative<protocol::RecvEvent>(heard.messages[4]));
  EXPECT_EQ(std::get<protocol::RecvSimObjectData>(heard.messages[5]).request_id.value, 9u);
}

TEST_F(DataRequests, AFramesOutputIsOnePiece) {
  for (std::uint32_t id = 0; id < 50; ++id) cockpit.send(client, request_data(id, 1, Period::visual_frame));
  cockpit.run_frame();
  EXPECT_EQ(cockpit.outputs(client), 1u);
  EXPECT_EQ(heard(), 50u);
}

TEST_F(DataRequests, ByTypeGivesTheUsersAircraft) {
  const auto count_of = [this](protocol::SimObjectType type, std::uint32_t radius) {
    protocol::RequestDataOnSimObjectType message;
    message.request_id.value = 7;
    message.define_id.value = 1;
    message.sim_object_type = type;
    message.radius_meters = radius;
    cockpit.send(client, message);
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    const auto messages = heard.all<protocol::RecvSimObjectDataByType>();
    EXPECT_EQ(messages.size(), 1u);
    EXPECT_EQ(messages.at(0).data.empty(), messages.at(0).out_of == 0);
    EXPECT_EQ(messages.at(0).entry_number, messages.at(0).out_of);
    EXPECT_EQ(messages.at(0).object_id.value, messages.at(0).out_of);
    return messages.at(0).out_of;
  };
  EXPECT_EQ(count_of(protocol::SimObjectType::user, 0), 1u);
  EXPECT_EQ(count_of(protocol::SimObjectType::all, 200'000), 1u);
  EXPECT_EQ(count_of(protocol::SimObjectType::aircraft, 0), 1u);
  EXPECT_EQ(count_of(protocol::SimObjectType::boat, 200'000), 0u);
}

TEST_F(DataRequests, NothingIsSentWithoutAnAircraft) {
  cockpit.send(client, request_data(7, 1, Period::visual_frame));
  cockpit.run_frame();
  (void)ids();
  cockpit.simulator.set_user_object(false);
  cockpit.run_frame(3);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
  cockpit.simulator.set_user_object(true);
  cockpit.run_frame();
  EXPECT_EQ(heard(), 1u);
}

TEST_F(DataRequests, OneSecondCostsOneFrame) {
  cockpit.send(client, request_data(7, 1, Period::second));
  cockpit.run_frame();
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + 60s), 60u);
  EXPECT_EQ(heard(), 61u);
}

TEST_F(DataRequests, NobodyDueMeansNoFrame) {
  cockpit.run_frame();
  EXPECT_EQ(cockpit.sessions.next_wake(cockpit.now), std::nullopt);
  cockpit.send(client, request_data(7, 1, Period::sim_frame));
  cockpit.simulator.set_paused(true);
  cockpit.run_frame();
  EXPECT_EQ(cockpit.sessions.next_wake(cockpit.now), std::nullopt);
  auto suspended = request_data(8, 1, Period::second);
  suspended.interval = std::numeric_limits<std::uint32_t>::max();
  cockpit.send(client, suspended);
  cockpit.run_frame();
  ASSERT_NE(cockpit.sessions.next_wake(cockpit.now), std::nullopt);
  EXPECT_GT(*cockpit.sessions.next_wake(cockpit.now) - cockpit.now, 24h);
}

}  // namespace
}  // namespace checkride::emulator
