#include "services/upstream/metar_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "checkride/values/json.hpp"
#include "checkride/world/random.hpp"

namespace checkride::harness {

namespace {

using world::Random;
using world::UtcTime;

// Weather is the same in every run: what a scenario expects of it does not depend on the seed.
constexpr std::uint64_t kSeed = 1013;
constexpr std::int64_t kFeetOfHundred = 100;
constexpr double kMetresOfMile = 1609.344;
constexpr double kHectopascalsOfInch = 33.8639;

struct DayTime {
  std::int64_t day = 0, hour = 0, minute = 0;
};

DayTime day_time(UtcTime at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(at - day).count();
  return {static_cast<unsigned>(date.day()), minutes / 60, minutes % 60};
}

// How warm it is within a day, from -5 at four in the morning to 5 at four in the afternoon; in whole degrees, so that
// no library's rounding shows.
std::int64_t warmth(UtcTime at) {
  const std::int64_t hours = (day_time(at).hour + 20) % 24;  // since four
  return (hours <= 12 ? hours : 24 - hours) * 10 / 12 - 5;
}

void draw_wind(Metar& metar, Random& random) {
  metar.wind_kt = random.between(0, 22);
  metar.wind_deg = metar.wind_kt == 0 ? 0 : random.between(1, 36) * 10;
  if (metar.wind_kt > 12 && random.ratio(1, 3)) metar.gust_kt = metar.wind_kt + random.between(8, 15);
}

void draw_sky(Metar& metar, Random& random) {
  static constexpr std::string_view kCovers[] = {"FEW", "SCT", "BKN", "OVC"};
  if (random.ratio(1, 10)) metar.visibility_m = random.between(8, 60) * 100;
  const std::int64_t layers = random.between(0, 3);
  std::int64_t base = 0;
  std::int64_t cover = 0;
  for (std::int64_t i = 0; i < layers; ++i) {
    base += random.between(8, 40) * kFeetOfHundred;
    cover = random.between(cover, 3);
    metar.clouds.push_back({kCovers[cover], base});
  }
}

void lay_over(Metar& metar, const StationSpec& station) {
  const auto take = [](std::int64_t& into, const auto& fixed) {
    if (fixed) into = static_cast<std::int64_t>(*fixed);
  };
  take(metar.wind_deg, station.wind_deg);
  take(metar.wind_kt, station.wind_kt);
  if (station.wind_kt) metar.gust_kt = 0;
  take(metar.visibility_m, station.visibility_m);
  take(metar.temperature_c, station.temperature_c);
  take(metar.dewpoint_c, station.dewpoint_c);
  take(metar.pressure_hpa, station.pressure_hpa);
  metar.dewpoint_c = std::min(metar.dewpoint_c, metar.temperature_c);
  if (metar.wind_kt == 0) metar.wind_deg = 0;
}

std::string degrees(std::int64_t celsius) {
  return fmt::format("{}{:02}", celsius < 0 ? "M" : "", std::abs(celsius));
}

std::string wind_text(const Metar& metar) {
  const std::string gust = metar.gust_kt == 0 ? "" : fmt::format("G{:02}", metar.gust_kt);
  return fmt::format("{:03}{:02}{}KT", metar.wind_deg, metar.wind_kt, gust);
}

}  // namespace

bool good_icao(std::string_view icao) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  return icao.size() == 4 && is_letter(icao[0]) &&
         std::all_of(icao.begin(), icao.end(), [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

MetarBook::MetarBook(std::vector<StationSpec> stations, world::Duration every)
    : stations_(std::move(stations)), every_(every) {}

std::optional<Metar> MetarBook::report(std::string_view icao, UtcTime now) const {
  const auto station =
      std::find_if(stations_.begin(), stations_.end(), [icao](const StationSpec& one) { return one.icao == icao; });
  if (!stations_.empty() && station == stations_.end()) return std::nullopt;
  const auto slot = now.time_since_epoch() / every_;
  Metar metar;
  metar.icao = std::string(icao);
  metar.at = UtcTime(every_ * slot);
  Random climate(kSeed, metar.icao);
  const std::int64_t mean = climate.between(2, 22);
  Random weather(kSeed, fmt::format("{}/{}", icao, slot));
  metar.temperature_c = mean + warmth(metar.at) + weather.between(-1, 1);
  metar.dewpoint_c = metar.temperature_c - weather.between(1, 9);
  metar.pressure_hpa = weather.between(995, 1032);
  draw_wind(metar, weather);
  draw_sky(metar, weather);
  if (station != stations_.end()) lay_over(metar, *station);
  return metar;
}

std::string metar_text(const Metar& metar) {
  const DayTime at = day_time(metar.at);
  std::string text = fmt::format("METAR {} {:02}{:02}{:02}Z {} {:04}", metar.icao, at.day, at.hour, at.minute,
                                 wind_text(metar), std::min<std::int64_t>(metar.visibility_m, 9999));
  if (metar.clouds.empty()) text += " NSC";
  for (const Metar::Cloud& cloud : metar.clouds) {
    text += fmt::format(" {}{:03}", cloud.cover, cloud.base_ft / kFeetOfHundred);
  }
  return text +
         fmt::format(" {}/{} Q{:04}", degrees(metar.temperature_c), degrees(metar.dewpoint_c), metar.pressure_hpa);
}

std::string aviationweather_json(const Metar& metar) {
  std::string out;
  values::json::Writer json(out);
  json.begin_object().member("icaoId", metar.icao).member("reportTime", world::format_rfc3339(metar.at));
  json.member("temp", metar.temperature_c).member("dewp", metar.dewpoint_c);
  json.member("wdir", metar.wind_deg).member("wspd", metar.wind_kt);
  if (metar.gust_kt != 0) json.member("wgst", metar.gust_kt);
  json.member("visib", static_cast<double>(metar.visibility_m) / kMetresOfMile).member("altim", metar.pressure_hpa);
  json.member("rawOb", metar_text(metar)).key("clouds").begin_array();
  for (const Metar::Cloud& cloud : metar.clouds) {
    json.begin_object().member("cover", cloud.cover).member("base", cloud.base_ft).end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string checkwx_json(const Metar& metar) {
  std::string out;
  values::json::Writer json(out);
  json.begin_object().member("icao", metar.icao).member("observed", world::format_rfc3339(metar.at));
  json.member("raw_text", metar_text(metar).substr(std::string_view("METAR ").size()));
  json.key("temperature").begin_object().member("celsius", metar.temperature_c).end_object();
  json.key("dewpoint").begin_object().member("celsius", metar.dewpoint_c).end_object();
  json.key("barometer").begin_object().member("hpa", metar.pressure_hpa);
  json.member("hg", static_cast<double>(metar.pressure_hpa) / kHectopascalsOfInch).end_object();
  json.key("wind").begin_object().member("degrees", metar.wind_deg).member("speed_kts", metar.wind_kt);
  if (metar.gust_kt != 0) json.member("gust_kts", metar.gust_kt);
  json.end_object();
  json.key("visibility").begin_object().member("meters_float", metar.visibility_m).end_object();
  json.key("clouds").begin_array();
  for (const Metar::Cloud& cloud : metar.clouds) {
    json.begin_object().member("code", cloud.cover).member("base_feet_agl", cloud.base_ft).end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace checkride::harness
