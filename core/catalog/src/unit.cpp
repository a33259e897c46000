#include "checkride/catalog/unit.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "checkride/values/suggest.hpp"
#include "names.hpp"
#include "tables.hpp"

namespace checkride::catalog {
namespace {

const Unit* find_exact(std::string_view lower) {
  const auto names = tables::unit_names;
  const auto found =
      std::lower_bound(names.begin(), names.end(), lower,
                       [](const tables::UnitName& entry, std::string_view name) { return entry.name < name; });
  return found != names.end() && found->name == lower ? &tables::units[found->unit] : nullptr;
}

Error unknown_unit(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& entry : tables::unit_names) names.push_back(entry.name);
  return Error::invalid("unknown unit \"" + std::string(name) + "\"" + values::suggestion(name, names));
}

}  // namespace

std::span<const Unit> all_units() {
  return tables::units;
}

const Unit* find_unit(std::string_view name) {
  const FoldedName folded = lower_name(name);
  const std::string_view lower = folded.view();
  if (const Unit* exact = find_exact(lower)) return exact;
  // The plural or singular that the lists leave out differs by an s at the end.
  if (lower.ends_with('s')) return find_exact(lower.substr(0, lower.size() - 1));
  std::string_view plural_tail = "s";
  std::array<char, 128> plural;
  if (lower.empty() || lower.size() + plural_tail.size() > plural.size()) return nullptr;
  auto end = std::copy(lower.begin(), lower.end(), plural.begin());
  end = std::copy(plural_tail.begin(), plural_tail.end(), end);
  return find_exact({plural.data(), static_cast<std::size_t>(end - plural.begin())});
}

Result<double> convert(double value, std::string_view from, std::string_view to) {
  const Unit* source = find_unit(from);
  if (source == nullptr) return unknown_unit(from);
  const Unit* target = find_unit(to);
  if (target == nullptr) return unknown_unit(to);
  TRY(const Conversion conversion, conversion_between(*source, *target));
  return conversion(value);
}

Result<Quantified> parse_quantified(std::string_view text) {
  Quantified result;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), result.value);
  if (code != std::errc() || !std::isfinite(result.value)) {
    return Error::invalid("expected a number and a unit such as 80 feet, not \"" + std::string(text) + "\"");
  }
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.empty()) return result;
  if (!unit.starts_with(' ')) {
    return Error::invalid("expected a space between number and unit in \"" + std::string(text) + "\"");
  }
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  result.unit = find_unit(unit);
  if (result.unit == nullptr) return unknown_unit(unit);
  return result;
}

}  // namespace checkride::catalog
