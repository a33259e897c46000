// FlightFigures: the derived values of one flight, from plausible readings. Pure.
#pragma once

#include <deque>
#include <optional>

#include "checkride/world/time.hpp"
#include "link/probes.hpp"
#include "samples/flight_phase.hpp"

namespace checkride::runtime::link {

class FlightFigures {
 public:
  static constexpr world::Duration kBurnWindow = std::chrono::seconds(60);
  static constexpr world::Duration kBurnLeast = std::chrono::seconds(30);  // a shorter look is noise
  static constexpr world::Duration kStableWindow = std::chrono::seconds(10);

  // What is counted together with a reading.
  struct Step {
    FlightPhase phase = FlightPhase::unknown;  // the phase after it
    bool airborne = false;
    bool paused = false;
    bool continuous = false;    // follows the one before without a gap
    bool followed = false;      // the flight went on from the one before, maybe over a gap
    double way_nm = 0;          // from the position before
    world::Duration elapsed{};  // since the reading before
  };
  void add(const FlightReading& reading, const Step& step, world::Instant now);
  // A wheel touched the ground; whether the rate is known.
  std::optional<double> touch_down();
  // Another flight.
  void reset() { *this = FlightFigures(); }

  // NaN is unknown, see config/sections/derived.hpp for the meaning.
  double fuel_burn_gph() const;
  double endurance_min() const;
  double landing_rate_fpm() const { return landing_rate_fpm_; }
  double stabilised() const;
  double flight_time_min() const { return world::to_seconds(flight_time_) / 60; }
  double distance_nm() const { return distance_nm_; }

 private:
  struct Fuel {
    world::Instant at;
    double gallons;
    double rate;
  };
  struct Approach {
    world::Instant at;
    double airspeed_kt;
    double vertical_fpm;
  };
  void watch_fuel(const FlightReading& reading, const Step& step, world::Instant now);
  void watch_approach(const FlightReading& reading, const Step& step, world::Instant now);

  std::deque<Fuel> fuel_;          // of kBurnWindow
  std::deque<Approach> approach_;  // of kStableWindow; empty elsewhere
  double last_air_fpm_ = FlightReading::kUnknown;
  double landing_rate_fpm_ = FlightReading::kUnknown;
  world::Duration flight_time_{};
  double distance_nm_ = 0;
};

}  // namespace checkride::runtime::link
