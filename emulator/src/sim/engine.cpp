// The engines of the model: starting and stopping, the piston engine's speed and power, temperatures. The turbofan is
// in turbofan.cpp, the tanks in fuel.cpp.
#include <cmath>

#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

constexpr double kCrankSeconds = 1;   // of starter until a piston engine fires
constexpr double kSpoolSeconds = 15;  // until a turbofan lights
constexpr double kCrankRpm = 250;
constexpr double kMixtureLeanest = 3;  // percent; below it nothing burns
constexpr double kWindmillSpeed = 25;  // m/s; above it a dead propeller turns
constexpr double kWindmillRpm = 10;    // per m/s
constexpr double kTurbofanRpm = 5000;  // of the fan at full N1
constexpr double kThird = 1.0 / 3;

// Moves `value` towards `target` as a first-order lag does in one step.
void follow(double& value, double target, double seconds) {
  value += (target - value) * (kStep / seconds);
}

// The speed that makes thrust of power: the flight's, and not nothing when standing.
double propeller_flow(const PistonEngine& piston, double speed) {
  const double flight = speed * speed;
  const double standing = piston.propeller_speed * piston.propeller_speed;
  return std::sqrt(std::sqrt(flight * flight + standing * standing));
}

}  // namespace

std::size_t Model::burning() const {
  std::size_t count = 0;
  for (const Engine& engine : state_.engines) count += engine.combustion != 0 ? 1 : 0;
  return count;
}

double Model::thrust() const {
  double total = 0;
  for (const Engine& engine : state_.engines) total += engine.thrust;
  return total;
}

double Model::full_power() const {
  const PistonEngine& piston = type_->piston;
  // A turbocharger makes the air of its critical altitude as good as that of sea level.
  const double full = piston.critical_density > 0 ? piston.critical_density : kSeaLevelDensity;
  const double ratio = air().density / full;
  // Power falls faster than density, for friction does not: Gagg and Ferrar's rule.
  const double most = piston.critical_density > 0 ? 1 : 1.2;
  return piston.power_max * within_limits(1.132 * ratio - 0.132, 0, most);
}

double Model::full_rpm() const {
  const PistonEngine& piston = type_->piston;
  return within_limits(piston.rpm_static + piston.rpm_per_speed * state_.motion.speed, piston.rpm_static,
                       piston.rpm_rated * 1.1);
}

double Model::rated_rpm() const {
  switch (type_->engine) {
    case EngineKind::piston:
      return type_->piston.rpm_rated;
    case EngineKind::jet:
      return kTurbofanRpm;
    case EngineKind::none:
      break;
  }
  return 0;
}

bool Model::can_run(const Engine& engine) const {
  const bool magnetos = type_->engine == EngineKind::piston && type_->piston.magnetos;
  const bool spark = !magnetos || engine.magneto_left != 0 || engine.magneto_right != 0;
  return spark && fuel_flows() && engine.mixture > kMixtureLeanest && engine.failed == 0 && state_.holds.crash == 0;
}

// What follows from it is there at once: nobody sees fuel flow through an engine that does not burn.
void Model::stop_combustion(std::size_t index) {
  Engine& engine = edit().engines[index];
  engine.combustion = 0;
  work_engine(engine);
}

void Model::stop_combustion() {
  for (std::size_t i = 0; i < type_->engines; ++i) stop_combustion(i);
}

void Model::start_or_stop(std::size_t index) {
  Engine& engine = state_.engines[index];
  const bool ready = can_run(engine);
  if (engine.combustion != 0) {
    if (!ready) stop_combustion(index);
    return;
  }
  const bool cranking = engine.starter != 0 && bus_volts() > 0;
  engine.crank_seconds = cranking && ready ? engine.crank_seconds + kStep : 0;
  if (engine.crank_seconds < (type_->engine == EngineKind::jet ? kSpoolSeconds : kCrankSeconds)) return;
  engine.combustion = 1;
  engine.starter = 0;
  engine.crank_seconds = 0;
}

double Model::rpm_at(double throttle) const {
  const double lever = within_limits(throttle / 100, 0, 1);
  return type_->piston.rpm_idle + (full_rpm() - type_->piston.rpm_idle) * lever;
}

void Model::step_engines() {
  for (std::size_t i = 0; i < type_->engines; ++i) {
    start_or_stop(i);
    Engine& engine = state_.engines[i];
    if (type_->engine == EngineKind::jet) {
      step_turbofan(engine);
    } else {
      step_piston(engine);
    }
    step_temperatures(engine);
  }
  burn_fuel();
}

void Model::step_piston(Engine& engine) {
  double target = 0;
  if (engine.combustion != 0) {
    target = rpm_at(engine.throttle);
  } else if (engine.starter != 0 && bus_volts() > 0) {
    target = kCrankRpm;
  } else if (state_.motion.speed > kWindmillSpeed) {
    target = kWindmillRpm * state_.motion.speed;
  }
  follow(engine.rpm, target, 0.6);
  if (engine.rpm < 1 && target == 0) engine.rpm = 0;
  work_piston(engine);
}

void Model::work_engine(Engine& engine) {
  if (type_->engine == EngineKind::jet) return work_turbofan(engine);
  work_piston(engine);
}

void Model::work_piston(Engine& engine) {
  const PistonEngine& piston = type_->piston;
  if (engine.combustion == 0) {
    engine.power = 0;
    engine.thrust = 0;
    engine.flow_gph = 0;
    return;
  }
  const double turn = engine.rpm / full_rpm();
  engine.power = full_power() * within_limits(turn * turn * turn, 0, 1);
  engine.thrust = piston.propeller * engine.power / propeller_flow(piston, state_.motion.speed);
  const double richness = piston.magnetos ? 0.7 + 0.3 * within_limits(engine.mixture / 100, 0, 1) : 1;
  engine.flow_gph = (piston.flow_idle_gph + piston.flow_power_gph * engine.power / piston.power_max) * richness;
}

double Model::idle_thrust() const {
  if (type_->engine == EngineKind::jet) {
    return static_cast<double>(burning()) * full_thrust() * type_->fan.idle_share;
  }
  if (type_->engine == EngineKind::none) return 0;
  const PistonEngine& piston = type_->piston;
  const double turn = piston.rpm_idle / full_rpm();
  const double power = full_power() * turn * turn * turn;
  return static_cast<double>(burning()) * piston.propeller * power / propeller_flow(piston, state_.motion.speed);
}

double Model::throttle_for_thrust(double newtons) const {
  const std::size_t count = burning();
  if (count == 0) return 0;
  const double each = newtons / static_cast<double>(count);
  if (type_->engine == EngineKind::jet) {
    const double idle = type_->fan.idle_share;
    const double share = within_limits((each / (full_thrust() + 1) - idle) / (1 - idle), 0, 1);
    return 100 * std::sqrt(share);
  }
  const PistonEngine& piston = type_->piston;
  const double power = each * propeller_flow(piston, state_.motion.speed) / piston.propeller;
  const double turn = std::pow(within_limits(power / (full_power() + 1), 0, 1), kThird);
  const double full = full_rpm();
  return 100 * within_limits((turn * full - piston.rpm_idle) / (full - piston.rpm_idle), 0, 1);
}

void Model::set_throttles(double percent) {
  for (std::size_t i = 0; i < type_->engines; ++i) edit().engines[i].throttle = percent;
}

void Model::step_temperatures(Engine& engine) {
  const double ambient = air().temperature;
  if (engine.combustion == 0) {
    follow(engine.oil_pressure_psi, 0, 2);
    if (engine.oil_pressure_psi < 0.01) engine.oil_pressure_psi = 0;
    follow(engine.oil_temperature, ambient, 600);
    follow(engine.cylinder_temperature, ambient, 300);
    follow(engine.exhaust_temperature, ambient, 20);
    return;
  }
  const bool jet = type_->engine == EngineKind::jet;
  const double share = jet ? within_limits(engine.n1 / 100, 0, 1) : engine.power / type_->piston.power_max;
  follow(engine.oil_pressure_psi, 40 + 20 * engine.rpm / rated_rpm(), 2);
  follow(engine.oil_temperature, kZeroCelsius + 70 + 20 * share, 120);
  follow(engine.cylinder_temperature, kZeroCelsius + 130 + 80 * share, 60);
  // Behind a turbine it is coolest at mid power and hottest at takeoff.
  const double exhaust = jet ? 430 + 450 * share * share * ambient / kSeaLevelTemperature : 600 + 150 * share;
  follow(engine.exhaust_temperature, kZeroCelsius + exhaust, jet ? 4 : 8);
}

void Model::prepare_engines(double crank) {
  State& state = edit();
  state.electrics.battery = 1;
  state.electrics.avionics = 1;
  if (state.fuel.selector == 0) state.fuel.selector = 1;
  for (std::size_t i = 0; i < type_->engines; ++i) {
    Engine& engine = state.engines[i];
    engine.mixture = 100;
    engine.magneto_left = 1;
    engine.magneto_right = 1;
    engine.alternator = 1;
    engine.starter = crank;
  }
}

void Model::start_engine() {
  prepare_engines(0);
  for (std::size_t i = 0; i < type_->engines; ++i) {
    Engine& engine = edit().engines[i];
    engine.combustion = can_run(engine) ? 1 : 0;
    if (engine.combustion == 0) continue;
    engine.rpm = rpm_at(engine.throttle);
    const double idle = type_->fan.n1_idle;
    engine.n1 = type_->engine == EngineKind::jet ? idle + (100 - idle) * engine.throttle / 100 : 0;
    engine.n2 = type_->engine == EngineKind::jet ? 60 + 0.4 * engine.throttle * (2 - engine.throttle / 100) : 0;
    work_engine(engine);
    engine.oil_pressure_psi = 45;
    engine.oil_temperature = kZeroCelsius + 75;
    engine.cylinder_temperature = kZeroCelsius + 140;
    engine.exhaust_temperature = kZeroCelsius + 620;
  }
}

void Model::stop_engine() {
  State& state = edit();
  for (std::size_t i = 0; i < type_->engines; ++i) {
    Engine& engine = state.engines[i];
    engine.mixture = 0;
    engine.throttle = 0;
    engine.magneto_left = 0;
    engine.magneto_right = 0;
    engine.alternator = 0;
    engine.starter = 0;
    engine.fuel_pump = 0;
  }
  stop_combustion();
  state.electrics.avionics = 0;
  state.electrics.battery = 0;
}

}  // namespace checkride::emulator
