// Goal: SetDataOnSimObject puts values where they belong (semantics 7). Method: blocks made by hand, values read back
// from the simulator.
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::DataType;

class SetData : public testing::Test {
 protected:
  std::pair<std::uint32_t, std::uint32_t> set(std::uint32_t definition, const std::vector<std::byte>& block,
                                              protocol::SetFlags flags = protocol::SetFlags::none) {
    protocol::SetDataOnSimObject message;
    message.define_id.value = definition;
    message.flags = flags;
    message.unit_size = static_cast<std::uint32_t>(block.size());
    message.data = block;
    return cockpit.exception_of(client, message);
  }

  Cockpit cockpit;
  ClientId client = cockpit.open();
  std::vector<std::byte> data;
  protocol::DatumWriter writer{data};
};

TEST_F(SetData, UntaggedValuesFollowTheDefinition) {
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "meters"));
  cockpit.send(client, add_datum(1, "GEAR HANDLE POSITION", "bool", DataType::int32));
  cockpit.send(client, add_datum(1, "TITLE", "", DataType::string32));
  writer.number(304.8);
  writer.number(std::int32_t{1});
  writer.write(DataType::string32, std::string_view("Stearman"));
  EXPECT_EQ(set(1, data).first, 0u);
  EXPECT_NEAR(cockpit.simulator.value("PLANE ALTITUDE"), 1000, 1e-9);
  EXPECT_EQ(cockpit.simulator.value("GEAR HANDLE POSITION"), 1);
  EXPECT_EQ(cockpit.simulator.text_value("TITLE"), "Stearman");
}

TEST_F(SetData, TaggedValuesComeInAnyOrderAndNumber) {
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, 11));
  cockpit.send(client, add_datum(1, "AIRSPEED TRUE", "knots", DataType::float32, 12));
  writer.tag(protocol::DatumId{12});
  writer.number(90.0F);
  EXPECT_EQ(set(1, data, protocol::SetFlags::tagged).first, 0u);
  EXPECT_EQ(cockpit.simulator.value("AIRSPEED TRUE"), 90);
  EXPECT_EQ(cockpit.simulator.value("PLANE ALTITUDE"), 0);
}

TEST_F(SetData, ADatumWithoutIdIsTaggedByItsPlace) {
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  cockpit.send(client, add_datum(1, "AIRSPEED TRUE", "knots"));
  writer.tag(protocol::DatumId{1});
  writer.number(55.0);
  EXPECT_EQ(set(1, data, protocol::SetFlags::tagged).first, 0u);
  EXPECT_EQ(cockpit.simulator.value("AIRSPEED TRUE"), 55);
}

TEST_F(SetData, AnUnknownTagAppliesNothing) {
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, 11));
  writer.tag(protocol::DatumId{11});
  writer.number(500.0);
  writer.tag(protocol::DatumId{99});
  writer.number(1.0);
  EXPECT_EQ(set(1, data, protocol::SetFlags::tagged), std::pair(30u, 6u));
  EXPECT_EQ(cockpit.simulator.value("PLANE ALTITUDE"), 0);
}

TEST_F(SetData, OfAMixedDefinitionTheSettableVariablesAreSet) {
  cockpit.send(client, add_datum(1, "GENERAL ENG RPM:1", "rpm"));
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  writer.number(2400.0);
  writer.number(500.0);
  EXPECT_EQ(set(1, data), std::pair(20u, 1u));
  EXPECT_EQ(cockpit.simulator.value("GENERAL ENG RPM:1"), 0);
  EXPECT_EQ(cockpit.simulator.value("PLANE ALTITUDE"), 500);
}

TEST_F(SetData, AValueThatTheSimulationRefusesIsADataError) {
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  writer.number(std::nan(""));
  EXPECT_EQ(set(1, data), std::pair(20u, 6u));
}

TEST_F(SetData, InitialPositionPlacesTheAircraft) {
  cockpit.send(client, add_datum(1, "INITIAL POSITION", "", DataType::initposition));
  protocol::InitPosition position;
  position.latitude = 47.5;
  position.altitude = 3000;
  position.on_ground = true;
  position.airspeed = -1;
  writer.write(DataType::initposition, position);
  ASSERT_EQ(data.size(), 56u);
  EXPECT_EQ(set(1, data).first, 0u);
  ASSERT_EQ(cockpit.simulator.placements.size(), 1u);
  EXPECT_EQ(cockpit.simulator.placements[0].latitude_deg, 47.5);
  EXPECT_EQ(cockpit.simulator.placements[0].altitude_ft, 3000);
  EXPECT_TRUE(cockpit.simulator.placements[0].on_ground);
  EXPECT_EQ(cockpit.simulator.placements[0].airspeed_kt, -1);
}

TEST_F(SetData, AListOfWaypointsIsAnArray) {
  cockpit.send(client, add_datum(1, "AI WAYPOINT LIST", "", DataType::waypoint));
  for (int i = 0; i < 3; ++i) {
    protocol::Waypoint waypoint;
    waypoint.latitude = 40 + i;
    writer.write(DataType::waypoint, waypoint);
  }
  protocol::SetDataOnSimObject message;
  message.define_id.value = 1;
  message.array_count = 3;
  message.unit_size = 44;
  message.data = data;
  EXPECT_EQ(cockpit.exception_of(client, message).first, 0u);
  ASSERT_EQ(cockpit.simulator.route.size(), 3u);  // one route, in order
  EXPECT_EQ(cockpit.simulator.route.back().latitude, 42);
  message.array_count = 2;
  EXPECT_EQ(cockpit.exception_of(client, message), std::pair(21u, 4u)) << "the count is wrong, not the size";
  message.array_count = 0xFFFFFFFF;
  EXPECT_EQ(cockpit.exception_of(client, message), std::pair(21u, 4u));
  message.array_count = 3;
  message.unit_size = 132;
  EXPECT_EQ(cockpit.exception_of(client, message), std::pair(2u, 5u));
  message.unit_size = 0xFFFFFFFF;
  EXPECT_EQ(cockpit.exception_of(client, message), std::pair(2u, 5u));
}

TEST_F(SetData, TheLengthOfTaggedDataIsTheFrames) {
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, 5));
  writer.tag(protocol::DatumId{5});
  writer.number(700.0);
  protocol::SetDataOnSimObject message;
  message.define_id.value = 1;
  message.flags = protocol::SetFlags::tagged;
  message.array_count = 1;
  message.unit_size = 4;  // as some clients count
  message.data = data;
  EXPECT_EQ(cockpit.exception_of(client, message).first, 0u);
  EXPECT_EQ(cockpit.simulator.value("PLANE ALTITUDE"), 700);
}

TEST_F(SetData, IsVisibleToDataOfTheSameFrame) {
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  cockpit.send(client, request_data(1, 1));
  writer.number(777.0);
  EXPECT_EQ(set(1, data).first, 0u);
  cockpit.send(client, request_data(2, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto messages = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(double_at(messages[0].data), 777);
}

}  // namespace
}  // namespace checkride::emulator
