#include <algorithm>
#include <charconv>
#include <vector>

#include "checkride/catalog/catalog.hpp"
#include "checkride/values/suggest.hpp"
#include "names.hpp"
#include "tables.hpp"

namespace checkride::catalog {
namespace {

template <class Row>
const Row* find_row(std::span<const Row> rows, std::string_view upper) {
  const auto found = std::lower_bound(rows.begin(), rows.end(), upper,
                                      [](const Row& row, std::string_view name) { return row.name < name; });
  return found != rows.end() && found->name == upper ? &*found : nullptr;
}

template <class Row>
std::optional<std::string> nearest(std::span<const Row> rows, std::string_view name) {
  std::vector<std::string_view> names;
  names.reserve(rows.size());
  for (const Row& row : rows) names.push_back(row.name);
  return values::did_you_mean(name, names);
}

}  // namespace

std::span<const SimVar> all_simvars() {
  return tables::simvars;
}
std::span<const SimVar* const> core_simvars() {
  return tables::core_simvars;
}

const SimVar* find_simvar(std::string_view name) {
  const FoldedName folded = upper_name(name);
  std::string_view upper = folded.view();
  if (upper.starts_with("A:")) upper.remove_prefix(2);
  return find_row(tables::simvars, upper);
}

std::optional<SimVarReference> find_indexed_simvar(std::string_view text) {
  SimVarReference reference;
  const auto colon = text.rfind(':');
  // The colon of "A:" is no index.
  if (colon != std::string_view::npos && colon > 1) {
    const std::string_view digits = text.substr(colon + 1);
    std::uint32_t index = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (code != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    reference.index = index;
    text = text.substr(0, colon);
  }
  reference.simvar = find_simvar(text);
  if (reference.simvar == nullptr) return std::nullopt;
  return reference;
}

std::optional<std::string> nearest_simvar(std::string_view name) {
  return nearest(tables::simvars, name);
}

std::span<const KeyEvent> all_key_events() {
  return tables::key_events;
}
std::span<const KeyEvent* const> core_key_events() {
  return tables::core_key_events;
}

const KeyEvent* find_key_event(std::string_view name) {
  const FoldedName folded = upper_name(name);
  std::string_view upper = folded.view();
  // Some names of the enumeration have the prefix themselves.
  if (const KeyEvent* exact = find_row(tables::key_events, upper)) return exact;
  if (!upper.starts_with("KEY_")) return nullptr;
  return find_row(tables::key_events, upper.substr(4));
}

std::optional<std::string> nearest_key_event(std::string_view name) {
  return nearest(tables::key_events, name);
}

std::span<const FacilityField> all_facility_fields() {
  return tables::facility_fields;
}

std::span<const FacilityField> facility_fields(std::string_view node) {
  const FoldedName folded = upper_name(node);
  const auto all = tables::facility_fields;
  const auto is_of_node = [&](const FacilityField& field) { return field.node == folded.view(); };
  const auto begin = std::find_if(all.begin(), all.end(), is_of_node);
  const auto end = std::find_if_not(begin, all.end(), is_of_node);
  return all.subspan(static_cast<std::size_t>(begin - all.begin()), static_cast<std::size_t>(end - begin));
}

const FacilityField* find_facility_field(std::string_view node, std::string_view field) {
  const FoldedName folded = upper_name(field);
  for (const FacilityField& candidate : facility_fields(node)) {
    if (candidate.field == folded.view()) return &candidate;
  }
  return nullptr;
}

}  // namespace checkride::catalog
