// Goal: the numbers behind enumerations are those of semantics 31. Method: the parked aircraft of the real simulation;
// the enumerations of the protocol.
#include <gtest/gtest.h>

#include "checkride/protocol/protocol.hpp"
#include "server/simulation_adapter.hpp"

namespace checkride::emulator {
namespace {

struct Enumerations : testing::Test {
  double value(std::string_view name) { return adapter.number(*adapter.resolve(name)); }
  std::string text(std::string_view name) { return adapter.text(*adapter.resolve(name)); }
  void set(std::string_view name, double value) {
    EXPECT_TRUE(adapter.set_number(*adapter.resolve(name), value)) << name;
  }

  Simulation simulation{SimulationOptions()};
  SimulationAdapter adapter{simulation, *find_profile("msfs2024")};
};

TEST_F(Enumerations, OfTheParkedAircraft) {
  EXPECT_EQ(value("ENGINE TYPE"), 0) << "piston";
  EXPECT_EQ(value("CAMERA STATE"), 2) << "cockpit";
  EXPECT_EQ(value("TRANSPONDER STATE:1"), 0) << "off";
  EXPECT_EQ(value("FUEL TANK SELECTOR:1"), 1) << "all";
  EXPECT_EQ(value("AMBIENT PRECIP STATE"), 2) << "none";
  EXPECT_EQ(value("PUSHBACK STATE"), 3) << "none";
  EXPECT_EQ(value("CRASH FLAG"), 0) << "none";
  EXPECT_EQ(value("CRASH SEQUENCE"), 0) << "off";
  EXPECT_EQ(text("CATEGORY"), "Airplane");
  const double status = value("COM STATUS:1");
  EXPECT_GE(status, -1);
  EXPECT_LE(status, 3);
}

TEST_F(Enumerations, LightStatesIsTheMaskOfTheLights) {
  struct Light {
    std::string_view name;
    unsigned bit;
  };
  for (const Light& light : {Light{"LIGHT NAV", 0x001}, Light{"LIGHT BEACON", 0x002}, Light{"LIGHT LANDING", 0x004},
                             Light{"LIGHT TAXI", 0x008}, Light{"LIGHT STROBE", 0x010}, Light{"LIGHT PANEL", 0x020}}) {
    const auto before = static_cast<unsigned>(value("LIGHT STATES"));
    EXPECT_EQ(before & light.bit, 0u) << light.name;
    set(light.name, 1);
    EXPECT_EQ(static_cast<unsigned>(value("LIGHT STATES")), before | light.bit) << light.name;
    set(light.name, 0);
  }
}

TEST(ProtocolEnumerations, HaveTheDocumentedNumbers) {
  using protocol::FacilityDataType;
  using protocol::FlowEvent;
  using protocol::SimObjectType;
  EXPECT_EQ(static_cast<int>(SimObjectType::user), 0);
  EXPECT_EQ(static_cast<int>(SimObjectType::ground), 5);
  EXPECT_EQ(static_cast<int>(SimObjectType::hot_air_balloon), 6);
  EXPECT_EQ(static_cast<int>(SimObjectType::user_current), 9);
  EXPECT_EQ(static_cast<int>(FacilityDataType::airport), 0);
  EXPECT_EQ(static_cast<int>(FacilityDataType::final_approach_leg), 8);
  EXPECT_EQ(static_cast<int>(FacilityDataType::taxi_name), 17);
  EXPECT_EQ(static_cast<int>(FacilityDataType::vor), 19);
  EXPECT_EQ(static_cast<int>(FacilityDataType::waypoint), 21);
  EXPECT_EQ(static_cast<int>(FacilityDataType::vasi), 25);
  EXPECT_EQ(static_cast<int>(FacilityDataType::taxi_parking_airline), 28);
  EXPECT_EQ(static_cast<int>(FlowEvent::flt_load), 1);
  EXPECT_EQ(static_cast<int>(FlowEvent::plane_crash), 16);
  EXPECT_EQ(static_cast<int>(protocol::WeatherMode::theme), 0);
  EXPECT_EQ(static_cast<int>(protocol::WeatherMode::global), 3);
  EXPECT_EQ(static_cast<int>(protocol::WorldLockerStatus::start), 1);
  EXPECT_EQ(static_cast<int>(protocol::WorldLockerStatus::fail), 4);
  EXPECT_EQ(static_cast<int>(protocol::Exception::error), 1);
  EXPECT_EQ(static_cast<int>(protocol::Exception::already_created), 32);
  EXPECT_EQ(static_cast<int>(protocol::Exception::camera_api), 46);
}

}  // namespace
}  // namespace checkride::emulator
