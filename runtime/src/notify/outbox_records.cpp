#include "notify/outbox_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <limits>
#include <type_traits>

#include "checkride/values/json.hpp"
#include "notify/labels.hpp"

namespace checkride::runtime::notify {

namespace {

using values::json::Writer;
namespace json = boost::json;

constexpr std::size_t kChecksumDigits = 16;

// Every field of a notification with its name: the one list that writing and reading share.
template <class OfNotification, class Visit>
void visit_fields(OfNotification& n, const Visit& visit) {
  visit("kind", n.kind);
  visit("rule", n.rule);
  visit("simulator", n.simulator);
  visit("severity", n.severity);
  visit("metric", n.metric);
  visit("condition", n.condition);
  visit("threshold", n.threshold);
  visit("value", n.value);
  visit("unit", n.unit);
  visit("duration", n.duration);
  visit("breached_at", n.breached_at);
  visit("fired_at", n.fired_at);
  visit("at", n.at);
  visit("application", n.application);
  visit("environment", n.environment);
  visit("count", n.count);
  visit("alert_id", n.id);
  visit("severity_level", n.severity_level);
  visit("tier", n.tier);
  visit("observed", n.observed);
  visit("summary", n.summary);
  visit("why", n.reason);
  visit("respond_by", n.respond_by);
  visit("next_update_by", n.next_update_by);
  visit("acknowledged_by", n.acknowledged_by);
  visit("breach", n.breach);
  visit("standing", n.standing);
}

// ---- writing

template <class T>
void write_field(Writer& out, std::string_view name, const T& value) {
  if constexpr (std::is_same_v<T, NotificationKind>) {
    out.member(name, to_string(value));
  } else if constexpr (std::is_same_v<T, world::Duration>) {
    out.member(name, value.count());
  } else if constexpr (std::is_same_v<T, world::UtcTime>) {
    out.member(name, value.time_since_epoch().count());
  } else if constexpr (requires { value.has_value(); }) {
    if (value) write_field(out, name, *value);
  } else {
    out.member(name, value);
  }
}

void write_texts(Writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const std::string& text : texts) out.value(text);
  out.end_array();
}

void write_targets(Writer& out, const std::vector<std::string>& targets) {
  write_texts(out, "targets", targets);
}

void write_notification(Writer& out, const Notification& notification) {
  out.begin_object();
  visit_fields(notification, [&out](std::string_view name, const auto& value) { write_field(out, name, value); });
  out.end_object();
}

void write_group(Writer& out, const Group& group) {
  out.key("group").begin_object().member("key", group.key).member("omitted", group.omitted);
  out.member("firing_beside", group.firing_beside).member("unattended_beside", group.unattended_beside);
  write_field(out, "receiver", group.receiver);
  write_field(out, "slack_channel", group.slack_channel);
  write_field(out, "own_target", group.own_target);
  write_texts(out, "mail_to", group.mail_to);
  out.key("labels").begin_array();
  for (const auto& [name, value] : group.labels) out.begin_array().value(name).value(value).end_array();
  out.end_array();
  out.key("alerts").begin_array();
  for (const Notification& alert : group.alerts) {
    write_notification(out, alert);
  }
  out.end_array().end_object();
}

void write_parcel(Writer& out, const Parcel& parcel) {
  write_field(out, "id", parcel.id);
  write_field(out, "queued", parcel.queued);
  write_field(out, "failures", parcel.failures);
  write_targets(out, parcel.targets);
  write_group(out, parcel.group);
}

void write_record(Writer& out, const Parcel& parcel) {
  out.member("op", "post");
  write_parcel(out, parcel);
}

void write_record(Writer& out, const Progress& progress) {
  out.member("op", "failed").member("id", progress.id).member("failures", progress.failures);
  write_targets(out, progress.targets);
}

void write_record(Writer& out, const Settled& settled) {
  out.member("op", "done").member("id", settled.id);
}

void write_record(Writer& out, const DeadLetter& dead) {
  out.member("op", "dead").member("type", dead.type).member("reason", dead.reason);
  write_field(out, "at", dead.at);
  write_parcel(out, dead.parcel);
}

// ---- reading: what is missing or of another kind keeps its default, for a checksum has vouched for the line

std::string text_of(const json::object& from, std::string_view name) {
  const json::value* found = from.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t integer_of(const json::object& from, std::string_view name) {
  const json::value* found = from.if_contains(name);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

double number_of(const json::object& from, std::string_view name) {
  const json::value* found = from.if_contains(name);
  if (found != nullptr && found->is_double()) return found->get_double();
  if (found != nullptr && found->is_int64()) return static_cast<double>(found->get_int64());
  if (found != nullptr && found->is_uint64()) return static_cast<double>(found->get_uint64());
  return std::numeric_limits<double>::quiet_NaN();  // which is written as null
}

const json::array& array_of(const json::object& from, std::string_view name) {
  static const json::array kNone;
  const json::value* found = from.if_contains(name);
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

NotificationKind kind_of(std::string_view word) {
  for (const auto kind :
       {NotificationKind::resolved, NotificationKind::repeated, NotificationKind::escalated,
        NotificationKind::acknowledged, NotificationKind::response_overdue, NotificationKind::status_update}) {
    if (to_string(kind) == word) return kind;
  }
  return NotificationKind::firing;
}

template <class T>
void read_field(const json::object& from, std::string_view name, T& value) {
  if constexpr (std::is_same_v<T, NotificationKind>) {
    value = kind_of(text_of(from, name));
  } else if constexpr (std::is_same_v<T, world::Duration>) {
    value = world::Duration(integer_of(from, name));
  } else if constexpr (std::is_same_v<T, world::UtcTime>) {
    value = world::UtcTime(world::Duration(integer_of(from, name)));
  } else if constexpr (requires { value.has_value(); }) {
    if (from.contains(name)) read_field(from, name, value.emplace());
  } else if constexpr (std::is_same_v<T, double>) {
    value = number_of(from, name);
  } else if constexpr (std::is_same_v<T, bool>) {
    const json::value* found = from.if_contains(name);
    value = found != nullptr && found->is_bool() && found->get_bool();
  } else if constexpr (std::is_integral_v<T>) {
    value = static_cast<T>(integer_of(from, name));
  } else {
    value = text_of(from, name);
  }
}

std::vector<std::string> texts_of(const json::object& from, std::string_view name) {
  std::vector<std::string> texts;
  for (const json::value& text : array_of(from, name)) {
    if (text.is_string()) texts.emplace_back(text.get_string());
  }
  return texts;
}

std::vector<std::string> targets_of(const json::object& from) {
  return texts_of(from, "targets");
}

Notification notification_of(const json::object& from) {
  Notification notification;
  visit_fields(notification, [&from](std::string_view name, auto& value) { read_field(from, name, value); });
  return notification;
}

Group group_of(const json::object& from) {
  Group group;
  const json::value* found = from.if_contains("group");
  if (found == nullptr || !found->is_object()) return group;
  const json::object& object = found->get_object();
  read_field(object, "key", group.key);
  read_field(object, "omitted", group.omitted);
  read_field(object, "firing_beside", group.firing_beside);
  read_field(object, "unattended_beside", group.unattended_beside);
  read_field(object, "receiver", group.receiver);
  read_field(object, "slack_channel", group.slack_channel);
  read_field(object, "own_target", group.own_target);
  group.mail_to = texts_of(object, "mail_to");
  for (const json::value& label : array_of(object, "labels")) {
    if (!label.is_array() || label.get_array().size() != 2) continue;
    const json::value& name = label.get_array()[0];
    const json::value& value = label.get_array()[1];
    if (name.is_string() && value.is_string()) group.labels.emplace_back(name.get_string(), value.get_string());
  }
  for (const json::value& alert : array_of(object, "alerts")) {
    if (alert.is_object()) group.alerts.push_back(notification_of(alert.get_object()));
  }
  return group;
}

Parcel parcel_of(const json::object& from) {
  Parcel parcel;
  read_field(from, "id", parcel.id);
  read_field(from, "queued", parcel.queued);
  read_field(from, "failures", parcel.failures);
  parcel.targets = targets_of(from);
  parcel.group = group_of(from);
  return parcel;
}

std::optional<Record> record_of(const json::object& from) {
  const std::string op = text_of(from, "op");
  const std::string id = text_of(from, "id");
  if (id.empty()) return std::nullopt;
  if (op == "done") return Settled{id};
  if (op == "failed") {
    return Progress{id, targets_of(from), static_cast<std::uint32_t>(integer_of(from, "failures"))};
  }
  if (op != "post" && op != "dead") return std::nullopt;
  DeadLetter dead;
  dead.parcel = parcel_of(from);
  if (dead.parcel.group.alerts.empty()) return std::nullopt;
  if (op == "post") return dead.parcel;
  read_field(from, "at", dead.at);
  read_field(from, "type", dead.type);
  read_field(from, "reason", dead.reason);
  return dead;
}

std::string checksum_of(std::string_view text) {
  return fmt::format("{:016x}", fnv1a(text));
}

// One record after the other, as it happened.
class Replay {
 public:
  explicit Replay(std::size_t dead_max) : dead_max_(dead_max) {}

  // One that was given up and is tried once more has its old id.
  void operator()(Parcel&& parcel) {
    forget_dead(parcel.id);
    contents.waiting.push_back(std::move(parcel));
  }
  void operator()(Progress&& progress) {
    for (Parcel& parcel : contents.waiting) {
      if (parcel.id != progress.id) continue;
      parcel.targets = std::move(progress.targets);
      parcel.failures = progress.failures;
      return;
    }
  }
  void operator()(Settled&& settled) { forget(settled.id); }
  void operator()(DeadLetter&& dead) {
    forget(dead.parcel.id);
    contents.dead.push_back(std::move(dead));
    if (contents.dead.size() > dead_max_) contents.dead.pop_front();
  }

  OutboxContents contents;

 private:
  void forget_dead(const std::string& id) {
    std::erase_if(contents.dead, [&](const DeadLetter& dead) { return dead.parcel.id == id; });
  }
  void forget(const std::string& id) {
    std::erase_if(contents.waiting, [&](const Parcel& parcel) { return parcel.id == id; });
    forget_dead(id);
  }

  std::size_t dead_max_;
};

}  // namespace

std::string encode_record(const Record& record) {
  std::string text;
  Writer out(text);
  out.begin_object();
  std::visit([&out](const auto& one) { write_record(out, one); }, record);
  out.end_object();
  return checksum_of(text) + " " + text + "\n";
}

std::optional<Record> decode_record(std::string_view line) {
  if (line.size() <= kChecksumDigits || line[kChecksumDigits] != ' ') return std::nullopt;
  const std::string_view text = line.substr(kChecksumDigits + 1);
  if (line.substr(0, kChecksumDigits) != checksum_of(text)) return std::nullopt;
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return record_of(value.get_object());
}

std::string encode_notification(const Notification& notification) {
  std::string text;
  Writer out(text);
  write_notification(out, notification);
  return text;
}

std::optional<Notification> decode_notification(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return notification_of(value.get_object());
}

OutboxContents replay_records(std::string_view text, std::size_t dead_max) {
  Replay replay(dead_max);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    auto record = end == std::string_view::npos ? std::nullopt : decode_record(line);
    if (record) {
      std::visit(replay, std::move(*record));
    } else {
      replay.contents.damaged_lines++;
      replay.contents.damaged_bytes += line.size();
    }
  }
  return std::move(replay.contents);
}

}  // namespace checkride::runtime::notify
