// The engine, its fuel and the weights.
#include <array>

#include "sim/bindings.hpp"

namespace checkride::emulator {
namespace {

using S = State;
constexpr double kFullThrottleLoss = 0.96;  // of the ambient pressure in the manifold
constexpr double kIdleManifold = 0.37;
constexpr double kHottest = 2000;  // K

double rpm(const Model& model) {
  return model.state().engine.rpm;
}
void write_rpm(Model& model, double value) {
  model.edit().engine.rpm = within_limits(value, 0, 5000);
}

void write_combustion(Model& model, double value) {
  if (value == 0) return model.stop_combustion();
  model.edit().engine.combustion = 1;
}

double manifold_pressure(const Model& model) {  // Pa
  if (model.state().engine.combustion == 0) return model.air().pressure;
  const double lever = model.state().controls.throttle / 100;
  return model.air().pressure * (kIdleManifold + (kFullThrottleLoss - kIdleManifold) * lever);
}

template <double Engine::*Temperature>
double rankine(const Model& model) {
  return model.state().engine.*Temperature * kRankinePerKelvin;
}
template <double Engine::*Temperature>
void write_rankine(Model& model, double value) {
  model.edit().engine.*Temperature = within_limits(value / kRankinePerKelvin, 0, kHottest);
}

double total_gal(const Model& model) {
  return model.state().fuel.left_gal + model.state().fuel.right_gal;
}
void write_total_gal(Model& model, double gallons) {
  Fuel& fuel = model.edit().fuel;
  fuel.left_gal = within_limits(gallons / 2, 0, model.type().tank_gal);
  fuel.right_gal = fuel.left_gal;
}
double left_gal(const Model& model) {
  return model.state().fuel.left_gal;
}
void write_left_gal(Model& model, double gallons) {
  model.edit().fuel.left_gal = within_limits(gallons, 0, model.type().tank_gal);
}
double right_gal(const Model& model) {
  return model.state().fuel.right_gal;
}
void write_right_gal(Model& model, double gallons) {
  model.edit().fuel.right_gal = within_limits(gallons, 0, model.type().tank_gal);
}
double tank_gal(const Model& model) {
  return model.type().tank_gal;
}

constexpr std::array kEngine{
    Binding{"GENERAL ENG COMBUSTION", [](const Model& m) { return m.state().engine.combustion; }, write_combustion},
    Binding{"GENERAL ENG RPM", rpm, write_rpm},
    Binding{"PROP RPM", rpm, write_rpm},
    Binding{"GENERAL ENG PCT MAX RPM", [](const Model& m) { return 100 * rpm(m) / m.type().rpm_rated; },
            [](Model& m, double percent) { write_rpm(m, percent * m.type().rpm_rated / 100); }},
    Binding{"MAX RATED ENGINE RPM", [](const Model& m) { return m.type().rpm_rated; }},
    lever<&S::controls, &Controls::throttle, 0, 100>("GENERAL ENG THROTTLE LEVER POSITION"),
    lever<&S::controls, &Controls::mixture, 0, 100>("GENERAL ENG MIXTURE LEVER POSITION"),
    lever<&S::controls, &Controls::propeller, 0, 100>("GENERAL ENG PROPELLER LEVER POSITION"),
    toggle_switch<&S::engine, &Engine::starter>("GENERAL ENG STARTER"),
    toggle_switch<&S::engine, &Engine::fuel_pump>("GENERAL ENG FUEL PUMP SWITCH"),
    toggle_switch<&S::engine, &Engine::alternator>("GENERAL ENG MASTER ALTERNATOR"),
    Binding{"GENERAL ENG OIL PRESSURE", [](const Model& m) { return m.state().engine.oil_pressure_psi * kPsfPerPsi; },
            [](Model& m, double psf) { m.edit().engine.oil_pressure_psi = within_limits(psf / kPsfPerPsi, 0, 200); }},
    Binding{"GENERAL ENG OIL TEMPERATURE", rankine<&Engine::oil_temperature>, write_rankine<&Engine::oil_temperature>},
    Binding{"GENERAL ENG EXHAUST GAS TEMPERATURE", rankine<&Engine::exhaust_temperature>,
            write_rankine<&Engine::exhaust_temperature>},
    Binding{"ENG CYLINDER HEAD TEMPERATURE", rankine<&Engine::cylinder_temperature>},
    Binding{"RECIP ENG CYLINDER HEAD TEMPERATURE",
            [](const Model& m) { return m.state().engine.cylinder_temperature - kZeroCelsius; },
            [](Model& m, double celsius) {
              m.edit().engine.cylinder_temperature = within_limits(celsius + kZeroCelsius, 0, kHottest);
            }},
    Binding{"RECIP ENG MANIFOLD PRESSURE", [](const Model& m) { return manifold_pressure(m) / kPascalsPerPsi; }},
    Binding{"ENG MANIFOLD PRESSURE", [](const Model& m) { return manifold_pressure(m) / kPascalsPerInHg; }},
    Binding{"ENG FUEL FLOW GPH", [](const Model& m) { return m.state().engine.flow_gph; }},
    toggle_switch<&S::engine, &Engine::magneto_left>("RECIP ENG LEFT MAGNETO"),
    toggle_switch<&S::engine, &Engine::magneto_right>("RECIP ENG RIGHT MAGNETO"),
    toggle_switch<&S::engine, &Engine::failed>("ENG FAILED"),
    toggle_switch<&S::engine, &Engine::on_fire>("ENG ON FIRE"),
};

constexpr std::array kFuel{
    Binding{"FUEL TOTAL QUANTITY", total_gal, write_total_gal},
    Binding{"FUEL TOTAL CAPACITY", [](const Model& m) { return 2 * m.type().tank_gal; }},
    Binding{"FUEL LEFT QUANTITY", left_gal, write_left_gal},
    Binding{"FUEL RIGHT QUANTITY", right_gal, write_right_gal},
    Binding{"FUEL TANK LEFT MAIN QUANTITY", left_gal, write_left_gal},
    Binding{"FUEL TANK RIGHT MAIN QUANTITY", right_gal, write_right_gal},
    Binding{"FUEL TANK LEFT MAIN CAPACITY", tank_gal},
    Binding{"FUEL TANK RIGHT MAIN CAPACITY", tank_gal},
    Binding{"FUEL WEIGHT PER GALLON", [](const Model& m) { return m.type().fuel_lb_per_gal; }},
    Binding{"FUEL TOTAL QUANTITY WEIGHT", [](const Model& m) { return total_gal(m) * m.type().fuel_lb_per_gal; },
            [](Model& m, double pounds) { write_total_gal(m, pounds / m.type().fuel_lb_per_gal); }},
    Binding{"EMPTY WEIGHT", [](const Model& m) { return m.type().empty_lb; }},
    Binding{"TOTAL WEIGHT",
            [](const Model& m) {
              return m.type().empty_lb + m.type().payload_lb + total_gal(m) * m.type().fuel_lb_per_gal;
            }},
    lever<&S::fuel, &Fuel::selector, 0, 3>("FUEL TANK SELECTOR"),
    toggle_switch<&S::fuel, &Fuel::unlimited>("UNLIMITED FUEL"),
};

}  // namespace

std::span<const Binding> engine_bindings() {
  return kEngine;
}
std::span<const Binding> fuel_bindings() {
  return kFuel;
}

}  // namespace checkride::emulator
