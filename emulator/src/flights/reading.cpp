#include "flights/reading.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <system_error>
#include <utility>

namespace checkride::emulator {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\f\v";

// Takes exactly `count` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// ".25" or nothing: the fraction of a second.
double take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  double fraction = 0;
  double unit = 0.1;
  for (int digits = 0; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits) {
    if (digits < 9) fraction += (text.front() - '0') * unit;
    unit /= 10;
    text.remove_prefix(1);
  }
  return fraction;
}

// "Z", "+02:00", "-0800" or nothing, in seconds east of Greenwich.
std::optional<int> take_zone(std::string_view& text) {
  if (text.empty() || take(text, 'Z') || take(text, 'z')) return 0;
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  (void)take(text, ':');
  const auto minutes = take_digits(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const int seconds = (*hours * 60 + *minutes) * 60;
  return west ? -seconds : seconds;
}

std::optional<double> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  constexpr double kSecondsPerDay = 86400;
  return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count()) * kSecondsPerDay;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::optional<double> read_decimal(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<double> read_time(std::string_view text) {
  text = trimmed(text);
  const auto date = take_date(text);
  if (!date || (!take(text, 'T') && !take(text, 't') && !take(text, ' '))) return std::nullopt;
  const auto hours = take_digits(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || !take(text, ':')) return std::nullopt;
  const auto seconds = take_digits(text, 2);
  if (!seconds || *hours > 23 || *minutes > 59 || *seconds > 60) return std::nullopt;
  const double fraction = take_fraction(text);
  const auto zone = take_zone(text);
  if (!zone || !text.empty()) return std::nullopt;
  return *date + (*hours * 60 + *minutes) * 60 + *seconds - *zone + fraction;
}

void Mistakes::add(const values::Position& where, std::string message) {
  if (!full()) list_.add(where, std::move(message));
}

}  // namespace checkride::emulator
