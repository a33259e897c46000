// Goal: data are what semantics 5 and 6 say: units, types, texts, tags, and what is left out. Method: clients of a
// simulator whose values the test sets.
#include <limits>

#include "session/data_requests_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::DataType;
using protocol::Period;
using protocol::RequestFlags;
using test::DataRequests;  // not the one that is tested

TEST_F(DataRequests, UnitsAreConverted) {
  cockpit.send(client, add_datum(2, "PLANE ALTITUDE", "meters"));
  altitude() = 1000;
  cockpit.send(client, request_data(7, 2));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_NEAR(double_at(heard.all<protocol::RecvSimObjectData>().at(0).data), 304.8, 1e-9);
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

}  // namespace
}  // namespace checkride::emulator
