#include "config/sections/alert_rules.hpp"

#include <algorithm>
#include <array>

#include "checkride/values/suggest.hpp"
#include "config/aliases.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using alerts::Condition;
using values::MapReader;
using values::Node;

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ", ";
    out += word;
  }
  return out;
}

// A built-in alias none of whose variables is configured: say which to add.
std::string missing_variable(std::string_view metric) {
  for (const BuiltinAlias& builtin : builtin_aliases()) {
    if (builtin.alias == metric) {
      return "metric \"" + std::string(metric) + "\" needs the variable " + std::string(builtin.variables.front()) +
             " in flight_monitor.variables";
    }
  }
  return {};
}

void resolve_metric(MapReader& map, const std::vector<VariableConfig>& variables, RuleConfig* rule) {
  if (rule->metric == kErrorRateMetric) return;
  rule->variable = find_variable(variables, rule->metric);
  // A variable without a name, which has been told, may be the one that is meant.
  const auto nameless = [](const VariableConfig& variable) { return variable.name.empty(); };
  if (rule->variable || std::any_of(variables.begin(), variables.end(), nameless)) return;
  std::string message = missing_variable(rule->metric);
  if (message.empty()) {
    const std::vector<std::string> known = known_metrics(variables);
    message = "unknown metric \"" + rule->metric + "\"" + values::suggestion(rule->metric, known) +
              " (known here: " + joined(known) + ")";
  }
  map.error("metric", std::move(message));
}

void read_actions(MapReader& map, const ChannelsConfig& channels, std::vector<Action>* actions) {
  map.required_list("actions", [&](const Node& node) {
    const std::optional<Action> read = read_action(node, channels, map.errors());
    if (!read) return;
    const Action action = *read;
    if (std::find(actions->begin(), actions->end(), action) != actions->end()) {
      map.errors().add(node.position(), "the action stands twice");
    }
    actions->push_back(action);
  });
}

RuleConfig read_rule(const Node& node, const std::vector<VariableConfig>& variables, const ChannelsConfig& channels,
                     values::Diagnostics& errors) {
  RuleConfig rule;
  MapReader map(node, errors);
  map.required("name", &rule.name);
  if (map.required("metric", &rule.metric)) resolve_metric(map, variables, &rule);
  map.required_choice<Condition>("condition", &rule.condition,
                                 {{to_string(Condition::less_than), Condition::less_than},
                                  {to_string(Condition::greater_than), Condition::greater_than},
                                  {to_string(Condition::less_or_equal), Condition::less_or_equal},
                                  {to_string(Condition::greater_or_equal), Condition::greater_or_equal},
                                  {to_string(Condition::equals), Condition::equals},
                                  {to_string(Condition::not_equals), Condition::not_equals}});
  map.required("threshold", &rule.threshold);
  map.optional("duration", &rule.duration, {0s, 24h * 7});
  map.choice<Severity>("severity", &rule.severity,
                       {{"info", Severity::info}, {"warning", Severity::warning}, {"critical", Severity::critical}});
  read_actions(map, channels, &rule.actions);
  map.finish();
  return rule;
}

}  // namespace

std::string_view to_string(Severity value) {
  constexpr std::array<std::string_view, 3> kWords{"info", "warning", "critical"};
  return kWords[static_cast<std::size_t>(value)];
}

void read_alert_rules(MapReader& map, const std::vector<VariableConfig>& variables, const ChannelsConfig& channels,
                      std::vector<RuleConfig>* rules) {
  map.list("rules", [&](const Node& node) {
    RuleConfig rule = read_rule(node, variables, channels, map.errors());
    const auto same = [&](const RuleConfig& other) { return other.name == rule.name; };
    if (std::any_of(rules->begin(), rules->end(), same)) {
      map.errors().add(node.position(), "rule \"" + rule.name + "\" is listed twice");
    }
    rules->push_back(std::move(rule));
  });
}

}  // namespace checkride::runtime
