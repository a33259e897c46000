#include "notify/pagerduty_channel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "checkride/values/json.hpp"
#include "notify/alert_json.hpp"
#include "notify/http_post.hpp"
#include "notify/texts.hpp"

namespace checkride::runtime::notify {

namespace {

using values::json::Writer;

enum class Details : std::uint8_t { whole, left_out };

constexpr std::size_t kSummaryBytesMax = 1024;
constexpr std::size_t kEventBytesMax = 512'000;

// One incident for the group of one monitor: its key, which PagerDuty bounds at 255, as digits.
std::string dedup_key(const Group& group) {
  const Notification& first = group.alerts.front();
  std::uint64_t hash = kFnvOffset;
  for (const std::string_view part :
       {std::string_view(first.application), std::string_view(first.environment), std::string_view(group.key)}) {
    hash = fnv1a(fmt::format("{}:{}", part.size(), part), hash);
  }
  return fmt::format("checkride-{:016x}", hash);
}

// PagerDuty's words are ours, and "error" besides.
std::string_view severity_of(const Group& group) {
  constexpr std::array<std::string_view, 3> kWords{"critical", "warning", "info"};
  for (const std::string_view word : kWords) {
    const auto has = [&](const Notification& alert) { return alert.severity == word; };
    if (std::any_of(group.alerts.begin(), group.alerts.end(), has)) return word;
  }
  return "error";
}

void write_details(Writer& json, const Group& group) {
  json.key("custom_details").begin_object();
  json.key("alerts").begin_array();
  for (const Notification& alert : group.alerts) {
    json.begin_object().member("summary", summary_of(alert)).member("why_now", reason_of(alert));
    for (const auto& [name, value] : rows_of(alert)) json.member(name, value);
    json.end_object();
  }
  json.end_array();
  if (group.omitted != 0) json.member("alerts_left_out", group.omitted);
  json.end_object();
}

void write_payload(Writer& json, const Group& group, Details details) {
  const Notification& first = group.alerts.front();
  json.key("payload").begin_object();
  json.member("summary", cut(subject_of(group), kSummaryBytesMax));
  json.member("source", cut(single_line(first.application + "/" + first.simulator), kSummaryBytesMax));
  json.member("severity", severity_of(group)).member("timestamp", world::format_rfc3339(first.at));
  json.member("component", cut(single_line(first.metric), kSummaryBytesMax));
  json.member("class", cut(single_line(first.rule), kSummaryBytesMax));
  if (details == Details::whole) {
    write_details(json, group);
  } else {
    json.key("custom_details").begin_object();
    json.member("left_out", "the details are larger than PagerDuty takes").end_object();
  }
  json.end_object();
}

std::string event_of(const Group& group, const Secret& routing_key, std::string_view link, Details details) {
  const std::string_view action = pagerduty_action(group);
  std::string body;
  Writer json(body);
  json.begin_object().member("routing_key", routing_key.reveal()).member("event_action", action);
  json.member("dedup_key", dedup_key(group));
  if (action == "trigger") {
    json.member("client", "checkride-monitor");
    if (!link.empty()) json.member("client_url", link);
    write_payload(json, group, details);
    if (!link.empty()) {
      json.key("links").begin_array().begin_object().member("href", alerts_link(link));
      json.member("text", "alerts of the monitor").end_object().end_array();
    }
  }
  json.end_object();
  return body;
}

}  // namespace

std::string_view pagerduty_action(const Group& group) {
  if (status_of(group) == "resolved") return "resolve";
  if (group.unattended_beside != 0) return "trigger";
  const auto taken = [](const Notification& alert) {
    return alert.kind == NotificationKind::acknowledged || alert.kind == NotificationKind::resolved;
  };
  return std::all_of(group.alerts.begin(), group.alerts.end(), taken) ? "acknowledge" : "trigger";
}

std::string pagerduty_body(const Group& group, const Secret& routing_key, std::string_view link) {
  std::string body = event_of(group, routing_key, link, Details::whole);
  return body.size() <= kEventBytesMax ? body : event_of(group, routing_key, link, Details::left_out);
}

world::Task<Outcome> PagerDutyChannel::deliver(Parcel& parcel) {
  const Group& group = parcel.group;
  const auto own = config_.own_keys.find(group.receiver);
  if (group.own_target && own == config_.own_keys.end()) co_return without_target(group, "pagerduty_routing_key");
  HttpPost post{config_.url, "alert_manager.pagerduty.url"};
  post.body = pagerduty_body(group, group.own_target ? own->second : config_.routing_key, link_);
  post.settings = config_.http;
  post.trace_id = trace_id_of(parcel);
  Outcome outcome = co_await post_json(world_, trust_, std::move(post));
  if (outcome.verdict != Verdict::temporary) parcel.targets.clear();
  co_return outcome;
}

}  // namespace checkride::runtime::notify
