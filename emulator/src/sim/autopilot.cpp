// The autopilot: one mode across, one up and down, one for the throttle, by the switches that are on. Of several the
// first in the order of this file counts. It holds the selected altitude that it comes to, whatever brought it there.
#include <cmath>

#include "sim/flying.hpp"
#include "sim/instruments.hpp"
#include "sim/radio_navigation.hpp"

namespace checkride::emulator {
namespace {

constexpr double kCaptureSeconds = 8;     // ahead of the selected altitude, as in hold_altitude()
constexpr double kCaptureLeast = 15;      // m
constexpr double kGoing = 0.2;            // m/s; slower than that it goes nowhere, and may leave its altitude
constexpr double kPathCapture = 25;       // m from the glide path
constexpr double kBeforeField = 350;      // m; the glide path meets the ground so far before the end of the plan
constexpr double kLevelChangeIdle = 0;    // percent of throttle
constexpr double kCourseCaptureDeg = 10;  // from the course of a localizer; four times a full needle

double fpm(double value) {
  return value * kMetresPerSecondPerFpm;
}

bool on_plan(const Model& model) {
  return model.state().autopilot.gps_drives_navigation != 0 && model.route().usable();
}

// NAV 1 is what NAV and approach hold follow where the GPS does not drive it.
NavSignal guiding_signal(const Model& model) {
  return on_plan(model) ? NavSignal{} : nav_signal(model, 0);
}

// Close enough to the course to turn onto it. At a localizer only on its front side, unless the back course is asked
// for.
bool course_in_reach(const Model& model, const NavSignal& signal) {
  if (!signal) return false;
  if (!signal.localizer()) return true;
  const bool back = model.state().autopilot.backcourse_hold != 0;
  return std::abs(signal.deviation_deg) < kCourseCaptureDeg && signal.from == back;
}

void follow_signal(Model& model, const NavSignal& signal) {
  const bool back = signal.localizer() && model.state().autopilot.backcourse_hold != 0;
  const double course = back ? full_turn(signal.course + kPi) : signal.course;
  steer_to(model, heading_along(model, course, back ? -signal.crosstrack : signal.crosstrack));
}

void fly_across(Model& model) {
  const Autopilot& autopilot = model.state().autopilot;
  const bool follows = autopilot.navigation_lock != 0 || autopilot.approach_hold != 0;
  if (follows && on_plan(model)) return steer_to(model, model.state().navigation.steer);
  if (follows) {
    const NavSignal signal = guiding_signal(model);
    if (course_in_reach(model, signal)) return follow_signal(model, signal);
  }
  if (autopilot.heading_lock != 0) {
    steer_to(model, full_turn(autopilot.heading_deg * kRadiansPerDegree + magnetic_variation(model)));
  } else if (autopilot.wing_leveler != 0 || follows) {
    level_wings(model);
  } else if (autopilot.attitude_hold != 0) {
    hold_bank(model, autopilot.held_bank);
  }
}

// The way down that approach hold knows: to the end of the plan, or the glide slope.
struct WayDown {
  bool known = false;
  double above = 0;  // m
  double slope = 0;  // tangent of its angle
};

WayDown way_down(const Model& model) {
  if (on_plan(model)) {
    const double slope = std::tan(model.type().descent_angle);
    const double distance = model.state().navigation.remaining - kBeforeField;
    const double field = (model.route().points.back().altitude_ft + model.type().reference_height_ft) * kMetresPerFoot;
    const double path = distance > 0 ? distance * slope : 0;
    return {true, model.state().position.altitude_ft * kMetresPerFoot - field - path, slope};
  }
  const NavSignal signal = nav_signal(model, 0);
  if (!signal.glide || !course_in_reach(model, signal)) return {};
  return {true, signal.above_glide, std::tan(kGlideAngleDeg * kRadiansPerDegree)};
}

void capture_path(Model& model) {
  const Autopilot& autopilot = model.state().autopilot;
  if (autopilot.approach_hold == 0 || autopilot.localizer_only != 0 || autopilot.glideslope_hold != 0) return;
  const WayDown down = way_down(model);
  if (!down.known || down.above > kPathCapture || down.above < -kPathCapture) return;
  Autopilot& edit = model.edit().autopilot;
  edit.glideslope_hold = 1;
  edit.altitude_lock = edit.vertical_hold = edit.level_change = 0;
}

// The modes that go somewhere end at the selected altitude, if they go towards it.
void capture_altitude(Model& model) {
  const Autopilot& autopilot = model.state().autopilot;
  if (autopilot.vertical_hold == 0 && autopilot.level_change == 0) return;
  const double missing = (autopilot.altitude_ft - model.state().position.altitude_ft) * kMetresPerFoot;
  const double rate = model.vertical_speed();
  const double wanted = autopilot.vertical_hold != 0 ? autopilot.vertical_fpm : rate;
  if (missing * rate <= 0 || missing * wanted <= 0 || std::abs(rate) < kGoing) return;
  const double reach = std::abs(rate) * kCaptureSeconds;
  if (std::abs(missing) > (reach > kCaptureLeast ? reach : kCaptureLeast)) return;
  Autopilot& edit = model.edit().autopilot;
  edit.vertical_hold = edit.level_change = 0;
  edit.altitude_lock = 1;
}

double selected_speed(const Model& model) {
  const Autopilot& autopilot = model.state().autopilot;
  if (autopilot.mach_hold != 0) return shown_speed_at_mach(model, autopilot.mach);
  return autopilot.airspeed_kt * kMetresPerSecondPerKnot;
}

bool holds_speed(const Autopilot& autopilot) {
  return autopilot.airspeed_hold != 0 || autopilot.mach_hold != 0;
}

void fly_up_and_down(Model& model) {
  const Autopilot& autopilot = model.state().autopilot;
  const WayDown down = autopilot.glideslope_hold != 0 ? way_down(model) : WayDown{};
  if (down.known) {
    const double along = model.ground_speed() * down.slope;
    hold_vertical_speed(model, -along + within_limits(-down.above / 10, -along - 1, along));
  } else if (autopilot.glideslope_hold != 0) {
    hold_vertical_speed(model, model.vertical_speed());  // the signal is gone: it goes on as it went
  } else if (autopilot.level_change != 0) {
    hold_speed_by_pitch(model, selected_speed(model));
  } else if (autopilot.vertical_hold != 0) {
    hold_vertical_speed(model, fpm(autopilot.vertical_fpm));
  } else if (autopilot.altitude_lock != 0) {
    const double rate = std::abs(model.vertical_speed());
    const double usual = fpm(model.type().climb_fpm);
    hold_altitude(model, autopilot.altitude_ft, rate > usual ? rate : usual);
  } else if (holds_speed(autopilot) && !autothrottle_active(model)) {
    hold_speed_by_pitch(model, selected_speed(model));
  } else if (autopilot.attitude_hold != 0) {
    hold_pitch(model, autopilot.held_pitch);
  }
}

void fly_throttle(Model& model) {
  if (!autothrottle_active(model)) return;
  const Autopilot& autopilot = model.state().autopilot;
  if (autopilot.level_change != 0) {
    const bool up = autopilot.altitude_ft > model.state().position.altitude_ft;
    return move_throttle(model, up ? 100 : kLevelChangeIdle);
  }
  hold_speed_by_throttle(model, selected_speed(model));
}

}  // namespace

bool approach_captured(const Model& model) {
  const Autopilot& autopilot = model.state().autopilot;
  if (autopilot.approach_hold == 0) return false;
  return on_plan(model) ? autopilot.glideslope_hold != 0 : course_in_reach(model, nav_signal(model, 0));
}

bool autothrottle_active(const Model& model) {
  const Autopilot& autopilot = model.state().autopilot;
  return autopilot.master != 0 && autopilot.throttle_armed != 0 && model.type().autothrottle &&
         !model.state().motion.on_ground && (holds_speed(autopilot) || autopilot.level_change != 0);
}

void fly_autopilot(Model& model) {
  if (model.state().autopilot.master == 0 || model.state().motion.on_ground) return;
  capture_path(model);
  capture_altitude(model);
  fly_across(model);
  fly_up_and_down(model);
  fly_throttle(model);
}

}  // namespace checkride::emulator
