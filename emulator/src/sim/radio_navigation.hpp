// What the navigation receivers hear: VOR and ILS on NAV 1 and 2, non-directional beacons on the ADF. Worked out from
// the state whenever somebody asks, so that nobody who does not ask pays for it.
#pragma once

#include <cstddef>

#include "navigation/navigation.hpp"
#include "sim/state.hpp"

namespace checkride::emulator {

class Model;

// A station that is heard.
struct RadioSignal {
  const Navaid* station = nullptr;  // null: nothing is heard, and the rest is 0
  double distance = 0;              // over ground, m
  double bearing = 0;               // true, from the aircraft to the station, rad
  explicit operator bool() const { return station != nullptr; }
};

// What a NAV receiver is tuned to, and where the aircraft is against the course: that of a localizer, else the one of
// the OBS. Of several stations on a frequency it is the localizer that the aircraft is before, then the nearest.
struct NavSignal {
  RadioSignal heard;
  double course = 0;           // true, rad
  double deviation_deg = 0;    // of the aircraft from the course; positive: the course is to the right of who flies it
  double crosstrack = 0;       // m, right of the course
  bool from = false;           // the course leads away from the station; at a localizer: behind it
  bool glide = false;          // a glide slope is heard
  double glide_deviation = 0;  // degrees above the glide path
  double above_glide = 0;      // m above the glide path
  explicit operator bool() const { return static_cast<bool>(heard); }
  bool localizer() const { return heard && heard.station->is_localizer(); }
  double radial_deg = 0;  // magnetic, by the station's variation
};

inline constexpr double kVorFullDeg = 10;  // deviation of a full needle
inline constexpr double kLocalizerFullDeg = 2.5;
inline constexpr double kGlideFullDeg = 0.7;
inline constexpr double kGlideAngleDeg = 3;
inline constexpr double kNeedleFull = 127;       // NAV CDI, positive right
inline constexpr double kGlideNeedleFull = 119;  // NAV GSI, positive down: too high

// `radio` counts from 0. Receivers without power hear nothing.
NavSignal nav_signal(const Model& model, std::size_t radio);
RadioSignal adf_signal(const Model& model);
// The needle for a deviation, within its stops.
double course_needle(const NavSignal& signal);
double glide_needle(const NavSignal& signal);

}  // namespace checkride::emulator
