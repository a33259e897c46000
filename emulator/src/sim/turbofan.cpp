// The turbofan of the model: N1 and N2, thrust that falls with the air and with speed, fuel for each pound of thrust.
#include <cmath>

#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

constexpr double kNewtonsPerPound = 4.4482216152605;
constexpr double kCrankedN2 = 25;  // percent that a starter reaches
constexpr double kN2Idle = 60;
constexpr double kWindmillN1 = 0.1;  // percent for each m/s
constexpr double kStarterSeconds = 6;
constexpr double kReverserSeconds = 1.5;
constexpr double kReverseShare = 0.4;  // of the forward thrust, with the reverser out

void follow(double& value, double target, double seconds) {
  value += (target - value) * (kStep / seconds);
}

// How far the fan is from idle to full, for its N1.
double open_share(const TurbofanEngine& fan, double n1) {
  return within_limits((n1 - fan.n1_idle) / (100 - fan.n1_idle), 0, 1);
}

}  // namespace

// Thrust follows the total pressure before the fan, and less with speed (Mattingly's form for high bypass ratios). Air
// that is warmer than standard gives less, too.
double Model::full_thrust() const {
  const TurbofanEngine& fan = type_->fan;
  const Air& here = air();
  const double number = mach();
  const double rise = 1 + 0.2 * number * number;
  const double total = here.pressure / kSeaLevelPressure * rise * rise * rise * std::sqrt(rise);
  const double warmth = here.temperature / (here.temperature - weather_.temperature_deviation_c);
  return fan.thrust_max * total * (1 - fan.mach_lapse * std::sqrt(number)) / warmth;
}

void Model::work_turbofan(Engine& engine) {
  const TurbofanEngine& fan = type_->fan;
  engine.rpm = engine.n1 / 100 * rated_rpm();
  engine.power = 0;
  if (engine.combustion == 0) {
    engine.thrust = 0;
    engine.flow_gph = 0;
    return;
  }
  const double open = open_share(fan, engine.n1);
  // A fan below idle is still running up.
  const double started = within_limits(engine.n1 / fan.n1_idle, 0, 1);
  engine.thrust = full_thrust() * (fan.idle_share + (1 - fan.idle_share) * open * open) * started;
  const double warmth = std::sqrt(air().temperature / kSeaLevelTemperature);
  const double specific = fan.specific_flow * (1 + fan.mach_flow * mach()) * warmth;
  const double flow = specific * engine.thrust / kNewtonsPerPound;
  const double least = fan.idle_flow_pph * (0.4 + 0.6 * air().pressure / kSeaLevelPressure);
  engine.flow_gph = (flow > least ? flow : least) / type_->fuel_lb_per_gal;
  engine.power = engine.thrust * state_.motion.speed;
  if (engine.reversed > 0) engine.thrust *= 1 - (1 + kReverseShare) * engine.reversed;
}

void Model::step_reverser(Engine& engine) const {
  const double wanted = engine.reverse != 0 && state_.motion.on_ground ? 1 : 0;
  constexpr double kReach = kStep / kReverserSeconds;
  engine.reversed += within_limits(wanted - engine.reversed, -kReach, kReach);
}

void Model::step_turbofan(Engine& engine) {
  const TurbofanEngine& fan = type_->fan;
  const bool cranking = engine.starter != 0 && bus_volts() > 0;
  if (engine.combustion != 0) {
    const double lever = within_limits(engine.throttle / 100, 0, 1);
    follow(engine.n1, fan.n1_idle + (100 - fan.n1_idle) * lever, fan.spool_seconds);
    const double open = open_share(fan, engine.n1);
    follow(engine.n2, kN2Idle + (100 - kN2Idle) * open * (2 - open), fan.spool_seconds);
  } else {
    follow(engine.n1, cranking ? 5 : kWindmillN1 * state_.motion.speed, kStarterSeconds);
    follow(engine.n2, cranking ? kCrankedN2 : 0.5 * kWindmillN1 * state_.motion.speed, kStarterSeconds);
    if (engine.n1 < 0.01 && state_.motion.speed == 0) engine.n1 = 0;
    if (engine.n2 < 0.01 && state_.motion.speed == 0) engine.n2 = 0;
  }
  if (engine.reverse != 0 || engine.reversed != 0) step_reverser(engine);
  work_turbofan(engine);
}

}  // namespace checkride::emulator
