// Units of variables and the conversion between them. Source: units.csv; semantics.md, Units.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"

namespace checkride::catalog {

// What a unit measures. Units convert within one quantity; the dimensionless ones have rules of their own, see
// conversion_between.
enum class Quantity : std::uint8_t {
  length,
  area,
  volume,
  temperature,
  angle,
  angular_velocity,
  angular_acceleration,
  speed,
  acceleration,
  time,
  power,
  volume_rate,
  mass,
  mass_rate,
  electric_current,
  electric_potential,
  frequency,
  density,
  pressure,
  moment_of_inertia,
  torque,
  sound_level,
  inverse_angle,
  inverse_time,
  // dimensionless
  ratio,
  position,
  number,
  enumeration,
  boolean,
  mask,
  code,
  // not numbers
  text,
  structure,
};

// How a unit writes its quantity.
enum class Encoding : std::uint8_t {
  linear,          // SI = value * factor + offset
  reciprocal,      // SI = factor / value
  truth,           // 0 or 1
  more_than_half,  // 1 when above one half
  bcd16,           // digits of the value in 10 kHz, the leading 1 of 1xx MHz dropped
  bcd32,           // digits of the value in Hz, the leading 1 of 1xx MHz dropped
  adf_bcd32,       // digits of the value in 0.1 Hz
  bco16,           // four digits of a code
  none,            // texts and structures
};

struct Unit {
  std::string_view name;     // as in units.csv: "foot"
  std::string_view si_unit;  // "m"; empty for the dimensionless
  double factor = 1;
  double offset = 0;
  Quantity quantity = Quantity::number;
  Encoding encoding = Encoding::linear;
  bool uncertain = false;  // sources differ or are silent about the factor
};

// "length": the word of units.csv.
std::string_view name_of(Quantity quantity);

// All units, in the order of units.csv.
std::span<const Unit> all_units();

// By name or alias, singular or plural, without regard to ASCII case: "feet", "Foot", "FT". Null if there is none. The
// empty name is none. Never allocates.
const Unit* find_unit(std::string_view name);

// How values of one unit become values of another; a small value, made once per datum and applied often.
class Conversion {
 public:
  // Total: the result of a finite value is finite unless it overflows; the reciprocal of zero is zero; NaN stays NaN.
  double operator()(double value) const;
  bool is_identity() const { return from_ == to_; }

 private:
  friend Result<Conversion> conversion_between(const Unit& from, const Unit& to);
  Conversion(const Unit& from, const Unit& to) : from_(&from), to_(&to) {}
  const Unit* from_;
  const Unit* to_;
};

// - Same quantity: by factor and offset, or by the packing of digits.
// - number, enum, bool, mask and code units fit every dimensionless one and change nothing (but bool makes 0 or 1, and
//   bcd16 or bco16 pack the digits); ratio and position do not convert into each other.
// - Texts and structures fit only themselves.
// Error: invalid input, naming both units and what they measure.
Result<Conversion> conversion_between(const Unit& from, const Unit& to);

// The three steps at once, for a single value. Errors: an unknown unit with the nearest name; conversion_between's.
Result<double> convert(double value, std::string_view from, std::string_view to);

// "80 feet", "1.5 percent over 100", "12": a number and, behind a space, a unit.
struct Quantified {
  double value = 0;
  const Unit* unit = nullptr;  // null when only the number was given
};
// Errors: no number in front, an unknown unit with the nearest name.
Result<Quantified> parse_quantified(std::string_view text);

}  // namespace checkride::catalog
