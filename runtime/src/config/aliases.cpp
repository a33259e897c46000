#include "config/aliases.hpp"

#include <algorithm>
#include <array>

namespace checkride::runtime {

namespace {

constexpr std::array<std::string_view, 2> kAltitude{"PLANE ALTITUDE", "INDICATED ALTITUDE"};
constexpr std::array<std::string_view, 2> kAirspeed{"AIRSPEED INDICATED", "AIRSPEED TRUE"};
constexpr std::array<std::string_view, 3> kSpeed{"AIRSPEED INDICATED", "GROUND VELOCITY", "AIRSPEED TRUE"};
constexpr std::array<std::string_view, 3> kHeading{"HEADING INDICATOR", "PLANE HEADING DEGREES MAGNETIC",
                                                   "PLANE HEADING DEGREES TRUE"};
constexpr std::array<std::string_view, 1> kFuel{"FUEL TOTAL QUANTITY"};
constexpr std::array<BuiltinAlias, 5> kBuiltin{
    {{"altitude", kAltitude}, {"airspeed", kAirspeed}, {"speed", kSpeed}, {"heading", kHeading}, {"fuel", kFuel}}};

template <class Matches>
std::optional<std::size_t> find_index(const std::vector<VariableConfig>& variables, Matches matches) {
  const auto found = std::find_if(variables.begin(), variables.end(), matches);
  if (found == variables.end()) return std::nullopt;
  return static_cast<std::size_t>(found - variables.begin());
}

std::optional<std::size_t> find_by_name(const std::vector<VariableConfig>& variables, std::string_view name) {
  const std::string wanted = metric_key(name);
  return find_index(variables, [&](const VariableConfig& one) { return metric_key(one.name) == wanted; });
}

std::optional<std::size_t> find_by_alias(const std::vector<VariableConfig>& variables, std::string_view alias) {
  const std::string wanted = metric_key(alias);
  return find_index(variables,
                    [&](const VariableConfig& one) { return !one.alias.empty() && metric_key(one.alias) == wanted; });
}

std::optional<std::size_t> find_builtin(const std::vector<VariableConfig>& variables, std::string_view alias) {
  const std::string wanted = metric_key(alias);
  for (const BuiltinAlias& builtin : kBuiltin) {
    if (builtin.alias != wanted) continue;
    for (const std::string_view name : builtin.variables) {
      if (const auto index = find_by_name(variables, name)) return index;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string metric_key(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_') c = ' ';
  }
  return out;
}

std::span<const BuiltinAlias> builtin_aliases() {
  return kBuiltin;
}

std::optional<std::size_t> find_variable(const std::vector<VariableConfig>& variables, std::string_view metric) {
  if (const auto index = find_by_alias(variables, metric)) return index;
  if (const auto index = find_by_name(variables, metric)) return index;
  return find_builtin(variables, metric);
}

void fill_aliases(std::vector<VariableConfig>& variables) {
  for (const BuiltinAlias& builtin : kBuiltin) {
    if (find_by_alias(variables, builtin.alias)) continue;
    const auto index = find_builtin(variables, builtin.alias);
    if (index && variables[*index].alias.empty()) variables[*index].alias = builtin.alias;
  }
}

std::vector<std::string> known_metrics(const std::vector<VariableConfig>& variables) {
  std::vector<std::string> names;
  for (const VariableConfig& variable : variables) {
    if (!variable.alias.empty()) names.push_back(variable.alias);
    names.push_back(variable.name);
  }
  for (const BuiltinAlias& builtin : kBuiltin) {
    const bool listed = std::find(names.begin(), names.end(), builtin.alias) != names.end();
    if (!listed && find_builtin(variables, builtin.alias)) names.emplace_back(builtin.alias);
  }
  names.emplace_back(kErrorRateMetric);
  return names;
}

}  // namespace checkride::runtime
