// What is done to the aircraft from outside: tug, doors, jetway, and what air traffic control knows of it.
#include <array>
#include <cmath>
#include <utility>

#include "sim/bindings.hpp"

namespace checkride::emulator {
namespace {

using S = State;

double jetway_moves(const Model& model) {
  return model.state().jetway.moves() ? 1 : 0;
}

void write_pushback(Model& model, double state) {
  Pushback& tug = model.edit().pushback;
  if (state < 0 || state >= Pushback::kNone || !model.state().motion.on_ground) {
    tug = Pushback{};
  } else {
    tug.state = std::floor(state);
  }
}

// A tug comes to an aircraft that stands.
double tug_available(const Model& model) {
  return model.standing() && model.state().holds.crash == 0 ? 1 : 0;
}

double on_parking_spot(const Model& model) {
  return model.standing() && model.state().controls.parking_brake != 0 ? 1 : 0;
}

// ---- against the plan, if there is one
bool has_plan(const Model& model) {
  return model.route().usable();
}

double planned_altitude_ft(const Model& model, std::size_t back) {
  const PlanRoute& route = model.route();
  const std::size_t last = route.points.size() - 1;
  const std::size_t leg = model.state().navigation.leg < last ? model.state().navigation.leg : last;
  const double altitude = route.points[leg - back].altitude_ft;
  return altitude != 0 ? altitude : route.cruising_altitude_ft;
}

double altitude_behind(const Model& model) {
  return has_plan(model) ? planned_altitude_ft(model, 1) * kMetresPerFoot : 0;
}
double altitude_ahead(const Model& model) {
  return has_plan(model) ? planned_altitude_ft(model, 0) * kMetresPerFoot : 0;
}
double above_plan(const Model& model) {
  return has_plan(model) ? model.state().position.altitude_ft * kMetresPerFoot - altitude_ahead(model) : 0;
}
double beside_plan(const Model& model) {
  return has_plan(model) ? std::abs(model.state().navigation.crosstrack) : 0;
}
double off_course(const Model& model) {
  const double off = half_turn(model.track() - model.state().navigation.desired_track);
  return has_plan(model) ? off * kDegreesPerRadian : 0;
}

// So long a runway is enough: to the speed at which the aircraft leaves the ground, or from it, at a tenth of a g.
double runway_ft(const Model& model) {
  const double speed = model.type().rotate_kt * kMetresPerSecondPerKnot;
  return speed * speed / (2 * 0.1 * kGravity) / kMetresPerFoot;
}

constexpr std::array kService{
    Binding{"PUSHBACK STATE", [](const Model& m) { return m.state().pushback.state; }, write_pushback},
    toggle_switch<&S::pushback, &Pushback::wait>("PUSHBACK WAIT"),
    Binding{"PUSHBACK ANGLE", [](const Model& m) { return m.state().pushback.heading; }},
    Binding{"PUSHBACK ATTACHED", [](const Model& m) { return m.state().pushback.attached() ? 1.0 : 0.0; }},
    Binding{"PUSHBACK AVAILABLE", tug_available},
    Binding{"JETWAY MOVING", jetway_moves},
    Binding{"ATC ON PARKING SPOT", on_parking_spot},
    Binding{"ATC PREVIOUS WAYPOINT ALTITUDE", altitude_behind},
    Binding{"ATC FLIGHTPLAN DIFF ALT", above_plan},
    Binding{"ATC FLIGHTPLAN DIFF DISTANCE", beside_plan},
    Binding{"ATC FLIGHTPLAN DIFF HEADING", off_course},
    Binding{"ATC SUGGESTED MIN RWY LANDING", runway_ft},
    Binding{"ATC SUGGESTED MIN RWY TAKEOFF", runway_ft},
};

template <std::size_t Index>
constexpr std::array<Binding, 1> kExit{Binding{"EXIT OPEN", [](const Model& m) { return m.state().exits[Index].open; },
                                               [](Model& m, double share) {
                                                 Exit& exit = m.edit().exits[Index];
                                                 exit.open = exit.wanted = within_limits(share, 0, 1);
                                               }}};

template <std::size_t... Index>
constexpr std::array<std::span<const Binding>, sizeof...(Index)> exits(std::index_sequence<Index...>) {
  return {std::span<const Binding>(kExit<Index>)...};
}
constexpr auto kExitTables = exits(std::make_index_sequence<kExits>());

}  // namespace

std::span<const Binding> service_bindings() {
  return kService;
}
std::span<const Binding> exit_bindings(std::size_t index) {
  return kExitTables[index - 1];
}

}  // namespace checkride::emulator
