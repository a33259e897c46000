#include "checks/alert_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "checkride/values/json.hpp"
#include "checks/answers.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

class AlertKind final : public CheckKind {
 public:
  explicit AlertKind(AlertCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("alert \"{}\" of {}{} is {}{}", check_.rule, check_.of,
                       check_.simulator.empty() ? "" : " for " + check_.simulator, check_.state,
                       check_.fired_count ? ", fired " + counted(*check_.fired_count, "time") : "");
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    http::Request request;
    request.target = "/api/v1/alerts";
    const auto answer = co_await sight.exchange(check_.of, Port::health, std::move(request));
    co_return check_alert(check_, answer, sight.start());
  }

 private:
  AlertCheck check_;
};

AlertState read_state(const boost::json::object& object) {
  AlertState alert;
  alert.rule = text_in(object, "rule");
  alert.simulator = text_in(object, "simulator");
  alert.state = text_in(object, "state");
  alert.severity = text_in(object, "severity");
  alert.since = world::parse_rfc3339(text_in(object, "since"));
  alert.value = number_in(object, "value");
  alert.threshold = number_in(object, "threshold");
  alert.fired_count = static_cast<std::uint64_t>(number_in(object, "fired_count").value_or(0));
  return alert;
}

}  // namespace

Result<std::vector<AlertState>> parse_alerts(std::string_view document) {
  std::vector<AlertState> alerts;
  TRY_VOID(for_each_object(document, "alerts",
                           [&](const boost::json::object& item) { alerts.push_back(read_state(item)); }));
  return alerts;
}

Seen check_alert(const AlertCheck& check, const Result<http::Response>& answer, const ScenarioStart& start) {
  if (!answer) return no_answer(answer.error());
  const auto alerts = parse_alerts(answer->body);
  if (!alerts) return no_answer(alerts.error());
  Seen seen;
  seen.known = false;
  std::set<std::string> names;
  for (const AlertState& alert : *alerts) {
    names.insert(alert.rule);
    if (alert.rule != check.rule || (!check.simulator.empty() && alert.simulator != check.simulator)) continue;
    seen.known = true;
    seen.holds = alert.state == check.state && (!check.fired_count || alert.fired_count == *check.fired_count);
    if (alert.since) seen.since = start.at(*alert.since);
    seen.text = alert.state;
    if (seen.since) seen.text += " since " + seconds_text(*seen.since);
    if (check.fired_count) seen.text += ", fired " + counted(alert.fired_count, "time");
    if (alert.value) seen.text += ", value " + values::format_number(*alert.value);
    if (seen.holds) break;
  }
  if (!seen.known) {
    seen.text = names.empty()
                    ? "the monitor has no alert rules"
                    : fmt::format("no such rule{}; the monitor has {}",
                                  check.simulator.empty() ? "" : " for " + check.simulator, fmt::join(names, ", "));
  }
  return seen;
}

Check make_check(AlertCheck check) {
  return std::make_shared<AlertKind>(std::move(check));
}

Check read_alert_check(values::MapReader& map, Reader& reader) {
  AlertCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor});
  map.required("rule", &check.rule);
  if (const auto node = map.node("simulator"))
    check.simulator = reader.member(*node, {MemberKind::simulator}).value_or("");
  map.required_choice<std::string>(
      "state", &check.state,
      {{"inactive", "inactive"}, {"pending", "pending"}, {"firing", "firing"}, {"resolved", "resolved"}});
  map.optional("fired_count", &check.fired_count);
  return make_check(std::move(check));
}

}  // namespace checkride::harness
