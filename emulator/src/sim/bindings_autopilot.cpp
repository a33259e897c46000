// The autopilot's switches and selected values.
#include <array>

#include "sim/bindings.hpp"
#include "sim/flying.hpp"

namespace checkride::emulator {
namespace {

using S = State;
using A = Autopilot;

// What is held is the attitude of the moment.
void write_attitude_hold(Model& model, double on) {
  A& autopilot = model.edit().autopilot;
  if (on != 0 && autopilot.attitude_hold == 0) {
    autopilot.held_bank = model.state().motion.bank;
    autopilot.held_pitch = model.state().motion.pitch;
  }
  autopilot.attitude_hold = on != 0 ? 1 : 0;
}

double approach_armed(const Model& model) {
  return model.state().autopilot.approach_hold != 0 && !approach_captured(model) ? 1 : 0;
}
double glide_armed(const Model& model) {
  const A& autopilot = model.state().autopilot;
  const bool wanted = autopilot.approach_hold != 0 && autopilot.localizer_only == 0;
  return wanted && autopilot.glideslope_hold == 0 ? 1 : 0;
}

// A mode that goes to the selected altitude.
double altitude_armed(const Model& model) {
  const A& autopilot = model.state().autopilot;
  return autopilot.vertical_hold != 0 || autopilot.level_change != 0 ? 1 : 0;
}

constexpr std::array kBindings{
    Binding{"AUTOPILOT AVAILABLE", [](const Model& m) { return m.has_engine() ? 1.0 : 0.0; }},
    toggle_switch<&S::autopilot, &A::master>("AUTOPILOT MASTER"),
    toggle_switch<&S::autopilot, &A::flight_director>("AUTOPILOT FLIGHT DIRECTOR ACTIVE"),
    toggle_switch<&S::autopilot, &A::heading_lock>("AUTOPILOT HEADING LOCK"),
    lever<&S::autopilot, &A::heading_deg, 0, 360>("AUTOPILOT HEADING LOCK DIR"),
    toggle_switch<&S::autopilot, &A::navigation_lock>("AUTOPILOT NAV1 LOCK"),
    toggle_switch<&S::autopilot, &A::approach_hold>("AUTOPILOT APPROACH HOLD"),
    Binding{"AUTOPILOT APPROACH CAPTURED", [](const Model& m) { return approach_captured(m) ? 1.0 : 0.0; }},
    Binding{"AUTOPILOT APPROACH ACTIVE", [](const Model& m) { return approach_captured(m) ? 1.0 : 0.0; }},
    Binding{"AUTOPILOT APPROACH ARM", approach_armed},
    toggle_switch<&S::autopilot, &A::localizer_only>("AUTOPILOT APPROACH IS LOCALIZER"),
    Binding{"AUTOPILOT GLIDESLOPE ARM", glide_armed},
    Binding{"AUTOPILOT GLIDESLOPE ACTIVE", [](const Model& m) { return m.state().autopilot.glideslope_hold; }},
    toggle_switch<&S::autopilot, &A::backcourse_hold>("AUTOPILOT BACKCOURSE HOLD"),
    toggle_switch<&S::autopilot, &A::wing_leveler>("AUTOPILOT WING LEVELER"),
    Binding{"AUTOPILOT ATTITUDE HOLD", [](const Model& m) { return m.state().autopilot.attitude_hold; },
            write_attitude_hold},
    toggle_switch<&S::autopilot, &A::gps_drives_navigation>("GPS DRIVES NAV1"),
    toggle_switch<&S::autopilot, &A::altitude_lock>("AUTOPILOT ALTITUDE LOCK"),
    lever<&S::autopilot, &A::altitude_ft, -1000, 99900>("AUTOPILOT ALTITUDE LOCK VAR"),
    Binding{"AUTOPILOT ALTITUDE ARM", altitude_armed},
    toggle_switch<&S::autopilot, &A::vertical_hold>("AUTOPILOT VERTICAL HOLD"),
    lever<&S::autopilot, &A::vertical_fpm, -9900, 9900>("AUTOPILOT VERTICAL HOLD VAR"),
    toggle_switch<&S::autopilot, &A::level_change>("AUTOPILOT FLIGHT LEVEL CHANGE"),
    toggle_switch<&S::autopilot, &A::glideslope_hold>("AUTOPILOT GLIDESLOPE HOLD"),
    toggle_switch<&S::autopilot, &A::airspeed_hold>("AUTOPILOT AIRSPEED HOLD"),
    lever<&S::autopilot, &A::airspeed_kt, 0, 999>("AUTOPILOT AIRSPEED HOLD VAR"),
    toggle_switch<&S::autopilot, &A::mach_hold>("AUTOPILOT MACH HOLD"),
    Binding{"AUTOPILOT MACH HOLD VAR", [](const Model& m) { return m.state().autopilot.mach; },
            [](Model& m, double v) { m.edit().autopilot.mach = within_limits(v, 0, 2); }},
    toggle_switch<&S::autopilot, &A::throttle_armed>("AUTOPILOT THROTTLE ARM"),
    Binding{"AUTOTHROTTLE ACTIVE", [](const Model& m) { return autothrottle_active(m) ? 1.0 : 0.0; }},
    Binding{"AUTOPILOT MANAGED THROTTLE ACTIVE", [](const Model& m) { return autothrottle_active(m) ? 1.0 : 0.0; }},
    toggle_switch<&S::autopilot, &A::yaw_damper>("AUTOPILOT YAW DAMPER"),
    Binding{"AUTOPILOT MAX BANK", [](const Model& m) { return m.type().bank_most; }},
};

}  // namespace

std::span<const Binding> autopilot_bindings() {
  return kBindings;
}

}  // namespace checkride::emulator
