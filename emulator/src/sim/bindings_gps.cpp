// The GPS: the plan, and where on it the aircraft is. Without a plan everything is zero and the texts are empty.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/bindings.hpp"
#include "sim/calendar.hpp"
#include "sim/instruments.hpp"

namespace checkride::emulator {
namespace {

constexpr double kStanding = 0.5;  // m/s; slower than that nothing arrives

const PlanProgress& navigation(const Model& model) {
  return model.state().navigation;
}

// The waypoint ahead, and the one behind; null without a plan. A state that was saved on a longer plan is on the last
// leg.
std::size_t leg(const Model& model) {
  return std::clamp<std::size_t>(navigation(model).leg, 1, model.route().points.size() - 1);
}
const RoutePoint* next(const Model& model) {
  return model.route().usable() ? &model.route().points[leg(model)] : nullptr;
}
const RoutePoint* previous(const Model& model) {
  return model.route().usable() ? &model.route().points[leg(model) - 1] : nullptr;
}

template <const RoutePoint* (*Which)(const Model&)>
double latitude(const Model& model) {
  const RoutePoint* point = Which(model);
  return point != nullptr ? point->at.latitude * kDegreesPerRadian : 0;
}
template <const RoutePoint* (*Which)(const Model&)>
double longitude(const Model& model) {
  const RoutePoint* point = Which(model);
  return point != nullptr ? point->at.longitude * kDegreesPerRadian : 0;
}
template <const RoutePoint* (*Which)(const Model&)>
double altitude(const Model& model) {
  const RoutePoint* point = Which(model);
  if (point == nullptr) return 0;
  return (point->altitude_ft != 0 ? point->altitude_ft : model.route().cruising_altitude_ft) * kMetresPerFoot;
}
template <const RoutePoint* (*Which)(const Model&)>
std::optional<std::string> ident(const Model& model) {
  const RoutePoint* point = Which(model);
  if (point == nullptr) return std::nullopt;
  return point->ident;
}

double with_plan(const Model& model, double value) {
  return model.route().usable() ? value : 0;
}
double magnetic(const Model& model, double true_course) {
  return full_turn(true_course - magnetic_variation(model));
}

double bearing(const Model& model) {
  const RoutePoint* point = next(model);
  if (point == nullptr) return 0;
  return course_to({model.state().position.latitude, model.state().position.longitude}, point->at);
}

double seconds_for(const Model& model, double metres) {
  const double speed = model.ground_speed();
  return speed > kStanding ? metres / speed : 0;
}
double seconds_to_next(const Model& model) {
  return with_plan(model, seconds_for(model, navigation(model).distance));
}
double seconds_to_end(const Model& model) {
  return with_plan(model, seconds_for(model, navigation(model).remaining));
}
double arrival(const Model& model, double seconds) {
  return with_plan(model, second_of_day(model.clock().absolute() + seconds));
}

double track_error(const Model& model) {
  return with_plan(model, half_turn(model.track() - navigation(model).desired_track));
}

constexpr std::array kBindings{
    Binding{"GPS IS ACTIVE FLIGHT PLAN", [](const Model& m) { return m.route().usable() ? 1.0 : 0.0; }},
    Binding{"GPS IS ACTIVE WAY POINT", [](const Model& m) { return m.route().usable() ? 1.0 : 0.0; }},
    Binding{"GPS IS ARRIVED", [](const Model& m) { return with_plan(m, navigation(m).arrived ? 1 : 0); }},
    Binding{"GPS FLIGHT PLAN WP COUNT", [](const Model& m) { return static_cast<double>(m.route().points.size()); }},
    Binding{"GPS FLIGHT PLAN WP INDEX",
            [](const Model& m) { return with_plan(m, static_cast<double>(navigation(m).leg)); }},
    Binding{"GPS FLIGHTPLAN TOTAL DISTANCE",
            [](const Model& m) { return m.route().usable() ? m.route().points.front().behind_m : 0.0; }},
    Binding{"GPS WP NEXT LAT", latitude<next>},
    Binding{"GPS WP NEXT LON", longitude<next>},
    Binding{"GPS WP NEXT ALT", altitude<next>},
    Binding{"GPS WP PREV VALID", [](const Model& m) { return m.route().usable() ? 1.0 : 0.0; }},
    Binding{"GPS WP PREV LAT", latitude<previous>},
    Binding{"GPS WP PREV LON", longitude<previous>},
    Binding{"GPS WP PREV ALT", altitude<previous>},
    Binding{"GPS WP DISTANCE", [](const Model& m) { return with_plan(m, navigation(m).distance); }},
    Binding{"GPS TARGET DISTANCE", [](const Model& m) { return with_plan(m, navigation(m).remaining); }},
    Binding{"GPS WP BEARING", [](const Model& m) { return with_plan(m, magnetic(m, bearing(m))); }},
    Binding{"GPS WP TRUE BEARING", bearing},
    Binding{"GPS WP CROSS TRK", [](const Model& m) { return with_plan(m, navigation(m).crosstrack); }},
    Binding{"GPS WP DESIRED TRACK",
            [](const Model& m) { return with_plan(m, magnetic(m, navigation(m).desired_track)); }},
    Binding{"GPS WP TRUE REQ HDG", [](const Model& m) { return with_plan(m, navigation(m).steer); }},
    Binding{"GPS COURSE TO STEER", [](const Model& m) { return with_plan(m, magnetic(m, navigation(m).steer)); }},
    Binding{"GPS WP TRACK ANGLE ERROR", track_error},
    Binding{"GPS WP ETE", seconds_to_next},
    Binding{"GPS WP ETA", [](const Model& m) { return arrival(m, seconds_to_next(m)); }},
    Binding{"GPS ETE", seconds_to_end},
    Binding{"GPS ETA", [](const Model& m) { return arrival(m, seconds_to_end(m)); }},
    Binding{"GPS GROUND TRUE TRACK", [](const Model& m) { return m.track(); }},
    Binding{"GPS GROUND MAGNETIC TRACK", [](const Model& m) { return magnetic(m, m.track()); }},
    Binding{"GPS GROUND TRUE HEADING", [](const Model& m) { return m.state().motion.heading; }},
    Binding{"GPS MAGVAR", [](const Model& model) { return magnetic_variation(model); }},
};

template <std::string_view AircraftType::*Text>
std::optional<std::string> of_type(const Model& model) {
  return std::string(model.type().*Text);
}

constexpr std::array kTexts{
    TextBinding{"TITLE", of_type<&AircraftType::title>},
    TextBinding{"ATC TYPE", of_type<&AircraftType::atc_type>},
    TextBinding{"ATC MODEL", of_type<&AircraftType::atc_model>},
    TextBinding{"GPS WP NEXT ID", ident<next>},
    TextBinding{"GPS WP PREV ID", ident<previous>},
};

}  // namespace

std::span<const Binding> gps_bindings() {
  return kBindings;
}

std::span<const TextBinding> gps_texts() {
  return kTexts;
}

}  // namespace checkride::emulator
