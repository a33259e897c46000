#include "compare/value_tolerance.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "checkride/catalog/catalog.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::harness {

namespace {

// "PLANE ALTITUDE" and "plane_altitude" are one name.
std::string plain(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return values::lower(text);
}

bool names(std::string_view entry, const EventNumber& number) {
  const std::string wanted = plain(entry);
  const std::string name = plain(number.name);
  return wanted == name || wanted.ends_with(" " + name);
}

bool names_unit(std::string_view entry, const EventNumber& number) {
  const catalog::Unit* unit = catalog::find_unit(entry);
  return unit != nullptr && unit == catalog::find_unit(number.unit);
}

// "1 %" of the larger one; "2 feet" in the unit of the number.
std::optional<double> amount(std::string_view text, const EventNumber& left, double right) {
  const bool share = text.ends_with('%');
  if (share) text.remove_suffix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const auto read = catalog::parse_quantified(text);
  if (!read) return std::nullopt;
  if (share) return read->value / 100 * std::max(std::abs(left.value), std::abs(right));
  const catalog::Unit* unit = catalog::find_unit(left.unit);
  if (read->unit == nullptr || unit == nullptr || read->unit == unit) return read->value;
  const auto convert = catalog::conversion_between(*read->unit, *unit);
  if (!convert) return std::nullopt;
  // A difference: temperatures of two scales differ by degrees, whatever zero they have.
  return std::abs((*convert)(read->value) - (*convert)(0));
}

}  // namespace

std::vector<EventNumber> numbers_of(const reports::Event& event) {
  std::vector<EventNumber> numbers;
  const std::string_view text = event.text;
  const std::size_t space = text.find_last_of(' ');
  const std::string_view last = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  // A sample ends in its unit: "altitude 80 ft".
  const bool has_unit = event.kind == "sample" && event.numbers.size() == 1 && catalog::find_unit(last) != nullptr;
  for (const auto& [name, value] : event.numbers) {
    numbers.push_back({name, has_unit ? std::string(last) : std::string(), value});
  }
  return numbers;
}

double tolerance_of(const CompareRules& rules, const EventNumber& left, double right) {
  const auto first = [&](const auto& fits) -> std::optional<double> {
    for (const auto& [entry, text] : rules.values) {
      if (!fits(entry)) continue;
      if (const auto found = amount(text, left, right)) return found;
    }
    return std::nullopt;
  };
  if (const auto found = first([&](const std::string& entry) { return names(entry, left); })) return *found;
  if (const auto found = first([&](const std::string& entry) { return names_unit(entry, left); })) return *found;
  if (const auto found = first([](const std::string& entry) { return entry == "default"; })) return *found;
  return kShareMax * std::max(std::abs(left.value), std::abs(right));
}

}  // namespace checkride::harness
