// Controls, electrics, lights, and what keeps the aircraft in place.
#include <array>
#include <cmath>

#include "sim/bindings.hpp"

namespace checkride::emulator {
namespace {

using S = State;

double flaps_angle(const Model& model) {
  const AircraftType& type = model.type();
  const double out = model.state().controls.flaps_out;
  const auto notch = static_cast<std::size_t>(out);
  const double low = type.flaps[notch].angle;
  if (notch >= type.flap_notches) return low;
  return low + (type.flaps[notch + 1].angle - low) * (out - static_cast<double>(notch));
}

double most_flaps(const Model& model) {
  return static_cast<double>(model.type().flap_notches);
}
void write_flaps(Model& model, double notch) {
  model.edit().controls.flaps = std::floor(within_limits(notch, 0, most_flaps(model)) + 0.5);
}
double flaps_share(const Model& model) {
  return model.type().flap_notches > 0 ? model.state().controls.flaps / most_flaps(model) : 0;
}

double gear_share(const Model& model) {
  return model.state().controls.gear_out;
}
// A landing gear that cannot be retracted stays down.
void write_gear(Model& model, double share) {
  if (model.type().retractable) model.edit().controls.gear_out = within_limits(share, 0, 1);
}
void write_gear_handle(Model& model, double handle) {
  if (model.type().retractable) model.edit().controls.gear = handle >= 0.5 ? 1 : 0;
}

double spoilers_share(const Model& model) {
  return model.state().controls.spoilers_out;
}

double brake(double pedal, const Model& model) {
  const double key = model.state().controls.brake_key;
  return pedal > key ? pedal : key;
}

template <Light Which>
constexpr Binding light(std::string_view name) {
  return {
      .name = name,
      .read = [](const Model& m) { return m.state().electrics.lights[static_cast<std::size_t>(Which)]; },
      .write = [](Model& m,
                  double value) { m.edit().electrics.lights[static_cast<std::size_t>(Which)] = value != 0 ? 1 : 0; }};
}

double light_mask(const Model& model) {
  double mask = 0;
  double bit = 1;
  for (const double lamp : model.state().electrics.lights) {
    if (lamp != 0) mask += bit;
    bit *= 2;
  }
  return mask;
}

constexpr double kNoPower = 2;      // COM STATUS
constexpr double kTrimRange = 0.3;  // rad of ELEVATOR TRIM POSITION at full trim

constexpr std::array kControls{
    lever<&S::controls, &Controls::aileron, -1, 1>("AILERON POSITION"),
    lever<&S::controls, &Controls::aileron, -1, 1>("YOKE X POSITION"),
    lever<&S::controls, &Controls::elevator, -1, 1>("ELEVATOR POSITION"),
    lever<&S::controls, &Controls::elevator, -1, 1>("YOKE Y POSITION"),
    lever<&S::controls, &Controls::rudder, -1, 1>("RUDDER POSITION"),
    lever<&S::controls, &Controls::rudder, -1, 1>("RUDDER PEDAL POSITION"),
    lever<&S::controls, &Controls::elevator_trim, -1, 1>("ELEVATOR TRIM PCT"),
    Binding{"ELEVATOR TRIM POSITION", [](const Model& m) { return m.state().controls.elevator_trim * kTrimRange; },
            [](Model& m, double v) { m.edit().controls.elevator_trim = within_limits(v / kTrimRange, -1, 1); }},
    lever<&S::controls, &Controls::aileron_trim, -1, 1>("AILERON TRIM PCT"),
    lever<&S::controls, &Controls::rudder_trim, -1, 1>("RUDDER TRIM PCT"),
    Binding{"FLAPS HANDLE INDEX", [](const Model& m) { return m.state().controls.flaps; }, write_flaps},
    Binding{"FLAPS HANDLE PERCENT", flaps_share},
    Binding{"FLAPS NUM HANDLE POSITIONS", most_flaps},
    Binding{"TRAILING EDGE FLAPS LEFT ANGLE", flaps_angle},
    Binding{"TRAILING EDGE FLAPS RIGHT ANGLE", flaps_angle},
    Binding{"GEAR HANDLE POSITION", [](const Model& m) { return m.state().controls.gear; }, write_gear_handle},
    Binding{"GEAR CENTER POSITION", gear_share, write_gear},
    Binding{"GEAR LEFT POSITION", gear_share, write_gear},
    Binding{"GEAR RIGHT POSITION", gear_share, write_gear},
    Binding{"GEAR POSITION", gear_share, write_gear},
    Binding{"GEAR TOTAL PCT EXTENDED", [](const Model& m) { return 100 * gear_share(m); }},
    lever<&S::controls, &Controls::spoilers, 0, 1>("SPOILERS HANDLE POSITION"),
    toggle_switch<&S::controls, &Controls::spoilers_armed>("SPOILERS ARMED"),
    Binding{"SPOILERS LEFT POSITION", spoilers_share},
    Binding{"SPOILERS RIGHT POSITION", spoilers_share},
    toggle_switch<&S::controls, &Controls::parking_brake>("BRAKE PARKING POSITION"),
    toggle_switch<&S::controls, &Controls::parking_brake>("BRAKE PARKING INDICATOR"),
    Binding{"BRAKE LEFT POSITION", [](const Model& m) { return brake(m.state().controls.brake_left, m); },
            [](Model& m, double v) { m.edit().controls.brake_left = within_limits(v, 0, 1); }},
    Binding{"BRAKE RIGHT POSITION", [](const Model& m) { return brake(m.state().controls.brake_right, m); },
            [](Model& m, double v) { m.edit().controls.brake_right = within_limits(v, 0, 1); }},
};

constexpr std::array kSystems{
    toggle_switch<&S::electrics, &Electrics::battery>("ELECTRICAL MASTER BATTERY"),
    toggle_switch<&S::electrics, &Electrics::avionics>("AVIONICS MASTER SWITCH"),
    lever<&S::electrics, &Electrics::battery_volts, 0, 30>("ELECTRICAL BATTERY VOLTAGE"),
    Binding{"ELECTRICAL MAIN BUS VOLTAGE", [](const Model& m) { return m.bus_volts(); }},
    Binding{"ELECTRICAL TOTAL LOAD AMPS", [](const Model& m) { return m.load_amperes(); }},
    toggle_switch<&S::electrics, &Electrics::pitot_heat>("PITOT HEAT"),
    light<Light::nav>("LIGHT NAV"),
    light<Light::beacon>("LIGHT BEACON"),
    light<Light::landing>("LIGHT LANDING"),
    light<Light::taxi>("LIGHT TAXI"),
    light<Light::strobe>("LIGHT STROBE"),
    light<Light::panel>("LIGHT PANEL"),
    light<Light::recognition>("LIGHT RECOGNITION"),
    light<Light::wing>("LIGHT WING"),
    light<Light::logo>("LIGHT LOGO"),
    light<Light::cabin>("LIGHT CABIN"),
    Binding{"LIGHT STATES", light_mask},
    Binding{"COM STATUS",
            [](const Model& m) { return m.bus_volts() > 0 && m.state().electrics.avionics != 0 ? 0.0 : kNoPower; }},
    toggle_switch<&S::holds, &Holds::freeze_position>("IS LATITUDE LONGITUDE FREEZE ON"),
    toggle_switch<&S::holds, &Holds::freeze_altitude>("IS ALTITUDE FREEZE ON"),
    toggle_switch<&S::holds, &Holds::freeze_attitude>("IS ATTITUDE FREEZE ON"),
    toggle_switch<&S::holds, &Holds::slew>("IS SLEW ACTIVE"),
    toggle_switch<&S::holds, &Holds::crash_detection>("REALISM CRASH DETECTION"),
    Binding{"CRASH FLAG", [](const Model& m) { return m.state().holds.crash; }},
};

}  // namespace

std::span<const Binding> control_bindings() {
  return kControls;
}
std::span<const Binding> system_bindings() {
  return kSystems;
}

}  // namespace checkride::emulator
