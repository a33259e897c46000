#include "notify/slack_channel.hpp"

#include <fmt/format.h>

#include <utility>

#include "checkride/values/json.hpp"
#include "notify/http_post.hpp"
#include "notify/texts.hpp"

namespace checkride::runtime::notify {

namespace {

constexpr std::size_t kTitleBytesMax = 1024;
constexpr std::size_t kTextBytesMax = 3000;
constexpr std::size_t kHalfTextBytesMax =
    (kTextBytesMax - 1) / 2;  // what is so, and why now, with a line break between
constexpr std::size_t kFieldBytesMax = 2000;

std::string escaped(std::string_view text, std::size_t limit) {
  return escaped_within(single_line(text), limit, slack_escape);
}

std::string_view colour_of(const Notification& notification) {
  if (notification.kind == NotificationKind::resolved) return "good";
  if (notification.severity == "critical") return "danger";
  return notification.severity == "warning" ? "warning" : "#439fe0";
}

void add_field(values::json::Writer& json, std::string_view title, std::string_view value) {
  if (value.empty()) return;
  json.begin_object().member("title", title).member("value", escaped(value, kFieldBytesMax));
  json.member("short", true).end_object();
}

void add_attachment(values::json::Writer& json, const Notification& n, std::string_view link) {
  const std::string summary = escaped(summary_of(n), kHalfTextBytesMax);
  json.begin_object();
  json.member("color", colour_of(n));
  json.member("fallback", summary);
  json.member("title", escaped(subject_of(n), kTitleBytesMax));
  if (!link.empty()) json.member("title_link", link);
  json.member("text", summary + "\n" + escaped("Why now: " + reason_of(n), kHalfTextBytesMax));
  json.key("fields").begin_array();
  add_field(json, "State", to_string(n.kind));
  add_field(json, "Severity", n.severity);
  add_field(json, "Simulator", n.simulator);
  add_field(json, "Value", value_of(n));
  add_field(json, "Threshold", breach_of(n));
  add_field(json, "Since", world::format_rfc3339(n.breached_at));
  add_field(json, "Environment", n.environment);
  json.end_array();
  json.member("footer", escaped(n.application, kFieldBytesMax));
  json.member("ts", std::chrono::floor<std::chrono::seconds>(n.at).time_since_epoch().count());
  json.end_object();
}

}  // namespace

std::string_view slack_escape(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    default:
      return {};
  }
}

std::string slack_body(const Group& group, std::string_view channel, std::string_view username, std::string_view link) {
  std::string body;
  values::json::Writer json(body);
  json.begin_object();
  if (!channel.empty()) json.member("channel", channel);
  if (!username.empty()) json.member("username", username);
  json.member("text", escaped(subject_of(group), kTitleBytesMax));
  json.key("attachments").begin_array();
  for (const Notification& alert : group.alerts) add_attachment(json, alert, link);
  json.end_array().end_object();
  return body;
}

world::Task<Outcome> SlackChannel::deliver(Parcel& parcel) {
  const Group& group = parcel.group;
  const auto own = config_.own_urls.find(group.receiver);
  if (group.own_target && own == config_.own_urls.end()) co_return without_target(group, "slack_webhook_url");
  HttpPost post{config_.webhook_url.reveal(), "alert_manager.slack.webhook_url"};
  std::string room = group.slack_channel;
  if (group.own_target) {
    post.url = own->second.reveal();
    post.key = "slack_webhook_url of the receiver \"" + single_line(group.receiver) + "\"";
  } else if (room.empty()) {
    room = config_.channel;
  }
  post.body = slack_body(group, room, config_.username, link_);
  post.settings = config_.http;
  post.trace_id = trace_id_of(parcel);
  Outcome outcome = co_await post_json(world_, trust_, std::move(post));
  if (outcome.verdict != Verdict::temporary) parcel.targets.clear();
  co_return outcome;
}

}  // namespace checkride::runtime::notify
