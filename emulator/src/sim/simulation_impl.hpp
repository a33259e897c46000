// What is behind Simulation: the aircraft, who flies it, the variables, and time in frames and steps.
#pragma once

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "checkride/result/assert.hpp"
#include "flights/track_player.hpp"
#include "sim/flight_files.hpp"
#include "sim/flight_start.hpp"
#include "sim/flying.hpp"
#include "sim/interruption.hpp"
#include "sim/key_events.hpp"
#include "sim/navigation.hpp"
#include "sim/pilot.hpp"
#include "sim/simulation.hpp"

namespace checkride::emulator {

struct Simulation::Impl {
  // Steps are owed in whole parts, so that no rounding gathers: a frame at rate 1 brings kStepsPerSecond * kRateParts
  // of them, a step costs frame_rate * kRateParts.
  static constexpr std::int64_t kRateParts = 1024;

  static const AircraftType& aircraft_of(const SimulationOptions& options) {
    if (!options.flight) return aircraft_types().front();
    const AircraftType* type = find_aircraft(options.flight->aircraft);
    CHECKRIDE_ASSERT(type != nullptr);
    return *type;
  }

  // What a flight file holds.
  struct SavedFlight {
    State state;
    SimulatedClock clock;
    std::optional<Pilot> pilot;
    std::optional<TrackPlayer> player;
  };

  explicit Impl(SimulationOptions given)
      : options(std::move(given)), model(aircraft_of(options)), variables(model), events({model, variables, run}) {
    run.flight_file = options.flight_file;
    variables.assign(variables.require("SIMULATION RATE"), options.rate);
    load();
  }

  // Everything of the aircraft as in the flight file, or as at the start of the flight.
  void load() {
    const auto saved = saved_flights.find(file_key(run.flight_file));
    if (saved == saved_flights.end()) return load_start();
    const double rate = model.clock().rate;  // of the simulator, not of the flight
    model.edit() = saved->second.state;
    model.clock() = saved->second.clock;
    model.clock().rate = rate;
    pilot = saved->second.pilot;
    player = saved->second.player;
    variables.after_jump();
  }

  void load_start() {
    pilot.reset();
    player.reset();
    model.clock().ticks = 0;
    State& state = model.edit();
    state = Model(model.type()).state();
    if (options.flight) {
      take_plan_and_weather(*options.flight);
      put_at_start(model, *options.flight);
      fly_by(*options.flight);
    } else {
      put_at_rest(state);
    }
    model.cool_down();
    variables.after_jump();
  }

  // Whoever moves the aircraft of this flight.
  void fly_by(const Flight& flight) {
    if (flight.track) {
      player.emplace(*flight.track, flight.start.ground_elevation_ft, model, variables);
      return;
    }
    if (model.route().usable()) model.set_route(model.route());  // from where it starts
    if (!flight.phases.empty() || model.route().usable()) pilot.emplace(flight, model);
  }

  void take_plan_and_weather(const Flight& flight) {
    model.set_weather(flight.weather);
    model.set_route(flight.plan ? make_route(*flight.plan) : PlanRoute{});
    if (model.route().usable()) model.edit().autopilot.gps_drives_navigation = 1;
  }

  void reset() {
    run.reset_wanted = false;
    for (const bool loaded : {false, true}) {
      run.raise("Sim", 0);
      run.raise("SimStop");
      if (loaded) load();
      run.raise("Sim", 1);
      run.raise("SimStart");
      if (!loaded) run.raise("FlightLoaded", 0, run.flight_file);
    }
  }

  bool exists(std::string_view file) const {
    const std::string key = file_key(file);
    return key == file_key(options.flight_file) || saved_flights.contains(key);
  }

  void load_flight(std::string_view file) {
    run.flight_file = file;
    run.raise("Sim", 0);
    run.raise("SimStop");
    // Inferred: a plan belongs to the flight in which it was activated.
    if (!std::exchange(run.plan_file, {}).empty()) run.raise("FlightPlanDeactivated");
    load();
    run.raise("FlightLoaded", 0, run.flight_file);
    run.raise("AircraftLoaded", 0, options.aircraft_file);
    run.raise("Sim", 1);
    run.raise("SimStart");
  }

  void step() {
    if (run.active_pause) return step_in_place();
    if (player && !player->over()) return step_on_track();
    if (pilot) pilot->fly(model);
    const bool automatic = model.state().autopilot.master != 0;
    if (automatic) fly_autopilot(model);
    if (model.settled() && !pilot && !automatic && !variables.holds_any()) {
      model.tick();
      return;
    }
    model.step();
    variables.after_step();
    if (model.take_crash()) run.raise("Crashed");
  }

  void step_on_track() {
    model.step_carried();
    player->fly(model);
    variables.after_step();
    player->play(variables);
  }

  // Active pause: engine and systems go on, the aircraft does not.
  void step_in_place() {
    const Position position = model.state().position;
    const Motion motion = model.state().motion;
    model.step();
    (void)model.take_crash();  // it did not get there
    model.edit().position = position;
    model.edit().motion = motion;
    variables.after_step();
  }

  void advance_frame() {
    ++run.frame;
    if (run.paused || run.menu) return;
    ++simulation_frame;
    owed += std::llround(model.clock().rate * kRateParts) * kStepsPerSecond;
    const std::int64_t cost = static_cast<std::int64_t>(options.frame_rate) * kRateParts;
    while (owed >= cost) {
      owed -= cost;
      step();
    }
  }

  SimulationOptions options;
  Model model;
  Variables variables;
  RunState run;
  KeyEvents events;
  std::optional<Pilot> pilot;
  std::optional<TrackPlayer> player;
  std::map<std::string, SavedFlight> saved_flights;  // by file_key()
  std::int64_t owed = 0;
  std::uint64_t simulation_frame = 0;
  std::uint64_t traffic_revision = 0;
};

}  // namespace checkride::emulator
