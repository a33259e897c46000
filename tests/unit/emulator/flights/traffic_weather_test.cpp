// Goal: the simulator's own traffic flies in the weather that clients make, each aircraft in that of its place
// (semantics 16, FSX), as the user's does. Method: a client that makes it; what the aircraft meet and how they move.
#include <gmock/gmock.h>

#include <utility>

#include "earth/physics.hpp"
#include "tower.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Protocol;

constexpr std::uint32_t kNorthern = 2;  // near KTIW
constexpr std::uint32_t kSouthern = 3;  // near KPDX
constexpr double kKpdx = 45.5;

// Level at 100 kt to the north, in a wind of its own from the west.
Flight northbound(double latitude_deg) {
  Flight flight;
  flight.start.latitude_deg = latitude_deg;
  flight.start.longitude_deg = -122.55;
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

TrafficAircraft aircraft_at(double latitude_deg) {
  TrafficAircraft aircraft;
  aircraft.flight = northbound(latitude_deg);
  return aircraft;
}

SimulationOptions options() {
  SimulationOptions options;
  options.flight = northbound(47.2);
  options.traffic = {aircraft_at(47.2), aircraft_at(kKpdx)};
  return options;
}

protocol::WeatherSetObservation observe(std::string_view metar, std::uint32_t seconds = 0) {
  protocol::WeatherSetObservation message;
  message.metar = metar;
  message.seconds = seconds;
  return message;
}

constexpr std::string_view kFromTheSouth = "KTIW 18010KT 9999 CLR 25/05 Q1003";

struct TrafficWeather : testing::Test {
  TrafficWeather() {
    tower.version = Protocol::fsx_sp2;
    client = tower.open();
    say(protocol::WeatherSetModeCustom());
  }
  template <class M>
  void say(const M& message) {
    tower.send(client, message);
    tower.run_frame();
  }
  double value(std::uint32_t object, const char* name) {
    const AiObject* found = tower.sessions.commons()->ai_objects.find(protocol::ObjectId{object});
    const auto variable = tower.adapter.resolve(name);
    EXPECT_TRUE(found != nullptr && variable) << object << " " << name;
    return found != nullptr && variable ? found->number(*variable) : 0;
  }
  double users(const char* name) { return tower.simulation.number(*tower.simulation.resolve(name)); }
  void expect_own_weather(std::uint32_t object) {
    EXPECT_NEAR(value(object, "AMBIENT WIND VELOCITY"), 20, 0.1) << object;
    EXPECT_NEAR(value(object, "AMBIENT WIND DIRECTION"), 270, 0.5) << object;
    EXPECT_NEAR(value(object, "SEA LEVEL PRESSURE"), 1020, 1e-9) << object;
  }
  void expect_made_weather(std::uint32_t object) {
    EXPECT_NEAR(value(object, "AMBIENT WIND VELOCITY"), 10, 0.1) << object;
    EXPECT_NEAR(value(object, "AMBIENT WIND DIRECTION"), 180, 0.5) << object;
    EXPECT_NEAR(value(object, "SEA LEVEL PRESSURE"), 1003, 1e-9) << object;
  }

  Tower tower{options(), "fsx_sp2"};
  ClientId client = 0;
};

TEST_F(TrafficWeather, IsThatOfThePlaceOfEach) {
  tower.at(2);
  expect_own_weather(kNorthern);
  const double speed = value(kNorthern, "GROUND VELOCITY");
  const double temperature = value(kNorthern, "AMBIENT TEMPERATURE");
  say(observe(kFromTheSouth));
  expect_made_weather(kNorthern);
  expect_own_weather(kSouthern);
  tower.at(4);
  EXPECT_NEAR(value(kNorthern, "GROUND VELOCITY"), speed + 8, 3) << "with the wind from behind";
  EXPECT_NEAR(value(kNorthern, "AMBIENT TEMPERATURE"), temperature + 10.6, 0.5);
  EXPECT_NEAR(value(kNorthern, "AMBIENT TEMPERATURE"), users("AMBIENT TEMPERATURE"), 0.01) << "as the user's";
  EXPECT_EQ(value(kNorthern, "AMBIENT WIND VELOCITY"), users("AMBIENT WIND VELOCITY"));
}

TEST_F(TrafficWeather, IsThatOfItsTime) {
  say(observe(kFromTheSouth, 10));
  tower.at(9);
  expect_own_weather(kNorthern);
  tower.at(11);
  tower.at(13);
  expect_made_weather(kNorthern);
}

TEST_F(TrafficWeather, IsThatOfTheNextFlightToo) {
  say(observe(kFromTheSouth));
  tower.simulation.start_flight(northbound(47.2), {aircraft_at(47.2)});
  tower.run_frame();
  constexpr std::uint32_t kNext = 4;
  expect_made_weather(kNext);
}

TEST_F(TrafficWeather, IsTheirOwnAgainAfterAReset) {
  say(observe(kFromTheSouth));
  expect_made_weather(kNorthern);
  tower.sessions.begin_again(SessionControl::Clients::kept);
  tower.run_frame();
  expect_own_weather(4);
  expect_own_weather(5);
}

TEST_F(TrafficWeather, OfAStationGoesWithItsClient) {
  protocol::WeatherCreateStation station;
  station.icao = "ZZZZ";
  station.lat = 47.2F;
  station.lon = -122.55F;
  say(station);
  say(observe("ZZZZ 18010KT 9999 CLR 15/05 Q1003"));
  expect_made_weather(kNorthern);
  tower.sessions.disconnect(client);
  expect_own_weather(kNorthern);
}

// Frames on which nothing is due may be run or not.
TEST_F(TrafficWeather, IsTheSameHoweverOftenAnybodyLooks) {
  const auto flown = [](bool every_frame) {
    Tower tower(options(), "fsx_sp2");
    tower.version = Protocol::fsx_sp2;
    const ClientId client = tower.open();
    tower.send(client, protocol::WeatherSetModeCustom());
    tower.send(client, observe("KTIW 18030G50KT 9999 CLR 15/05 Q0990", 3));
    tower.send(client, observe("KPDX 09030KT 9999 CLR 15/05 Q0990", 7));
    tower.run_frame();
    const world::Instant end(world::from_seconds(15));
    while (tower.now < end) {
      const auto wake = tower.sessions.next_wake(tower.now);
      if (every_frame || !wake || *wake <= tower.now) {
        tower.run_frame();
      } else {
        tower.at(world::to_seconds(*wake - world::Instant{}));
      }
    }
    tower.at(16);
    const auto latitude = tower.adapter.resolve("PLANE LATITUDE");
    const auto longitude = tower.adapter.resolve("PLANE LONGITUDE");
    std::vector<double> places;
    for (const std::uint32_t id : {kNorthern, kSouthern}) {
      const AiObject* object = tower.sessions.commons()->ai_objects.find(protocol::ObjectId{id});
      places.push_back(object->number(*latitude));
      places.push_back(object->number(*longitude));
    }
    return places;
  };
  EXPECT_EQ(flown(true), flown(false));
}

}  // namespace
}  // namespace checkride::emulator
