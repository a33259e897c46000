// What the aircraft is: numbers of its type.
#include <array>

#include "sim/bindings.hpp"

namespace checkride::emulator {
namespace {

constexpr double kSquareFeetPerSquareMetre = 1 / (kMetresPerFoot * kMetresPerFoot);

double feet_per_second(double knots) {
  return knots * kMetresPerSecondPerKnot / kMetresPerFoot;
}

double flaps_limit_kt(const Model& model) {
  return model.type().flaps[static_cast<std::size_t>(model.state().controls.flaps)].limit_kt;
}

constexpr std::array kBindings{
    Binding{"NUMBER OF ENGINES", [](const Model& m) { return static_cast<double>(m.type().engines); }},
    Binding{"ENGINE TYPE", [](const Model& m) { return static_cast<double>(m.type().engine); }},
    Binding{"MAX RATED ENGINE RPM", [](const Model& m) { return m.rated_rpm(); }},
    Binding{"IS GEAR RETRACTABLE", [](const Model& m) { return m.type().retractable ? 1.0 : 0.0; }},
    Binding{"FLAPS AVAILABLE", [](const Model& m) { return m.type().flap_notches > 0 ? 1.0 : 0.0; }},
    Binding{"FLAPS CURRENT SPEED LIMITATION", flaps_limit_kt},
    Binding{"SPOILER AVAILABLE", [](const Model& m) { return m.type().spoiler_drag > 0 ? 1.0 : 0.0; }},
    Binding{"WING SPAN", [](const Model& m) { return m.type().wing_span / kMetresPerFoot; }},
    Binding{"WING AREA", [](const Model& m) { return m.type().wing_area * kSquareFeetPerSquareMetre; }},
    Binding{"DESIGN SPEED VS0", [](const Model& m) { return m.type().stall_landing_kt; }},
    Binding{"DESIGN SPEED VS1", [](const Model& m) { return m.type().stall_clean_kt; }},
    Binding{"DESIGN SPEED VC", [](const Model& m) { return feet_per_second(m.type().cruise_kt); }},
    Binding{"DESIGN SPEED CLIMB", [](const Model& m) { return feet_per_second(m.type().climb_kt); }},
    Binding{"DESIGN SPEED MIN ROTATION", [](const Model& m) { return feet_per_second(m.type().rotate_kt); }},
    Binding{"DESIGN TAKEOFF SPEED", [](const Model& m) { return m.type().rotate_kt; }},
    Binding{"STATIC CG TO GROUND", [](const Model& m) { return m.type().reference_height_ft; }},
    Binding{"AIRSPEED BARBER POLE", [](const Model& m) { return m.type().never_exceed_kt; }},
    Binding{"BARBER POLE MACH", [](const Model& m) { return m.type().never_exceed_mach; }},
    Binding{"MAX G FORCE", [](const Model& m) { return m.type().load_most; }},
};

}  // namespace

std::span<const Binding> aircraft_bindings() {
  return kBindings;
}

}  // namespace checkride::emulator
