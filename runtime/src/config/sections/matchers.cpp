#include "config/sections/matchers.hpp"

#include <algorithm>
#include <utility>

#include "checkride/values/suggest.hpp"

namespace checkride::runtime {

namespace {

using values::MapReader;
using values::Node;

constexpr std::size_t kTextMax = 1024;
constexpr std::size_t kMatchersMax = 20;

void read_pattern(MapReader& map, Matcher* matcher) {
  const bool given = map.required("value", &matcher->value);
  bool is_regex = false;
  map.optional("isRegex", &is_regex);
  if (!given) return;
  if (matcher->value.size() > kTextMax) return map.error("value", "expected a text of at most 1024 bytes");
  if (!is_regex) return;
  auto compiled = Regex::compile(matcher->value);
  if (!compiled) return map.error("value", compiled.error().detail());
  matcher->regex = std::move(*compiled);
}

Matcher read_matcher(const Node& node, values::Diagnostics& errors) {
  Matcher matcher;
  MapReader map(node, errors);
  if (map.required("name", &matcher.name)) {
    if (matcher.name == "alertname") matcher.name = "rule";
    check_label(matcher.name, map.position_of("name"), errors);
  }
  read_pattern(map, &matcher);
  map.optional("isEqual", &matcher.is_equal);
  map.finish();
  return matcher;
}

}  // namespace

void check_label(const std::string& name, const values::Position& where, values::Diagnostics& errors) {
  if (std::find(kAlertLabels.begin(), kAlertLabels.end(), name) != kAlertLabels.end()) return;
  errors.add(where, "unknown label \"" + name + "\"" + values::suggestion(name, kAlertLabels) +
                        " (there are rule, simulator, metric, severity and severity_level)");
}

void read_match(MapReader& map, std::string_view key, LabelMatch* match) {
  map.entries(key, [&](const values::Entry& entry) {
    check_label(entry.key, entry.key_position, map.errors());
    if (auto value = values::read_text(entry.value, map.errors())) match->push_back({entry.key, std::move(*value)});
  });
}

void read_matchers(MapReader& map, std::string_view key, LabelMatch* match) {
  std::size_t count = 0;
  map.list(key, [&](const Node& one) {
    if (++count <= kMatchersMax) match->push_back(read_matcher(one, map.errors()));
  });
  // Fewer matchers would fit more alerts.
  if (count > kMatchersMax) map.error(key, "at most 20 matchers");
}

}  // namespace checkride::runtime
