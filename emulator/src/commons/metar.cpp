#include "commons/metar.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace checkride::emulator {
namespace {

constexpr double kKnotsPerMetreASecond = 1.943844;
constexpr double kKnotsPerKilometreAnHour = 0.539957;
constexpr double kMetresPerMile = 1609.344;
constexpr double kMillibarsPerInch = 33.86389;
constexpr double kMetresOfCavok = 10000;

struct Cover {
  std::string_view word;
  int eighths;
};
constexpr std::array kCovers{Cover{"FEW", 2}, Cover{"SCT", 4}, Cover{"BKN", 6}, Cover{"OVC", 8}};
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
bool read_wind(std::string_view text, Weather& weather) {
  double factor = 1;
  if (take_suffix(text, "MPS")) {
    factor = kKnotsPerMetreASecond;
  } else if (take_suffix(text, "KMH")) {
    factor = kKnotsPerKilometreAnHour;
  } else if (!take_suffix(text, "KT")) {
    return false;
  }
  if (const std::size_t gusts = text.find('G'); gusts != std::string_view::npos) {
    const std::string_view peak = text.substr(gusts + 1);
    if (!is_digits(peak, 2) && !is_digits(peak, 3)) return false;
    text = text.substr(0, gusts);
  }
  if (text.size() < 5 || text.size() > 6) return false;
  const std::string_view direction = text.substr(0, 3);
  const std::string_view speed = text.substr(3);
  const bool variable = direction == "VRB";
  if ((!variable && !is_digits(direction, 3)) || !is_digits(speed, speed.size())) return false;
  if (!variable && number(direction) > 360) return false;
  weather.wind_degrees = variable ? 0 : number(direction);
  weather.wind_knots = number(speed) * factor;
  return true;
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
  return false;
}

std::optional<double> degrees(std::string_view text) {
  const bool minus = text.starts_with('M');
  if (minus) text.remove_prefix(1);
  if (!is_digits(text, 2)) return std::nullopt;
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

bool read_group(std::string_view text, Weather& weather) {
  return is_time(text) || is_one_of(text, kSilent) || read_visibility(text, weather) || read_cloud(text, weather) ||
         read_temperatures(text, weather) || read_pressure(text, weather) || is_phenomenon(text);
}

std::vector<std::string_view> groups_of(std::string_view text) {
  std::vector<std::string_view> groups;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end != 0) groups.push_back(text.substr(0, std::min(text.find('&'), end)));
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

}  // namespace

std::optional<Metar> parse_metar(std::string_view text) {
  Metar metar;
  std::size_t read = 0;
  bool has_wind = false;
  for (const std::string_view group : groups_of(text)) {
    if (group == "@@@" || group == "RMK") break;
    if (read == 0) {
      if (group == "METAR") continue;
      if (!is_station(group)) return std::nullopt;
      metar.station = group;
    } else if (!has_wind && read_wind(group, metar.weather)) {
      has_wind = true;
    } else if (!read_group(group, metar.weather) && !read_wind(group, metar.weather)) {
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
  text += padded(weather.wind_degrees, 3) + padded(weather.wind_knots, 2) + "KT ";
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
