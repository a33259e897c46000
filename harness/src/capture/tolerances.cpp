#include "capture/tolerances.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "checkride/values/duration.hpp"

namespace checkride::harness {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

Error wrong(const std::string& text) {
  return Error::invalid(
      fmt::format("--tolerance: expected NAME=AMOUNT or NAME=PERCENT% with the name of a variable or "
                  "unit, \"default\", or time=DURATION, as in \"PLANE ALTITUDE=10\", knots=2%, "
                  "time=100ms; not \"{}\"",
                  text));
}

}  // namespace

bool Tolerance::holds(double expected, double got) const {
  if (std::isnan(expected) || std::isnan(got)) return std::isnan(expected) && std::isnan(got);
  return std::abs(got - expected) <= std::max(absolute, relative * std::abs(expected));
}

Result<> Tolerances::add(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) return wrong(text);
  const std::string name = lower(std::string_view(text).substr(0, equals));
  std::string amount = text.substr(equals + 1);
  if (name == "time") {
    const auto duration = values::parse_duration(amount);
    if (!duration) return wrong(text);
    time_ = *duration;
    return {};
  }
  const bool percent = amount.ends_with('%');
  if (percent) amount.pop_back();
  double number = 0;
  const auto [end, error] = std::from_chars(amount.data(), amount.data() + amount.size(), number);
  if (error != std::errc() || end != amount.data() + amount.size() || !(number >= 0)) return wrong(text);
  const Tolerance tolerance{percent ? 0 : number, percent ? number / 100 : 0};
  if (name == "default") {
    default_ = tolerance;
  } else {
    named_[name] = tolerance;
  }
  return {};
}

Result<Tolerances> Tolerances::parse(const std::vector<std::string>& texts) {
  Tolerances tolerances;
  for (const std::string& text : texts) TRY_VOID(tolerances.add(text));
  return tolerances;
}

const Tolerance& Tolerances::of(std::string_view name, std::string_view unit) const {
  for (const std::string_view word : {name, unit}) {
    const auto found = named_.find(lower(word));
    if (found != named_.end()) return found->second;
  }
  return default_;
}

}  // namespace checkride::harness
