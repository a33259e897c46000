// The section alert_manager: channels and rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/secret.hpp"
#include "config/sections/flight_monitor.hpp"
#include "rules/decide.hpp"

namespace checkride::runtime {

using world::Duration;

enum class StartTls { required, optional, never };

struct SmtpConfig {
  std::string server;
  std::uint16_t port = 587;
  std::string username;
  Secret password;
  std::string from;
  std::vector<std::string> to;
  StartTls starttls = StartTls::required;
  bool tls = false;     // from the first byte, instead of STARTTLS; the file's default is: on port 465
  std::string ca_file;  // PEM of the authorities that are believed; empty: the machine's own
  Duration timeout{std::chrono::seconds(10)};
};

struct SlackConfig {
  Secret webhook_url;  // whoever has it may post
  std::string ca_file;
  std::string channel;
  std::string username;
  Duration timeout{std::chrono::seconds(10)};
};

enum class Severity { info, warning, critical };
enum class Action { email, slack };

std::string_view to_string(StartTls value);
std::string_view to_string(Severity value);
std::string_view to_string(Action value);

struct RuleConfig {
  std::string name;    // unique
  std::string metric;  // as written
  // What the metric resolved to: an index into flight_monitor.variables, or nothing for error_rate.
  std::optional<std::size_t> variable;
  alerts::Condition condition = alerts::Condition::less_than;
  double threshold = 0;  // in the unit of the variable
  Duration duration{};
  Severity severity = Severity::warning;
  std::vector<Action> actions;
};

struct AlertManagerConfig {
  bool enabled = false;
  std::optional<SmtpConfig> smtp;
  std::optional<SlackConfig> slack;
  std::vector<RuleConfig> rules;
};

// Rules' metrics resolve against `variables`. Mistakes go to the reader's Diagnostics.
void read_alert_manager(values::MapReader& map, const std::vector<VariableConfig>& variables,
                        AlertManagerConfig* alerts);

}  // namespace checkride::runtime
