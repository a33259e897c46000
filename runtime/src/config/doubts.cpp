#include "config/doubts.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "checkride/catalog/catalog.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/values/suggest.hpp"
#include "config/tree.hpp"

namespace checkride::runtime {

namespace {

class Doubter {
 public:
  Doubter(const Config& config, const values::Node& root) : config_(config), root_(root) {}

  std::vector<Notice> notices;

  void look_at_variables() {
    const auto& variables = config_.flight_monitor.variables;
    for (std::size_t i = 0; i < variables.size(); ++i) {
      if (variables[i].derived) continue;
      const std::string item = std::to_string(i);
      look_at_name(variables[i].name, {"flight_monitor", "variables", item, "name"});
      look_at_unit(variables[i].units, {"flight_monitor", "variables", item, "units"});
    }
  }

  void look_at_rules() {
    const AlertManagerConfig& alerts = config_.alert_manager;
    for (std::size_t i = 0; i < alerts.rules.size(); ++i) {
      if (!alerts.rules[i].actions.empty() || tells_somebody(alerts.policy.escalation, alerts.rules[i])) continue;
      tell("rule_without_actions", {"alert_manager", "rules", std::to_string(i), "actions"},
           "the rule \"" + alerts.rules[i].name + "\" tells nobody: its alerts show in /api/v1/alerts and in the " +
               "metrics only");
    }
  }

  // The guide's own 30s and 3 take longer to notice a failure than a failover may take (promise 003-failover-time).
  void look_at_failover() {
    constexpr world::Duration kPromised = std::chrono::seconds(60);
    const FailoverConfig& failover = config_.failover;
    const world::Duration noticed = failover.health_check_interval * failover.failure_threshold;
    if (noticed + failover.failover_timeout < kPromised) return;
    tell("failover_may_take_long", {"failover"},
         "health_check_interval times failure_threshold (" + values::format_duration(noticed) +
             ") and failover_timeout (" + values::format_duration(failover.failover_timeout) + ") make " +
             values::format_duration(noticed + failover.failover_timeout) +
             ": from the failure to the standby's data it may take longer than the 60s that are promised from the "
             "decision on");
  }

  // A flight could fail over to what has just failed, and a simulator has two sessions with one monitor.
  void look_at_addresses() {
    const auto& simulators = config_.simulators;
    for (std::size_t i = 0; i < simulators.size(); ++i) {
      const auto same = std::find_if(simulators.begin(), simulators.begin() + static_cast<std::ptrdiff_t>(i),
                                     [&](const SimulatorConfig& one) { return one.address == simulators[i].address; });
      if (same == simulators.begin() + static_cast<std::ptrdiff_t>(i)) continue;
      tell("one_simulator_twice", {"simulators", std::to_string(i), "address"},
           "\"" + simulators[i].name + "\" is at the same address as \"" + same->name + "\": they are one simulator");
    }
  }

  // What was away is promised to work again within 30s of its return, which one wait that is longer breaks.
  void look_at_waits() {
    if (config_.flight_monitor.enabled) {
      look_at_wait(config_.flight_monitor.reconnect_ceiling, {"flight_monitor", "reconnect_ceiling"});
      look_at_wait(config_.flight_monitor.silence_timeout, {"flight_monitor", "silence_timeout"});
    }
    if (config_.data_collector.enabled && config_.data_collector.influx) {
      look_at_wait(config_.data_collector.influx->timeout, {"data_collector", "influx", "timeout"});
    }
    if (config_.alert_manager.enabled) look_at_waits_of(config_.alert_manager.channels);
    if (!config_.metrics_exporter.enabled) return;
    if (const auto& otlp = config_.metrics_exporter.otlp) {
      look_at_wait(otlp->timeout, {"metrics_exporter", "otlp", "timeout"});
    }
    if (const auto& influx = config_.metrics_exporter.influx) {
      look_at_wait(influx->timeout, {"metrics_exporter", "influx", "timeout"});
    }
  }

  void look_at_matches() {
    const AlertPolicyConfig& policy = config_.alert_manager.policy;
    for (std::size_t i = 0; i < policy.inhibit_rules.size(); ++i) {
      const KeyPath at{"alert_manager", "inhibit_rules", std::to_string(i)};
      look_at_match(policy.inhibit_rules[i].source, at, "source_", "nothing is inhibited by it");
      look_at_match(policy.inhibit_rules[i].target, at, "target_", "nothing is inhibited by it");
    }
    for (std::size_t i = 0; i < policy.maintenance.size(); ++i) {
      const KeyPath at{"alert_manager", "maintenance", std::to_string(i)};
      look_at_match(policy.maintenance[i].match, at, "", "nothing is held back by it");
    }
  }

 private:
  void look_at_waits_of(const ChannelsConfig& channels) {
    const auto look = [this](const char* channel, world::Duration timeout) {
      look_at_wait(timeout, {"alert_manager", channel, "timeout"});
    };
    if (channels.smtp) look("smtp", channels.smtp->timeout);
    if (channels.slack) look("slack", channels.slack->http.timeout);
    if (channels.webhook) look("webhook", channels.webhook->http.timeout);
    if (channels.pagerduty) look("pagerduty", channels.pagerduty->http.timeout);
    if (channels.alertmanager) look("alertmanager", channels.alertmanager->http.timeout);
  }

  void look_at_wait(world::Duration wait, const KeyPath& path) {
    constexpr world::Duration kPromised = std::chrono::seconds(30);
    if (wait <= kPromised) return;
    tell("recovery_may_take_long", path,
         values::format_duration(wait) +
             ": what was away is promised to work again within 30s of its return, and this wait alone is longer");
  }

  void tell(const char* event, const KeyPath& path, std::string text) {
    if (const auto node = find_at(root_, path)) text += " (" + node->position().text() + ")";
    notices.push_back({Level::warn, event, joined(path), std::move(text)});
  }

  void look_at_name(const std::string& name, const KeyPath& path) {
    const bool prefixed = name.size() > 2 && name[1] == ':' && values::ascii_upper(name[0]) != 'A';
    if (prefixed || catalog::find_indexed_simvar(name)) return;
    const auto nearest = catalog::nearest_simvar(name.substr(0, name.find(':', 2)));
    tell("unknown_variable", path,
         "\"" + name + "\" is no simulation variable in the catalogue" +
             (nearest ? ", did you mean \"" + *nearest + "\"?" : ";") +
             " A simulator that does not know it gives no value; a newer one may know it");
  }

  void look_at_unit(const std::string& unit, const KeyPath& path) {
    if (catalog::find_unit(unit) != nullptr) return;
    std::vector<std::string_view> names;
    for (const catalog::Unit& one : catalog::all_units()) names.push_back(one.name);
    const auto nearest = values::did_you_mean(unit, names);
    tell("unknown_unit", path,
         "\"" + unit + "\" is no unit in the catalogue" + (nearest ? ", did you mean \"" + *nearest + "\"?" : ";") +
             " A simulator that does not know it gives no value");
  }

  // The tiers that an alert of this rule reaches, and the management.
  static bool tells_somebody(const EscalationConfig& escalation, const RuleConfig& rule) {
    if (!escalation.enabled) return false;
    const LevelPolicy& level = escalation.levels[static_cast<std::size_t>(rule.level - 1)];
    if (level.notify_management && !escalation.management.empty()) return true;
    const bool handed_on = level.escalate_after || (level.respond_within && !level.by_next_business_day);
    const auto first = escalation.tiers.begin() + (level.tier - 1);
    return std::any_of(first, handed_on ? escalation.tiers.end() : first + 1,
                       [](const auto& actions) { return !actions.empty(); });
  }

  // Of the keys PREFIXmatch and PREFIXmatchers of the map at `place`, in this order.
  void look_at_match(const LabelMatch& match, const KeyPath& place, const std::string& prefix, const std::string& so) {
    KeyPath path = place;
    path.push_back(prefix + "match");
    const auto labels = find_at(root_, path);
    const std::size_t by_label = labels ? labels->entries().size() : 0;
    for (std::size_t i = 0; i < match.size(); ++i) {
      path = place;
      if (i < by_label) {
        path.insert(path.end(), {prefix + "match", match[i].name});
      } else {
        path.insert(path.end(), {prefix + "matchers", std::to_string(i - by_label), "value"});
      }
      if (match[i].regex) {
        look_at_expression(match[i], path, so);
      } else {
        look_at_value(match[i], path, match[i].is_equal ? so : "every alert fits it");
      }
    }
  }

  void look_at_value(const Matcher& matcher, const KeyPath& path, const std::string& so) {
    const std::string& value = matcher.value;
    if (value.empty() || value.find('*') != std::string::npos) return;
    const std::vector<std::string> there = values_of(matcher.name);
    if (std::find(there.begin(), there.end(), value) != there.end()) return;
    const auto nearest = values::did_you_mean(value, there);
    tell("label_of_no_alert", path,
         "no alert has the " + matcher.name + " \"" + value + "\"" +
             (nearest ? ", did you mean \"" + *nearest + "\"? Here " : ": ") + so);
  }

  void look_at_expression(const Matcher& matcher, const KeyPath& path, const std::string& so) {
    std::vector<std::string> there = values_of(matcher.name);
    if (matcher.name == "simulator") there.emplace_back();  // of rules about the monitor itself
    if (std::any_of(there.begin(), there.end(), [&](const std::string& label) { return matcher.fits(label); })) return;
    tell("label_of_no_alert", path,
         "no alert has a " + matcher.name + (matcher.is_equal ? " that fits \"" : " that does not fit \"") +
             matcher.value + "\": " + so);
  }

  // What alerts of these rules can have there.
  std::vector<std::string> values_of(std::string_view label) const {
    if (label == "simulator") return config_.watched_names();
    std::vector<std::string> out;
    for (const RuleConfig& rule : config_.alert_manager.rules) {
      if (label == "rule") out.push_back(rule.name);
      if (label == "metric") out.push_back(rule.metric);
      if (label == "severity") out.emplace_back(to_string(rule.severity));
      if (label == "severity_level") out.push_back(std::to_string(rule.level));
    }
    return out;
  }

  const Config& config_;
  const values::Node& root_;
};

}  // namespace

std::vector<Notice> doubts_of(const Config& config, const values::Node& root) {
  Doubter doubter(config, root);
  if (config.flight_monitor.enabled) doubter.look_at_variables();
  doubter.look_at_waits();
  doubter.look_at_addresses();
  if (!config.failover.flights.empty()) doubter.look_at_failover();
  if (config.alert_manager.enabled) {
    doubter.look_at_rules();
    doubter.look_at_matches();
  }
  return std::move(doubter.notices);
}

}  // namespace checkride::runtime
