#include <array>
#include <cmath>

#include "checkride/catalog/unit.hpp"

namespace checkride::catalog {
namespace {

constexpr std::array<std::string_view, 33> kQuantityNames = {"length",
                                                             "area",
                                                             "volume",
                                                             "temperature",
                                                             "angle",
                                                             "angular_velocity",
                                                             "angular_acceleration",
                                                             "speed",
                                                             "acceleration",
                                                             "time",
                                                             "power",
                                                             "volume_rate",
                                                             "mass",
                                                             "mass_rate",
                                                             "electric_current",
                                                             "electric_potential",
                                                             "frequency",
                                                             "density",
                                                             "pressure",
                                                             "moment_of_inertia",
                                                             "torque",
                                                             "sound_level",
                                                             "inverse_angle",
                                                             "inverse_time",
                                                             "ratio",
                                                             "position",
                                                             "number",
                                                             "enum",
                                                             "bool",
                                                             "mask",
                                                             "code",
                                                             "text",
                                                             "struct"};

// Frequencies of the aeronautical VHF band; packed forms have no room for its leading 1.
constexpr double kVhfHz = 100e6;
// Below, packed digits in Hz mean what they say (ADF); above, the 1 was dropped (108 to 137 MHz).
constexpr double kDroppedFromHz = 2e6;
constexpr double kBcd16StepHz = 10e3;
constexpr double kAdfStepHz = 0.1;

// Decimal digits, each in four bits: 2345 -> 0x2345.
double pack_digits(double value, unsigned digits) {
  double limit = 1;
  for (unsigned i = 0; i < digits; ++i) limit *= 10;
  // A value just below a whole number is that number, spoilt by a conversion before.
  const double whole = std::floor(value + 1e-6);
  if (!(whole >= 0) || whole >= 1e18) return 0;
  auto rest = static_cast<std::uint64_t>(std::fmod(whole, limit));
  std::uint64_t packed = 0;
  for (unsigned shift = 0; rest != 0; shift += 4, rest /= 10) packed |= (rest % 10) << shift;
  return static_cast<double>(packed);
}

// 0x2345 -> 2345. Bits beyond the digits are dropped; a digit above nine counts as it is.
double unpack_digits(double packed, unsigned digits) {
  if (!(packed >= 0) || packed >= 1e18) return 0;
  auto rest = static_cast<std::uint64_t>(packed);
  double value = 0;
  double weight = 1;
  for (unsigned i = 0; i < digits; ++i, rest >>= 4U, weight *= 10) value += static_cast<double>(rest & 15U) * weight;
  return value;
}

double to_si(const Unit& unit, double value) {
  switch (unit.encoding) {
    case Encoding::linear:
      return value * unit.factor + unit.offset;
    case Encoding::reciprocal:
      return value == 0 ? 0 : unit.factor / value;
    case Encoding::bcd16:
      return kVhfHz + unpack_digits(value, 4) * kBcd16StepHz;
    case Encoding::bcd32: {
      const double hertz = unpack_digits(value, 8);
      return hertz >= kDroppedFromHz ? kVhfHz + hertz : hertz;
    }
    case Encoding::adf_bcd32:
      return unpack_digits(value, 8) * kAdfStepHz;
    case Encoding::bco16:
      return unpack_digits(value, 4);
    case Encoding::truth:
    case Encoding::more_than_half:
    case Encoding::none:
      return value;
  }
  return value;
}

double from_si(const Unit& unit, double value) {
  switch (unit.encoding) {
    case Encoding::linear:
      return (value - unit.offset) / unit.factor;
    case Encoding::reciprocal:
      return value == 0 ? 0 : unit.factor / value;
    case Encoding::bcd16:
      return pack_digits(value / kBcd16StepHz, 4);
    case Encoding::bcd32:
      return pack_digits(value, 8);
    case Encoding::adf_bcd32:
      return pack_digits(value / kAdfStepHz, 8);
    case Encoding::bco16:
      return pack_digits(value, 4);
    case Encoding::truth:
      return value != 0 ? 1 : 0;
    case Encoding::more_than_half:
      return value > 0.5 ? 1 : 0;
    case Encoding::none:
      return value;
  }
  return value;
}

bool is_dimensionless(const Unit& unit) {
  return unit.quantity >= Quantity::ratio && unit.quantity <= Quantity::code;
}

// number, enum, bool, mask, code: what takes any dimensionless value as it is.
bool fits_dimensionless(const Unit& unit) {
  return is_dimensionless(unit) && unit.quantity != Quantity::ratio && unit.quantity != Quantity::position;
}

// A transponder code stands under a packed frequency unit in the lists: its digits are the code.
bool holds_code(const Unit& unit) {
  return unit.encoding == Encoding::bcd16 || unit.encoding == Encoding::bco16;
}

bool convertible(const Unit& from, const Unit& to) {
  if (&from == &to || (holds_code(from) && holds_code(to))) return true;
  if (from.encoding == Encoding::none || to.encoding == Encoding::none) return false;
  if (from.quantity == to.quantity) return true;
  if (is_dimensionless(from) && is_dimensionless(to)) return fits_dimensionless(from) || fits_dimensionless(to);
  return (holds_code(from) && fits_dimensionless(to)) || (holds_code(to) && fits_dimensionless(from));
}

// What a dimensionless unit is for its number: digits for the packed ones, 0 or 1 for bool, itself for the others.
double plain(const Unit& unit, double value) {
  return holds_code(unit) ? unpack_digits(value, 4) : value;
}

double from_plain(const Unit& unit, double value) {
  if (holds_code(unit)) return pack_digits(value, 4);
  return unit.encoding == Encoding::truth ? from_si(unit, value) : value;
}

}  // namespace

std::string_view name_of(Quantity quantity) {
  return kQuantityNames[static_cast<std::size_t>(quantity)];
}

Result<Conversion> conversion_between(const Unit& from, const Unit& to) {
  if (convertible(from, to)) return Conversion(from, to);
  std::string message = "\"" + std::string(from.name) + "\" (" + std::string(name_of(from.quantity));
  message += ") does not convert into \"" + std::string(to.name) + "\" (" + std::string(name_of(to.quantity)) + ")";
  return Error::invalid(std::move(message));
}

double Conversion::operator()(double value) const {
  if (std::isnan(value)) return value;
  if (to_->encoding == Encoding::truth) return value != 0 ? 1 : 0;
  if (from_ == to_ || (holds_code(*from_) && holds_code(*to_))) return value;
  if (from_->quantity != to_->quantity) return from_plain(*to_, plain(*from_, value));
  const bool linear = from_->encoding == Encoding::linear && to_->encoding == Encoding::linear;
  // Equal scales leave the value untouched by rounding.
  if (linear && from_->factor == to_->factor) return value + (from_->offset - to_->offset);
  return from_si(*to_, to_si(*from_, value));
}

}  // namespace checkride::catalog
