#include "config/sections/alert_policy.hpp"

#include <algorithm>

#include "checkride/values/suggest.hpp"
#include "config/sections/matchers.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::Entry;
using values::MapReader;
using values::Node;

constexpr Duration kLongest = 24h * 7;
constexpr std::array<std::string_view, 7> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};

void read_labels(MapReader& map, std::string_view key, std::vector<std::string>* labels) {
  std::vector<std::string> read;
  const bool given = map.list(key, [&](const Node& node) {
    if (auto name = values::read_text(node, map.errors())) {
      check_label(*name, node.position(), map.errors());
      read.push_back(std::move(*name));
    }
  });
  if (given) *labels = std::move(read);
}

void read_days(MapReader& map, Calendar* calendar) {
  std::array<bool, 7> days{};
  const bool given = map.list("days", [&](const Node& node) {
    const auto index = values::read_word(node, map.errors(), {kWeekdays.begin(), kWeekdays.end()});
    if (index) days[*index] = true;
  });
  if (!given) return;
  if (std::find(days.begin(), days.end(), true) == days.end()) map.error("days", "expected at least one day");
  calendar->weekdays = days;
}

void read_time_of_day(MapReader& map, const char* key, std::chrono::minutes* time) {
  std::optional<std::string> text;
  if (!map.optional(key, &text)) return;
  const auto read = parse_time_of_day(*text);
  if (!read) {
    map.error(key, "expected a time of day in quotes, such as \"09:00\", up to \"24:00\"");
  } else {
    *time = *read;
  }
}

Calendar read_calendar(const Entry& entry, values::Diagnostics& errors) {
  Calendar calendar;
  calendar.name = entry.key;
  MapReader map(entry.value, errors);
  std::optional<std::string> zone;
  if (map.optional("timezone", &zone)) {
    const auto read = TimeZone::parse(*zone);
    if (read) calendar.zone = *read;
    if (!read) map.error("timezone", read.error().detail());
  }
  read_days(map, &calendar);
  read_time_of_day(map, "from", &calendar.from);
  read_time_of_day(map, "to", &calendar.to);
  if (calendar.to <= calendar.from) map.error("to", "to must be later in the day than from");
  map.list("holidays", [&](const Node& node) {
    const auto text = values::read_text(node, errors);
    const auto date = text ? parse_date(*text) : std::nullopt;
    if (date) calendar.holidays.push_back(*date);
    if (text && !date) errors.add(node.position(), "expected a date such as 2026-12-25");
  });
  map.finish();
  return calendar;
}

using Calendars = std::vector<Calendar>;

bool read_calendar_name(MapReader& map, const char* key, const Calendars& calendars, std::optional<Calendar>* out) {
  std::optional<std::string> name;
  if (!map.optional(key, &name)) return false;
  std::vector<std::string> names;
  for (const Calendar& calendar : calendars) {
    if (calendar.name == *name) *out = calendar;
    names.push_back(calendar.name);
  }
  if (!*out) {
    map.error(key, "there is no calendar \"" + *name + "\"" + values::suggestion(*name, names) +
                       ": add it under alert_manager.calendars");
  }
  return true;
}

bool read_moment(MapReader& map, const char* key, world::UtcTime* time) {
  std::optional<std::string> text;
  if (!map.optional(key, &text)) return false;
  const auto read = world::parse_rfc3339(*text);
  if (read) *time = *read;
  if (!read) map.error(key, "expected a time in UTC such as 2026-01-05T08:00:00Z");
  return read.has_value();
}

MaintenanceWindow read_window(const Node& node, const Calendars& calendars, values::Diagnostics& errors) {
  MaintenanceWindow window;
  MapReader map(node, errors);
  map.required("name", &window.name);
  read_match(map, "match", &window.match);
  read_matchers(map, "matchers", &window.match);
  const bool by_calendar = read_calendar_name(map, "calendar", calendars, &window.calendar);
  const bool once = map.has("starts_at") || map.has("ends_at");
  const bool starts = read_moment(map, "starts_at", &window.starts_at);
  const bool ends = read_moment(map, "ends_at", &window.ends_at);
  if (by_calendar == once) errors.add(map.position(), "expected either a calendar, or starts_at and ends_at");
  if (once && !map.has("ends_at")) map.error("starts_at", "starts_at needs ends_at");
  if (once && !map.has("starts_at")) map.error("ends_at", "ends_at needs starts_at");
  if (starts && ends && window.ends_at <= window.starts_at) map.error("ends_at", "ends_at must be after starts_at");
  map.finish();
  return window;
}

InhibitRule read_inhibit(const Node& node, values::Diagnostics& errors) {
  InhibitRule rule;
  MapReader map(node, errors);
  read_match(map, "source_match", &rule.source);
  read_matchers(map, "source_matchers", &rule.source);
  read_match(map, "target_match", &rule.target);
  read_matchers(map, "target_matchers", &rule.target);
  read_labels(map, "equal", &rule.equal);
  if (rule.source.empty()) {
    errors.add(map.position(), "source_match needs at least one label, or source_matchers one matcher");
  }
  if (rule.target.empty()) {
    errors.add(map.position(), "target_match needs at least one label, or target_matchers one matcher");
  }
  map.finish();
  return rule;
}

// What the deployment guide promises of each severity.
std::array<LevelPolicy, kSeverityLevels> default_levels() {
  std::array<LevelPolicy, kSeverityLevels> levels;
  levels[0].tier = 3;
  levels[0].respond_within = 30min;
  levels[0].status_update = 30min;
  levels[0].notify_management = true;
  levels[1].respond_within = 2h;
  levels[1].escalate_after = 1h;
  levels[1].status_update = 2h;
  levels[2].respond_within = 4h;
  levels[2].hours = Hours::business;
  levels[3].by_next_business_day = true;
  levels[3].hours = Hours::business;
  return levels;
}

// And of each tier.
std::array<TierPolicy, kTiers> default_responses() {
  return {TierPolicy{}, TierPolicy{2h, 4h}, TierPolicy{30min, {}}};
}

void read_optional_time(MapReader& map, const char* key, std::optional<Duration>* time) {
  std::optional<Duration> read;
  // Zero takes a promise away.
  if (map.optional(key, &read, {0s, kLongest})) *time = *read > 0s ? read : std::nullopt;
}

void read_level(MapReader& map, LevelPolicy* level) {
  map.optional("tier", &level->tier, {1, kTiers});
  if (map.has("respond_within")) level->by_next_business_day = false;
  read_optional_time(map, "respond_within", &level->respond_within);
  map.choice<Hours>("hours", &level->hours, {{"always", Hours::always}, {"business", Hours::business}});
  read_optional_time(map, "escalate_after", &level->escalate_after);
  read_optional_time(map, "status_update", &level->status_update);
  map.optional("notify_management", &level->notify_management);
}

void read_response(MapReader& map, TierPolicy* tier) {
  map.optional("respond_within", &tier->respond_within, {0s, kLongest});
  read_optional_time(map, "outside_hours", &tier->outside_hours);
}

void read_escalation(MapReader& map, const Calendars& calendars, const Audience& audience,
                     EscalationConfig* escalation) {
  escalation->enabled = true;
  escalation->levels = default_levels();
  escalation->responses = default_responses();
  map.optional("enabled", &escalation->enabled);
  read_calendar_name(map, "business_hours", calendars, &escalation->business_hours);
  map.map("tiers", [&](MapReader& tiers) {
    constexpr std::array<const char*, kTiers> kKeys{"1", "2", "3"};
    for (std::size_t i = 0; i < kKeys.size(); ++i) read_actions(tiers, kKeys[i], audience, &escalation->tiers[i]);
  });
  map.map("responses", [&](MapReader& responses) {
    constexpr std::array<const char*, 2> kKeys{"2", "3"};
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
      responses.map(kKeys[i], [&](MapReader& tier) { read_response(tier, &escalation->responses[i + 1]); });
    }
  });
  read_actions(map, "management", audience, &escalation->management);
  map.map("severities", [&](MapReader& levels) {
    constexpr std::array<const char*, kSeverityLevels> kKeys{"1", "2", "3", "4"};
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
      levels.map(kKeys[i], [&](MapReader& level) { read_level(level, &escalation->levels[i]); });
    }
  });
  if (!escalation->business_hours) {
    Calendar& everyday = escalation->business_hours.emplace();
    everyday.name = "business_hours";
  }
}

}  // namespace

bool MaintenanceWindow::open_at(world::UtcTime time) const {
  return calendar ? calendar->open_at(time) : time >= starts_at && time < ends_at;
}

void read_alert_policy(MapReader& map, const Audience& audience, AlertPolicyConfig* policy) {
  read_labels(map, "group_by", &policy->group_by);
  map.optional("group_wait", &policy->group_wait, {0s, 1h});
  map.optional("group_interval", &policy->group_interval, {0s, 24h});
  map.optional("repeat_interval", &policy->repeat_interval, {0s, kLongest});
  if (policy->repeat_interval > 0s && policy->repeat_interval < 10s) {
    map.error("repeat_interval", "expected zero, which never repeats, or at least 10s");
  }
  Calendars calendars;
  map.entries("calendars", [&](const Entry& entry) { calendars.push_back(read_calendar(entry, map.errors())); });
  map.list("maintenance",
           [&](const Node& node) { policy->maintenance.push_back(read_window(node, calendars, map.errors())); });
  map.list("inhibit_rules",
           [&](const Node& node) { policy->inhibit_rules.push_back(read_inhibit(node, map.errors())); });
  map.map("escalation",
          [&](MapReader& escalation) { read_escalation(escalation, calendars, audience, &policy->escalation); });
}

}  // namespace checkride::runtime
