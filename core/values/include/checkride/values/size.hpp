// Sizes in bytes as text: "100MB" is decimal, "64MiB" is binary.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"

namespace checkride::values {

// A count of bytes; a type of its own, so that a YAML field of it wants a unit.
struct Bytes {
  std::uint64_t count = 0;
  auto operator<=>(const Bytes&) const = default;
};

// A whole or decimal number and one of B, kB (or KB), MB, GB, TB, KiB, MiB, GiB, TiB; a space may stand between. "0"
// alone needs no unit. Errors: no unit, an unknown one, a fraction of a byte, more than 2^64-1 bytes.
Result<Bytes> parse_size(std::string_view text);
// The same for JSON Schemas.
inline constexpr const char* kSizePattern = R"(^(0|[0-9]+(\.[0-9]{1,9})? ?(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB))$)";

// The shortest exact text with the largest unit that divides it: "64MiB", "100MB", "1500B".
std::string format_size(Bytes size);

}  // namespace checkride::values
