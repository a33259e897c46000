#include "checkride/values/duration.hpp"

#include <array>
#include <cstdint>
#include <limits>

#include "checkride/values/diagnostic.hpp"
#include "decimal.hpp"

namespace checkride::values {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t nanoseconds;
};

// Larger units first; the micro sign and the Greek letter mu are both in use.
constexpr std::array<Unit, 9> kUnits{{{"d", 86'400'000'000'000},
                                      {"h", 3'600'000'000'000},
                                      {"m", 60'000'000'000},
                                      {"s", 1'000'000'000},
                                      {"ms", 1'000'000},
                                      {"us", 1'000},
                                      {"\xC2\xB5s", 1'000},
                                      {"\xCE\xBCs", 1'000},
                                      {"ns", 1}}};
constexpr std::uint64_t kNanosecondsMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

Error refuse(std::string_view text, std::string_view why) {
  std::string message = "expected a duration such as 30s, 1m30s or 250ms, not " + quote(text);
  if (!why.empty()) message.append(" (").append(why).append(")");
  return Error::invalid(std::move(message));
}

// The unit at the front of `text`: everything up to the next digit.
const Unit* take_unit(std::string_view& text) {
  const auto end = text.find_first_of("0123456789. +-");
  const std::string_view name = text.substr(0, end);
  text.remove_prefix(name.size());
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

bool is_zero(std::string_view text) {
  return text.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  if (text == "0") return Duration{};
  if (text.starts_with('-')) return refuse(text, "it must not be negative");
  std::string_view rest = text;
  std::uint64_t total = 0;
  std::uint64_t previous = std::numeric_limits<std::uint64_t>::max();
  if (rest.empty()) return refuse(text, "");
  while (!rest.empty()) {
    const std::string_view number = rest;
    const auto decimal = take_decimal(rest);
    if (!decimal) return refuse(text, "");
    if (rest.empty()) {
      const std::string digits(number);
      return refuse(text,
                    is_zero(digits) ? "a unit is missing" : "a unit is missing: " + digits + "s or " + digits + "ms?");
    }
    const Unit* unit = take_unit(rest);
    if (unit == nullptr) return refuse(text, "the units are d, h, m, s, ms, us, ns");
    if (unit->nanoseconds >= previous) return refuse(text, "larger units come first, each once");
    previous = unit->nanoseconds;
    const Scaled part = scale(*decimal, unit->nanoseconds);
    if (part.error == ScaleError::inexact) return refuse(text, "it is finer than a nanosecond");
    if (part.error || part.value > kNanosecondsMax - total) return refuse(text, "it is longer than 292 years");
    total += part.value;
  }
  return Duration(static_cast<std::int64_t>(total));
}

std::string format_duration(Duration duration) {
  // Negating the most negative value would overflow as a signed number.
  const auto count = duration.count();
  std::uint64_t rest = count < 0 ? ~static_cast<std::uint64_t>(count) + 1 : static_cast<std::uint64_t>(count);
  if (rest == 0) return "0s";
  std::string out = count < 0 ? "-" : "";
  for (const Unit& unit : {kUnits[1], kUnits[2]}) {
    if (rest < unit.nanoseconds) continue;
    out += std::to_string(rest / unit.nanoseconds).append(unit.name);
    rest %= unit.nanoseconds;
  }
  if (rest == 0) return out;
  for (const Unit& unit : {kUnits[3], kUnits[4], kUnits[5], kUnits[8]}) {
    if (rest < unit.nanoseconds) continue;
    out += std::to_string(rest / unit.nanoseconds);
    if (const std::uint64_t below = rest % unit.nanoseconds; below != 0) {
      std::string decimals = std::to_string(unit.nanoseconds + below).substr(1);
      decimals.erase(decimals.find_last_not_of('0') + 1);
      out.append(".").append(decimals);
    }
    return out.append(unit.name);
  }
  return out;
}

}  // namespace checkride::values
