#include "checkride/values/size.hpp"

#include <array>

#include "checkride/values/diagnostic.hpp"
#include "decimal.hpp"

namespace checkride::values {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t bytes;
};

// Largest first, for format_size; "kB" is the standard's spelling, "KB" everybody's.
constexpr std::array<Unit, 10> kUnits{{{"TiB", 1ULL << 40U},
                                       {"TB", 1'000'000'000'000},
                                       {"GiB", 1ULL << 30U},
                                       {"GB", 1'000'000'000},
                                       {"MiB", 1ULL << 20U},
                                       {"MB", 1'000'000},
                                       {"KiB", 1ULL << 10U},
                                       {"kB", 1'000},
                                       {"KB", 1'000},
                                       {"B", 1}}};

Error refuse(std::string_view text, std::string_view why) {
  std::string message = "expected a size such as 100MB, 64MiB or 512B, not " + quote(text);
  if (!why.empty()) message.append(" (").append(why).append(")");
  return Error::invalid(std::move(message));
}

}  // namespace

Result<Bytes> parse_size(std::string_view text) {
  if (text == "0") return Bytes{};
  std::string_view rest = text;
  const auto decimal = take_decimal(rest);
  if (!decimal) return refuse(text, text.starts_with('-') ? "it must not be negative" : "");
  if (rest.empty()) return refuse(text, "a unit is missing");
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  for (const Unit& unit : kUnits) {
    if (unit.name != rest) continue;
    const Scaled scaled = scale(*decimal, unit.bytes);
    if (scaled.error == ScaleError::inexact) return refuse(text, "it is not a whole number of bytes");
    if (scaled.error) return refuse(text, "it is too large");
    return Bytes{scaled.value};
  }
  return refuse(text, "the units are B, kB, MB, GB, TB and KiB, MiB, GiB, TiB");
}

std::string format_size(Bytes size) {
  if (size.count == 0) return "0B";
  for (const Unit& unit : kUnits) {
    if (size.count % unit.bytes == 0) return std::to_string(size.count / unit.bytes).append(unit.name);
  }
  return std::to_string(size.count) + "B";  // not reached: the last unit divides everything
}

}  // namespace checkride::values
