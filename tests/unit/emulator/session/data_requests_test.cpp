// Goal: data come when and as semantics 5 and 6 say. Method: clients of a simulator whose values the test sets; laws
// by RapidCheck.
#include <limits>

#include "checkride/test/property.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::DataType;
using protocol::Period;
using protocol::RequestFlags;

class DataRequests : public testing::Test {
 protected:
  DataRequests() { cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, 70)); }

  // Request ids of the data heard since the last call, in order.
  std::vector<std::uint32_t> ids() {
    std::vector<std::uint32_t> result;
    for (const auto& message : cockpit.take(client).all<protocol::RecvSimObjectData>()) {
      result.push_back(message.request_id.value);
    }
    return result;
  }
  std::size_t heard() { return ids().size(); }
  double& altitude() { return cockpit.simulator.value("PLANE ALTITUDE"); }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

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

TEST_F(DataRequests, UnitsAreConverted) {
  cockpit.send(client, add_datum(2, "PLANE ALTITUDE", "meters"));
  altitude() = 1000;
  cockpit.send(client, request_data(7, 2));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_NEAR(double_at(heard.all<protocol::RecvSimObjectData>().at(0).data), 304.8, 1e-9);
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

TEST_F(DataRequests, AFailedDatumShortensTheBlock) {
  cockpit.send(client, add_datum(2, "NO SUCH THING", "feet"));
  cockpit.send(client, add_datum(2, "AIRSPEED TRUE", "knots"));
  cockpit.send(client, request_data(7, 2));
  cockpit.simulator.value("AIRSPEED TRUE") = 99;
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto messages = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(messages.size(), 1u);
  ASSERT_EQ(messages[0].data.size(), 8u);
  EXPECT_EQ(double_at(messages[0].data), 99);
}

TEST_F(DataRequests, ExtendingALiveDefinitionSendsTheLongerForm) {
  cockpit.send(client, request_data(7, 1, Period::visual_frame, RequestFlags::changed));
  cockpit.run_frame(2);
  EXPECT_EQ(heard(), 1u);
  cockpit.send(client, add_datum(1, "AIRSPEED TRUE", "knots"));
  cockpit.run_frame(2);
  const Heard heard = cockpit.take(client);
  const auto messages = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].define_count, 2u);
}

TEST_F(DataRequests, TaggedDataArePairs) {
  cockpit.send(client, add_datum(1, "GEAR HANDLE POSITION", "bool", DataType::int32));
  cockpit.send(client, request_data(7, 1, Period::once, RequestFlags::tagged));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto messages = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].define_count, 2u);
  EXPECT_EQ(messages[0].flags, RequestFlags::tagged);
  protocol::DatumReader reader(messages[0].data);
  EXPECT_EQ(reader.tag().value, 70u);
  EXPECT_EQ(reader.number<double>(), 0);
  EXPECT_EQ(reader.tag().value, 1u);  // none was given: the place
  EXPECT_EQ(reader.number<std::int32_t>(), 0);
  EXPECT_TRUE(reader.at_end() && !reader.failed());
}

TEST_F(DataRequests, EveryMessageSaysTheFlagsOfItsRequest) {
  for (const auto flags : {RequestFlags::none, RequestFlags::changed, RequestFlags::tagged,
                           RequestFlags::changed | RequestFlags::tagged}) {
    cockpit.send(client, request_data(7, 1, Period::visual_frame, flags));
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    const auto messages = heard.all<protocol::RecvSimObjectData>();
    ASSERT_EQ(messages.size(), 1u);
    EXPECT_EQ(messages[0].flags, flags);
  }
}

TEST_F(DataRequests, ChangedAndTaggedSendsOnlyWhatChanged) {
  cockpit.send(client, add_datum(1, "AIRSPEED TRUE", "knots", DataType::float64, 71));
  cockpit.send(client, request_data(7, 1, Period::visual_frame, RequestFlags::changed | RequestFlags::tagged));
  cockpit.run_frame(2);
  EXPECT_EQ(heard(), 1u);
  cockpit.simulator.value("AIRSPEED TRUE") = 5;
  cockpit.run_frame(2);
  const Heard heard = cockpit.take(client);
  const auto messages = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].define_count, 1u);
  protocol::DatumReader reader(messages[0].data);
  EXPECT_EQ(reader.tag().value, 71u);
  EXPECT_EQ(reader.number<double>(), 5);
}

TEST_F(DataRequests, TextsFillTheirFieldAndAreCutToLeaveANul) {
  cockpit.simulator.text_value("TITLE") = "Cessna 172 Skyhawk";
  cockpit.send(client, add_datum(3, "TITLE", "", DataType::string8));
  cockpit.send(client, add_datum(3, "TITLE", "", DataType::stringv));
  cockpit.send(client, request_data(7, 3));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto messages = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(messages.size(), 1u);
  ASSERT_EQ(messages[0].data.size(), 8u + 20u);
  protocol::DatumReader reader(messages[0].data);
  EXPECT_EQ(std::get<std::string_view>(reader.read(DataType::string8)), "Cessna ");
  EXPECT_EQ(std::get<std::string_view>(reader.read(DataType::stringv)), "Cessna 172 Skyhawk");
}

TEST_F(DataRequests, NumbersAreTruncatedAndSaturated) {
  for (const DataType type : {DataType::int32, DataType::int64, DataType::int8}) {
    cockpit.send(client, add_datum(3, "PLANE ALTITUDE", "feet", type));
  }
  const auto values = [this](double value) {
    altitude() = value;
    cockpit.send(client, request_data(7, 3));
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    protocol::DatumReader reader(heard.all<protocol::RecvSimObjectData>().at(0).data);
    std::vector<std::int64_t> result{reader.number<std::int32_t>()};
    result.push_back(reader.number<std::int64_t>());
    result.push_back(reader.number<std::int8_t>());
    return result;
  };
  using Limits32 = std::numeric_limits<std::int32_t>;
  using Limits64 = std::numeric_limits<std::int64_t>;
  EXPECT_EQ(values(-1.9), (std::vector<std::int64_t>{-1, -1, -1}));
  EXPECT_EQ(values(1e300), (std::vector<std::int64_t>{Limits32::max(), Limits64::max(), 127}));
  EXPECT_EQ(values(-1e300), (std::vector<std::int64_t>{Limits32::min(), Limits64::min(), -128}));
  EXPECT_EQ(values(std::nan("")), (std::vector<std::int64_t>{0, 0, 0}));
}

TEST_F(DataRequests, WhatOnlyCanBeSetReadsAsZeros) {
  cockpit.send(client, add_datum(3, "INITIAL POSITION", "", DataType::initposition));
  cockpit.send(client, add_datum(3, "STRUCT LATLONALT", "", DataType::latlonalt));
  cockpit.send(client, request_data(7, 3));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto messages = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(messages.size(), 1u);
  ASSERT_EQ(messages[0].data.size(), 56u + 24u);
  EXPECT_EQ(double_at(messages[0].data), 0);
  EXPECT_EQ(double_at(messages[0].data, 56), 1.5);
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

// Runs a request and gives the frames, counted from the first, on which data came.
std::vector<std::uint64_t> frames_of_data(Period period, ScheduleOptions options, std::uint64_t frames, bool lazily) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  auto message = request_data(7, 1, period);
  message.origin = options.origin;
  message.interval = options.interval;
  message.limit = options.limit;
  cockpit.send(client, message);
  std::vector<std::uint64_t> result;
  std::optional<FrameNumber> first;
  while (true) {
    const auto due = lazily ? cockpit.sessions.next_wake(cockpit.now) : cockpit.sessions.next_frame(cockpit.now);
    if (!due) break;
    cockpit.now = *due;
    const FrameNumber frame = cockpit.simulator.frame_at(*due);
    if (!first) first = frame;
    if (frame - *first >= frames) break;
    for (Output& output : cockpit.sessions.run_frame(*due)) cockpit.collect(std::move(output));
    if (!cockpit.take(client).all<protocol::RecvSimObjectData>().empty()) result.push_back(frame - *first);
  }
  return result;
}

RC_GTEST_PROP(DataRequestsLaw, MessageKComesAtPeriodOriginPlusKTimesIntervalPlusOne, ()) {
  const auto period = *rc::gen::element(Period::visual_frame, Period::sim_frame, Period::second);
  const std::uint64_t frames_per_period = period == Period::second ? FakeSimulator::kFrameRate : 1;
  ScheduleOptions options;
  options.origin = *rc::gen::inRange<std::uint32_t>(0, 6);
  options.interval = *rc::gen::inRange<std::uint32_t>(0, 6);
  options.limit = *rc::gen::inRange<std::uint32_t>(0, 5);
  constexpr std::uint64_t kFrames = 400;
  std::vector<std::uint64_t> expected;
  for (std::uint64_t k = 0; options.limit == 0 || k < options.limit; ++k) {
    const std::uint64_t frame = (options.origin + k * (options.interval + 1)) * frames_per_period;
    if (frame >= kFrames) break;
    expected.push_back(frame);
  }
  RC_ASSERT(frames_of_data(period, options, kFrames, true) == expected);
  RC_ASSERT(frames_of_data(period, options, kFrames, false) == expected);
}

RC_GTEST_PROP(DataRequestsLaw, ChangedSendsWhenTheDifferenceToWhatWasSentIsAboveEpsilon, ()) {
  const auto type = *rc::gen::element(DataType::float64, DataType::float32, DataType::int32, DataType::int64);
  const bool integer = type == DataType::int32 || type == DataType::int64;
  const auto epsilon = static_cast<float>(*rc::gen::inRange(0, 40)) / 10;
  const auto tenths = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-80, 80));
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", type, protocol::kUnused, epsilon));
  cockpit.send(client, request_data(7, 1, Period::visual_frame, RequestFlags::changed));
  std::optional<double> sent;
  for (const int tenth : tenths) {
    // Quarters are exact in every type, so that the law is not about rounding.
    const double value = tenth / 4.0;
    cockpit.simulator.value("PLANE ALTITUDE") = value;
    cockpit.run_frame();
    const double held = integer ? std::trunc(value) : value;
    const double limit = integer ? std::trunc(static_cast<double>(epsilon)) : static_cast<double>(epsilon);
    const bool expected = !sent || std::abs(held - *sent) > limit;
    if (expected) sent = held;
    RC_ASSERT(cockpit.take(client).all<protocol::RecvSimObjectData>().size() == (expected ? 1u : 0u));
  }
}

TEST(Changed, NanIsAChangeWhenOneOfBothIs) {
  Datum datum;
  const auto bytes = [](double value) {
    std::vector<std::byte> result(8);
    protocol::store_little_endian(result.data(), value);
    return result;
  };
  const double nan = std::nan("");
  EXPECT_TRUE(changed(datum, bytes(1), bytes(nan)));
  EXPECT_TRUE(changed(datum, bytes(nan), bytes(1)));
  EXPECT_FALSE(changed(datum, bytes(nan), bytes(nan)));
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(changed(datum, bytes(infinity), bytes(infinity)));
  EXPECT_TRUE(changed(datum, bytes(infinity), bytes(-infinity)));
}

TEST(Changed, IntegersOfAnyDistanceAreCompared) {
  Datum datum;
  datum.type = DataType::int64;
  datum.epsilon = 2.9F;
  const auto bytes = [](std::int64_t value) {
    std::vector<std::byte> result(8);
    protocol::store_little_endian(result.data(), value);
    return result;
  };
  EXPECT_FALSE(changed(datum, bytes(0), bytes(2)));  // the epsilon counts as 2
  EXPECT_TRUE(changed(datum, bytes(0), bytes(3)));
  EXPECT_TRUE(
      changed(datum, bytes(std::numeric_limits<std::int64_t>::min()), bytes(std::numeric_limits<std::int64_t>::max())));
}

}  // namespace
}  // namespace checkride::emulator
