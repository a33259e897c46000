#include "sim/simulation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "checkride/catalog/catalog.hpp"
#include "checkride/result/assert.hpp"
#include "flights/track_player.hpp"
#include "sim/calendar.hpp"
#include "sim/flight_files.hpp"
#include "sim/flying.hpp"
#include "sim/interruption.hpp"
#include "sim/key_events.hpp"
#include "sim/pilot.hpp"
#include "sim/placement.hpp"

namespace checkride::emulator {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
// Steps are owed in whole parts, so that no rounding gathers: a frame at rate 1 brings kStepsPerSecond * kRateParts of
// them, a step costs frame_rate * kRateParts.
constexpr std::int64_t kRateParts = 1024;

const AircraftType& aircraft_of(const SimulationOptions& options) {
  if (!options.flight) return aircraft_types().front();
  const AircraftType* type = find_aircraft(options.flight->aircraft);
  CHECKRIDE_ASSERT(type != nullptr);
  return *type;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

double resting(std::string_view name) {
  const catalog::SimVar* simvar = catalog::find_simvar(name);
  CHECKRIDE_ASSERT(simvar != nullptr && simvar->core);
  return simvar->resting_value;
}

void put_at_rest(State& state) {
  state.position.latitude = resting("PLANE LATITUDE");
  state.position.longitude = resting("PLANE LONGITUDE");
  state.position.altitude_ft = resting("PLANE ALTITUDE");
  state.position.ground_ft = resting("PLANE ALTITUDE") - resting("PLANE ALT ABOVE GROUND");
  state.motion.heading = resting("PLANE HEADING DEGREES TRUE");
  state.fuel.gal[static_cast<std::size_t>(Tank::left_main)] = resting("FUEL TANK LEFT MAIN QUANTITY");
  state.fuel.gal[static_cast<std::size_t>(Tank::right_main)] = resting("FUEL TANK RIGHT MAIN QUANTITY");
}

// What the first phase flies with, indicated, m/s; a jet no faster than it cruises.
double start_speed(const Model& model, const Flight& flight) {
  const AircraftType& type = model.type();
  const Phase first = flight.phases.empty() ? Phase{} : flight.phases.front();
  const double wanted = first.speed_kt.value_or(type.cruise_kt) * kMetresPerSecondPerKnot;
  if (type.engine != EngineKind::jet) return wanted;
  const double limit = shown_speed_at_mach(model, first.mach.value_or(type.cruise_mach));
  return wanted < limit ? wanted : limit;
}

void put_at_start(Model& model, const Flight& flight) {
  const FlightStart& start = flight.start;
  State& state = model.edit();
  state.position = {.latitude = start.latitude_deg * kRadiansPerDegree,
                    .longitude = half_turn(start.longitude_deg * kRadiansPerDegree),
                    .altitude_ft = start.altitude_ft,
                    .ground_ft = start.ground_elevation_ft,
                    .water = false};
  state.motion.heading = full_turn(start.heading_deg * kRadiansPerDegree);
  model.fill_tanks(start.fuel_gal);
  const AircraftType& type = model.type();
  if (model.height_ft() <= type.reference_height_ft) {
    state.position.altitude_ft = start.ground_elevation_ft + type.reference_height_ft;
    return;
  }
  state.position.water = start.ground_elevation_ft == 0;
  state.controls.parking_brake = 0;
  if (type.retractable) state.controls.gear = state.controls.gear_out = 0;
  const double speed = start_speed(model, flight);
  model.fly_level(speed);
  model.start_engine();
  model.set_throttles(throttle_for_speed(model, speed));
  model.start_engine();
}

// What a flight file holds.
struct SavedFlight {
  State state;
  SimulatedClock clock;
  std::optional<Pilot> pilot;
  std::optional<TrackPlayer> player;
};

}  // namespace

struct Simulation::Impl {
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
    if (!flight.plan) return;
    model.set_route(make_route(*flight.plan));
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
};

Simulation::Simulation(SimulationOptions options) {
  CHECKRIDE_ASSERT(options.frame_rate >= 1 && options.frame_rate <= 1000);
  impl_ = std::make_unique<Impl>(std::move(options));
}
Simulation::~Simulation() = default;

std::optional<VarRef> Simulation::resolve(std::string_view name) {
  return impl_->variables.resolve(name);
}
const VariableInfo& Simulation::info(VarRef ref) const {
  return impl_->variables.info(ref);
}

std::string Simulation::suggest_variable(std::string_view name) const {
  const auto nearest = catalog::nearest_simvar(name);
  return nearest ? ", did you mean \"" + *nearest + "\"?" : "";
}
std::string Simulation::suggest_event(std::string_view name) const {
  const auto nearest = catalog::nearest_key_event(name);
  return nearest ? ", did you mean \"" + *nearest + "\"?" : "";
}

double Simulation::number(VarRef ref) const {
  return impl_->variables.number(ref);
}
std::string Simulation::text(VarRef ref) const {
  return impl_->variables.text(ref);
}
Result<> Simulation::set_number(VarRef ref, double value) {
  return impl_->variables.set_number(ref, value);
}
Result<> Simulation::set_text(VarRef ref, std::string_view value) {
  return impl_->variables.set_text(ref, value);
}
Result<> Simulation::hold_number(VarRef ref, double value) {
  return impl_->variables.hold_number(ref, value);
}
Result<> Simulation::hold_text(VarRef ref, std::string_view value) {
  return impl_->variables.hold_text(ref, value);
}
bool Simulation::release(VarRef ref) {
  return impl_->variables.release(ref);
}
bool Simulation::held(VarRef ref) const {
  return impl_->variables.held(ref);
}
std::vector<VarRef> Simulation::held_variables() const {
  return impl_->variables.held_variables();
}

void Simulation::place(const Placement& placement) {
  place_aircraft(impl_->model, placement);
  impl_->variables.after_jump();
}

void Simulation::advance_to(world::Instant now) {
  for (const std::uint64_t last = frame_at(now); impl_->run.frame < last;) impl_->advance_frame();
}

std::uint64_t Simulation::frame() const {
  return impl_->run.frame;
}
std::uint64_t Simulation::simulation_frame() const {
  return impl_->simulation_frame;
}

world::Instant Simulation::frame_time(std::uint64_t frame) const {
  const std::uint64_t per_second = impl_->options.frame_rate;
  const std::uint64_t seconds = frame / per_second;
  // Rounded up, so that frame_at(frame_time(n)) is n.
  const std::uint64_t rest = (frame % per_second * kNanosecondsPerSecond + per_second - 1) / per_second;
  const auto since = static_cast<std::int64_t>(seconds * kNanosecondsPerSecond + rest);
  return impl_->options.start + world::Duration(since);
}

std::uint64_t Simulation::frame_at(world::Instant now) const {
  if (now <= impl_->options.start) return 0;
  const auto since = static_cast<std::uint64_t>((now - impl_->options.start).count());
  const std::uint64_t per_second = impl_->options.frame_rate;
  return since / kNanosecondsPerSecond * per_second +
         since % kNanosecondsPerSecond * per_second / kNanosecondsPerSecond;
}

unsigned Simulation::frame_rate() const {
  return impl_->options.frame_rate;
}
double Simulation::rate() const {
  return impl_->model.clock().rate;
}
bool Simulation::paused() const {
  return impl_->run.paused;
}
double Simulation::simulation_seconds() const {
  return impl_->model.clock().elapsed();
}

bool Simulation::trigger(std::string_view name, const std::array<std::uint32_t, 5>& data) {
  const bool known = impl_->events.trigger(name, data);
  if (impl_->run.reset_wanted) impl_->reset();
  return known;
}

bool Simulation::knows_event(std::string_view name) const {
  return catalog::find_key_event(name) != nullptr;
}

void Simulation::raise(std::string_view name, std::uint32_t data, std::string text) {
  impl_->run.raise(name, data, std::move(text));
}
std::vector<SystemEvent> Simulation::drain_events() {
  return std::exchange(impl_->run.raised, {});
}
bool Simulation::has_events() const {
  return !impl_->run.raised.empty();
}

std::optional<std::uint32_t> Simulation::event_value(std::string_view name) const {
  const RunState& run = impl_->run;
  if (same_word(name, "Sim")) return run.menu ? 0 : 1;
  if (same_word(name, "Pause")) return pause_bits(run) != 0 ? 1 : 0;
  if (same_word(name, "Pause_EX1")) return pause_bits(run);
  if (same_word(name, "Sound")) return run.sound ? 1 : 0;
  if (same_word(name, "View")) return run.view;
  return std::nullopt;
}

std::optional<SystemState> Simulation::system_state(std::string_view name) const {
  if (same_word(name, "AircraftLoaded")) return SystemState{0, impl_->options.aircraft_file};
  if (same_word(name, "FlightLoaded"))
    return SystemState{0, impl_->run.menu ? std::string(kMenuFlight) : impl_->run.flight_file};
  if (same_word(name, "FlightPlan")) return SystemState{0, impl_->run.plan_file};
  if (same_word(name, "DialogMode")) return SystemState{impl_->run.dialog_mode ? 1u : 0u, {}};
  if (same_word(name, "Sim")) return SystemState{impl_->run.menu ? 0u : 1u, {}};
  return std::nullopt;
}

bool Simulation::save_flight(std::string_view file) {
  const std::string key = file_key(file);
  if (!impl_->saved_flights.contains(key) && impl_->saved_flights.size() >= kMaxSavedFlights) return false;
  impl_->saved_flights.insert_or_assign(
      key, SavedFlight{impl_->model.state(), impl_->model.clock(), impl_->pilot, impl_->player});
  impl_->run.raise("FlightSaved", 0, std::string(file));
  return true;
}

bool Simulation::load_flight(std::string_view file) {
  if (!impl_->exists(file)) return false;
  impl_->load_flight(file);
  return true;
}

bool Simulation::activate_plan(std::string_view file) {
  const auto plan = find_plan(file);
  if (!impl_->exists(flight_beside(file)) && !plan) return false;
  if (plan) impl_->model.set_route(make_route(*plan));
  impl_->run.plan_file = file;
  impl_->run.raise("FlightPlanActivated", 0, impl_->run.plan_file);
  return true;
}

std::span<const TrafficAircraft> Simulation::traffic() const {
  return impl_->options.traffic;
}

std::optional<Plan> Simulation::find_plan(std::string_view file) const {
  return impl_->options.find_plan ? impl_->options.find_plan(file) : std::nullopt;
}

void Simulation::set_dialog_mode(bool on) {
  impl_->run.dialog_mode = on;
}

void Simulation::set_active_pause(bool on) {
  switch_active_pause(impl_->run, on);
}
void Simulation::set_menu(bool on) {
  switch_menu(impl_->run, on, impl_->options.aircraft_file);
}
bool Simulation::in_menu() const {
  return impl_->run.menu;
}
void Simulation::set_rate(double rate) {
  impl_->variables.assign(impl_->variables.require("SIMULATION RATE"), rate);
}
void Simulation::jump_clock(double seconds) {
  SimulatedClock& clock = impl_->model.clock();
  const double wanted = clock.absolute() + seconds;
  clock.start = std::clamp(wanted, midnight_of(2, 1), midnight_of(9000, 1)) - clock.elapsed();
}

void Simulation::start_flight(Flight flight) {
  impl_->saved_flights.clear();  // their pilots fly by the flight that goes
  impl_->options.flight = std::move(flight);
  const SimulatedClock clock = impl_->model.clock();
  impl_->model = Model(aircraft_of(impl_->options));
  impl_->model.clock() = clock;
  impl_->load_flight(impl_->options.flight_file);
}

void Simulation::restart() {
  impl_->saved_flights.clear();
  impl_->variables.rest();
  set_menu(false);
  set_active_pause(false);
  (void)trigger("PAUSE_OFF", {});  // the catalogue has it
  set_rate(impl_->options.rate);
  impl_->owed = 0;
  impl_->load_flight(impl_->options.flight_file);
}

std::string Simulation::flight_file() const {
  return impl_->run.flight_file;
}

std::vector<std::string> Simulation::saved_flights() const {
  std::vector<std::string> files;
  for (const auto& [key, saved] : impl_->saved_flights) files.push_back(key);
  return files;
}

std::string Simulation::flight_name() const {
  return impl_->options.flight ? impl_->options.flight->name : "parked";
}
std::string Simulation::aircraft_name() const {
  return std::string(impl_->model.type().name);
}
std::string Simulation::phase_name() const {
  if (impl_->player && !impl_->player->over()) return "track";
  return impl_->pilot ? std::string(emulator::text(impl_->pilot->phase())) : std::string();
}

}  // namespace checkride::emulator
