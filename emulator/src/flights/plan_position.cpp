#include "flights/plan_position.hpp"

#include <array>
#include <cmath>
#include <cstdio>

#include "flights/reading.hpp"

namespace checkride::emulator {
namespace {

constexpr double kHighestFt = 200000;
constexpr std::string_view kDegreeSign = "\xC2\xB0";
// What stands behind degrees, minutes and seconds: as simulators write it, then as plans pass through editors that
// write Windows-1252, the ordinal for the degree sign, primes, or quotes that are bent.
using Marks = std::array<std::string_view, 4>;
constexpr Marks kDegrees{kDegreeSign, "*", "\xB0", "\xC2\xBA"};
constexpr Marks kMinutes{"'", "\xE2\x80\xB2", "\xE2\x80\x99", "\x92"};
constexpr Marks kSeconds{"\"", "\xE2\x80\xB3", "\xE2\x80\x9D", "\x94"};

// The letters of a hemisphere, positive first, and how far it goes.
struct Axis {
  char positive = 'N';
  char negative = 'S';
  double most = 90;
};
constexpr Axis kLatitude{'N', 'S', 90};
constexpr Axis kLongitude{'E', 'W', 180};

// Takes a number and what ends it, if that is there, off the front.
std::optional<double> take_number(std::string_view& text, const Marks& marks) {
  text = trimmed(text);
  const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto number = read_decimal(text.substr(0, length));
  if (!number) return std::nullopt;
  text.remove_prefix(length);
  for (const std::string_view mark : marks) {
    if (!text.starts_with(mark)) continue;
    text.remove_prefix(mark.size());
    break;
  }
  text = trimmed(text);
  return number;
}

std::optional<double> read_sexagesimal(std::string_view text) {
  const auto degrees = take_number(text, kDegrees);
  if (!degrees) return std::nullopt;
  double angle = *degrees;
  double unit = 60;
  for (const Marks* marks : {&kMinutes, &kSeconds}) {
    if (text.empty()) break;
    const auto part = take_number(text, *marks);
    if (!part || *part > 60) return std::nullopt;
    angle += *part / unit;
    unit *= 60;
  }
  return text.empty() ? std::optional(angle) : std::nullopt;
}

std::optional<double> read_angle(std::string_view text, const Axis& axis) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  const bool negative = text.front() == axis.negative;
  std::optional<double> angle;
  if (negative || text.front() == axis.positive) {
    angle = read_sexagesimal(text.substr(1));
    if (angle && negative) angle = -*angle;
  } else {
    angle = read_decimal(text);
  }
  if (!angle || std::abs(*angle) > axis.most) return std::nullopt;
  return angle;
}

// "N47° 26' 56.00\"": rounded as a whole, so that no 60.00 appears.
std::string angle_text(double degrees, const Axis& axis) {
  const auto hundredths = std::llround(std::abs(degrees) * 360000);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%c%lld%s %lld' %lld.%02lld\"", degrees < 0 ? axis.negative : axis.positive,
                hundredths / 360000, kDegreeSign.data(), hundredths / 6000 % 60, hundredths / 100 % 60,
                hundredths % 100);
  return text.data();
}

}  // namespace

std::optional<PlanPosition> read_plan_position(std::string_view text) {
  const std::size_t first = text.find(',');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = std::min(text.find(',', first + 1), text.size());
  const auto latitude = read_angle(text.substr(0, first), kLatitude);
  const auto longitude = read_angle(text.substr(first + 1, second - first - 1), kLongitude);
  std::optional<double> altitude = 0;
  if (second < text.size()) altitude = read_decimal(text.substr(second + 1));
  if (!latitude || !longitude || !altitude || std::abs(*altitude) > kHighestFt) return std::nullopt;
  return PlanPosition{*latitude, *longitude, *altitude};
}

std::string plan_position_text(const PlanPosition& position) {
  const auto hundredths = std::llround(std::abs(position.altitude_ft) * 100);
  std::array<char, 64> altitude{};
  std::snprintf(altitude.data(), altitude.size(), "%c%06lld.%02lld", position.altitude_ft < 0 ? '-' : '+',
                hundredths / 100, hundredths % 100);
  return angle_text(position.latitude_deg, kLatitude) + "," + angle_text(position.longitude_deg, kLongitude) + "," +
         altitude.data();
}

}  // namespace checkride::emulator
