// Goal: the weather that a client makes (semantics 16, FSX) is that of the user's aircraft: wind, pressure, temperature
// and what follows from them; without it the flight has its own. Method: a client that makes it, the simulation beside.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "tower.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Protocol;

// Level at 100 kt to the north, south of KTIW, in a wind of its own from the west.
Flight northbound(double latitude = 47.2) {
  Flight flight;
  flight.start.latitude_deg = latitude;
  flight.start.longitude_deg = -122.5;
  flight.start.altitude_ft = 4000;
  Phase cruise;
  cruise.kind = PhaseKind::cruise;
  cruise.speed_kt = 100;
  cruise.heading_deg = 0;
  flight.phases.push_back(cruise);
  flight.weather.wind = {{0, 270, 20, 0}};
  flight.weather.qnh_hpa = 1020;
  return flight;
}

protocol::WeatherSetObservation observe(std::string_view metar, std::uint32_t seconds = 0) {
  protocol::WeatherSetObservation message;
  message.metar = metar;
  message.seconds = seconds;
  return message;
}

class MadeWeather : public testing::Test {
 protected:
  static SimulationOptions options(Flight flight = northbound()) {
    SimulationOptions options;
    options.flight = std::move(flight);
    return options;
  }
  MadeWeather() {
    tower.version = Protocol::fsx_sp2;
    client = tower.open();
  }
  template <class M>
  void say(const M& message) {
    tower.send(client, message);
    tower.run_frame();
  }
  double value(const char* name) { return tower.simulation.number(*tower.simulation.resolve(name)); }
  void expect_own_weather() {
    EXPECT_NEAR(value("AMBIENT WIND VELOCITY"), 20, 0.1);
    EXPECT_NEAR(value("AMBIENT WIND DIRECTION"), 270, 0.5);
    EXPECT_NEAR(value("SEA LEVEL PRESSURE"), 1020, 1e-9);
  }
  void expect_made_weather() {
    EXPECT_NEAR(value("AMBIENT WIND VELOCITY"), 10, 0.1);
    EXPECT_NEAR(value("AMBIENT WIND DIRECTION"), 180, 0.5);
    EXPECT_NEAR(value("SEA LEVEL PRESSURE"), 1003, 1e-9);
  }

  Tower tower{options(), "fsx_sp2"};
  ClientId client = 0;
};

constexpr std::string_view kFromTheSouth = "GLOB 18010KT 9999 BKN020 25/05 Q1003";

TEST_F(MadeWeather, WindPressureAndGroundSpeedFollowIt) {
  tower.at(2);
  expect_own_weather();
  const double temperature = value("AMBIENT TEMPERATURE");
  const double speed = value("GROUND VELOCITY");
  say(protocol::WeatherSetModeCustom());
  tower.at(4);
  expect_own_weather();  // in a mode for it, but nothing is made yet
  say(observe(kFromTheSouth));
  expect_made_weather();
  EXPECT_NEAR(value("AMBIENT TEMPERATURE"), temperature + 10, 0.5);
  EXPECT_NEAR(value("GROUND VELOCITY"), speed + 8, 3) << "with the wind from behind";
  tower.at(30);
  expect_made_weather();
}

TEST_F(MadeWeather, GlobalModeAndThemesAreForEverybody) {
  say(protocol::WeatherSetModeGlobal());
  say(observe(kFromTheSouth));
  expect_made_weather();
  protocol::WeatherSetModeTheme theme;
  theme.theme_name = "Gray and Rainy";
  say(theme);
  EXPECT_NEAR(value("AMBIENT WIND VELOCITY"), 12, 0.1);
  EXPECT_NEAR(value("SEA LEVEL PRESSURE"), 1003, 1e-9);
}

TEST_F(MadeWeather, AnObservationTakesEffectInItsTime) {
  say(protocol::WeatherSetModeGlobal());
  say(observe(kFromTheSouth, 10));
  tower.at(9);
  expect_own_weather();
  tower.at(12);
  expect_made_weather();
}

TEST_F(MadeWeather, TheNearestStationCounts) {
  say(protocol::WeatherSetModeCustom());
  say(observe("KPDX 18010KT 9999 CLR 15/05 Q1003"));
  expect_own_weather();  // that is a hundred miles away, and nothing was made here
  say(observe("KTIW 18010KT 9999 CLR 15/05 Q1003"));
  expect_made_weather();
}

// 15 kt with gusts of 10: what is met is between them, on both sides of the steady wind, and smooth.
TEST_F(MadeWeather, GustsAreMetAsThoseOfAFlightAre) {
  say(protocol::WeatherSetModeGlobal());
  say(observe("GLOB 27015G25KT 9999 CLR 15/05 Q1013"));
  tower.at(5);
  double least = 1000;
  double most = 0;
  double before = value("AMBIENT WIND VELOCITY");
  for (int tenth = 51; tenth < 1250; ++tenth) {
    tower.at(tenth / 10.0);
    const double wind = value("AMBIENT WIND VELOCITY");
    EXPECT_NEAR(wind, before, 2) << "at " << tenth / 10.0 << " s";
    least = std::min(least, wind);
    most = std::max(most, wind);
    before = wind;
  }
  EXPECT_GT(most, 18);
  EXPECT_LE(most, 25);
  EXPECT_LT(least, 12);
  EXPECT_GE(least, 5);
  say(observe("GLOB 27015KT 9999 CLR 15/05 Q1013"));
  EXPECT_NEAR(value("AMBIENT WIND VELOCITY"), 15, 0.1) << "and are over with the observation";
}

// Winds of 10 kt up to 600 m and of 40 kt at 1,600 m: the aircraft flies at 4,000 ft, 1,219 m.
TEST_F(MadeWeather, WindsAloftBlowAtTheirAltitudes) {
  say(protocol::WeatherSetModeGlobal());
  say(observe("GLOB 27010KT&D600NG 27040KT&A1600NG 9999 CLR 15/05 Q1013"));
  EXPECT_NEAR(value("AMBIENT WIND VELOCITY"), 10 + 30 * (1219.2 - 600) / 1000, 0.5);
  say(observe("GLOB 27010KT 9999 CLR 15/05 Q1013 @@@ 20 11 270 20 | 60 3 270 60 |"));
  EXPECT_NEAR(value("AMBIENT WIND VELOCITY"), 40, 0.5) << "half way between 2,000 and 6,000 ft";
  EXPECT_NEAR(value("AMBIENT WIND DIRECTION"), 270, 0.5);
}

TEST(MadeWeatherLayers, RiseFromTheStationOn) {
  WeatherMap map;
  (void)map.set_mode(protocol::WeatherMode::custom);
  const auto layers = [&map](std::string_view metar) {
    EXPECT_TRUE(map.set_observation(*parse_metar(metar), world::Instant{})) << metar;
    std::vector<std::pair<double, double>> found;  // altitude in metres, knots
    const auto made = map.field()(47.449, -122.309, world::Instant{});
    for (const WindLayer& layer : made->wind) {
      found.emplace_back(std::round(layer.altitude_ft * 0.3048), layer.speed_kt);
    }
    return found;
  };
  using Layers = std::vector<std::pair<double, double>>;
  EXPECT_EQ(layers("KSEA 27010KT"), (Layers{{132, 10}}));
  EXPECT_EQ(layers("KSEA 27010KT&D600NG 27040KT&A2000NG 27030KT&A1000NG 27020KT&A1000NG"),
            (Layers{{132, 10}, {732, 10}, {1132, 30}, {2132, 40}}))
      << "in their order, the first of an altitude";
  EXPECT_EQ(layers("KSEA 27010KT 27040KT&A0NG @@@ 66 10 270 25 |"), (Layers{{132, 10}}));
  EXPECT_EQ(layers("KSEA 00000KT 00000KT&A1000NG"), Layers{});
}

TEST_F(MadeWeather, AResetHasTheFlightsOwn) {
  say(protocol::WeatherSetModeGlobal());
  say(observe(kFromTheSouth));
  expect_made_weather();
  tower.sessions.begin_again(SessionControl::Clients::kept);
  tower.run_frame();
  expect_own_weather();
}

// Of a start that keeps what was saved under the name of its flight.
TEST_F(MadeWeather, AStartInASavedFlightHasTheFlightsOwn) {
  const auto state = tower.simulation.system_state("FlightLoaded");
  ASSERT_TRUE(state.has_value());
  ASSERT_TRUE(tower.simulation.save_flight(state->text, {}));
  say(protocol::WeatherSetModeGlobal());
  say(observe(kFromTheSouth));
  tower.simulation.restart(Simulation::Saved::kept);
  tower.at(4);
  expect_own_weather();
}

// In the menu the aircraft is shown elsewhere.
TEST_F(MadeWeather, WhatIsMadeInTheMenuIsThatOfThePlaceWhereTheFlightGoesOn) {
  say(protocol::WeatherSetModeCustom());
  say(observe("KTIW 18010KT 9999 CLR 15/05 Q1003"));
  expect_made_weather();
  tower.simulation.set_menu(true);
  say(observe("KTIW 18010KT 9999 CLR 15/05 Q1003"));
  tower.simulation.set_menu(false);
  expect_made_weather();
}

TEST_F(MadeWeather, AStationThatGoesWithItsClientTakesItsWeatherAlong) {
  say(protocol::WeatherSetModeCustom());
  protocol::WeatherCreateStation station;
  station.icao = "ZZZZ";
  station.lat = 47.2F;
  station.lon = -122.5F;
  say(station);
  say(observe("ZZZZ 18010KT 9999 CLR 15/05 Q1003"));
  expect_made_weather();
  tower.sessions.disconnect(client);
  expect_own_weather();
}

// What everything that is made is copied into is made once for all of it.
TEST(WeatherTold, OnceInAFrameHoweverMuchWasMade) {
  Cockpit cockpit("fsx_sp2");
  const ClientId client = cockpit.open(Protocol::fsx_sp2);
  cockpit.send(client, protocol::WeatherSetModeGlobal());
  for (int i = 0; i < 100; ++i) cockpit.send(client, observe(kFromTheSouth));
  cockpit.run_frame();
  EXPECT_EQ(cockpit.simulator.weather_told, 1);
}

// What comes of it is the same, however often somebody looks.
TEST_F(MadeWeather, LookingChangesNothing) {
  WeatherMap map;
  (void)map.set_mode(protocol::WeatherMode::custom);
  ASSERT_TRUE(map.set_observation(*parse_metar("KOLM 18030KT 9999 CLR 15/05 Q0990"), world::Instant{}));
  const auto flown = [&map](double every) {
    Simulation simulation(options(northbound(46.98)));  // soon another station is nearer
    simulation.set_weather(map.field());
    for (double at = every; at <= 120; at += every) simulation.advance_to(world::Instant(world::from_seconds(at)));
    return std::pair(simulation.number(*simulation.resolve("PLANE LATITUDE")),
                     simulation.number(*simulation.resolve("PLANE LONGITUDE")));
  };
  EXPECT_EQ(flown(0.5), flown(120));
}

}  // namespace
}  // namespace checkride::emulator
