#include "alerts/state_file.hpp"

#include <fmt/format.h>

#include "alerts/checksum.hpp"
#include "checkride/values/map_reader.hpp"

namespace checkride::runtime::alerts {

namespace {

using values::MapReader;
using values::Node;
using values::json::Writer;
using world::Duration;
using world::UtcTime;

constexpr std::string_view kMagic = "checkride-alerts 1 ";

std::int64_t ns(Duration duration) {
  return duration.count();
}
std::int64_t ns(UtcTime time) {
  return time.time_since_epoch().count();
}

void write_alert(Writer& json, const AlertMemory& alert) {
  json.begin_object().member("rule", alert.rule).member("simulator", alert.simulator);
  json.member("definition", alert.definition).member("state", to_string(alert.state));
  if (alert.value) json.member("value", *alert.value);
  json.member("since_age", ns(alert.since_age)).member("breach_age", ns(alert.breach_age));
  if (alert.seen_age) json.member("seen_age", ns(*alert.seen_age));
  json.member("covered", ns(alert.covered)).member("by_silence", alert.by_silence);
  json.member("since_utc", ns(alert.since_utc));
  json.member("breached_at", ns(alert.breached_at)).member("fired_at", ns(alert.fired_at));
  json.member("fired_count", alert.fired_count).member("resolved_count", alert.resolved_count).end_object();
}

// A channel by its word alone, as all were once.
void write_recipient(Writer& json, const Recipient& recipient) {
  if (recipient == Recipient(recipient.action)) {
    json.value(to_string(recipient.action));
    return;
  }
  json.begin_object().member("action", to_string(recipient.action)).member("receiver", recipient.receiver);
  json.member("slack_channel", recipient.slack_channel).key("mail_to").begin_array();
  for (const std::string& address : recipient.mail_to) json.value(address);
  json.end_array();
  // Which address or key that is, is a secret: it is nowhere but in the configuration.
  if (recipient.own_target) json.member("own_target", true);
  json.end_object();
}

void write_audience(Writer& json, const std::vector<Recipient>& audience) {
  json.key("audience").begin_array();
  for (const Recipient& recipient : audience) write_recipient(json, recipient);
  json.end_array();
}

void write_ending(Writer& json, const Ending& ending) {
  json.begin_object().member("group", ending.group);
  json.key("labels").begin_array();
  for (const auto& [name, value] : ending.labels) {
    json.begin_object().member("name", name).member("value", value).end_object();
  }
  json.end_array();
  write_audience(json, ending.audience);
  json.member("notification", ending.notification).end_object();
}

void write_episode(Writer& json, const EpisodeMemory& episode) {
  json.begin_object().member("rule", episode.rule).member("simulator", episode.simulator);
  json.member("fired_at", ns(episode.fired_at)).member("told", episode.told).member("tier", episode.tier);
  json.member("escalated", episode.escalated).member("overdue", episode.overdue).member("count", episode.count);
  json.member("told_age", ns(episode.told_age)).member("update_age", ns(episode.update_age));
  if (episode.respond_by) json.member("respond_by", ns(*episode.respond_by));
  write_audience(json, episode.audience);
  if (episode.acknowledged) {
    json.key("acknowledged").begin_object().member("by", episode.acknowledged->by);
    json.member("comment", episode.acknowledged->comment).member("at", ns(episode.acknowledged->at)).end_object();
  }
  // Only when it is so: a version that does not know the word refuses a file that has it.
  if (episode.announce) json.member("announce", true);
  if (episode.ending) {
    json.key("ending");
    write_ending(json, *episode.ending);
  }
  json.end_object();
}

void read_age(MapReader& map, const char* key, Duration* age) {
  std::int64_t count = 0;
  // Thirty years: far from where sums of times would overflow.
  if (map.required(key, &count, {0, 1'000'000'000'000'000'000})) *age = Duration(count);
}

void read_utc(MapReader& map, const char* key, UtcTime* time) {
  std::int64_t count = 0;
  if (map.required(key, &count, {0, 4'000'000'000'000'000'000})) *time = UtcTime(Duration(count));
}

AlertMemory read_alert(const Node& node, values::Diagnostics& errors) {
  AlertMemory alert;
  MapReader map(node, errors);
  map.required("rule", &alert.rule);
  map.required("simulator", &alert.simulator);
  map.required("definition", &alert.definition);
  std::string state;
  if (map.required("state", &state)) {
    const auto read = parse_alert_state(state);
    if (read) alert.state = *read;
    if (!read) map.error("state", "no state of an alert");
  }
  map.optional("value", &alert.value);
  read_age(map, "since_age", &alert.since_age);
  read_age(map, "breach_age", &alert.breach_age);
  if (map.has("seen_age")) read_age(map, "seen_age", &alert.seen_age.emplace());
  read_age(map, "covered", &alert.covered);
  map.optional("by_silence", &alert.by_silence);
  read_utc(map, "since_utc", &alert.since_utc);
  read_utc(map, "breached_at", &alert.breached_at);
  read_utc(map, "fired_at", &alert.fired_at);
  map.required("fired_count", &alert.fired_count);
  map.required("resolved_count", &alert.resolved_count);
  map.finish();
  return alert;
}

void read_audience(MapReader& map, std::vector<Recipient>* audience) {
  map.list("audience", [&](const Node& one) {
    std::string word = one.is_map() ? std::string() : std::string(one.text());
    Recipient recipient;
    if (one.is_map()) {
      MapReader fields(one, map.errors());
      fields.required("action", &word);
      fields.required("receiver", &recipient.receiver);
      fields.required("slack_channel", &recipient.slack_channel);
      fields.required("mail_to", &recipient.mail_to);
      fields.optional("own_target", &recipient.own_target);
      fields.finish();
    }
    // A channel of another version of this program is nobody that can be told.
    const auto action = parse_action(word);
    if (!action) return;
    recipient.action = *action;
    audience->push_back(std::move(recipient));
  });
}

void read_ending(MapReader& map, values::Diagnostics& errors, Ending* ending) {
  map.required("group", &ending->group);
  map.list("labels", [&](const Node& one) {
    MapReader label(one, errors);
    auto& [name, value] = ending->labels.emplace_back();
    label.required("name", &name);
    label.required("value", &value);
    label.finish();
  });
  read_audience(map, &ending->audience);
  map.required("notification", &ending->notification);
}

EpisodeMemory read_episode(const Node& node, values::Diagnostics& errors) {
  EpisodeMemory episode;
  MapReader map(node, errors);
  map.required("rule", &episode.rule);
  map.required("simulator", &episode.simulator);
  read_utc(map, "fired_at", &episode.fired_at);
  map.required("told", &episode.told);
  map.required("tier", &episode.tier, {0, kTiers});
  map.required("escalated", &episode.escalated);
  map.required("overdue", &episode.overdue);
  map.required("count", &episode.count);
  read_age(map, "told_age", &episode.told_age);
  read_age(map, "update_age", &episode.update_age);
  if (map.has("respond_by")) read_utc(map, "respond_by", &episode.respond_by.emplace());
  read_audience(map, &episode.audience);
  map.map("ending", [&](MapReader& ending) { read_ending(ending, errors, &episode.ending.emplace()); });
  map.map("acknowledged", [&](MapReader& by) {
    Acknowledgement& acknowledged = episode.acknowledged.emplace();
    by.required("by", &acknowledged.by);
    by.required("comment", &acknowledged.comment);
    read_utc(by, "at", &acknowledged.at);
  });
  map.optional("announce", &episode.announce);
  map.finish();
  return episode;
}

}  // namespace

std::string encode_state(const SavedState& state) {
  std::string body;
  Writer json(body);
  json.begin_object().member("saved_at", ns(state.saved_at));
  json.key("alerts").begin_array();
  for (const AlertMemory& alert : state.alerts) write_alert(json, alert);
  json.end_array().key("episodes").begin_array();
  for (const EpisodeMemory& episode : state.episodes) write_episode(json, episode);
  json.end_array().key("endings").begin_array();
  for (const Ending& ending : state.endings) write_ending(json, ending);
  json.end_array().key("silences").begin_array();
  for (const Silence& silence : state.silences) write_silence(json, silence, state.saved_at);
  json.end_array().end_object();
  body += '\n';
  return fmt::format("{}{:016x}\n{}", kMagic, checksum(body), body);
}

Result<SavedState> decode_state(std::string_view text) {
  const auto line_end = text.find('\n');
  if (!text.starts_with(kMagic) || line_end == std::string_view::npos) {
    return Error::invalid("does not begin with \"" + std::string(kMagic) + "\" and a checksum");
  }
  const std::string_view sum = text.substr(kMagic.size(), line_end - kMagic.size());
  const std::string_view body = text.substr(line_end + 1);
  if (sum != fmt::format("{:016x}", checksum(body)))
    return Error::invalid("the checksum does not match: damaged or cut off");
  TRY(const values::Document document, values::load(body, "state"));
  values::Diagnostics errors;
  SavedState state;
  MapReader map = document.root_map(errors);
  read_utc(map, "saved_at", &state.saved_at);
  map.required_list("alerts", [&](const Node& node) { state.alerts.push_back(read_alert(node, errors)); });
  map.required_list("episodes", [&](const Node& node) { state.episodes.push_back(read_episode(node, errors)); });
  map.list("endings", [&](const Node& node) {
    MapReader ending(node, errors);
    read_ending(ending, errors, &state.endings.emplace_back());
    ending.finish();
  });
  map.required_list("silences",
                    [&](const Node& node) { state.silences.push_back(read_silence(node, state.saved_at, errors)); });
  map.finish();
  if (!errors.empty()) return Error::invalid(errors.items().front().message);
  return state;
}

}  // namespace checkride::runtime::alerts
