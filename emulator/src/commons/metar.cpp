#include "commons/metar.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

namespace checkride::emulator {
namespace {

constexpr double kKnotsPerMetreASecond = 1.943844;
constexpr double kKnotsPerKilometreAnHour = 0.539957;
constexpr double kMetresPerMile = 1609.344;
constexpr double kMillibarsPerInch = 33.86389;
constexpr double kMetresOfCavok = 10000;
constexpr double kMetresPerHundredFeet = 30.48;

struct Cover {
  std::string_view word;
  int eighths;
};
constexpr std::array kCovers{Cover{"FEW", 2}, Cover{"SCT", 4}, Cover{"BKN", 6}, Cover{"OVC", 8}};
// Of clouds by eighths, "8ST007".
constexpr std::array kCloudTypes{std::string_view("CI"), std::string_view("CS"), std::string_view("CC"),
                                 std::string_view("AS"), std::string_view("AC"), std::string_view("SC"),
                                 std::string_view("NS"), std::string_view("ST"), std::string_view("CU"),
                                 std::string_view("CB")};
constexpr std::array kClear{std::string_view("CLR"), std::string_view("SKC"), std::string_view("NSC"),
                            std::string_view("NCD")};
constexpr std::array kSilent{std::string_view("METAR"), std::string_view("AUTO"), std::string_view("COR"),
                             std::string_view("NOSIG")};
constexpr std::array kPhenomena{
    std::string_view("RA"), std::string_view("SN"), std::string_view("DZ"), std::string_view("FG"),
    std::string_view("BR"), std::string_view("HZ"), std::string_view("TS"), std::string_view("SH"),
    std::string_view("FZ"), std::string_view("GR"), std::string_view("GS"), std::string_view("PL"),
    std::string_view("SG"), std::string_view("IC"), std::string_view("FU"), std::string_view("SQ"),
    std::string_view("BL"), std::string_view("DR"), std::string_view("VC"), std::string_view("MI")};

// What stands between two blanks; the extension is what comes behind its first "&".
struct Group {
  std::string_view text;
  std::string_view extension;
};

struct WindGroup {
  double degrees = 0;
  double knots = 0;
  double gust_knots = 0;  // above that
};

bool is_digits(std::string_view text, std::size_t count) {
  return text.size() == count && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Of up to nine digits.
int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

template <class Words>
bool is_one_of(std::string_view text, const Words& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_station(std::string_view text) {
  return text.size() >= 3 && text.size() <= 4 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// "27015KT", "27015G25KT", "VRB03KT", "09010MPS".
std::optional<WindGroup> wind_in(std::string_view text) {
  double factor = 1;
  if (take_suffix(text, "MPS")) {
    factor = kKnotsPerMetreASecond;
  } else if (take_suffix(text, "KMH")) {
    factor = kKnotsPerKilometreAnHour;
  } else if (!take_suffix(text, "KT")) {
    return std::nullopt;
  }
  double peak_knots = 0;
  if (const std::size_t gusts = text.find('G'); gusts != std::string_view::npos) {
    const std::string_view peak = text.substr(gusts + 1);
    if (!is_digits(peak, 2) && !is_digits(peak, 3)) return std::nullopt;
    peak_knots = number(peak) * factor;
    text = text.substr(0, gusts);
  }
  if (text.size() < 5 || text.size() > 6) return std::nullopt;
  const std::string_view direction = text.substr(0, 3);
  const std::string_view speed = text.substr(3);
  const bool variable = direction == "VRB";
  if ((!variable && !is_digits(direction, 3)) || !is_digits(speed, speed.size())) return std::nullopt;
  if (!variable && number(direction) > 360) return std::nullopt;
  WindGroup wind;
  wind.degrees = variable ? 0 : number(direction);
  wind.knots = number(speed) * factor;
  wind.gust_knots = std::max(0.0, peak_knots - wind.knots);
  return wind;
}

// "A1900NG", "D985NG": the metres that an extension of this kind begins with.
std::optional<double> metres_in(std::string_view extension, char kind) {
  constexpr std::size_t kMostDigits = 5;
  if (!extension.starts_with(kind)) return std::nullopt;
  extension.remove_prefix(1);
  const std::size_t end = extension.find_first_not_of("0123456789");
  const std::string_view digits = extension.substr(0, end);
  if (digits.empty() || digits.size() > kMostDigits) return std::nullopt;
  return number(digits);
}

bool read_visibility(std::string_view text, Weather& weather) {
  double factor = 1;
  std::string_view digits = text;
  if (text == "CAVOK") {
    weather.visibility_m = kMetresOfCavok;
    weather.clouds.clear();
    return true;
  }
  if (take_suffix(digits, "SM")) {
    factor = kMetresPerMile;
  } else if (take_suffix(digits, "KM")) {
    factor = 1000;
  } else if (digits.size() != 4) {
    return false;
  }
  if (digits.empty() || digits.size() > 4 || !is_digits(digits, digits.size())) return false;
  weather.visibility_m = text == "9999" ? kMetresOfCavok : number(digits) * factor;
  return true;
}

// "8ST007".
bool read_typed_cloud(std::string_view text, Weather& weather) {
  if (text.size() != 6 || text[0] < '1' || text[0] > '8' || !is_digits(text.substr(3), 3)) return false;
  if (!is_one_of(text.substr(1, 2), kCloudTypes)) return false;
  weather.clouds.push_back({text[0] - '0', number(text.substr(3)) * 100.0});
  return true;
}

// "FEW030", "BKN100CB", "OVC008TCU".
bool read_cloud(std::string_view text, Weather& weather) {
  if (is_one_of(text, kClear)) return true;
  if (!take_suffix(text, "TCU")) static_cast<void>(take_suffix(text, "CB"));
  if (text.size() != 6 || !is_digits(text.substr(3), 3)) return false;
  for (const Cover& cover : kCovers) {
    if (text.substr(0, 3) != cover.word) continue;
    weather.clouds.push_back({cover.eighths, number(text.substr(3)) * 100.0});
    return true;
  }
  return read_typed_cloud(text, weather);
}

// "08", "M05", and as FSX writes it "-5".
std::optional<double> degrees(std::string_view text) {
  const bool fsx = text.starts_with('-');
  const bool minus = fsx || text.starts_with('M');
  if (minus) text.remove_prefix(1);
  if (!is_digits(text, 2) && !(fsx && is_digits(text, 1))) return std::nullopt;
  return minus ? -number(text) : number(text);
}

bool read_temperatures(std::string_view text, Weather& weather) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const auto temperature = degrees(text.substr(0, slash));
  const auto dew_point = degrees(text.substr(slash + 1));
  if (!temperature || !dew_point || *dew_point > *temperature) return false;
  weather.temperature_c = *temperature;
  weather.dew_point_c = *dew_point;
  return true;
}

bool read_pressure(std::string_view text, Weather& weather) {
  if (text.size() != 5 || !is_digits(text.substr(1), 4)) return false;
  if (text[0] == 'Q') {
    weather.pressure_mb = number(text.substr(1));
  } else if (text[0] == 'A') {
    weather.pressure_mb = number(text.substr(1)) / 100.0 * kMillibarsPerInch;
  } else {
    return false;
  }
  return weather.pressure_mb > 0;
}

// "-RA", "+TSRA", "BR".
bool is_phenomenon(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    if (!is_one_of(text.substr(i, 2), kPhenomena)) return false;
  }
  return true;
}

bool is_time(std::string_view text) {
  if (!text.ends_with('Z') || !is_digits(text.substr(0, text.size() - 1), 6)) return false;
  return number(text.substr(2, 2)) < 24 && number(text.substr(4, 2)) < 60;
}

// "240V300": between which directions the wind varies.
bool is_variation(std::string_view text) {
  return text.size() == 7 && text[3] == 'V' && is_digits(text.substr(0, 3), 3) && is_digits(text.substr(4), 3);
}

bool read_text(std::string_view text, Weather& weather) {
  return is_time(text) || is_one_of(text, kSilent) || read_visibility(text, weather) || read_cloud(text, weather) ||
         read_temperatures(text, weather) || read_pressure(text, weather) || is_phenomenon(text) || is_variation(text);
}

// Whatever comes behind the wind at the surface.
bool read_group(const Group& group, Weather& weather) {
  const auto height = metres_in(group.extension, 'A');
  if (const auto wind = wind_in(group.text)) {
    if (height) weather.winds_aloft.push_back({*height, wind->degrees, wind->knots});
    return true;
  }
  Weather aloft;
  return read_text(group.text, height ? aloft : weather);
}

bool is_number(std::string_view text, std::size_t most_digits) {
  return !text.empty() && text.size() <= most_digits && is_digits(text, text.size());
}

bool is_aloft_temperature(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('M')) text.remove_prefix(1);
  return is_number(text, 2);
}

// "66 15 270 20 | 197 15 270 25 |", what comes behind "@@@".
bool read_aloft_from_sea_level(std::span<const Group> groups, Weather& weather) {
  std::vector<WindAloft> winds;
  while (!groups.empty() && groups[0].text != "RMK") {
    constexpr std::size_t kNumbers = 4;
    if (groups.size() < kNumbers) return false;
    const std::string_view altitude = groups[0].text;
    const std::string_view direction = groups[2].text;
    const std::string_view speed = groups[3].text;
    if (!is_number(altitude, 4) || !is_aloft_temperature(groups[1].text)) return false;
    if (!is_number(direction, 3) || number(direction) > 360 || !is_number(speed, 3)) return false;
    winds.push_back({number(altitude) * kMetresPerHundredFeet, static_cast<double>(number(direction)),
                     static_cast<double>(number(speed))});
    groups = groups.subspan(kNumbers);
    if (groups.empty()) break;
    if (groups[0].text != "|") return false;
    groups = groups.subspan(1);
  }
  if (!weather.winds_aloft.empty()) return true;  // the groups of wind have said it
  weather.winds_aloft = std::move(winds);
  weather.aloft_from_sea_level = true;
  return true;
}

std::vector<Group> groups_of(std::string_view text) {
  std::vector<Group> groups;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view whole = text.substr(0, end);
    const std::size_t extended = std::min(whole.find('&'), end);
    if (end != 0) groups.push_back({whole.substr(0, extended), whole.substr(std::min(extended + 1, end))});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return groups;
}

// "15", "M03".
std::string two_digits(double value) {
  const long rounded = std::lround(std::clamp(value, -99.0, 99.0));
  std::string text = std::to_string(std::labs(rounded));
  if (text.size() < 2) text.insert(0, "0");
  return (rounded < 0 ? "M" : "") + text;
}

std::string padded(double value, std::size_t width) {
  std::string text = std::to_string(std::lround(value));
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

constexpr double kMostMetres = 99999;
constexpr const char* kStillAir = "NG";  // no turbulence, gradual shear

// "27015G25KT".
std::string wind_text(double degrees, double knots, double gust_knots) {
  constexpr double kMostKnots = 999;
  const double steady = std::round(std::min(knots, kMostKnots));
  const double peak = std::min(steady + std::round(gust_knots), kMostKnots);
  return padded(degrees, 3) + padded(steady, 2) + (peak > steady ? "G" + padded(peak, 2) : "") + "KT";
}

}  // namespace

std::optional<Metar> parse_metar(std::string_view text) {
  Metar metar;
  std::size_t read = 0;
  bool has_wind = false;
  const std::vector<Group> groups = groups_of(text);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Group& group = groups[i];
    if (group.text == "RMK") break;
    if (group.text == "@@@") {
      if (!read_aloft_from_sea_level(std::span(groups).subspan(i + 1), metar.weather)) return std::nullopt;
      break;
    }
    if (read == 0) {
      if (group.text == "METAR") continue;
      if (!is_station(group.text)) return std::nullopt;
      metar.station = group.text;
    } else if (const auto wind = wind_in(group.text); wind && !has_wind) {
      has_wind = true;
      metar.weather.wind_degrees = wind->degrees;
      metar.weather.wind_knots = wind->knots;
      metar.weather.gust_knots = wind->gust_knots;
      metar.weather.wind_depth_m = metres_in(group.extension, 'D').value_or(0);
    } else if (!read_group(group, metar.weather)) {
      return std::nullopt;
    }
    ++read;
  }
  if (!has_wind) return std::nullopt;
  return metar;
}

std::string format_metar(std::string_view station, double altitude_m, const Weather& weather) {
  std::string text(station);
  text += "&A" + std::to_string(std::lround(std::clamp(altitude_m, -9999.0, 99999.0))) + " 000000Z ";
  text += wind_text(weather.wind_degrees, weather.wind_knots, weather.gust_knots);
  if (weather.wind_depth_m > 0) text += "&D" + padded(std::min(weather.wind_depth_m, kMostMetres), 1) + kStillAir;
  for (const WindAloft& wind : weather.winds_aloft) {
    const double height = wind.height_m - (weather.aloft_from_sea_level ? altitude_m : 0);
    text += " " + wind_text(wind.degrees, wind.knots, 0) + "&A" + padded(std::clamp(height, 0.0, kMostMetres), 1);
    text += kStillAir;
  }
  text += " ";
  text += padded(std::clamp(weather.visibility_m / 1000, 0.0, 999.0), 1) + "KM";
  if (weather.clouds.empty()) text += " CLR";
  for (const CloudLayer& layer : weather.clouds) {
    const auto cover = std::find_if(kCovers.begin(), kCovers.end(),
                                    [&layer](const Cover& known) { return known.eighths >= layer.eighths; });
    text += " " + std::string(cover->word) + padded(std::clamp(layer.base_ft / 100, 0.0, 999.0), 3);
  }
  return text + " " + two_digits(weather.temperature_c) + "/" + two_digits(weather.dew_point_c) + " Q" +
         padded(weather.pressure_mb, 4);
}

}  // namespace checkride::emulator
