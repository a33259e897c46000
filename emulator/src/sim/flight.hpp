// A flight file: where an aircraft starts and what its pilot does, phase by phase.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"
#include "sim/plan.hpp"
#include "sim/track.hpp"
#include "sim/weather.hpp"

namespace checkride::values {
class MapReader;
}

namespace checkride::emulator {

enum class PhaseKind { parked, taxi, takeoff, climb, cruise, descent, approach, landing };
std::string_view text(PhaseKind kind);

// When a phase ends: at the first of those that are given.
struct PhaseEnd {
  std::optional<double> altitude_ft{};        // above sea level; reached from below, on the way down from above
  std::optional<world::Duration> duration{};  // of simulated time, from the phase's begin
  std::optional<double> distance_nm{};        // flown over ground in the phase
  bool given() const { return altitude_ft || duration || distance_nm; }
};

// A place to taxi to.
struct TaxiPlace {
  double latitude_deg = 0;
  double longitude_deg = 0;
};
inline constexpr std::size_t kMaxTaxiPlaces = 1000;

// Targets for the pilot. What is absent is chosen by the pilot for the kind of phase.
struct Phase {
  PhaseKind kind = PhaseKind::parked;
  // Absent only in the last phase, which is held for ever, in a landing, which ends at standstill, and in a taxi along
  // points, which ends at the last of them.
  PhaseEnd until{};
  std::optional<double> speed_kt{};             // indicated; in a taxi over ground
  std::optional<double> mach{};                 // flown where it is slower than speed_kt; jets only
  std::optional<double> vertical_speed_fpm{};   // positive up
  std::optional<double> heading_deg{};          // true
  std::optional<double> ground_elevation_ft{};  // of what lies below from here on; taken over once in the air
  std::vector<TaxiPlace> points{};              // of a taxi: rolled to one after the other
};

struct FlightStart {
  double latitude_deg = 0;
  double longitude_deg = 0;
  // Of the aircraft's reference point, above sea level; on the ground when at most its standing height above that.
  double altitude_ft = 0;
  double ground_elevation_ft = 0;
  double heading_deg = 0;  // true
  double fuel_gal = 53;
};

struct Flight {
  std::string name{};
  std::string aircraft = "C172";
  FlightStart start{};
  FlightWeather weather{};
  std::vector<Phase> phases{};
  std::optional<Plan> plan{};    // what the pilot follows where there are no phases; the GPS has it in any case
  std::optional<Track> track{};  // what the aircraft is moved along; there is no pilot then

  // What the flight file names; flights/flight_file.hpp reads it. Empty: nothing.
  std::string plan_file{};
  std::string track_file{};
  TrackOptions track_options{};
  bool start_given = false;  // the file says where a flight with a plan begins
};

// The parts of a flight file in YAML, which flights/flight_file.hpp reads. Everything of one aircraft's flight but its
// name: aircraft, start, phases, plan, track.
void read_flight(values::MapReader& map, Flight* flight);
// The same of the user's aircraft: with its name, and the weather that all fly in.
void read_own_flight(values::MapReader& map, Flight* flight);

}  // namespace checkride::emulator
