#include "capture/tolerances.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

#include "checkride/catalog/catalog.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/values/suggest.hpp"

namespace checkride::harness {
namespace {

constexpr double kDegreesInATurn = 360;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

Error wrong(const std::string& text) {
  return Error::invalid(
      fmt::format("--tolerance: expected NAME=AMOUNT or NAME=PERCENT% with the name of a variable or "
                  "unit, \"default\", \"angle\", or time=DURATION, as in \"PLANE ALTITUDE=10\", knots=2%, "
                  "time=100ms; not \"{}\"",
                  text));
}

// A turn in that unit; 0 when it is none of angle.
double turn_in(std::string_view unit) {
  const catalog::Unit* known = catalog::find_unit(unit);
  const bool angle = known != nullptr && known->quantity == catalog::Quantity::angle &&
                     known->encoding == catalog::Encoding::linear && known->factor > 0;
  return angle ? 2 * std::numbers::pi / known->factor : 0;
}

// "ENG RPM:1" is a variable of the catalogue, with an index.
bool is_known(std::string_view name) {
  const std::string_view bare = name.substr(0, name.rfind(':'));
  return name.starts_with("l:") || catalog::find_unit(name) != nullptr || catalog::find_simvar(name) != nullptr ||
         catalog::find_simvar(bare) != nullptr;
}

}  // namespace

double Tolerance::distance(double expected, double got) const {
  const double off = std::abs(got - expected);
  return turn > 0 && std::isfinite(off) ? std::abs(std::remainder(off, turn)) : off;
}

bool Tolerance::holds(double expected, double got) const {
  if (std::isnan(expected) || std::isnan(got)) return std::isnan(expected) && std::isnan(got);
  return distance(expected, got) <= std::max(absolute, relative * std::abs(expected));
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
  } else if (name == "angle") {
    angle_ = tolerance;
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

Tolerance Tolerances::of(std::string_view name, std::string_view unit) const {
  const double turn = turn_in(unit);
  Tolerance result = default_;
  if (turn > 0) result = {angle_.absolute * turn / kDegreesInATurn, angle_.relative};
  for (const std::string_view word : {unit, name}) {
    const auto found = named_.find(lower(word));
    if (found != named_.end()) result = found->second;
  }
  result.turn = turn;
  return result;
}

std::optional<Error> Tolerances::unknown_name(const std::set<std::string, std::less<>>& seen) const {
  for (const auto& [name, tolerance] : named_) {
    if (is_known(name) || seen.contains(name)) continue;
    std::vector<std::string_view> candidates(seen.begin(), seen.end());
    for (const catalog::Unit& unit : catalog::all_units()) candidates.push_back(unit.name);
    for (const catalog::SimVar& variable : catalog::all_simvars()) candidates.push_back(variable.name);
    return Error::invalid("--tolerance: \"" + name + "\" is no variable or unit" +
                          values::suggestion(name, candidates));
  }
  return std::nullopt;
}

}  // namespace checkride::harness
