// Controls, electrics, lights, autopilot, and what keeps the aircraft in place.
#include <array>
#include <cmath>

#include "sim/bindings.hpp"

namespace checkride::emulator {
namespace {

using S = State;

double flaps_angle(const Model& model) {
  return model.state().controls.flaps_out * model.type().flap_notch_angle;
}

void write_flaps(Model& model, double notch) {
  model.edit().controls.flaps = std::floor(within_limits(notch, 0, model.type().flap_notches) + 0.5);
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
    Binding{"FLAPS HANDLE PERCENT", [](const Model& m) { return m.state().controls.flaps / m.type().flap_notches; }},
    Binding{"FLAPS NUM HANDLE POSITIONS", [](const Model& m) { return static_cast<double>(m.type().flap_notches); }},
    Binding{"TRAILING EDGE FLAPS LEFT ANGLE", flaps_angle},
    Binding{"TRAILING EDGE FLAPS RIGHT ANGLE", flaps_angle},
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
    toggle_switch<&S::autopilot, &Autopilot::master>("AUTOPILOT MASTER"),
    toggle_switch<&S::autopilot, &Autopilot::heading_lock>("AUTOPILOT HEADING LOCK"),
    lever<&S::autopilot, &Autopilot::heading_deg, 0, 360>("AUTOPILOT HEADING LOCK DIR"),
    toggle_switch<&S::autopilot, &Autopilot::altitude_lock>("AUTOPILOT ALTITUDE LOCK"),
    lever<&S::autopilot, &Autopilot::altitude_ft, -1000, 99900>("AUTOPILOT ALTITUDE LOCK VAR"),
    toggle_switch<&S::autopilot, &Autopilot::vertical_hold>("AUTOPILOT VERTICAL HOLD"),
    lever<&S::autopilot, &Autopilot::vertical_fpm, -9900, 9900>("AUTOPILOT VERTICAL HOLD VAR"),
    toggle_switch<&S::autopilot, &Autopilot::wing_leveler>("AUTOPILOT WING LEVELER"),
    toggle_switch<&S::holds, &Holds::freeze_position>("IS LATITUDE LONGITUDE FREEZE ON"),
    toggle_switch<&S::holds, &Holds::freeze_altitude>("IS ALTITUDE FREEZE ON"),
    toggle_switch<&S::holds, &Holds::freeze_attitude>("IS ATTITUDE FREEZE ON"),
    toggle_switch<&S::holds, &Holds::slew>("IS SLEW ACTIVE"),
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
