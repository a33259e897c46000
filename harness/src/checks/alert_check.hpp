// alert: the state of an alert rule as the monitor has it (GET /api/v1/alerts).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checkride/http/http.hpp"
#include "checks/compared.hpp"
#include "checks/scenario_start.hpp"
#include "checks/tally.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct AlertCheck {
  std::string of;
  std::string rule;
  std::string simulator;  // empty: any
  std::string state;
  std::optional<Tally> fired;  // how often it did
  ComparedList severity;       // one at most
  ComparedList value;          // one at most: that with which it fired, in the rule's unit
};

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
Result<std::vector<AlertState>> parse_alerts(std::string_view document);

Seen check_alert(const AlertCheck& check, const Result<http::Response>& answer, const ScenarioStart& start);

Check make_check(AlertCheck check);
Check read_alert_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
