// The navigation receivers: what they are tuned to, and what they hear. Of NAV 1 and 2; the HSI shows the GPS or NAV 1.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/bindings.hpp"
#include "sim/instruments.hpp"
#include "sim/radio_navigation.hpp"

namespace checkride::emulator {
namespace {

constexpr double kPackedMost = 4294967295.0;
constexpr double kStrong = 100;  // NAV SIGNAL of a station that is heard
constexpr double kTo = 1;        // values of NAV TOFROM
constexpr double kFrom = 2;
constexpr double kGpsFull = 2 * kMetresPerNauticalMile;  // crosstrack of a full needle, enroute

template <std::size_t N>
const NavRadio& radio(const Model& model) {
  return model.state().radios.nav[N];
}
template <std::size_t N, double NavRadio::*Field>
double tuned(const Model& model) {
  return radio<N>(model).*Field;
}

// A number of what is heard; 0 if nothing is.
template <std::size_t N, double (*Read)(const NavSignal&)>
double of_signal(const Model& model) {
  const NavSignal signal = nav_signal(model, N);
  return signal ? Read(signal) : 0;
}

double turned_deg(double degrees) {
  return full_turn(std::fmod(degrees, 360) * kRadiansPerDegree) * kDegreesPerRadian;
}

double slant_nm(const Model& model, const RadioSignal& heard) {
  const double up = model.state().position.altitude_ft * kMetresPerFoot - heard.station->place.altitude;
  return std::sqrt(heard.distance * heard.distance + up * up) / kMetresPerNauticalMile;
}

template <std::size_t N>
double dme_nm(const Model& model) {
  const NavSignal signal = nav_signal(model, N);
  return signal && signal.heard.station->dme ? slant_nm(model, signal.heard) : 0;
}

// How fast the distance falls or grows, as a receiver shows it: without sign.
template <std::size_t N>
double dme_knots(const Model& model) {
  const NavSignal signal = nav_signal(model, N);
  if (!signal || !signal.heard.station->dme) return 0;
  const Wind over = model.velocity();
  const double towards = over.east * std::sin(signal.heard.bearing) + over.north * std::cos(signal.heard.bearing);
  return std::abs(towards) / kMetresPerSecondPerKnot;
}

template <std::size_t N>
double relative_deg(const Model& model) {
  const NavSignal signal = nav_signal(model, N);
  return signal ? full_turn(signal.heard.bearing - model.state().motion.heading) * kDegreesPerRadian : 0;
}

double to_from(const NavSignal& signal) {
  return signal.from ? kFrom : kTo;
}
double localizer_deg(const NavSignal& signal) {
  const Navaid& station = *signal.heard.station;
  return signal.localizer() ? turned_deg(station.localizer_deg - station.magvar_deg) : 0;
}

// Bit 7: localizer; 6: glide slope; 3: nothing is heard; 0: DME.
template <std::size_t N>
double codes(const Model& model) {
  constexpr double kNothing = 8;
  constexpr double kLocalizer = 128;
  constexpr double kGlide = 64;
  const NavSignal signal = nav_signal(model, N);
  if (!signal) return kNothing;
  return (signal.localizer() ? kLocalizer : 0) + (signal.glide ? kGlide : 0) + (signal.heard.station->dme ? 1 : 0);
}

// Bit 0: there is a back course; 1: a localizer is tuned; 2: the aircraft is on the back course.
double back_course(const NavSignal& signal) {
  return signal.localizer() ? 3 + (signal.from ? 4 : 0) : 0;
}

template <std::size_t N>
constexpr std::array kRadio{
    Binding{"NAV ACTIVE FREQUENCY", tuned<N, &NavRadio::active_mhz>,
            [](Model& m, double v) { m.edit().radios.nav[N].active_mhz = within_limits(v, 0, 1000); }},
    Binding{"NAV OBS", tuned<N, &NavRadio::obs_deg>,
            [](Model& m, double v) { m.edit().radios.nav[N].obs_deg = within_limits(v, 0, 360); }},
    Binding{"NAV HAS NAV", of_signal<N, [](const NavSignal&) { return 1.0; }>},
    Binding{"NAV SIGNAL", of_signal<N, [](const NavSignal&) { return kStrong; }>},
    Binding{"NAV HAS LOCALIZER", of_signal<N, [](const NavSignal& s) { return s.localizer() ? 1.0 : 0.0; }>},
    Binding{"NAV HAS GLIDE SLOPE", of_signal<N, [](const NavSignal& s) { return s.glide ? 1.0 : 0.0; }>},
    Binding{"NAV GS FLAG", of_signal<N, [](const NavSignal& s) { return s.glide ? 1.0 : 0.0; }>},
    Binding{"NAV HAS DME", of_signal<N, [](const NavSignal& s) { return s.heard.station->dme ? 1.0 : 0.0; }>},
    Binding{"NAV CDI", of_signal<N, course_needle>},
    Binding{"NAV GSI", of_signal<N, glide_needle>},
    Binding{"NAV TOFROM", of_signal<N, to_from>},
    Binding{"NAV RADIAL", of_signal<N, [](const NavSignal& s) { return s.radial_deg; }>},
    Binding{"NAV RADIAL ERROR", of_signal<N, [](const NavSignal& s) { return s.deviation_deg; }>},
    Binding{"NAV RELATIVE BEARING TO STATION", relative_deg<N>},
    Binding{"NAV LOCALIZER", of_signal<N, localizer_deg>},
    Binding{"NAV MAGVAR", of_signal<N, [](const NavSignal& s) { return s.heard.station->magvar_deg; }>},
    Binding{"NAV GLIDE SLOPE ERROR", of_signal<N, [](const NavSignal& s) { return s.glide_deviation; }>},
    Binding{"NAV RAW GLIDE SLOPE", of_signal<N, [](const NavSignal& s) { return s.glide ? kGlideAngleDeg : 0.0; }>},
    Binding{"NAV GLIDE SLOPE", of_signal<N, [](const NavSignal& s) { return s.glide ? kGlideAngleDeg : 0.0; }>},
    Binding{"NAV VOR DISTANCE", of_signal<N, [](const NavSignal& s) { return s.heard.distance; }>},
    Binding{"NAV BACK COURSE FLAGS", of_signal<N, back_course>},
    Binding{"NAV DME", dme_nm<N>},
    Binding{"NAV DMESPEED", dme_knots<N>},
    Binding{"NAV CODES", codes<N>},
};

// ---- the ADF
double adf_relative(const Model& model) {
  const RadioSignal heard = adf_signal(model);
  return heard ? full_turn(heard.bearing - model.state().motion.heading) * kDegreesPerRadian : 0;
}
double adf_magnetic(const Model& model) {
  const RadioSignal heard = adf_signal(model);
  return heard ? full_turn(heard.bearing - magnetic_variation(model)) * kDegreesPerRadian : 0;
}

// ---- the HSI, which the GPS drives when it drives NAV 1
bool gps_drives(const Model& model) {
  return model.state().autopilot.gps_drives_navigation != 0 && model.route().usable();
}
template <double (*Gps)(const Model&), double (*Nav)(const Model&)>
double hsi(const Model& model) {
  return gps_drives(model) ? Gps(model) : Nav(model);
}
double yes(const Model&) {
  return 1;
}
double no(const Model&) {
  return 0;
}
double gps_needle(const Model& model) {
  if (!model.route().usable()) return 0;
  return within_limits(-model.state().navigation.crosstrack / kGpsFull, -1, 1) * kNeedleFull;
}
double gps_bearing(const Model& model) {
  return turned_deg((model.state().navigation.desired_track - magnetic_variation(model)) * kDegreesPerRadian);
}
double nav_bearing(const Model& model) {
  const NavSignal signal = nav_signal(model, 0);
  return signal ? turned_deg((signal.heard.bearing - magnetic_variation(model)) * kDegreesPerRadian) : 0;
}
double gps_distance(const Model& model) {
  return model.state().navigation.distance / kMetresPerNauticalMile;
}
double gps_speed(const Model& model) {
  return model.ground_speed() / kMetresPerSecondPerKnot;
}
constexpr auto kNavHeard = of_signal<0, [](const NavSignal&) { return 1.0; }>;
constexpr auto kNavGlide = of_signal<0, [](const NavSignal& s) { return s.glide ? 1.0 : 0.0; }>;
constexpr auto kNavLocalizer = of_signal<0, [](const NavSignal& s) { return s.localizer() ? 1.0 : 0.0; }>;

constexpr std::array kOthers{
    Binding{"ADF ACTIVE FREQUENCY", [](const Model& m) { return m.state().radios.adf_packed; },
            [](Model& m, double v) { m.edit().radios.adf_packed = within_limits(v, 0, kPackedMost); }},
    Binding{"ADF SIGNAL", [](const Model& m) { return adf_signal(m) ? kStrong : 0.0; }},
    Binding{"ADF RADIAL", adf_relative},
    Binding{"ADF RADIAL MAG", adf_magnetic},
    Binding{"GPS CDI NEEDLE", gps_needle},
    Binding{"HSI CDI NEEDLE", hsi<gps_needle, of_signal<0, course_needle>>},
    Binding{"HSI CDI NEEDLE VALID", hsi<yes, kNavHeard>},
    Binding{"HSI GSI NEEDLE", hsi<no, of_signal<0, glide_needle>>},
    Binding{"HSI GSI NEEDLE VALID", hsi<no, kNavGlide>},
    Binding{"HSI HAS LOCALIZER", hsi<no, kNavLocalizer>},
    Binding{"HSI TF FLAGS", hsi<yes, of_signal<0, to_from>>},
    Binding{"HSI BEARING", hsi<gps_bearing, nav_bearing>},
    Binding{"HSI BEARING VALID", hsi<yes, kNavHeard>},
    Binding{"HSI DISTANCE", hsi<gps_distance, dme_nm<0>>},
    Binding{"HSI SPEED", hsi<gps_speed, dme_knots<0>>},
};

// ---- texts; empty where nothing is heard
template <std::size_t N, std::string Navaid::*Field>
std::optional<std::string> of_station(const Model& model) {
  const NavSignal signal = nav_signal(model, N);
  return signal ? signal.heard.station->*Field : std::string();
}
template <std::string Navaid::*Field>
std::optional<std::string> of_beacon(const Model& model) {
  const RadioSignal heard = adf_signal(model);
  return heard ? heard.station->*Field : std::string();
}
std::optional<std::string> hsi_ident(const Model& model) {
  if (!gps_drives(model)) return of_station<0, &Navaid::ident>(model);
  // A state that was saved on a longer plan is on the last leg.
  const std::size_t last = model.route().points.size() - 1;
  return model.route().points[std::min(model.state().navigation.leg, last)].ident;
}

template <std::size_t N>
constexpr std::array kRadioTexts{
    TextBinding{"NAV IDENT", of_station<N, &Navaid::ident>},
    TextBinding{"NAV NAME", of_station<N, &Navaid::name>},
    TextBinding{"NAV LOC AIRPORT IDENT", of_station<N, &Navaid::airport>},
};
constexpr std::array kOtherTexts{
    TextBinding{"ADF IDENT", of_beacon<&Navaid::ident>},
    TextBinding{"ADF NAME", of_beacon<&Navaid::name>},
    TextBinding{"HSI STATION IDENT", hsi_ident},
};

}  // namespace

std::span<const Binding> radio_bindings(std::size_t index) {
  static_assert(kNavRadios == 2);
  return index == 1 ? kRadio<0> : kRadio<1>;
}
std::span<const Binding> receiver_bindings() {
  return kOthers;
}
std::span<const TextBinding> radio_texts(std::size_t index) {
  return index == 1 ? kRadioTexts<0> : kRadioTexts<1>;
}
std::span<const TextBinding> receiver_texts() {
  return kOtherTexts;
}

}  // namespace checkride::emulator
