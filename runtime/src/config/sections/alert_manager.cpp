#include "config/sections/alert_manager.hpp"

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

// Enough to keep a typing error from a mail server and a line break out of a header.
bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
  return printable && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of("<>,;") == std::string_view::npos;
}

void read_smtp(MapReader& map, SmtpConfig* smtp) {
  map.required("server", &smtp->server);
  map.optional("port", &smtp->port, {1, 65535});
  map.optional("username", &smtp->username);
  std::string password;
  map.optional("password", &password);
  smtp->password = Secret(std::move(password));
  if (map.required("from", &smtp->from) && !is_mail_address(smtp->from)) {
    map.error("from", "expected a mail address such as monitor@example.com");
  }
  if (map.required("to", &smtp->to)) {
    if (smtp->to.empty()) map.error("to", "expected at least one mail address");
    for (const std::string& one : smtp->to) {
      if (!is_mail_address(one)) map.error("to", "\"" + one + "\" is no mail address");
    }
  }
  map.choice<StartTls>(
      "starttls", &smtp->starttls,
      {{"required", StartTls::required}, {"optional", StartTls::optional}, {"never", StartTls::never}});
  constexpr std::uint16_t kSubmissions = 465;
  smtp->tls = smtp->port == kSubmissions;
  if (map.optional("tls", &smtp->tls) && smtp->tls && map.has("starttls")) {
    map.error("starttls", "with tls: true everything is encrypted from the first byte: take one of the two keys out");
  }
  map.optional("ca_file", &smtp->ca_file);
  map.optional("timeout", &smtp->timeout, {100ms, 10min});
}

void read_slack(MapReader& map, SlackConfig* slack) {
  std::string url;
  // The address is a secret: the message does not repeat it.
  if (map.required("webhook_url", &url) && !url.starts_with("http://") && !url.starts_with("https://")) {
    map.error("webhook_url", "expected an address that begins with https:// or http://");
  }
  slack->webhook_url = Secret(std::move(url));
  map.optional("channel", &slack->channel);
  map.optional("username", &slack->username);
  map.optional("ca_file", &slack->ca_file);
  map.optional("timeout", &slack->timeout, {100ms, 10min});
}

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

void read_actions(MapReader& map, const AlertManagerConfig& alerts, std::vector<Action>* actions) {
  map.required_list("actions", [&](const Node& node) {
    const auto index = values::read_word(node, map.errors(), {"email", "slack"});
    if (!index) return;
    const Action action = *index == 0 ? Action::email : Action::slack;
    if (action == Action::email && !alerts.smtp) map.errors().add(node.position(), "email needs alert_manager.smtp");
    if (action == Action::slack && !alerts.slack) map.errors().add(node.position(), "slack needs alert_manager.slack");
    if (std::find(actions->begin(), actions->end(), action) != actions->end()) {
      map.errors().add(node.position(), "the action stands twice");
    }
    actions->push_back(action);
  });
}

RuleConfig read_rule(const Node& node, const std::vector<VariableConfig>& variables, const AlertManagerConfig& alerts,
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
  read_actions(map, alerts, &rule.actions);
  map.finish();
  return rule;
}

}  // namespace

std::string_view to_string(StartTls value) {
  constexpr std::array<std::string_view, 3> kWords{"required", "optional", "never"};
  return kWords[static_cast<std::size_t>(value)];
}

std::string_view to_string(Severity value) {
  constexpr std::array<std::string_view, 3> kWords{"info", "warning", "critical"};
  return kWords[static_cast<std::size_t>(value)];
}

std::string_view to_string(Action value) {
  constexpr std::array<std::string_view, 2> kWords{"email", "slack"};
  return kWords[static_cast<std::size_t>(value)];
}

void read_alert_manager(MapReader& map, const std::vector<VariableConfig>& variables, AlertManagerConfig* alerts) {
  alerts->enabled = true;
  map.optional("enabled", &alerts->enabled);
  map.map("smtp", [&](MapReader& smtp) { read_smtp(smtp, &alerts->smtp.emplace()); });
  map.map("slack", [&](MapReader& slack) { read_slack(slack, &alerts->slack.emplace()); });
  map.list("rules", [&](const Node& node) {
    RuleConfig rule = read_rule(node, variables, *alerts, map.errors());
    const auto same = [&](const RuleConfig& other) { return other.name == rule.name; };
    if (std::any_of(alerts->rules.begin(), alerts->rules.end(), same)) {
      map.errors().add(node.position(), "rule \"" + rule.name + "\" is listed twice");
    }
    alerts->rules.push_back(std::move(rule));
  });
}

}  // namespace checkride::runtime
