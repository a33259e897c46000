// The checks on what was fetched, received or read: pure functions, one per kind.
#pragma once

#include <string_view>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checkride/harness/scenario.hpp"
#include "checkride/http/http.hpp"
#include "checks/log_lines.hpp"
#include "checks/scenario_start.hpp"
#include "checks/telemetry.hpp"
#include "services/inbox.hpp"

namespace checkride::harness {

// The error of an answer is what was seen of a member that does not answer.
Seen check_http(const HttpCheck& check, const Result<http::Response>& answer);
Seen check_alert(const AlertCheck& check, const Result<http::Response>& answer, const ScenarioStart& start);
Seen check_link(const LinkCheck& check, const Result<http::Response>& answer);
Seen check_mail(const MailCheck& check, const MailInbox& inbox, const ScenarioStart& start);
Seen check_webhook(const WebhookCheck& check, const WebhookInbox& inbox, const ScenarioStart& start);
Seen check_log(const LogCheck& check, const std::vector<LogLine>& lines);
// `ends`: what the monitor itself counted, of the sessions whose end it told.
Seen check_no_sample_lost(const Result<std::vector<Sample>>& samples, const std::vector<SessionEnd>& ends);
Seen check_gap(const GapCheck& check, const Result<std::vector<Sample>>& samples);

// One entry of GET /api/v1/alerts.
struct AlertState {
  std::string rule;
  std::string simulator;
  std::string state;
  std::string severity;
  std::optional<world::UtcTime> since;
  std::optional<double> value;
  std::optional<double> threshold;
  std::uint64_t fired_count = 0;
  bool operator==(const AlertState&) const = default;
};
// Errors say what is wrong with the document.
Result<std::vector<AlertState>> parse_alerts(std::string_view json);

// Does the document have this JSON value at this pointer? Numbers compare by value.
bool json_has(std::string_view document, const std::string& pointer, std::string_view expected);

}  // namespace checkride::harness
