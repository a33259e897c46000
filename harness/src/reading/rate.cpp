#include "reading/rate.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "checkride/values/values.hpp"

namespace checkride::harness {

namespace {

std::optional<double> seconds_of(std::string_view unit) {
  if (unit == "/s") return 1;
  if (unit == "/min") return 60;
  if (unit == "/h") return 3600;
  return std::nullopt;
}

}  // namespace

std::optional<double> read_rate(const values::Node& node, values::Diagnostics& errors) {
  const auto text = values::read_text(node, errors);
  if (!text) return std::nullopt;
  double number = 0;
  const char* const end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, number);
  const auto seconds = seconds_of(std::string_view(read.ptr, static_cast<std::size_t>(end - read.ptr)));
  if (read.ec == std::errc() && seconds && std::isfinite(number) && number >= 0) return number / *seconds;
  if (node.probed() == nullptr) {
    errors.add(
        node.position(),
        fmt::format("expected so many in a time, like \"50/s\", \"10/min\" or \"100/h\", not {}", node.describe()));
  }
  return std::nullopt;
}

}  // namespace checkride::harness
