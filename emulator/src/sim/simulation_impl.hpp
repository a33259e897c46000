// What is behind Simulation: the aircraft, who flies it, the variables, and time in frames and steps.
#pragma once

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "checkride/result/assert.hpp"
#include "sim/flight_files.hpp"
#include "sim/flight_start.hpp"
#include "sim/flying.hpp"
#include "sim/interruption.hpp"
#include "sim/key_events.hpp"
#include "sim/navigation.hpp"
#include "sim/pilot.hpp"
#include "sim/simulation.hpp"
#include "sim/track_player.hpp"

namespace checkride::emulator {

struct Simulation::Impl {
  // Steps are owed in whole parts, so that no rounding gathers: a frame at rate 1 brings kStepsPerSecond * kRateParts
  // of them, a step costs frame_rate * kRateParts.
  static constexpr std::int64_t kRateParts = 1024;

  static const AircraftType& aircraft_of(const SimulationOptions& options) {
    if (!options.flight) return aircraft_types(options.naming).front();
    const AircraftType* type = find_aircraft(options.flight->aircraft, options.naming);
    CHECKRIDE_ASSERT(type != nullptr);
    return *type;
  }

  // What a flight file holds.
  struct SavedFlight {
    State state;
    SimulatedClock clock;
    std::optional<Pilot> pilot;
    std::optional<TrackPlayer> player;
    PlanRoute route;
    std::string plan_file;
    FlightHeading heading;
    std::string file;  // as its first saver spelt it
  };

  // The flight while the aircraft of the menu is shown in its place.
  struct Behind {
    State state;
    double camera = 0;
    double parking = 0;
  };

  // In frames.
  struct Loading {
    std::uint64_t placed = 0;  // when the aircraft is put where the flight begins
    std::uint64_t until = 0;
  };

  explicit Impl(SimulationOptions given)
      : options(std::move(given)), model(aircraft_of(options)), variables(model), events({model, variables, run}) {
    run.flight_file = options.flight_file;
    variables.assign(variables.require("SIMULATION RATE"), options.rate);
    load();
    run.plan_file = plan_of_flight();  // nobody is there to be told
    if (options.menu) enter_menu();
  }

  world::Instant frame_time(std::uint64_t frame) const {
    constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
    const std::uint64_t per_second = options.frame_rate;
    const std::uint64_t seconds = frame / per_second;
    // Rounded up, so that frame_at(frame_time(n)) is n.
    const std::uint64_t rest = (frame % per_second * kNanosecondsPerSecond + per_second - 1) / per_second;
    const auto since = static_cast<std::int64_t>(seconds * kNanosecondsPerSecond + rest);
    return options.start + world::Duration(since);
  }

  // That which was made where the aircraft is, or the flight's own.
  void find_weather() {
    const Position& here = model.state().position;
    std::optional<FlightWeather> made;
    if (made_weather) {
      made = made_weather(here.latitude * kDegreesPerRadian, here.longitude * kDegreesPerRadian, frame_time(run.frame));
    }
    FlightWeather weather;
    if (made) {
      weather = std::move(*made);
    } else if (options.flight) {
      weather = options.flight->weather;
    }
    if (weather != model.weather()) model.set_weather(weather);
  }

  // Null: no flight was saved under this path.
  const SavedFlight* saved(std::string_view file) const {
    const auto found = saved_flights.find(file_key(file));
    return found == saved_flights.end() ? nullptr : &found->second;
  }

  // Everything of the aircraft as in the flight file, or as at the start of the flight.
  void load() {
    const SavedFlight* file = saved(run.flight_file);
    if (file == nullptr) return load_start();
    const double rate = model.clock().rate;  // of the simulator, not of the flight
    model.set_route(file->route);
    model.edit() = file->state;
    model.clock() = file->clock;
    model.clock().rate = rate;
    pilot = file->pilot;
    player = file->player;
    find_weather();
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
    if (made_weather) find_weather();
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
    model.set_route(flight.plan ? make_route(*flight.plan, flight.start.ground_elevation_ft) : PlanRoute{});
    if (model.route().usable()) model.edit().autopilot.gps_drives_navigation = 1;
  }

  void reset() {
    for (const bool loaded : {false, true}) {
      run.raise("Sim", 0);
      run.raise("SimStop");
      if (loaded) {
        reload();
        ++traffic_revision;
      }
      run.raise("Sim", 1);
      run.raise("SimStart");
      if (!loaded) run.raise("FlightLoaded", 0, run.flight_file);
    }
  }

  // A plan that the flight has itself stays; another belonged to what is over.
  void reload() {
    if (run.plan_file != plan_of_flight()) drop_plan();
    load();
    if (run.plan_file.empty()) activate_plan_of_flight();
  }

  bool exists(std::string_view file) const {
    const std::string key = file_key(file);
    return key == file_key(options.flight_file) || saved_flights.contains(key);
  }

  void load_flight(std::string_view file, std::uint64_t loading_frames) {
    leave_menu();
    run.flight_file = file;
    ++traffic_revision;  // it begins where the flight does
    run.raise("Sim", 0);
    run.raise("SimStop");
    // Inferred: a plan belongs to the flight in which it was activated.
    drop_plan();
    load();
    run.raise("FlightLoaded", 0, run.flight_file);
    run.raise("AircraftLoaded", 0, std::string(model.type().file));
    activate_plan_of_flight();
    if (loading_frames == 0) return begin_flight();
    run.stage = Stage::loading;
    loading = {run.frame + (loading_frames + 1) / 2, run.frame + loading_frames};
    show_menu_aircraft();
  }

  // The path of the plan with which the flight that is loaded begins; empty: it has none.
  std::string plan_of_flight() const {
    if (const SavedFlight* file = saved(run.flight_file)) return file->plan_file;
    const bool planned = options.flight && options.flight->plan && make_route(*options.flight->plan).usable();
    return planned ? options.flight->plan_file : std::string();
  }

  void activate_plan_of_flight() {
    run.plan_file = plan_of_flight();
    if (!run.plan_file.empty()) run.raise("FlightPlanActivated", 0, run.plan_file);
  }

  // The GPS has it no more.
  void drop_plan() {
    if (std::exchange(run.plan_file, {}).empty()) return;
    model.set_route({});
    run.raise("FlightPlanDeactivated");
  }

  void begin_flight() {
    loading.reset();
    show_flight_aircraft();
    run.stage = Stage::flight;
    run.raise("Sim", 1);
    run.raise("SimStart");
  }

  // ---- the menu. Its aircraft is the last one, cold and dark where nobody is, so that all that clients look at
  // agrees.
  void show_menu_aircraft() {
    if (behind) return;
    behind = {model.state(), variables.number(camera), variables.number(parking)};
    State& state = model.edit();
    state = Model(model.type()).state();
    state.position = {.latitude = 0,
                      .longitude = 0,
                      .altitude_ft = 0,
                      .ground_ft = -model.type().reference_height_ft,
                      .water = false};
    show_camera(kCameraOfMenu, 1);
  }

  void show_flight_aircraft() {
    if (!behind) return;
    model.edit() = behind->state;
    show_camera(behind->camera, behind->parking);
    behind.reset();
    if (made_weather) find_weather();  // what was made meanwhile was looked up where the menu's aircraft is
  }

  void show_camera(double camera_state, double in_parking) {
    variables.assign(camera, camera_state);
    variables.assign(parking, in_parking);
    variables.after_jump();
  }

  void enter_menu() {
    show_menu_aircraft();
    run.stage = Stage::menu;
    flight_ended = true;
    run.plan_file.clear();
    model.set_route({});
  }

  // Without a word: whoever leaves it says what comes.
  void leave_menu() {
    loading.reset();
    show_flight_aircraft();
    run.stage = Stage::flight;
    flight_ended = false;
  }

  void set_menu(bool on) {
    if (!on && (run.stage != Stage::menu || flight_ended)) return;
    if (on && run.stage == Stage::loading) begin_flight();
    on ? show_menu_aircraft() : show_flight_aircraft();
    switch_menu(run, on, std::string(model.type().file));
  }

  void end_flight() {
    set_menu(true);
    if (!std::exchange(flight_ended, true)) ++traffic_revision;
    drop_plan();
  }

  // The model is of the aircraft of the flight, its clock goes on.
  void change_aircraft() {
    leave_menu();
    const SimulatedClock clock = model.clock();
    model = Model(aircraft_of(options));
    model.clock() = clock;
    variables.aircraft_changed();
  }

  void restart(Saved saved) {
    made_weather = nullptr;
    find_weather();
    if (saved == Saved::forgotten) saved_flights.clear();
    if (std::exchange(replaced, false)) {
      options.flight = std::move(first_flight);
      options.traffic = std::move(first_traffic);
    }
    leave_menu();
    variables.rest();
    change_aircraft();
    model.clock() = SimulatedClock();
    variables.assign(variables.require("SIMULATION RATE"), options.rate);
    owed = 0;
    switch_active_pause(run, false);
    (void)events.trigger("PAUSE_OFF", {});  // the catalogue has it
    const RunState start;
    if (std::exchange(run.sound, start.sound) != start.sound) run.raise("Sound", start.sound ? 1 : 0);
    if (std::exchange(run.view, start.view) != start.view) run.raise("View", start.view);
    run.dialog_mode = start.dialog_mode;
    run.atc_window = start.atc_window;
    load_flight(options.flight_file, 0);
    if (options.menu) end_flight();
  }

  void step() {
    // Once in a simulated second, however often anybody looks.
    if (made_weather && model.clock().ticks % kStepsPerSecond == 0) find_weather();
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
    if (loading && run.frame == loading->placed) show_flight_aircraft();
    if (loading && run.frame >= loading->until) begin_flight();
    if (run.paused || run.stage != Stage::flight) return;
    ++simulation_frame;
    owed += std::llround(model.clock().rate * kRateParts) * kStepsPerSecond;
    const std::int64_t cost = static_cast<std::int64_t>(options.frame_rate) * kRateParts;
    while (owed >= cost) {
      owed -= cost;
      step();
    }
  }

  // CAMERA STATE in the menu (semantics 29).
  static constexpr double kCameraOfMenu = 15;

  SimulationOptions options;
  bool replaced = false;  // the flight and traffic of `options` are not what the simulator started with: those are ...
  std::optional<Flight> first_flight;  // ... these
  std::vector<TrafficAircraft> first_traffic;
  Model model;
  Variables variables;
  RunState run;
  KeyEvents events;
  std::optional<Pilot> pilot;
  std::optional<TrackPlayer> player;
  WeatherField made_weather;
  std::map<std::string, SavedFlight> saved_flights;  // by file_key()
  std::optional<Behind> behind;
  bool flight_ended = false;  // the menu does not go back into it
  std::optional<Loading> loading;
  const VarRef camera = variables.require("CAMERA STATE");
  const VarRef parking = variables.require("PLANE IN PARKING STATE");
  std::int64_t owed = 0;
  std::uint64_t simulation_frame = 0;
  std::uint64_t traffic_revision = 0;
};

}  // namespace checkride::emulator
