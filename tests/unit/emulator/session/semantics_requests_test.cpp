// Goal: the rules of semantics 6, requests of data, that the tests of single messages pass over. Method: a client of a
// simulator whose values the test sets; each test names its section.
#include "answers/limits.hpp"
#include "session/semantics_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::DataType;
using protocol::Period;
using protocol::RequestFlags;
using protocol::SimObjectType;

TEST_F(Semantics, OnceIsOneMessageWhateverItsCounters) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  auto message = request_data(1, 1);
  message.origin = 10;
  message.interval = 5;
  message.limit = 7;
  cockpit.send(client, message);
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
  cockpit.run_frame(60);
  EXPECT_EQ(data_count(), 0u);
}

TEST_F(Semantics, OriginIntervalAndLimitOfEachPeriod) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  for (const Period period : {Period::visual_frame, Period::sim_frame, Period::second}) {
    auto message = request_data(1, 1, period);
    message.origin = 2;
    message.interval = 1;
    message.limit = 3;
    cockpit.send(client, message);
    cockpit.run_frame();
    std::vector<std::uint64_t> at;
    const std::uint64_t step = period == Period::second ? 30 : 1;
    for (std::uint64_t number = 0; number < 12; ++number) {
      if (data_count() == 1) at.push_back(number);
      cockpit.run_frame(step);
    }
    EXPECT_EQ(at, (std::vector<std::uint64_t>{2, 4, 6})) << to_string(period);
  }
}

TEST_F(Semantics, TheLargestIntervalSuspendsARequest) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  auto message = request_data(1, 1, Period::visual_frame);
  message.interval = 0xFFFFFFFF;
  cockpit.send(client, message);
  cockpit.run_frame(100);
  EXPECT_EQ(data_count(), 1u);
  cockpit.send(client, request_data(1, 1, Period::visual_frame));
  cockpit.run_frame(2);
  EXPECT_EQ(data_count(), 2u) << "asked for again it goes on";
}

TEST_F(Semantics, EpsilonHasNoEffectWithoutChanged) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, protocol::kUnused, 100));
  cockpit.send(client, request_data(1, 1, Period::visual_frame));
  cockpit.run_frame(5);
  EXPECT_EQ(data_count(), 5u);
}

TEST_F(Semantics, EpsilonIsInTheUnitOfTheDatumAndExceededStrictly) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "meters", DataType::float64, protocol::kUnused, 10));
  cockpit.send(client, request_data(1, 1, Period::visual_frame, RequestFlags::changed));
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u) << "the first always";
  altitude() = 30;  // feet: 9.1 m
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 0u);
  altitude() = 36;  // 11 m
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, ADifferenceOfEpsilonIsNoChange) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, protocol::kUnused, 8));
  cockpit.send(client, request_data(1, 1, Period::visual_frame, RequestFlags::changed));
  altitude() = 16;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
  altitude() = 24;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 0u);
  altitude() = 24.5;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, OfIntegersEpsilonIsTruncatedFirst) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::int32, protocol::kUnused, 2.9F));
  cockpit.send(client, request_data(1, 1, Period::visual_frame, RequestFlags::changed));
  cockpit.run_frame();
  (void)data_count();
  altitude() = 2;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 0u);
  altitude() = 3;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, ATextChangesWithAnyByte) {  // 6.1
  cockpit.send(client, add_datum(1, "TITLE", "", DataType::string256, protocol::kUnused, 100));
  cockpit.send(client, request_data(1, 1, Period::visual_frame, RequestFlags::changed));
  cockpit.run_frame(2);
  EXPECT_EQ(data_count(), 1u);
  cockpit.simulator.text_value("TITLE") = "Cessna 173";
  cockpit.run_frame(2);
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, ChangedLooksAtDuePeriodsOnlyAndCountsWhatWasSent) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  auto message = request_data(1, 1, Period::visual_frame, RequestFlags::changed);
  message.interval = 4;
  message.limit = 2;
  cockpit.send(client, message);
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
  altitude() = 5;
  cockpit.run_frame(3);
  altitude() = 0;  // back again before anybody looks
  cockpit.run_frame(17);
  EXPECT_EQ(data_count(), 0u);
  altitude() = 6;
  cockpit.run_frame(5);
  EXPECT_EQ(data_count(), 1u) << "periods without a message do not count towards the limit";
  altitude() = 7;
  cockpit.run_frame(20);
  EXPECT_EQ(data_count(), 0u) << "two were sent";
}

TEST_F(Semantics, RestartingForgetsWhatWasSent) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  const auto changed = request_data(1, 1, Period::visual_frame, RequestFlags::changed);
  cockpit.send(client, changed);
  cockpit.run_frame(3);
  EXPECT_EQ(data_count(), 1u);
  cockpit.send(client, changed);
  cockpit.run_frame(3);
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, NeverFreesTheIdAndIsSilentForAnUnknownOne) {  // 6.1
  EXPECT_EQ(exception_of(request_data(77, 99, Period::never)), kNone);
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  for (std::uint32_t id = 0; id < kMaxRequests; ++id) cockpit.send(client, request_data(id, 1, Period::second));
  EXPECT_EQ(exception_of(request_data(kMaxRequests, 1, Period::second)), Pair(12, 1));
  cockpit.send(client, request_data(3, 1, Period::never));
  EXPECT_EQ(exception_of(request_data(kMaxRequests, 1, Period::second)), kNone);
}

TEST_F(Semantics, ValuesFollowEachOtherWithoutPadding) {  // 6.2
  altitude() = 7;
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::int8));
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64));
  cockpit.send(client, add_datum(1, "TITLE", "", DataType::string8));
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::int32));
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto data = data_of(heard).at(0).data;
  ASSERT_EQ(data.size(), 1u + 8 + 8 + 4);
  EXPECT_EQ(double_at(data, 1), 7);
  EXPECT_EQ(protocol::load_little_endian<std::int32_t>(data.subspan(17).data()), 7);
}

TEST_F(Semantics, AskedForInBoolAnyNonZeroIsOne) {  // 6.2, 8.2
  cockpit.simulator.value("FUEL TANK SELECTOR:1") = 3;
  cockpit.send(client, add_datum(1, "FUEL TANK SELECTOR:1", "bool"));
  cockpit.send(client, add_datum(1, "FUEL TANK SELECTOR:1", "number"));
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(double_at(data_of(heard).at(0).data), 1);
  EXPECT_EQ(double_at(data_of(heard).at(0).data, 8), 3);
}

TEST_F(Semantics, ByTypeIsFlaglessAndWithoutAUserEmpty) {  // 6.3
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  protocol::RequestDataOnSimObjectType message;
  message.define_id.value = 1;
  message.sim_object_type = SimObjectType::user;
  message.radius_meters = 0;
  cockpit.send(client, message);
  cockpit.run_frame();
  Heard heard = cockpit.take(client);
  EXPECT_EQ(heard.all<protocol::RecvSimObjectDataByType>().at(0).flags, RequestFlags::none);
  EXPECT_EQ(heard.all<protocol::RecvSimObjectDataByType>().at(0).object_id.value, 1u);
  cockpit.simulator.set_user_object(false);
  cockpit.send(client, message);
  cockpit.run_frame();
  heard = cockpit.take(client);
  const auto none = heard.all<protocol::RecvSimObjectDataByType>();
  ASSERT_EQ(none.size(), 1u);
  EXPECT_EQ(none[0].object_id.value, 0u);
  EXPECT_EQ(none[0].entry_number, 0u);
  EXPECT_EQ(none[0].out_of, 0u);
  EXPECT_TRUE(none[0].data.empty());
}

TEST_F(Semantics, AFailedRequestIsNotTriedAgain) {  // 6.4, 30
  cockpit.simulator.set_user_object(false);
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  EXPECT_EQ(exception_of(request_data(1, 1, Period::visual_frame)), Pair(3, 3));
  cockpit.simulator.set_user_object(true);
  cockpit.run_frame(10);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(Semantics, WhatIsFrozenIsSentUnlessOnlyChangesAreWanted) {  // 6.4
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  cockpit.send(client, request_data(1, 1, Period::visual_frame));
  cockpit.send(client, request_data(2, 1, Period::visual_frame, RequestFlags::changed));
  cockpit.run_frame();
  (void)data_count();
  cockpit.simulator.set_paused(true);
  cockpit.run_frame(10);
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(data_of(heard).size(), 10u);
  for (const auto& message : data_of(heard)) EXPECT_EQ(message.request_id.value, 1u);
}

TEST_F(Semantics, APeriodicRequestSurvivesAFlightLoad) {  // 3.4, 30
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  cockpit.send(client, request_data(1, 1, Period::second));
  protocol::FlightLoad load;
  load.file_name = "known.flt";
  cockpit.send(client, load);
  (void)cockpit.run_when_due(cockpit.now + 5s);
  EXPECT_GE(data_count(), 4u);
}

}  // namespace
}  // namespace checkride::emulator
