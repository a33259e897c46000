#include "commons/weather_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

using protocol::WeatherMode;

constexpr std::string_view kGlobal = "GLOB";
constexpr std::string_view kBetween = "????";
constexpr std::size_t kInterpolated = 3;
constexpr std::size_t kMaxStations = 1000;
constexpr std::size_t kMaxThermals = 1000;  // as AI objects (semantics 27)
constexpr std::size_t kCloudRows = 64;
// Inferred: thermals are objects apart, so that their ids are never those of aircraft.
constexpr std::uint32_t kFirstThermal = 0x40000000;

struct OwnStation {
  std::string_view icao;
  GeoPlace place;
  double altitude_m;
};
// Around the place where the aircraft is parked.
constexpr std::array kOwnStations{
    OwnStation{"KSEA", {47.449, -122.309}, 132}, OwnStation{"KBFI", {47.530, -122.302}, 6},
    OwnStation{"KRNT", {47.493, -122.216}, 10},  OwnStation{"KPAE", {47.906, -122.282}, 185},
    OwnStation{"KTIW", {47.268, -122.578}, 90},  OwnStation{"KOLM", {46.969, -122.903}, 64},
    OwnStation{"KPDX", {45.589, -122.597}, 9},   OwnStation{"CYVR", {49.195, -123.184}, 4},
};

struct Theme {
  std::string_view name;
  std::string_view metar;
};
// Inferred: what they hold. The first is the weather that a simulator starts with.
constexpr std::array kThemes{
    Theme{"Clear Skies", "GLOB 00000KT 9999 CLR 15/05 Q1013"},
    Theme{"Fair Weather", "GLOB 27006KT 9999 FEW040 20/10 Q1018"},
    Theme{"Building Storms", "GLOB 21014G22KT 9999 SCT040TCU BKN120 24/18 Q1008"},
    Theme{"Major Thunderstorm", "GLOB 19025G40KT 3000 +TSRA BKN020CB OVC080 18/17 Q0996"},
    Theme{"Gray and Rainy", "GLOB 16012KT 5000 RA OVC015 09/08 Q1003"},
    Theme{"Cold Fronts", "GLOB 30018KT 9000 BKN035 OVC090 07/03 Q1006"},
    Theme{"Fogged In", "GLOB 00000KT 0400 FG OVC002 06/06 Q1022"},
    Theme{"Heavy Snows", "GLOB 02016KT 1200 +SN OVC010 M04/M05 Q1001"},
};

Weather weather_in(std::string_view metar) {
  const auto parsed = parse_metar(metar);
  CHECKRIDE_ASSERT(parsed.has_value());  // the themes above
  return parsed->weather;
}

// Of the way along the ground, squared, in degrees of latitude: for comparing.
double distance_squared(const GeoPlace& a, const GeoPlace& b) {
  const double middle = (a.latitude + b.latitude) / 2 * std::numbers::pi / 180;
  const double north = a.latitude - b.latitude;
  const double east = std::remainder(a.longitude - b.longitude, 360) * std::cos(middle);
  return north * north + east * east;
}

// A number from 0 to 255 that depends on the place only.
unsigned grain(std::int64_t row, std::int64_t column) {
  auto mixed = static_cast<std::uint64_t>(row) * 0x9E3779B97F4A7C15u ^ static_cast<std::uint64_t>(column);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return static_cast<unsigned>((mixed >> 33) & 0xFF);
}

int cover_between(const Weather& weather, double least_ft, double most_ft) {
  int eighths = 0;
  for (const CloudLayer& layer : weather.clouds) {
    if (layer.base_ft >= least_ft && layer.base_ft <= most_ft) eighths = std::max(eighths, layer.eighths);
  }
  return eighths;
}

// The wind by altitude, which rises from layer to layer. Inferred: without winds aloft the one at the surface blows at
// every altitude; else it goes over into them from the top of its own layer on.
std::vector<WindLayer> wind_layers(const Weather& weather, double station_m) {
  constexpr double kMostKnots = 250;  // as in flight files
  std::vector<WindLayer> layers;
  const auto add = [&](double altitude_m, double degrees, double knots) {
    const double altitude_ft = altitude_m / kMetresPerFoot;
    if (layers.empty() || altitude_ft > layers.back().altitude_ft) {
      layers.push_back({altitude_ft, degrees, std::clamp(knots, 0.0, kMostKnots), 0});
    }
  };
  add(station_m, weather.wind_degrees, weather.wind_knots);
  add(station_m + weather.wind_depth_m, weather.wind_degrees, weather.wind_knots);
  std::vector<WindAloft> aloft = weather.winds_aloft;
  std::stable_sort(aloft.begin(), aloft.end(), [](const auto& a, const auto& b) { return a.height_m < b.height_m; });
  for (const WindAloft& wind : aloft) {
    add(wind.height_m + (weather.aloft_from_sea_level ? 0 : station_m), wind.degrees, wind.knots);
  }
  const bool calm = std::all_of(layers.begin(), layers.end(), [](const auto& layer) { return layer.speed_kt == 0; });
  return calm ? std::vector<WindLayer>() : layers;
}

// The same for an aircraft, within what flights may have. Inferred: gusts are those at the surface, at every altitude.
FlightWeather flight_weather(const Weather& weather, double altitude_m) {
  constexpr double kSeaLevel = 15;       // degrees, of the standard atmosphere
  constexpr double kLapse = 6.5 / 1000;  // degrees a metre
  FlightWeather made;
  made.wind = wind_layers(weather, altitude_m);
  made.gusts_kt = std::clamp(weather.gust_knots, 0.0, 60.0);
  const double standard = kSeaLevel - kLapse * altitude_m;
  made.temperature_deviation_c = std::clamp(weather.temperature_c - standard, -60.0, 50.0);
  made.qnh_hpa = std::clamp(weather.pressure_mb, 900.0, 1080.0);
  return made;
}

// Means of what can be averaged; the rest is that of the first, the nearest.
class Mean {
 public:
  void add(const Weather& weather, double weight) {
    if (weight_ == 0) mean_ = weather;
    weight_ += weight;
    const double share = weight / weight_;
    const auto approach = [share](double& mean, double value) { mean += (value - mean) * share; };
    approach(mean_.visibility_m, weather.visibility_m);
    approach(mean_.temperature_c, weather.temperature_c);
    approach(mean_.dew_point_c, weather.dew_point_c);
    approach(mean_.pressure_mb, weather.pressure_mb);
    approach(mean_.gust_knots, weather.gust_knots);
    const double direction = weather.wind_degrees * std::numbers::pi / 180;
    approach(wind_north_, weather.wind_knots * std::cos(direction));
    approach(wind_east_, weather.wind_knots * std::sin(direction));
  }
  Weather take() {
    mean_.wind_knots = std::hypot(wind_north_, wind_east_);
    const double degrees = std::round(std::atan2(wind_east_, wind_north_) * 180 / std::numbers::pi);
    mean_.wind_degrees = degrees <= 0 ? degrees + 360 : degrees;
    if (std::round(mean_.wind_knots) == 0) mean_.wind_degrees = 0;  // calm
    return mean_;
  }

 private:
  Weather mean_;
  double weight_ = 0;
  double wind_north_ = 0;
  double wind_east_ = 0;
};

}  // namespace

WeatherMap::WeatherMap() : theme_(weather_in(kThemes[0].metar)), theme_name_(kThemes[0].name) {
  for (const OwnStation& own : kOwnStations) {
    Station& station = stations_[std::string(own.icao)];
    station.place = own.place;
    station.altitude_m = own.altitude_m;
  }
}

bool WeatherMap::leave(ClientId client) {
  std::erase_if(thermals_, [client](const auto& entry) { return entry.second == client; });
  return std::erase_if(stations_, [client](const Entry& entry) { return entry.second.owner == client; }) > 0;
}

bool WeatherMap::set_mode(WeatherMode mode) {
  return std::exchange(mode_, mode) != mode;
}

void WeatherMap::begin_again() {
  (void)set_theme(kThemes[0].name);  // it is there
  theme_made_ = false;
  global_ = Station();
  for (auto& [name, station] : stations_) station.before = station.after = std::nullopt;
}

std::optional<bool> WeatherMap::set_theme(std::string_view name) {
  for (const Theme& theme : kThemes) {
    if (!values::same_text(theme.name, name)) continue;
    theme_ = weather_in(theme.metar);
    theme_made_ = true;
    const bool renamed = std::exchange(theme_name_, std::string(theme.name)) != theme.name;
    return set_mode(WeatherMode::theme) || renamed;
  }
  return std::nullopt;
}

// A station without an observation of its own has that of the whole world, which is the theme's at first. Inferred: the
// weather server, which is not there, leaves the weather as the theme has it.
std::optional<WeatherMap::Made> WeatherMap::made_of(const Station& station, world::Instant now) const {
  const auto own = [now](const Station& of) -> const std::optional<Weather>& {
    return now < of.since ? of.before : of.after;
  };
  if (mode_ == WeatherMode::custom) {
    if (const auto& weather = own(station)) return Made{*weather, station.altitude_m};
  }
  if (mode_ == WeatherMode::custom || mode_ == WeatherMode::global) {
    if (const auto& weather = own(global_)) return Made{*weather, 0};
  }
  if (theme_made_) return Made{theme_, 0};
  return std::nullopt;
}

Weather WeatherMap::weather_of(const Station& station, world::Instant now) const {
  const auto made = made_of(station, now);
  return made ? made->weather : theme_;
}

std::optional<FlightWeather> WeatherMap::made_at(const GeoPlace& place, world::Instant now) const {
  const auto made = made_of(mode_ == WeatherMode::custom ? nearest(place, 1).front()->second : global_, now);
  if (!made) return std::nullopt;
  return flight_weather(made->weather, made->altitude_m);
}

WeatherField WeatherMap::field() const {
  const auto is_made = [](const Station& station) { return station.after.has_value(); };
  const bool any = theme_made_ || is_made(global_) ||
                   std::any_of(stations_.begin(), stations_.end(), [&](const Entry& e) { return is_made(e.second); });
  if (!any) return {};
  // As it is now: what comes later is told by another field.
  const auto now_made = std::make_shared<const WeatherMap>(*this);
  return [now_made](double latitude_deg, double longitude_deg, world::Instant now) {
    return now_made->made_at({latitude_deg, longitude_deg}, now);
  };
}

std::optional<world::Instant> WeatherMap::next_change(world::Instant now) const {
  if (now >= last_change_) return std::nullopt;
  std::optional<world::Instant> next;
  const auto look_at = [&](const Station& station) {
    if (station.after && station.since > now) next = next ? std::min(*next, station.since) : station.since;
  };
  look_at(global_);
  for (const auto& [name, station] : stations_) look_at(station);
  return next;
}

std::optional<std::string> WeatherMap::observation_at(std::string_view icao, world::Instant now) const {
  const std::string name = values::upper(icao);
  if (name == kGlobal) return format_metar(name, 0, weather_of(global_, now));
  const auto station = stations_.find(name);
  if (station == stations_.end()) return std::nullopt;
  return format_metar(name, station->second.altitude_m, weather_of(station->second, now));
}

std::vector<const WeatherMap::Entry*> WeatherMap::nearest(const GeoPlace& place, std::size_t count) const {
  struct Candidate {
    double distance = 0;
    const Entry* entry = nullptr;
    bool operator<(const Candidate& other) const {  // equally far ones by name
      return distance != other.distance ? distance < other.distance : entry->first < other.entry->first;
    }
  };
  std::vector<Candidate> all;
  for (const Entry& entry : stations_) all.push_back({distance_squared(entry.second.place, place), &entry});
  count = std::min(count, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end());
  std::vector<const Entry*> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(all[i].entry);
  return result;
}

std::string WeatherMap::observation_nearest(const GeoPlace& place, world::Instant now) const {
  const Entry& entry = *nearest(place, 1).front();  // the simulator's own stations are always there
  return format_metar(entry.first, entry.second.altitude_m, weather_of(entry.second, now));
}

std::string WeatherMap::observation_between(const GeoPlace& place, double altitude, world::Instant now) const {
  constexpr double kLeastDistanceSquared = 1e-6;
  Mean mean;
  for (const Entry* entry : nearest(place, kInterpolated)) {
    const double distance = std::max(distance_squared(entry->second.place, place), kLeastDistanceSquared);
    mean.add(weather_of(entry->second, now), 1 / distance);
  }
  return format_metar(kBetween, altitude, mean.take());
}

bool WeatherMap::create_station(ClientId client, std::string_view icao, const GeoPlace& place, double altitude_m) {
  const std::string name = values::upper(icao);
  const auto is_fit = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (name.size() < 3 || !std::all_of(name.begin(), name.end(), is_fit)) return false;
  if (name == kGlobal || stations_.size() >= kMaxStations) return false;
  Station station;
  station.owner = client;
  station.place = place;
  station.altitude_m = altitude_m;
  return stations_.emplace(name, std::move(station)).second;
}

bool WeatherMap::remove_station(ClientId client, std::string_view icao) {
  const auto station = stations_.find(values::upper(icao));
  if (station == stations_.end() || station->second.owner != client) return false;
  stations_.erase(station);
  return true;
}

bool WeatherMap::set_observation(const Metar& metar, world::Instant when) {
  const auto named = stations_.find(metar.station);
  if (metar.station != kGlobal && named == stations_.end()) return false;
  Station& station = metar.station == kGlobal ? global_ : named->second;
  station.before = station.after;
  station.after = metar.weather;
  station.since = when;
  last_change_ = std::max(last_change_, when);
  return true;
}

// Inferred: the reference gives the size only. Clouds whose base is within the box count; the more of the sky they
// cover, the more cells are filled, and which ones depends on the place alone.
std::vector<std::byte> WeatherMap::clouds(const SkyBox& box, world::Instant now) const {
  constexpr double kCellsPerDegree = 256;
  std::vector<std::byte> cells;
  cells.reserve(kCloudRows * kCloudRows);
  const double rows_apart = (box.most.latitude - box.least.latitude) / kCloudRows;
  const double columns_apart = (box.most.longitude - box.least.longitude) / kCloudRows;
  const GeoPlace middle{(box.least.latitude + box.most.latitude) / 2, (box.least.longitude + box.most.longitude) / 2};
  const Weather weather = weather_of(nearest(middle, 1).front()->second, now);
  const int eighths = cover_between(weather, box.least_ft, box.most_ft);
  for (std::size_t row = 0; row < kCloudRows; ++row) {
    const double latitude = box.least.latitude + rows_apart * (static_cast<double>(row) + 0.5);
    for (std::size_t column = 0; column < kCloudRows; ++column) {
      const double longitude = box.least.longitude + columns_apart * (static_cast<double>(column) + 0.5);
      const unsigned here = grain(static_cast<std::int64_t>(std::floor(latitude * kCellsPerDegree)),
                                  static_cast<std::int64_t>(std::floor(longitude * kCellsPerDegree)));
      const auto limit = static_cast<unsigned>(eighths) * 32;
      cells.push_back(here < limit ? static_cast<std::byte>(limit - 1) : std::byte{0});
    }
  }
  return cells;
}

std::optional<std::uint32_t> WeatherMap::create_thermal(ClientId client) {
  if (thermals_.size() >= kMaxThermals) return std::nullopt;
  const std::uint32_t id = kFirstThermal + last_thermal_++;
  thermals_[id] = client;
  return id;
}

bool WeatherMap::remove_thermal(ClientId client, std::uint32_t object_id) {
  const auto thermal = thermals_.find(object_id);
  if (thermal == thermals_.end() || thermal->second != client) return false;
  thermals_.erase(thermal);
  return true;
}

}  // namespace checkride::emulator
