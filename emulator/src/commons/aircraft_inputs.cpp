#include "commons/aircraft_inputs.hpp"

#include <cmath>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

constexpr AircraftInput written(std::string_view name, std::string_view variable) {
  return {name, variable, ControlMove::write, {}, false};
}
constexpr AircraftInput by_key(std::string_view name, std::string_view variable, std::string_view key_event) {
  return {name, variable, ControlMove::key_set, key_event, false};
}
constexpr AircraftInput toggled(std::string_view name, std::string_view variable, std::string_view key_event) {
  return {name, variable, ControlMove::key_toggle, key_event, false};
}
constexpr AircraftInput own(std::string_view name) {
  return {name, {}, ControlMove::write, {}, false};
}
constexpr AircraftInput text(std::string_view name, std::string_view variable) {
  return {name, variable, ControlMove::write, {}, true};
}

constexpr std::array kInputs{
    written("LIGHTING_LANDING_1", "LIGHT LANDING"),
    written("LIGHTING_TAXI_1", "LIGHT TAXI"),
    written("LIGHTING_NAV_1", "LIGHT NAV"),
    written("LIGHTING_BEACON_1", "LIGHT BEACON"),
    written("LIGHTING_STROBE_1", "LIGHT STROBE"),
    written("LIGHTING_PANEL_1", "LIGHT PANEL"),
    written("LIGHTING_CABIN_1", "LIGHT CABIN"),
    written("ELECTRICAL_BATTERY_1", "ELECTRICAL MASTER BATTERY"),
    toggled("ELECTRICAL_ALTERNATOR_1", "GENERAL ENG MASTER ALTERNATOR:1", "TOGGLE_MASTER_ALTERNATOR"),
    by_key("ELECTRICAL_AVIONICS_1", "AVIONICS MASTER SWITCH", "AVIONICS_MASTER_SET"),
    by_key("DEICE_PITOT_1", "PITOT HEAT", "PITOT_HEAT_SET"),
    written("ENGINE_THROTTLE_1", "GENERAL ENG THROTTLE LEVER POSITION:1"),
    written("ENGINE_MIXTURE_1", "GENERAL ENG MIXTURE LEVER POSITION:1"),
    toggled("FUEL_PUMP_1", "GENERAL ENG FUEL PUMP SWITCH:1", "FUEL_PUMP"),
    by_key("FUEL_SELECTOR_1", "FUEL TANK SELECTOR:1", "FUEL_SELECTOR_SET"),
    written("HANDLING_FLAPS_1", "FLAPS HANDLE INDEX"),
    written("HANDLING_ELEVATOR_TRIM_1", "ELEVATOR TRIM POSITION"),
    by_key("LANDING_GEAR_PARKING_BRAKE_1", "BRAKE PARKING POSITION", "PARKING_BRAKE_SET"),
    by_key("AUTOPILOT_HEADING_BUG_1", "AUTOPILOT HEADING LOCK DIR", "HEADING_BUG_SET"),
    text("AIRCRAFT_REGISTRATION_1", "ATC ID"),
    own("CABIN_DOOR_LEFT_1"),
    own("CABIN_WINDOW_LEFT_1"),
    own("SAFETY_ELT_1"),
};

std::optional<Variable> variable_of(const AircraftInput& input, Simulator& simulator) {
  if (input.variable.empty()) return std::nullopt;
  const auto variable = simulator.resolve(input.variable);
  const VariableKind wanted = input.text ? VariableKind::text : VariableKind::number;
  if (!variable || variable->kind != wanted) return std::nullopt;
  return variable;
}

// Negative values travel as two's complement.
EventData data_of(double value) {
  const double limited = std::fmin(std::fmax(value, -2147483648.0), 4294967295.0);
  return {static_cast<std::uint32_t>(static_cast<std::int64_t>(std::llround(limited)))};
}

Result<> set_number(const AircraftInput& input, const Variable& variable, double wanted, Simulator& simulator) {
  switch (input.move) {
    case ControlMove::write:
      return simulator.set_number(variable, wanted);
    case ControlMove::key_set:
      simulator.trigger(input.key_event, data_of(wanted));
      return {};
    case ControlMove::key_toggle:
      if ((simulator.number(variable) != 0) != (wanted != 0)) simulator.trigger(input.key_event, {});
      return {};
  }
  return {};
}

}  // namespace

std::span<const AircraftInput> aircraft_inputs() {
  return kInputs;
}

std::optional<std::size_t> find_aircraft_input(std::uint64_t hash) {
  for (std::size_t i = 0; i < kInputs.size(); ++i) {
    if (input_hash(kInputs[i].name) == hash) return i;
  }
  return std::nullopt;
}

InputState AircraftInputs::value(std::size_t input, Simulator& simulator) const {
  CHECKRIDE_ASSERT(input < kInputs.size());
  const AircraftInput& known = kInputs[input];
  if (const auto variable = variable_of(known, simulator)) {
    if (known.text) return simulator.text(*variable);
    return simulator.number(*variable);
  }
  const auto kept = own_.find(input);
  if (kept != own_.end()) return kept->second;
  return known.text ? InputState(std::string()) : InputState(0.0);
}

Result<> AircraftInputs::set(std::size_t input, const InputState& wanted, Simulator& simulator) {
  CHECKRIDE_ASSERT(input < kInputs.size());
  const AircraftInput& known = kInputs[input];
  CHECKRIDE_ASSERT(std::holds_alternative<std::string>(wanted) == known.text);
  const double* number = std::get_if<double>(&wanted);
  if (number != nullptr && !std::isfinite(*number)) return Error::invalid("the value is no finite number");
  const auto variable = variable_of(known, simulator);
  if (!variable) {
    own_[input] = wanted;
    return {};
  }
  if (number == nullptr) return simulator.set_text(*variable, std::get<std::string>(wanted));
  return set_number(known, *variable, *number, simulator);
}

}  // namespace checkride::emulator
