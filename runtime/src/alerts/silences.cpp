#include "alerts/silences.hpp"

#include <algorithm>

#include "alerts/labels.hpp"
#include "checkride/values/map_reader.hpp"
#include "config/sections/matchers.hpp"

namespace checkride::runtime::alerts {

namespace {

using values::MapReader;

constexpr std::size_t kTextMax = 1024;

bool read_short(MapReader& map, const char* key, std::string* text) {
  if (!map.required(key, text)) return false;
  if (text->empty() || text->size() > kTextMax) map.error(key, "expected a text of 1 to 1024 bytes");
  return true;
}

bool read_time(MapReader& map, const char* key, world::UtcTime* time) {
  std::string text;
  if (!map.optional(key, &text)) return false;
  const auto read = world::parse_rfc3339(text);
  if (read) *time = *read;
  if (!read) map.error(key, "expected a time in UTC such as 2026-01-05T08:00:00Z");
  return read.has_value();
}

}  // namespace

Result<> SilenceBook::set(Silence silence, world::UtcTime now) {
  drop_old(now);
  const auto same =
      std::find_if(silences_.begin(), silences_.end(), [&](const Silence& one) { return one.id == silence.id; });
  if (same != silences_.end()) {
    *same = std::move(silence);
    return Result<>();
  }
  if (silences_.size() >= kMax) return Error::invalid("there are 1000 silences already: expire some");
  silences_.push_back(std::move(silence));
  return Result<>();
}

bool SilenceBook::expire(const std::string& id, world::UtcTime now) {
  for (Silence& silence : silences_) {
    if (silence.id != id || silence.ends_at <= now) continue;
    silence.ends_at = now;
    silence.starts_at = std::min(silence.starts_at, now);
    return true;
  }
  return false;
}

const Silence* SilenceBook::find_match(const Alert& alert, world::UtcTime now) const {
  for (const Silence& silence : silences_) {
    if (now >= silence.starts_at && now < silence.ends_at && matches(silence.matchers, alert)) return &silence;
  }
  return nullptr;
}

const Silence* SilenceBook::find(const std::string& id) const {
  for (const Silence& silence : silences_) {
    if (silence.id == id) return &silence;
  }
  return nullptr;
}

void SilenceBook::drop_old(world::UtcTime now) {
  std::erase_if(silences_, [&](const Silence& silence) { return silence.ends_at + kKept < now; });
}

std::string_view status_of(const Silence& silence, world::UtcTime now) {
  if (now >= silence.ends_at) return "expired";
  return now < silence.starts_at ? "pending" : "active";
}

void write_silence(values::json::Writer& json, const Silence& silence, world::UtcTime now) {
  json.begin_object().member("id", silence.id);
  json.key("status").begin_object().member("state", status_of(silence, now)).end_object();
  json.key("matchers").begin_array();
  for (const Matcher& matcher : silence.matchers) {
    json.begin_object().member("name", matcher.name).member("value", matcher.value);
    json.member("isEqual", matcher.is_equal).member("isRegex", matcher.regex.has_value()).end_object();
  }
  json.end_array();
  json.member("startsAt", world::format_rfc3339(silence.starts_at));
  json.member("endsAt", world::format_rfc3339(silence.ends_at));
  json.member("createdBy", silence.created_by).member("comment", silence.comment).end_object();
}

Silence read_silence(const values::Node& node, world::UtcTime now, values::Diagnostics& errors) {
  Silence silence;
  silence.starts_at = now;
  MapReader map(node, errors);
  map.optional("id", &silence.id);
  read_matchers(map, "matchers", &silence.matchers);
  if (!map.has("matchers")) map.errors().add(map.position(), "the key \"matchers\" is missing");
  if (map.has("matchers") && silence.matchers.empty()) map.error("matchers", "a silence needs at least one matcher");
  (void)read_time(map, "startsAt", &silence.starts_at);
  if (!map.has("endsAt")) map.errors().add(map.position(), "missing key \"endsAt\": a silence must end");
  const bool ends = read_time(map, "endsAt", &silence.ends_at);
  if (ends && silence.ends_at <= silence.starts_at) map.error("endsAt", "endsAt must be after startsAt");
  read_short(map, "createdBy", &silence.created_by);
  map.optional("comment", &silence.comment);
  if (silence.comment.size() > kTextMax) map.error("comment", "too long");
  map.ignore("status");
  map.ignore("updatedAt");
  map.finish();
  return silence;
}

}  // namespace checkride::runtime::alerts
