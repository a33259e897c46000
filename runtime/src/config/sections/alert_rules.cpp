#include "config/sections/alert_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "checkride/values/suggest.hpp"
#include "config/aliases.hpp"
#include "rules/value_track.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using alerts::Condition;
using values::MapReader;
using values::Node;

// A metric that there would be if it were asked for: say where.
std::string missing_variable(std::string_view metric) {
  if (find_fact(metric)) {
    return "metric \"" + std::string(metric) + "\" is a text (flight_monitor.facts), and a rule judges numbers";
  }
  for (const DerivedInfo& derived : kDerivedValues) {
    if (derived.name == metric)
      return "metric \"" + std::string(metric) + "\" has to be listed in flight_monitor.derived";
  }
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
  auto series = parse_metric_selector(rule->metric);
  if (series) {
    rule->series = std::move(*series);
    return;
  }
  std::string message = missing_variable(rule->metric);
  if (message.empty() && looks_like_metric(rule->metric)) message = series.error().detail();
  if (message.empty()) {
    const std::vector<std::string> known = known_metrics(variables);
    message = "unknown metric \"" + rule->metric + "\"" + values::suggestion(rule->metric, known) +
              fmt::format(" (known here: {})", fmt::join(known, ", "));
  }
  map.error("metric", std::move(message));
}

void refuse(MapReader& map, std::initializer_list<const char*> keys, const std::string& why) {
  for (const char* key : keys) {
    if (map.has(key)) map.error(key, why);
    map.ignore(key);
  }
}

void read_bounds(MapReader& map, RuleConfig* rule) {
  const bool lower = map.required("lower", &rule->threshold);
  const bool upper = map.required("upper", &rule->upper);
  if (lower && upper && rule->upper < rule->threshold) map.error("upper", "upper must not be below lower");
  refuse(map, {"threshold"}, "between and outside have lower and upper instead");
}

void read_clear_threshold(MapReader& map, RuleConfig* rule) {
  if (!map.optional("clear_threshold", &rule->clear_threshold)) return;
  if (!has_sides(rule->condition)) {
    map.error("clear_threshold", "clear_threshold fits a condition with one good side, such as less_than");
    return;
  }
  alerts::Criterion without = rule->criterion();
  without.clear_threshold.reset();
  // On the bad side of the threshold it would let an alert resolve that is still in breach.
  if (*rule->clear_threshold != rule->threshold && zone_of(without, *rule->clear_threshold) == alerts::Zone::breach) {
    map.error("clear_threshold", "clear_threshold must stand on the good side of threshold");
  }
}

// Not required(): the other conditions have none, and a schema of the file may not ask for it.
void read_threshold(MapReader& map, RuleConfig* rule) {
  std::optional<double> threshold;
  if (map.optional("threshold", &threshold)) {
    rule->threshold = *threshold;
  } else if (!map.has("threshold")) {
    map.errors().add(map.position(), "the key \"threshold\" is missing");
  }
}

void read_criterion(MapReader& map, RuleConfig* rule) {
  const bool bounds = rule->condition == Condition::between || rule->condition == Condition::outside;
  if (alerts::is_about_time(rule->condition)) {
    refuse(map, {"threshold", "lower", "upper"}, "this condition asks for a duration, not for a value");
  } else if (bounds) {
    read_bounds(map, rule);
  } else {
    refuse(map, {"lower", "upper"}, "only between and outside have lower and upper");
    read_threshold(map, rule);
  }
  read_clear_threshold(map, rule);
  const bool has_tolerance = rule->condition == Condition::equals || rule->condition == Condition::not_equals ||
                             rule->condition == Condition::unchanged;
  std::optional<double> tolerance;  // without a default that the other conditions would refuse
  if (map.optional("tolerance", &tolerance, {0, 1e300}) && !has_tolerance) {
    map.error("tolerance", "only equals, not_equals and unchanged have a tolerance");
  }
  rule->tolerance = tolerance.value_or(rule->tolerance);
  const bool is_rate = rule->condition == Condition::rate_of_change;
  std::optional<Duration> window;
  if (map.optional("window", &window, {100ms, 24h}) && !is_rate) {
    map.error("window", "only rate_of_change has a window");
  }
  rule->window = window.value_or(rule->window);
  if (is_rate && map.has("threshold") && !(rule->threshold < 0) && !(rule->threshold > 0)) {
    map.error("threshold", "expected a change per second: above zero for a rise, below zero for a fall");
  }
}

void read_k_of_n(MapReader& map, RuleConfig* rule) {
  std::optional<decltype(rule->breaches)> breaches;
  std::optional<decltype(rule->out_of)> out_of;
  const bool k = map.optional("breaches", &breaches, {1, alerts::ValueTrack::kOutOfMax});
  const bool n = map.optional("out_of", &out_of, {1, alerts::ValueTrack::kOutOfMax});
  if (k != n) map.error(k ? "breaches" : "out_of", "breaches and out_of belong together: breaches: 3, out_of: 5");
  if (k && n && *breaches > *out_of) map.error("breaches", "breaches cannot be more than out_of");
  if (k && n && alerts::is_about_time(rule->condition)) map.error("breaches", "this condition does not count values");
  // A half that stands alone has been told; it must not work.
  const bool whole = k && n && *breaches <= *out_of;
  rule->breaches = whole ? *breaches : 0;
  rule->out_of = whole ? *out_of : 0;
}

// SimVars that are the simulator's own seconds, the likeliest first.
constexpr std::array<std::string_view, 2> kClocks{"SIMULATION TIME", "ABSOLUTE TIME"};

void read_clock(MapReader& map, const std::vector<VariableConfig>& variables, RuleConfig* rule) {
  bool simulator = false;
  map.choice<bool>("duration_clock", &simulator, {{"wall", false}, {"simulator", true}});
  if (!simulator) return;
  for (const std::string_view name : kClocks) {
    if (!rule->clock_variable) rule->clock_variable = find_variable(variables, name);
  }
  if (!rule->variable) map.error("duration_clock", "only a rule on a flight variable can count the simulator's time");
  if (!rule->clock_variable) {
    map.error("duration_clock",
              "the simulator's time needs the variable SIMULATION TIME (seconds) in flight_monitor.variables");
  }
  const bool silence = rule->condition == Condition::absent || rule->condition == Condition::stale;
  if (silence || rule->no_data == alerts::NoData::fire) {
    map.error("duration_clock", "without data there is no simulator's time: take wall");
  }
}

void read_timing(MapReader& map, const std::vector<VariableConfig>& variables, RuleConfig* rule) {
  constexpr Duration kLongest = 24h * 7;
  map.optional("duration", &rule->duration, {0s, kLongest});
  if (alerts::is_about_time(rule->condition) && rule->duration <= 0s) {
    map.error("duration", std::string(to_string(rule->condition)) + " needs a duration above zero");
  }
  map.optional("allowed_gap", &rule->allowed_gap, {0s, kLongest});
  if (rule->allowed_gap > 0s && rule->allowed_gap >= rule->duration) {
    map.error("allowed_gap", "allowed_gap must be shorter than duration: nothing would be left to observe");
  }
  map.optional("clear_duration", &rule->clear_duration, {0s, kLongest});
  map.optional("keep_firing_for", &rule->keep_firing_for, {0s, kLongest});
  map.optional("repeat_interval", &rule->repeat_interval, {0s, kLongest});
  using alerts::NoData;
  std::optional<NoData> no_data;  // without a default that absent and stale would refuse
  const bool given = map.choice<NoData>("no_data", &no_data,
                                        {{"keep", NoData::keep}, {"fire", NoData::fire}, {"resolve", NoData::resolve}});
  rule->no_data = no_data.value_or(rule->no_data);
  if (rule->condition == Condition::absent || rule->condition == Condition::stale) {
    if (given) map.error("no_data", "absent and stale are about missing data by themselves");
    rule->no_data = NoData::fire;
  }
  read_k_of_n(map, rule);
  read_clock(map, variables, rule);
}

bool read_condition(MapReader& map, RuleConfig* rule) {
  return map.required_choice<Condition>("condition", &rule->condition,
                                        {{to_string(Condition::less_than), Condition::less_than},
                                         {to_string(Condition::greater_than), Condition::greater_than},
                                         {to_string(Condition::less_or_equal), Condition::less_or_equal},
                                         {to_string(Condition::greater_or_equal), Condition::greater_or_equal},
                                         {to_string(Condition::equals), Condition::equals},
                                         {to_string(Condition::not_equals), Condition::not_equals},
                                         {to_string(Condition::between), Condition::between},
                                         {to_string(Condition::outside), Condition::outside},
                                         {to_string(Condition::rate_of_change), Condition::rate_of_change},
                                         {to_string(Condition::absent), Condition::absent},
                                         {to_string(Condition::stale), Condition::stale},
                                         {to_string(Condition::unchanged), Condition::unchanged}});
}

RuleConfig read_rule(const Node& node, const std::vector<VariableConfig>& variables, const Audience& audience,
                     values::Diagnostics& errors) {
  RuleConfig rule;
  MapReader map(node, errors);
  map.required("name", &rule.name);
  if (map.required("metric", &rule.metric)) resolve_metric(map, variables, &rule);
  read_condition(map, &rule);
  read_criterion(map, &rule);
  read_timing(map, variables, &rule);
  map.choice<Severity>("severity", &rule.severity,
                       {{"info", Severity::info}, {"warning", Severity::warning}, {"critical", Severity::critical}});
  rule.level = level_of(rule.severity);
  std::optional<int> level;  // its default depends on the severity
  if (map.optional("severity_level", &level, {1, kSeverityLevels})) rule.level = *level;
  (void)map.required_node("actions");
  read_actions(map, "actions", audience, &rule.actions);
  map.finish();
  return rule;
}

}  // namespace

std::string_view to_string(Severity value) {
  constexpr std::array<std::string_view, 3> kWords{"info", "warning", "critical"};
  return kWords[static_cast<std::size_t>(value)];
}

bool is_global(const RuleConfig& rule) {
  return rule.series && !has_label(*rule.series->row, "simulator");
}

void read_alert_rules(MapReader& map, const std::vector<VariableConfig>& variables, const Audience& audience,
                      std::vector<RuleConfig>* rules) {
  map.list("rules", [&](const Node& node) {
    RuleConfig rule = read_rule(node, variables, audience, map.errors());
    const auto same = [&](const RuleConfig& other) { return other.name == rule.name; };
    if (std::any_of(rules->begin(), rules->end(), same)) {
      map.errors().add(node.position(), "rule \"" + rule.name + "\" is listed twice");
    }
    rules->push_back(std::move(rule));
  });
}

}  // namespace checkride::runtime
