// The engines: a table of the same rows for each.
#include <array>
#include <cmath>

#include "sim/bindings.hpp"

namespace checkride::emulator {
namespace {

constexpr double kFullThrottleLoss = 0.96;  // of the ambient pressure in the manifold
constexpr double kIdleManifold = 0.37;
constexpr double kHottest = 2000;  // K
constexpr double kNewtonsPerPound = 4.4482216152605;
constexpr double kWattsPerFootPound = 1.3558179483314;
constexpr double kCoreRpm = 14460;  // of a turbofan's core at full N2

template <std::size_t N>
const Engine& engine(const Model& model) {
  return model.state().engines[N];
}
template <std::size_t N>
Engine& edit(Model& model) {
  return model.edit().engines[N];
}

template <std::size_t N, double Engine::*Field>
double number(const Model& model) {
  return engine<N>(model).*Field;
}

template <std::size_t N, double Engine::*Field>
constexpr Binding engine_lever(std::string_view name) {
  return {.name = name, .read = number<N, Field>, .write = [](Model& m, double v) {
            edit<N>(m).*Field = within_limits(v, 0, 100);
          }};
}

template <std::size_t N, double Engine::*Field>
constexpr Binding engine_switch(std::string_view name) {
  return {
      .name = name, .read = number<N, Field>, .write = [](Model& m, double v) { edit<N>(m).*Field = v != 0 ? 1 : 0; }};
}

template <std::size_t N>
void write_rpm(Model& model, double value) {
  edit<N>(model).rpm = within_limits(value, 0, 5000);
}

template <std::size_t N>
void write_combustion(Model& model, double value) {
  if (value == 0) return model.stop_combustion(N);
  edit<N>(model).combustion = 1;
}

template <std::size_t N>
double percent_of_rated(const Model& model) {
  const double rated = model.rated_rpm();
  return rated > 0 ? 100 * engine<N>(model).rpm / rated : 0;
}

template <std::size_t N>
double manifold_pressure(const Model& model) {  // Pa
  const Engine& here = engine<N>(model);
  if (here.combustion == 0 || model.type().engine != EngineKind::piston) return model.air().pressure;
  return model.air().pressure * (kIdleManifold + (kFullThrottleLoss - kIdleManifold) * here.throttle / 100);
}

template <std::size_t N, double Engine::*Temperature>
double rankine(const Model& model) {
  return engine<N>(model).*Temperature * kRankinePerKelvin;
}
template <std::size_t N, double Engine::*Temperature>
void write_rankine(Model& model, double value) {
  edit<N>(model).*Temperature = within_limits(value / kRankinePerKelvin, 0, kHottest);
}

template <std::size_t N>
double oil_pressure_psf(const Model& model) {
  return engine<N>(model).oil_pressure_psi * kPsfPerPsi;
}

template <std::size_t N>
double flow_pph(const Model& model) {
  return engine<N>(model).flow_gph * model.type().fuel_lb_per_gal;
}

// Of a jet; of other engines 0.
template <std::size_t N>
double jet_flow_pph(const Model& model) {
  return model.type().engine == EngineKind::jet ? flow_pph<N>(model) : 0;
}
template <std::size_t N>
double commanded_n1(const Model& model) {
  if (model.type().engine != EngineKind::jet) return 0;
  const double idle = model.type().fan.n1_idle;
  return idle + (100 - idle) * engine<N>(model).throttle / 100;
}
template <std::size_t N>
double turbine_temperature(const Model& model) {
  if (model.type().engine != EngineKind::jet) return model.air().temperature * kRankinePerKelvin;
  return rankine<N, &Engine::exhaust_temperature>(model);
}
template <std::size_t N>
double thrust_lb(const Model& model) {
  return engine<N>(model).thrust / kNewtonsPerPound;
}
template <std::size_t N, EngineKind Kind>
double thrust_of_kind(const Model& model) {
  return model.type().engine == Kind ? thrust_lb<N>(model) : 0;
}

// Corrected to the temperature of sea level.
template <std::size_t N, double Engine::*Speed>
double corrected(const Model& model) {
  const double mach = model.mach();
  const double total = model.air().temperature * (1 + 0.2 * mach * mach);
  return engine<N>(model).*Speed * std::sqrt(kSeaLevelTemperature / total);
}

template <std::size_t N>
constexpr std::array kEngine{
    Binding{"GENERAL ENG COMBUSTION", number<N, &Engine::combustion>, write_combustion<N>},
    Binding{"GENERAL ENG COMBUSTION EX1", number<N, &Engine::combustion>, write_combustion<N>},
    Binding{"ENG COMBUSTION", number<N, &Engine::combustion>},
    Binding{"GENERAL ENG RPM", number<N, &Engine::rpm>, write_rpm<N>},
    Binding{"PROP RPM", number<N, &Engine::rpm>, write_rpm<N>},
    Binding{"GENERAL ENG PCT MAX RPM", percent_of_rated<N>,
            [](Model& m, double percent) { write_rpm<N>(m, percent * m.rated_rpm() / 100); }},
    engine_lever<N, &Engine::throttle>("GENERAL ENG THROTTLE LEVER POSITION"),
    engine_lever<N, &Engine::mixture>("GENERAL ENG MIXTURE LEVER POSITION"),
    engine_lever<N, &Engine::propeller>("GENERAL ENG PROPELLER LEVER POSITION"),
    engine_switch<N, &Engine::starter>("GENERAL ENG STARTER"),
    engine_switch<N, &Engine::fuel_pump>("GENERAL ENG FUEL PUMP SWITCH"),
    engine_switch<N, &Engine::alternator>("GENERAL ENG MASTER ALTERNATOR"),
    Binding{"GENERAL ENG OIL PRESSURE", oil_pressure_psf<N>,
            [](Model& m, double psf) { edit<N>(m).oil_pressure_psi = within_limits(psf / kPsfPerPsi, 0, 200); }},
    Binding{"ENG OIL PRESSURE", oil_pressure_psf<N>},
    Binding{"GENERAL ENG OIL TEMPERATURE", rankine<N, &Engine::oil_temperature>,
            write_rankine<N, &Engine::oil_temperature>},
    Binding{"ENG OIL TEMPERATURE", rankine<N, &Engine::oil_temperature>},
    Binding{"GENERAL ENG EXHAUST GAS TEMPERATURE", rankine<N, &Engine::exhaust_temperature>,
            write_rankine<N, &Engine::exhaust_temperature>},
    Binding{"ENG EXHAUST GAS TEMPERATURE", rankine<N, &Engine::exhaust_temperature>},
    Binding{"ENG CYLINDER HEAD TEMPERATURE", rankine<N, &Engine::cylinder_temperature>},
    Binding{"RECIP ENG CYLINDER HEAD TEMPERATURE",
            [](const Model& m) { return engine<N>(m).cylinder_temperature - kZeroCelsius; },
            [](Model& m, double celsius) {
              edit<N>(m).cylinder_temperature = within_limits(celsius + kZeroCelsius, 0, kHottest);
            }},
    Binding{"RECIP ENG MANIFOLD PRESSURE", [](const Model& m) { return manifold_pressure<N>(m) / kPascalsPerPsi; }},
    Binding{"ENG MANIFOLD PRESSURE", [](const Model& m) { return manifold_pressure<N>(m) / kPascalsPerInHg; }},
    Binding{"RECIP ENG BRAKE POWER", [](const Model& m) { return engine<N>(m).power / kWattsPerFootPound; }},
    Binding{"ENG FUEL FLOW GPH", number<N, &Engine::flow_gph>},
    Binding{"ENG FUEL FLOW PPH", flow_pph<N>},
    Binding{"RECIP ENG FUEL FLOW",
            [](const Model& m) { return m.type().engine == EngineKind::piston ? flow_pph<N>(m) : 0.0; }},
    Binding{"TURB ENG FUEL FLOW PPH", jet_flow_pph<N>},
    Binding{"ENG N1 RPM", [](const Model& m) { return engine<N>(m).n1 / 100 * m.rated_rpm(); }},
    Binding{"ENG N2 RPM", [](const Model& m) { return engine<N>(m).n2 / 100 * kCoreRpm; }},
    Binding{"TURB ENG N1", number<N, &Engine::n1>},
    Binding{"TURB ENG N2", number<N, &Engine::n2>},
    Binding{"TURB ENG CORRECTED N1", corrected<N, &Engine::n1>},
    Binding{"TURB ENG CORRECTED N2", corrected<N, &Engine::n2>},
    Binding{"TURB ENG COMMANDED N1", commanded_n1<N>},
    Binding{"TURB ENG THROTTLE COMMANDED N1", commanded_n1<N>},
    Binding{"TURB ENG ITT", turbine_temperature<N>},
    Binding{"TURB ENG JET THRUST", thrust_of_kind<N, EngineKind::jet>},
    Binding{"PROP THRUST", thrust_of_kind<N, EngineKind::piston>},
    engine_switch<N, &Engine::magneto_left>("RECIP ENG LEFT MAGNETO"),
    engine_switch<N, &Engine::magneto_right>("RECIP ENG RIGHT MAGNETO"),
    engine_switch<N, &Engine::failed>("ENG FAILED"),
    Binding{"GENERAL ENG FAILED", number<N, &Engine::failed>},
    engine_switch<N, &Engine::on_fire>("ENG ON FIRE"),
    // The lever; the reverser itself comes out on the ground only.
    Binding{"GENERAL ENG REVERSE THRUST ENGAGED", number<N, &Engine::reverse>,
            [](Model& m, double v) { edit<N>(m).reverse = v != 0 && m.type().engine == EngineKind::jet ? 1 : 0; }},
    Binding{"TURB ENG REVERSE NOZZLE PERCENT", [](const Model& m) { return 100 * engine<N>(m).reversed; }},
};

}  // namespace

std::span<const Binding> engine_bindings(std::size_t index) {
  static_assert(kMostEngines == 2);
  return index == 1 ? kEngine<0> : kEngine<1>;
}

}  // namespace checkride::emulator
