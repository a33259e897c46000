#include "notify/webhook_channel.hpp"

#include <utility>

#include "checkride/tls/digest.hpp"
#include "checkride/values/json.hpp"
#include "notify/alert_json.hpp"
#include "notify/http_post.hpp"
#include "notify/texts.hpp"

namespace checkride::runtime::notify {

std::string webhook_body(const Group& group, std::string_view link) {
  std::string body;
  values::json::Writer json(body);
  json.begin_object().member("version", "4").member("groupKey", group.key);
  json.member("truncatedAlerts", group.omitted).member("status", status_of(group));
  json.member("receiver", group.receiver.empty() ? std::string_view("webhook") : std::string_view(group.receiver));
  write_labels(json, "groupLabels", group.labels);
  write_labels(json, "commonLabels", common_labels(group));
  write_labels(json, "commonAnnotations", common_annotations(group));
  json.member("externalURL", link);
  json.key("alerts").begin_array();
  for (const Notification& alert : group.alerts) {
    const bool over = alert.kind == NotificationKind::resolved;
    const Labels labels = labels_of(alert);
    json.begin_object().member("status", over ? "resolved" : "firing");
    write_labels(json, "labels", labels);
    write_labels(json, "annotations", annotations_of(alert));
    json.member("startsAt", world::format_rfc3339(alert.fired_at));
    // The zero of Alertmanager's clock: not yet.
    json.member("endsAt", over ? world::format_rfc3339(alert.at) : std::string("0001-01-01T00:00:00Z"));
    json.member("generatorURL", alerts_link(link)).member("fingerprint", fingerprint_of(labels)).end_object();
  }
  json.end_array().end_object();
  return body;
}

std::string webhook_signature(const Secret& secret, std::string_view timestamp, std::string_view body) {
  return tls::hmac_sha256(secret.reveal(), std::string(timestamp).append(":").append(body));
}

world::Task<Outcome> WebhookChannel::deliver(Parcel& parcel) {
  const Group& group = parcel.group;
  const auto own = config_.own_targets.find(group.receiver);
  if (group.own_target && own == config_.own_targets.end()) co_return without_target(group, "webhook_url");
  HttpPost post{config_.url.reveal(), "alert_manager.webhook.url"};
  post.body = webhook_body(group, link_);
  post.settings = config_.http;
  HttpLogin login = config_.login;
  if (group.own_target) {
    // Another server: what lets us into the channel's own is none of its business.
    post.url = own->second.url.reveal();
    post.key = "webhook_url of the receiver \"" + single_line(group.receiver) + "\"";
    login = HttpLogin();
    login.bearer_token = own->second.bearer_token;
  } else {
    for (const auto& [name, value] : config_.headers) post.headers.add(name, value.reveal());
  }
  add_login(post.headers, login);
  post.headers.set("Idempotency-Key", parcel.id);
  if (!config_.hmac_secret.empty()) {
    const auto now = std::chrono::floor<std::chrono::seconds>(world_.clock().utc_now());
    const std::string timestamp = std::to_string(now.time_since_epoch().count());
    post.headers.set("X-Checkride-Timestamp", timestamp);
    post.headers.set("X-Checkride-Signature", webhook_signature(config_.hmac_secret, timestamp, post.body));
  }
  post.trace_id = trace_id_of(parcel);
  Outcome outcome = co_await post_json(world_, trust_, std::move(post));
  if (outcome.verdict != Verdict::temporary) parcel.targets.clear();
  co_return outcome;
}

}  // namespace checkride::runtime::notify
