#include "server/simulation_adapter.hpp"

#include <array>

#include "checkride/catalog/catalog.hpp"
#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

using catalog::ValueType;

// The structures that have a meaning here, each as the three variables it stands for and their units.
struct Triple {
  std::string_view structure;
  std::array<std::string_view, 3> variables;
  std::array<std::string_view, 3> units;
};

constexpr std::array<std::string_view, 3> kFeetPerSecond{"feet per second", "feet per second", "feet per second"};
constexpr std::array<std::string_view, 3> kRadiansPerSecond{"radians per second", "radians per second",
                                                            "radians per second"};

constexpr std::array kTriples{
    // LATLONALT is in degrees and metres (wire.md 5.3).
    Triple{
        "STRUCT LATLONALT", {"PLANE LATITUDE", "PLANE LONGITUDE", "PLANE ALTITUDE"}, {"degrees", "degrees", "meters"}},
    Triple{"STRUCT WORLDVELOCITY", {"VELOCITY WORLD X", "VELOCITY WORLD Y", "VELOCITY WORLD Z"}, kFeetPerSecond},
    Triple{"STRUCT BODY VELOCITY", {"VELOCITY BODY X", "VELOCITY BODY Y", "VELOCITY BODY Z"}, kFeetPerSecond},
    Triple{"STRUCT AMBIENT WIND", {"AMBIENT WIND X", "AMBIENT WIND Y", "AMBIENT WIND Z"}, kFeetPerSecond},
    Triple{"STRUCT BODY ROTATION VELOCITY",
           {"ROTATION VELOCITY BODY X", "ROTATION VELOCITY BODY Y", "ROTATION VELOCITY BODY Z"},
           kRadiansPerSecond},
};

VariableKind kind_of(ValueType type) {
  switch (type) {
    case ValueType::int32:
    case ValueType::float64:
      return VariableKind::number;
    case ValueType::string256:
      return VariableKind::text;
    case ValueType::xyz:
      return VariableKind::xyz;
    case ValueType::lat_lon_alt:
      return VariableKind::lat_lon_alt;
    case ValueType::waypoint:
      return VariableKind::waypoints;
    case ValueType::init_position:
      return VariableKind::init_position;
    case ValueType::lat_lon_alt_pbh:
    case ValueType::structure:
      return VariableKind::opaque;
  }
  return VariableKind::opaque;
}

// A variable that a simulator of this generation had not heard of.
bool is_known(const catalog::SimVar& simvar, const Profile& profile) {
  if (profile.generation == Generation::fsx) return simvar.generations.has(catalog::Generation::fsx);
  // The newest list leaves out what is deprecated; it resolves still.
  return profile.protocol >= 6 || simvar.generations.has(catalog::Generation::msfs2020);
}

// "A:PLANE ALTITUDE", "L:name": MSFS began with them (semantics 8.1).
bool has_prefix(std::string_view name) {
  return name.size() > 1 && name[1] == ':';
}

// "Z:name", "I:path@alias:name", "O:...": of one object, of an instrument, of a component (semantics 8.1).
bool is_of_component(std::string_view name) {
  constexpr std::string_view kPrefixes = "ZIOzio";
  return name.size() > 2 && name[1] == ':' && kPrefixes.find(name[0]) != std::string_view::npos;
}

}  // namespace

std::optional<Variable> SimulationAdapter::resolve(std::string_view name) {
  if (profile_.generation == Generation::fsx && has_prefix(name)) return std::nullopt;
  // There are no components here: their variables are local ones that nobody but clients writes, 0 until then.
  if (profile_.protocol >= 6 && is_of_component(name)) return resolve("L:" + std::string(name));
  const auto listed = catalog::find_indexed_simvar(name);
  if (listed && !is_known(*listed->simvar, profile_)) return std::nullopt;
  const auto ref = simulation_.resolve(name);
  if (!ref) return std::nullopt;
  Variable variable;
  variable.ref = *ref;
  const VariableInfo& info = simulation_.info(*ref);
  variable.kind = listed ? kind_of(listed->simvar->type) : info.text ? VariableKind::text : VariableKind::number;
  variable.settable = info.settable;
  if (listed) variable.name = listed->simvar->name;
  if (listed && listed->simvar->indexed) variable.index = listed->index.value_or(1);  // ignored on others
  if (listed && variable.kind == VariableKind::number) variable.unit = listed->simvar->unit;
  return variable;
}

double SimulationAdapter::number(const Variable& variable) const {
  return simulation_.number(variable.ref);
}

std::string SimulationAdapter::text(const Variable& variable) const {
  return simulation_.text(variable.ref);
}

std::array<double, 3> SimulationAdapter::triple(const Variable& variable) {
  if (const auto moved = moved_triples_.find(variable.ref); moved != moved_triples_.end()) return moved->second;
  std::array<double, 3> result{};
  const std::string& name = simulation_.info(variable.ref).name;
  for (const Triple& triple : kTriples) {
    if (name != triple.structure) continue;
    for (std::size_t i = 0; i < result.size(); ++i) {
      const catalog::SimVar* part = catalog::find_simvar(triple.variables[i]);
      const catalog::Unit* unit = catalog::find_unit(triple.units[i]);
      CHECKRIDE_ASSERT(part != nullptr && part->unit != nullptr && unit != nullptr);
      const auto conversion = catalog::conversion_between(*part->unit, *unit);
      const auto ref = simulation_.resolve(triple.variables[i]);
      CHECKRIDE_ASSERT(conversion && ref);
      result[i] = (*conversion)(simulation_.number(*ref));
    }
  }
  return result;
}

void SimulationAdapter::set_triple(const Variable& variable, const std::array<double, 3>& value) {
  moved_triples_[variable.ref] = value;
}

Result<> SimulationAdapter::set_number(const Variable& variable, double value) {
  return simulation_.set_number(variable.ref, value);
}

Result<> SimulationAdapter::set_text(const Variable& variable, std::string_view value) {
  return simulation_.set_text(variable.ref, value);
}

void SimulationAdapter::place(const Placement& placement) {
  simulation_.place(placement);
}

Result<> SimulationAdapter::set_route(std::span<const protocol::Waypoint>) {
  return Error::invalid("the user's aircraft flies no route of the AI");
}

// Numbers of key events only grew: those that FSX has come before all that are newer.
bool SimulationAdapter::knows_event(std::string_view key_event) const {
  const catalog::KeyEvent* event = catalog::find_key_event(key_event);
  return event != nullptr &&
         (profile_.generation != Generation::fsx || event->generations.has(catalog::Generation::fsx));
}

std::optional<std::string> SimulationAdapter::event_by_number(std::uint32_t number) const {
  for (const catalog::KeyEvent& event : catalog::all_key_events()) {
    if (event.key_id != 0 && event.key_id == number) return std::string(event.name);
  }
  return std::nullopt;
}

void SimulationAdapter::trigger(std::string_view key_event, const EventData& data) {
  const bool known = simulation_.trigger(key_event, data);
  CHECKRIDE_ASSERT(known);  // only names that knows_event() knew are mapped
}

void SimulationAdapter::raise(std::string_view system_event, std::uint32_t data, std::string text) {
  simulation_.raise(system_event, data, std::move(text));
}

std::vector<SystemEvent> SimulationAdapter::drain_events() {
  if (!simulation_.has_events()) return {};
  return simulation_.drain_events();
}

void SimulationAdapter::advance_to(world::Instant now) {
  simulation_.advance_to(now);
}

world::Instant SimulationAdapter::frame_time(FrameNumber frame) const {
  return simulation_.frame_time(frame);
}

FrameNumber SimulationAdapter::frame_at(world::Instant now) const {
  return simulation_.frame_at(now);
}

double SimulationAdapter::frames_per_second() const {
  return simulation_.frame_rate();
}

FrameNumber SimulationAdapter::simulation_frame() const {
  return simulation_.simulation_frame();
}

double SimulationAdapter::simulation_seconds() const {
  return simulation_.simulation_seconds();
}

void SimulationAdapter::disturb(const Disturbance& disturbance) {
  if (const auto* pause = std::get_if<ActivePause>(&disturbance)) return simulation_.set_active_pause(pause->on);
  if (const auto* menu = std::get_if<MainMenu>(&disturbance)) return simulation_.set_menu(menu->on);
  if (const auto* rate = std::get_if<RateChange>(&disturbance)) return simulation_.set_rate(rate->rate);
  simulation_.jump_clock(std::get<ClockJump>(disturbance).seconds);
}

void SimulationAdapter::restart(Simulation::Saved saved) {
  moved_triples_.clear();
  simulation_.restart(saved);
}

// The menu of the older simulators has no aircraft, nor has their loading screen (semantics 6.4).
bool SimulationAdapter::has_user_object() const {
  return profile_.generation != Generation::fsx || simulation_.stage() == Stage::flight;
}

bool SimulationAdapter::running() const {
  return !simulation_.paused() && simulation_.stage() == Stage::flight;
}

double SimulationAdapter::rate() const {
  return simulation_.rate();
}

std::uint32_t SimulationAdapter::event_value(std::string_view system_event) const {
  return simulation_.event_value(system_event).value_or(0);
}

std::optional<SystemState> SimulationAdapter::system_state(std::string_view name) const {
  return simulation_.system_state(name);
}

}  // namespace checkride::emulator
