// The document of GET /api/v1/notifications, which is a function of the dispatcher's present state.
#include "checkride/values/json.hpp"
#include "notify/dispatcher.hpp"

namespace checkride::runtime::notify {

namespace {

using values::json::Writer;

void write_parcel(Writer& json, const Parcel& parcel) {
  json.member("id", parcel.id).member("queued_at", world::format_rfc3339(parcel.queued));
  json.member("failures", parcel.failures).member("subject", subject_of(parcel.group));
  json.member("alerts", parcel.group.alerts.size());
  if (!parcel.group.receiver.empty()) json.member("receiver", parcel.group.receiver);
}

void write_queue(Writer& json, const Outbox& outbox) {
  json.key("queue").begin_array();
  for (const auto& item : outbox.queue()) {
    json.begin_object();
    write_parcel(json, item->parcel);
    if (!item->last_failure.empty()) json.member("last_failure", item->last_failure);
    json.end_object();
  }
  json.end_array();
}

void write_dead_letters(Writer& json, const Outbox& outbox) {
  json.key("dead_letters").begin_array();
  for (const DeadLetter& dead : outbox.dead_letters()) {
    json.begin_object();
    write_parcel(json, dead.parcel);
    json.member("given_up_at", world::format_rfc3339(dead.at)).member("type", dead.type).member("reason", dead.reason);
    json.end_object();
  }
  json.end_array();
}

void write_outbox(Writer& json, const Outbox& outbox) {
  const Outbox::Totals& totals = outbox.totals();
  json.begin_object().member("integration", outbox.name()).member("breaker", to_string(outbox.breaker()));
  json.member("configured", outbox.has_channel()).member("durable", outbox.not_durable().empty());
  if (!outbox.not_durable().empty()) json.member("not_durable_reason", outbox.not_durable());
  json.member("queued", outbox.queued()).member("delivered", totals.delivered);
  json.member("failed_attempts", totals.failed_attempts);
  json.key("last_delivered_at");
  if (totals.last_delivered) {
    json.value(world::format_rfc3339(*totals.last_delivered));
  } else {
    json.null();
  }
  json.member("last_failure", outbox.last_failure());
  write_queue(json, outbox);
  write_dead_letters(json, outbox);
  json.end_object();
}

}  // namespace

std::string notifications_document(const Dispatcher* dispatcher) {
  std::string out;
  Writer json(out);
  json.begin_object().key("channels").begin_array();
  if (dispatcher != nullptr) {
    for (const auto& [action, outbox] : dispatcher->outboxes()) write_outbox(json, *outbox);
  }
  json.end_array().end_object();
  return out;
}

}  // namespace checkride::runtime::notify
