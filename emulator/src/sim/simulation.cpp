#include "sim/simulation.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "checkride/catalog/catalog.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "sim/calendar.hpp"
#include "sim/placement.hpp"
#include "sim/simulation_impl.hpp"

namespace checkride::emulator {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

}  // namespace

Simulation::Simulation(SimulationOptions options) {
  CHECKRIDE_ASSERT(options.frame_rate >= 1 && options.frame_rate <= 20'000);
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
  return impl_->frame_time(frame);
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
  if (std::exchange(impl_->run.reset_wanted, false) && stage() == Stage::flight) impl_->reset();
  if (std::exchange(impl_->run.save_wanted, false)) (void)save_flight(flight_file(), flight_heading());  // if it can
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
  if (values::same_text(name, "Sim")) return run.stage == Stage::flight ? 1 : 0;
  if (values::same_text(name, "Pause")) return pause_bits(run) != 0 ? 1 : 0;
  if (values::same_text(name, "Pause_EX1")) return pause_bits(run);
  if (values::same_text(name, "Sound")) return run.sound ? 1 : 0;
  if (values::same_text(name, "View")) return run.view;
  return std::nullopt;
}

std::optional<SystemState> Simulation::system_state(std::string_view name) const {
  if (values::same_text(name, "AircraftLoaded")) return SystemState{0, std::string(impl_->model.type().file)};
  if (values::same_text(name, "FlightLoaded"))
    return SystemState{0, stage() == Stage::menu ? std::string(kMenuFlight) : impl_->run.flight_file};
  if (values::same_text(name, "FlightPlan")) return SystemState{0, impl_->run.plan_file};
  if (values::same_text(name, "DialogMode")) return SystemState{impl_->run.dialog_mode ? 1u : 0u, {}};
  if (values::same_text(name, "Sim")) return SystemState{stage() == Stage::flight ? 1u : 0u, {}};
  return std::nullopt;
}

void Simulation::set_weather(WeatherField field) {
  impl_->made_weather = std::move(field);
  impl_->find_weather();
}

const Jetway& Simulation::jetway() const {
  return impl_->model.state().jetway;
}

bool Simulation::save_flight(std::string_view file, FlightHeading heading) {
  const std::string key = file_key(file);
  if (stage() != Stage::flight) return false;
  if (!impl_->saved_flights.contains(key) && impl_->saved_flights.size() >= kMaxSavedFlights) return false;
  const Impl::SavedFlight* before = impl_->saved(file);
  std::string spelling = before != nullptr ? before->file : std::string(file);
  impl_->saved_flights.insert_or_assign(
      key, Impl::SavedFlight{impl_->model.state(), impl_->model.clock(), impl_->pilot, impl_->player,
                             impl_->model.route(), impl_->run.plan_file, std::move(heading), std::move(spelling)});
  impl_->run.raise("FlightSaved", 0, std::string(file));
  return true;
}

bool Simulation::load_flight(std::string_view file, std::uint64_t loading_frames) {
  if (!impl_->exists(file)) return false;
  impl_->load_flight(file, loading_frames);
  return true;
}

bool Simulation::activate_plan(std::string_view file) {
  const auto plan = find_plan(file);
  const Impl::SavedFlight* beside = impl_->saved(flight_beside(file));
  if (!impl_->exists(flight_beside(file)) && !plan) return false;
  if (plan) impl_->model.set_route(make_route(*plan));
  if (!plan && beside != nullptr && beside->route.usable()) impl_->model.set_route(beside->route);
  impl_->run.plan_file = file;
  impl_->run.raise("FlightPlanActivated", 0, impl_->run.plan_file);
  return true;
}

std::span<const TrafficAircraft> Simulation::traffic() const {
  if (impl_->flight_ended) return {};  // it belongs to a flight
  return impl_->options.traffic;
}

std::uint64_t Simulation::traffic_revision() const {
  return impl_->traffic_revision;
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
  impl_->set_menu(on);
}
Stage Simulation::stage() const {
  return impl_->run.stage;
}
void Simulation::end_flight() {
  impl_->end_flight();
}
std::optional<std::uint64_t> Simulation::loading_ends() const {
  return impl_->loading ? std::optional(impl_->loading->until) : std::nullopt;
}
void Simulation::set_rate(double rate) {
  impl_->variables.assign(impl_->variables.require("SIMULATION RATE"), rate);
}
void Simulation::jump_clock(double seconds) {
  SimulatedClock& clock = impl_->model.clock();
  const double wanted = clock.absolute() + seconds;
  clock.start = std::clamp(wanted, midnight_of(2, 1), midnight_of(9000, 1)) - clock.elapsed();
}

void Simulation::start_flight(Flight flight, std::vector<TrafficAircraft> traffic, std::uint64_t loading_frames) {
  impl_->saved_flights.clear();  // their pilots fly by the flight that goes
  if (!std::exchange(impl_->replaced, true)) {
    impl_->first_flight = std::move(impl_->options.flight);
    impl_->first_traffic = std::move(impl_->options.traffic);
  }
  impl_->options.flight = std::move(flight);
  impl_->options.traffic = std::move(traffic);
  impl_->change_aircraft();
  impl_->load_flight(impl_->options.flight_file, loading_frames);
}

void Simulation::restart(Saved saved) {
  impl_->restart(saved);
}

std::string Simulation::flight_file() const {
  return impl_->run.flight_file;
}

FlightHeading Simulation::flight_heading() const {
  const Impl::SavedFlight* saved = impl_->saved(impl_->run.flight_file);
  return saved == nullptr ? FlightHeading{} : saved->heading;
}

bool Simulation::atc_window() const {
  return impl_->run.atc_window;
}

std::vector<Simulation::SavedFile> Simulation::saved_flights() const {
  std::vector<SavedFile> files;
  for (const auto& [key, saved] : impl_->saved_flights) files.push_back({saved.file, saved.heading});
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
