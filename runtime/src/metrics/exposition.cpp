#include "metrics/exposition.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <system_error>

#include "checkride/result/assert.hpp"

namespace checkride::runtime {

namespace {

template <class Number>
void append_characters(std::string& out, Number value) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  CHECKRIDE_ASSERT(end.ec == std::errc());
  out.append(buffer.data(), end.ptr);
}

}  // namespace

void append_metric_value(std::string& out, double value) {
  constexpr double kExact = 9007199254740992;  // 2^53: every whole number up to here is a double
  if (std::abs(value) < kExact && value == std::trunc(value)) {
    append_characters(out, static_cast<std::int64_t>(value));
  } else if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "+Inf" : "-Inf";
  } else {
    append_characters(out, value);
  }
}

void append_metric_text(std::string& out, std::string_view text, Escape kind) {
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && kind == Escape::quoted) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
}

}  // namespace checkride::runtime
