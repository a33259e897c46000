// The tanks of the model, and the rules by which engines drink from them.
#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

constexpr double kAll = 1;  // values of FUEL TANK SELECTOR
constexpr double kLeft = 2;
constexpr double kRight = 3;
constexpr double kSecondsPerHour = 3600;

std::size_t place(Tank tank) {
  return static_cast<std::size_t>(tank);
}

double less(double amount, double taken) {
  return amount > taken ? amount - taken : 0;
}

}  // namespace

void Model::fill_tanks(double gallons) {
  TankContents& tanks = edit().fuel.gal;
  const TankContents& capacity = type_->tanks_gal;
  double rest = within_limits(gallons, 0, total_capacity_gal(*type_));
  const auto fill = [&](Tank left, Tank right) {
    const double most = capacity[place(left)];
    const double each = rest / 2 < most ? rest / 2 : most;
    tanks[place(left)] = each;
    tanks[place(right)] = each;
    rest = less(rest, 2 * each);
  };
  fill(Tank::left_main, Tank::right_main);
  fill(Tank::left_aux, Tank::right_aux);
  tanks[place(Tank::center)] = rest < capacity[place(Tank::center)] ? rest : capacity[place(Tank::center)];
}

bool Model::fuel_flows() const {
  const Fuel& fuel = state_.fuel;
  const bool left = fuel.gal[place(Tank::left_main)] > 0 || fuel.gal[place(Tank::left_aux)] > 0;
  const bool right = fuel.gal[place(Tank::right_main)] > 0 || fuel.gal[place(Tank::right_aux)] > 0;
  if (fuel.selector == kAll) return left || right || fuel.gal[place(Tank::center)] > 0;
  return (fuel.selector == kLeft && left) || (fuel.selector == kRight && right);
}

// Takes fuel out of a pair of tanks as the selector says, from both evenly while both have some. What they had not.
double Model::burn_from(Tank left, Tank right, double gallons) {
  Fuel& fuel = state_.fuel;
  double& in_left = fuel.gal[place(left)];
  double& in_right = fuel.gal[place(right)];
  if (in_left + in_right <= 0) return gallons;
  double from_left = fuel.selector == kLeft ? gallons : fuel.selector == kRight ? 0 : gallons / 2;
  double from_right = gallons - from_left;
  if (fuel.selector == kAll && in_left <= 0) {
    from_right = gallons;
    from_left = 0;
  } else if (fuel.selector == kAll && in_right <= 0) {
    from_left = gallons;
    from_right = 0;
  }
  const double missing = less(from_left, in_left) + less(from_right, in_right);
  in_left = less(in_left, from_left);
  in_right = less(in_right, from_right);
  return missing;
}

// Center first, then the auxiliary tanks, whose pumps fill up the mains, then the mains.
void Model::burn_fuel() {
  Fuel& fuel = state_.fuel;
  if (fuel.unlimited != 0) return;
  double burnt = 0;
  for (const Engine& engine : state_.engines) burnt += engine.flow_gph * kStep / kSecondsPerHour;
  if (burnt == 0) return;
  mass_known_ = false;
  double& center = fuel.gal[place(Tank::center)];
  if (center > 0 && fuel.selector == kAll) {
    const double missing = less(burnt, center);
    center = less(center, burnt);
    burnt = missing;
  }
  burnt = burn_from(Tank::left_aux, Tank::right_aux, burnt);
  burn_from(Tank::left_main, Tank::right_main, burnt);
}

}  // namespace checkride::emulator
