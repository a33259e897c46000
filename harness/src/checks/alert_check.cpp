#include "checks/alert_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "checkride/values/json.hpp"
#include "checks/answers.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

bool is_of(const AlertCheck& check, const AlertState& alert) {
  return alert.rule == check.rule && (check.simulator.empty() || alert.simulator == check.simulator);
}

class AlertKind final : public CheckKind {
 public:
  explicit AlertKind(AlertCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("alert \"{}\" of {}{} is {}{}{}{}", check_.rule, check_.of,
                       check_.simulator.empty() ? "" : " for " + check_.simulator, check_.state, times_text(),
                       text_of(check_.severity), text_of(check_.value));
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    const auto answer = co_await ask(sight);
    co_return check_alert(check_, answer, sight.start());
  }
  // How often it fired.
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    const auto answer = co_await ask(sight);
    if (!answer) co_return answer.error();
    CO_TRY(const auto alerts, parse_alerts(answer->body));
    double fired = 0;
    for (const AlertState& alert : alerts) {
      if (is_of(check_, alert)) fired += static_cast<double>(alert.fired_count);
    }
    co_return fired;
  }

 private:
  world::Task<Result<http::Response>> ask(Sight& sight) const {
    http::Request request;
    request.target = "/api/v1/alerts";
    return sight.exchange(check_.of, Port::health, std::move(request));
  }
  // ", fired 2 times".
  std::string times_text() const {
    if (!check_.fired) return {};
    constexpr std::string_view kExactly = "exactly ";
    const std::string times = check_.fired->text("time");
    return ", fired " + (times.starts_with(kExactly) ? times.substr(kExactly.size()) : times);
  }

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

Seen see_alert(const AlertCheck& check, const AlertState& alert, const ScenarioStart& start) {
  Seen seen = begin_comparing();
  seen.holds = alert.state == check.state;
  seen.values.push_back({"state", alert.state, check.state, {}, std::nullopt});
  if (check.fired) {
    Seen fired;
    check.fired->judge(fired, alert.fired_count, "time");
    seen.holds &= fired.holds;
    seen.values.push_back(std::move(fired.values.front()));
  }
  for (const Compared& one : check.severity) compare(seen, one, alert.severity);
  for (const Compared& one : check.value) compare(seen, one, alert.value ? Value(*alert.value) : Value());
  if (alert.since) seen.since = start.at(*alert.since);
  seen.text = alert.state;
  if (seen.since) seen.text += " since " + seconds_text(*seen.since);
  if (check.fired) seen.text += ", fired " + counted(alert.fired_count, "time");
  if (!check.severity.empty()) seen.text += ", " + alert.severity;
  if (alert.value) seen.text += ", value " + values::format_number(*alert.value);
  return seen;
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
    if (!is_of(check, alert)) continue;
    seen = see_alert(check, alert, start);
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
  if (map.has("fired_count")) check.fired = Tally::read(map, "fired_count");
  read_compared(map, "severity", Domain::text, check.severity);
  read_compared(map, "value", Domain::number, check.value);
  return make_check(std::move(check));
}

}  // namespace checkride::harness
