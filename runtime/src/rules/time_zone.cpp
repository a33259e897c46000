#include "rules/time_zone.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "checkride/values/suggest.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono;
using world::Duration;
using world::UtcTime;

struct NamedZone {
  std::string_view name;
  std::string_view rule;
};

constexpr std::string_view kCentralEurope = "CET-1CEST,M3.5.0,M10.5.0/3";
constexpr std::string_view kEasternEurope = "EET-2EEST,M3.5.0/3,M10.5.0/4";
constexpr std::string_view kWesternEurope = "WET0WEST,M3.5.0/1,M10.5.0";

// The rules in force of the IANA database (footers of its files), release 2024a.
constexpr std::array<NamedZone, 51> kZones{{
    {"Africa/Cairo", "EET-2EEST,M4.5.5/0,M10.5.4/24"},
    {"Africa/Johannesburg", "SAST-2"},
    {"Africa/Lagos", "WAT-1"},
    {"Africa/Nairobi", "EAT-3"},
    {"America/Anchorage", "AKST9AKDT,M3.2.0,M11.1.0"},
    {"America/Argentina/Buenos_Aires", "<-03>3"},
    {"America/Bogota", "<-05>5"},
    {"America/Chicago", "CST6CDT,M3.2.0,M11.1.0"},
    {"America/Denver", "MST7MDT,M3.2.0,M11.1.0"},
    {"America/Halifax", "AST4ADT,M3.2.0,M11.1.0"},
    {"America/Los_Angeles", "PST8PDT,M3.2.0,M11.1.0"},
    {"America/Mexico_City", "CST6"},
    {"America/New_York", "EST5EDT,M3.2.0,M11.1.0"},
    {"America/Phoenix", "MST7"},
    {"America/Sao_Paulo", "<-03>3"},
    {"America/Toronto", "EST5EDT,M3.2.0,M11.1.0"},
    {"America/Vancouver", "PST8PDT,M3.2.0,M11.1.0"},
    {"Asia/Bangkok", "<+07>-7"},
    {"Asia/Dubai", "<+04>-4"},
    {"Asia/Hong_Kong", "HKT-8"},
    {"Asia/Jakarta", "WIB-7"},
    {"Asia/Jerusalem", "IST-2IDT,M3.4.4/26,M10.5.0"},
    {"Asia/Karachi", "PKT-5"},
    {"Asia/Kolkata", "IST-5:30"},
    {"Asia/Manila", "PST-8"},
    {"Asia/Seoul", "KST-9"},
    {"Asia/Shanghai", "CST-8"},
    {"Asia/Singapore", "<+08>-8"},
    {"Asia/Tokyo", "JST-9"},
    {"Atlantic/Reykjavik", "GMT0"},
    {"Australia/Adelaide", "ACST-9:30ACDT,M10.1.0,M4.1.0/3"},
    {"Australia/Brisbane", "AEST-10"},
    {"Australia/Melbourne", "AEST-10AEDT,M10.1.0,M4.1.0/3"},
    {"Australia/Perth", "AWST-8"},
    {"Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3"},
    {"Etc/UTC", "UTC0"},
    {"Europe/Amsterdam", kCentralEurope},
    {"Europe/Athens", kEasternEurope},
    {"Europe/Berlin", kCentralEurope},
    {"Europe/Dublin", "GMT0IST,M3.5.0/1,M10.5.0"},
    {"Europe/Helsinki", kEasternEurope},
    {"Europe/Istanbul", "<+03>-3"},
    {"Europe/Lisbon", kWesternEurope},
    {"Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"},
    {"Europe/Madrid", kCentralEurope},
    {"Europe/Moscow", "MSK-3"},
    {"Europe/Paris", kCentralEurope},
    {"Europe/Rome", kCentralEurope},
    {"Europe/Vienna", kCentralEurope},
    {"Europe/Zurich", kCentralEurope},
    {"Pacific/Auckland", "NZST-12NZDT,M9.5.0,M4.1.0/3"},
}};

}  // namespace

// Reads the text of a rule from the left; after the first mistake everything fails.
class TimeZone::Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  std::optional<TimeZone> zone() {
    TimeZone zone;
    name();
    // POSIX counts westwards.
    zone.offset_ = -time(24);
    if (!rest_.empty() && ok_) zone.summer_ = summer(zone.offset_);
    return ok_ && rest_.empty() ? std::optional<TimeZone>(zone) : std::nullopt;
  }

  // "+05:30": eastwards, as people write it; the sign is required.
  std::optional<TimeZone> fixed() {
    TimeZone zone;
    if (rest_.empty() || (rest_[0] != '+' && rest_[0] != '-') || rest_.find(':') == std::string_view::npos) return {};
    zone.offset_ = time(14);
    return ok_ && rest_.empty() ? std::optional<TimeZone>(zone) : std::nullopt;
  }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok_ = take(c) && ok_; }

  void name() {
    const bool quoted = take('<');
    std::size_t length = 0;
    const auto fits = [&](char c) {
      const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      return letter || (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
    };
    while (length < rest_.size() && fits(rest_[length])) ++length;
    ok_ = ok_ && length >= 3 && length <= 10;
    rest_.remove_prefix(length);
    if (quoted) expect('>');
  }

  unsigned number(unsigned min, unsigned max) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    ok_ = ok_ && error == std::errc() && value >= min && value <= max;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  Duration time(unsigned hours_max) {
    const bool negative = take('-');
    if (!negative) (void)take('+');
    Duration value = hours(number(0, hours_max));
    if (take(':')) value += minutes(number(0, 59));
    if (take(':')) value += seconds(number(0, 59));
    return negative ? -value : value;
  }

  Change change() {
    constexpr unsigned kHoursMax = 167;
    Change change;
    expect(',');
    expect('M');
    change.month = number(1, 12);
    expect('.');
    change.week = number(1, 5);
    expect('.');
    change.weekday = number(0, 6);
    change.at = take('/') ? time(kHoursMax) : Duration(hours(2));
    return change;
  }

  Summer summer(Duration winter) {
    Summer summer;
    name();
    summer.offset = winter + hours(1);
    if (!rest_.empty() && rest_[0] != ',') summer.offset = -time(24);
    summer.begin = change();
    summer.end = change();
    return summer;
  }

  std::string_view rest_;
  bool ok_ = true;
};

std::vector<std::string_view> time_zone_names() {
  std::vector<std::string_view> names{"UTC"};
  for (const NamedZone& zone : kZones) names.push_back(zone.name);
  return names;
}

Result<TimeZone> TimeZone::parse(std::string_view text) {
  if (text == "UTC" || text == "Z") return TimeZone();
  for (const NamedZone& zone : kZones) {
    if (zone.name == text) return *Parser(zone.rule).zone();
  }
  if (const auto fixed = Parser(text).fixed()) return *fixed;
  if (const auto rule = Parser(text).zone()) return *rule;
  return Error::invalid("unknown time zone \"" + std::string(text) + "\"" +
                        values::suggestion(text, time_zone_names()) +
                        " (a name such as Europe/Berlin, an offset such as +01:00, or a POSIX rule such as "
                        "CET-1CEST,M3.5.0,M10.5.0/3)");
}

UtcTime TimeZone::moment(const Change& change, year in) {
  const month of{change.month};
  const weekday on{change.weekday};
  const sys_days day = change.week == 5 ? sys_days(year_month_weekday_last(in, of, weekday_last(on)))
                                        : sys_days(year_month_weekday(in, of, weekday_indexed(on, change.week)));
  return UtcTime(day) + change.at;
}

Duration TimeZone::offset_at(UtcTime time) const {
  if (!summer_) return offset_;
  const year in = year_month_day(floor<days>(time + offset_)).year();
  const UtcTime begin = moment(summer_->begin, in) - offset_;
  const UtcTime end = moment(summer_->end, in) - summer_->offset;
  const bool is_summer = begin < end ? time >= begin && time < end : time >= begin || time < end;
  return is_summer ? summer_->offset : offset_;
}

}  // namespace checkride::runtime
