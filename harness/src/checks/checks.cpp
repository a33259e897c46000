#include "checks/checks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

std::optional<json::value> parse(std::string_view text) {
  json::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error) return std::nullopt;
  return value;
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

std::optional<double> number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->to_number<double>();
}

// At most one line of reasonable length, for a report.
std::string brief(std::string_view text) {
  constexpr std::size_t kLength = 160;
  std::string line(text.substr(0, kLength));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text.size() > kLength ? line + "..." : line;
}

Seen no_answer(const Error& error) {
  Seen seen;
  seen.known = false;
  seen.text = "no answer: " + error.message();
  return seen;
}

// Counts arrivals that match, in order; knows when the wanted number was reached.
template <class T, class Matches>
Seen count_arrivals(const Count& count, const Inbox<T>& inbox, const ScenarioStart& start, std::string_view noun,
                    Matches matches) {
  Seen seen;
  std::uint64_t number = 0;
  for (const auto& arrival : inbox.arrivals()) {
    if (!matches(arrival.item)) continue;
    if (++number == count.number) seen.since = start.at(arrival.at);
  }
  seen.holds = count.holds(number);
  seen.hopeless = !seen.holds && count.kind != Count::Kind::at_least && number > count.number;
  seen.text = counted(number, noun);
  if (inbox.arrivals().size() != number) seen.text += fmt::format(" of {} received", inbox.arrivals().size());
  return seen;
}

bool has_all(const std::string& document, const std::vector<std::pair<std::string, std::string>>& pointers) {
  return std::all_of(pointers.begin(), pointers.end(),
                     [&](const auto& pair) { return json_has(document, pair.first, pair.second); });
}

AlertState read_alert_state(const json::object& object) {
  AlertState alert;
  alert.rule = text_of(object, "rule");
  alert.simulator = text_of(object, "simulator");
  alert.state = text_of(object, "state");
  alert.severity = text_of(object, "severity");
  alert.since = world::parse_rfc3339(text_of(object, "since"));
  alert.value = number_of(object, "value");
  alert.threshold = number_of(object, "threshold");
  alert.fired_count = static_cast<std::uint64_t>(number_of(object, "fired_count").value_or(0));
  return alert;
}

// Calls `each` with the objects of the array `name` of an answer's document.
template <class Each>
Result<> for_each_object(std::string_view document, std::string_view name, Each each) {
  const auto root = parse(document);
  const json::value* list = root && root->is_object() ? root->get_object().if_contains(name) : nullptr;
  if (list == nullptr || !list->is_array()) {
    return Error::invalid(fmt::format("the answer has no list \"{}\": {}", name, brief(document)));
  }
  for (const auto& item : list->get_array()) {
    if (item.is_object()) each(item.get_object());
  }
  return {};
}

}  // namespace

bool json_has(std::string_view document, const std::string& pointer, std::string_view expected) {
  const auto root = parse(document);
  const auto wanted = parse(expected);
  if (!root || !wanted) return false;
  json::error_code error;
  const json::value* value = root->find_pointer(pointer, error);
  if (value == nullptr) return false;
  if (value->is_number() && wanted->is_number()) return value->to_number<double>() == wanted->to_number<double>();
  return *value == *wanted;
}

Seen check_http(const HttpCheck& check, const Result<http::Response>& answer) {
  if (!answer) return no_answer(answer.error());
  Seen seen;
  seen.known = answer->status != 404 || check.status == 404;
  seen.holds = (!check.status || answer->status == *check.status) &&
               answer->body.find(check.contains) != std::string::npos && has_all(answer->body, check.json);
  const bool about_body = !check.contains.empty() || !check.json.empty();
  seen.text =
      about_body ? fmt::format("{} {}", answer->status, brief(answer->body)) : fmt::format("{}", answer->status);
  return seen;
}

Result<std::vector<AlertState>> parse_alerts(std::string_view document) {
  std::vector<AlertState> alerts;
  TRY_VOID(
      for_each_object(document, "alerts", [&](const json::object& item) { alerts.push_back(read_alert_state(item)); }));
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

Seen check_link(const LinkCheck& check, const Result<http::Response>& answer) {
  if (!answer) return no_answer(answer.error());
  Seen seen;
  seen.known = false;
  seen.text = fmt::format("the monitor has no link to {}", check.simulator);
  const auto read = for_each_object(answer->body, "simulators", [&](const json::object& link) {
    if (text_of(link, "name") != check.simulator && text_of(link, "simulator") != check.simulator) return;
    seen.known = true;
    const std::string state = text_of(link, "state");
    const std::string error = text_of(link, "last_error") + " " + text_of(link, "last_decode_error");
    seen.holds = (check.state.empty() || state == check.state) && error.find(check.error_contains) != std::string::npos;
    seen.text = check.error_contains.empty() ? state : fmt::format("{}, last error: {}", state, brief(error));
  });
  return read ? seen : no_answer(read.error());
}

Seen check_mail(const MailCheck& check, const MailInbox& inbox, const ScenarioStart& start) {
  return count_arrivals(check.count, inbox, start, "mail", [&](const Mail& mail) {
    return std::all_of(
               check.to.begin(), check.to.end(),
               [&](const std::string& to) { return std::find(mail.to.begin(), mail.to.end(), to) != mail.to.end(); }) &&
           mail.subject.find(check.subject_contains) != std::string::npos &&
           mail.text.find(check.body_contains) != std::string::npos;
  });
}

Seen check_webhook(const WebhookCheck& check, const WebhookInbox& inbox, const ScenarioStart& start) {
  return count_arrivals(check.count, inbox, start, "call", [&](const WebhookCall& call) {
    return call.body.find(check.body_contains) != std::string::npos && has_all(call.body, check.json);
  });
}

Seen check_log(const LogCheck& check, const std::vector<LogLine>& lines) {
  Seen seen;
  std::uint64_t number = 0;
  std::string last;
  for (const LogLine& line : lines) {
    const bool matches = (check.level.empty() || as_grave(line.level, check.level)) &&
                         (check.event.empty() || line.event == check.event) &&
                         line.text.find(check.contains) != std::string::npos;
    if (!matches) continue;
    ++number;
    last = line.text;
  }
  seen.holds = check.count.holds(number);
  seen.hopeless = !seen.holds && check.count.kind != Count::Kind::at_least && number > check.count.number;
  seen.text = counted(number, "line") + (number == 0 ? "" : ": " + brief(last));
  return seen;
}

Seen check_no_sample_lost(const Result<std::vector<Sample>>& samples, const std::vector<SessionEnd>& ends) {
  Seen seen;
  if (!samples) {
    seen.text = samples.error().message();
  } else if (samples->empty()) {
    seen.text = "no telemetry at all";
  } else if (const auto fault = sequence_fault(*samples, ends)) {
    seen.text = *fault;
  } else {
    seen.holds = true;
    seen.text = counted(samples->size(), "sample");
  }
  return seen;
}

Seen check_gap(const GapCheck& check, const Result<std::vector<Sample>>& samples) {
  Seen seen;
  if (!samples) {
    seen.text = samples.error().message();
    return seen;
  }
  const LongestGap gap = longest_gap(*samples, check.simulator);
  seen.holds = gap.samples >= 2 && gap.length <= check.at_most && (!check.sessions || gap.sessions == *check.sessions);
  seen.text = counted(gap.samples, "sample") + " in " + counted(gap.sessions, "session");
  if (gap.samples >= 2) {
    seen.text += fmt::format(", longest gap {} from {}", seconds_text(gap.length), world::format_rfc3339(gap.from));
  }
  return seen;
}

}  // namespace checkride::harness
