#include "text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "checkride/values/ascii.hpp"

namespace checkride::http {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char small = values::ascii_lower(c);
  if (small >= 'a' && small <= 'f') return static_cast<unsigned>(small - 'a' + 10);
  return std::nullopt;
}

void append_two_digits(std::string& out, unsigned value) {
  out += static_cast<char>('0' + value / 10 % 10);
  out += static_cast<char>('0' + value % 10);
}

constexpr std::array<std::pair<int, std::string_view>, 42> kReasons = {{{100, "Continue"},
                                                                        {101, "Switching Protocols"},
                                                                        {200, "OK"},
                                                                        {201, "Created"},
                                                                        {202, "Accepted"},
                                                                        {204, "No Content"},
                                                                        {206, "Partial Content"},
                                                                        {301, "Moved Permanently"},
                                                                        {302, "Found"},
                                                                        {303, "See Other"},
                                                                        {304, "Not Modified"},
                                                                        {307, "Temporary Redirect"},
                                                                        {308, "Permanent Redirect"},
                                                                        {400, "Bad Request"},
                                                                        {401, "Unauthorized"},
                                                                        {403, "Forbidden"},
                                                                        {404, "Not Found"},
                                                                        {405, "Method Not Allowed"},
                                                                        {406, "Not Acceptable"},
                                                                        {408, "Request Timeout"},
                                                                        {409, "Conflict"},
                                                                        {410, "Gone"},
                                                                        {411, "Length Required"},
                                                                        {412, "Precondition Failed"},
                                                                        {413, "Content Too Large"},
                                                                        {414, "URI Too Long"},
                                                                        {415, "Unsupported Media Type"},
                                                                        {417, "Expectation Failed"},
                                                                        {418, "I'm a teapot"},
                                                                        {421, "Misdirected Request"},
                                                                        {422, "Unprocessable Content"},
                                                                        {425, "Too Early"},
                                                                        {426, "Upgrade Required"},
                                                                        {428, "Precondition Required"},
                                                                        {429, "Too Many Requests"},
                                                                        {431, "Request Header Fields Too Large"},
                                                                        {500, "Internal Server Error"},
                                                                        {501, "Not Implemented"},
                                                                        {502, "Bad Gateway"},
                                                                        {503, "Service Unavailable"},
                                                                        {504, "Gateway Timeout"},
                                                                        {505, "HTTP Version Not Supported"}}};

}  // namespace

bool is_token(std::string_view text) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const char small = values::ascii_lower(c);
    return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') || kMarks.find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const auto high = hex_digit(text[i + 1]);
      const auto low = hex_digit(text[i + 2]);
      if (high && low) {
        out += static_cast<char>(*high * 16 + *low);
        i += 2;
        continue;
      }
    }
    out += text[i] == '+' && plus_is_space ? ' ' : text[i];
  }
  return out;
}

std::string http_date(world::UtcTime time) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  std::string out(kDays[std::chrono::weekday(day).c_encoding()]);
  out += ", ";
  append_two_digits(out, static_cast<unsigned>(date.day()));
  out.append(" ").append(kMonths[static_cast<unsigned>(date.month()) - 1]).append(" ");
  out += std::to_string(static_cast<int>(date.year())) + " ";
  append_two_digits(out, static_cast<unsigned>(clock.hours().count()));
  out += ':';
  append_two_digits(out, static_cast<unsigned>(clock.minutes().count()));
  out += ':';
  append_two_digits(out, static_cast<unsigned>(clock.seconds().count()));
  return out + " GMT";
}

std::string_view reason_phrase(int status) {
  const auto found =
      std::find_if(kReasons.begin(), kReasons.end(), [&](const auto& entry) { return entry.first == status; });
  return found == kReasons.end() ? std::string_view() : found->second;
}

}  // namespace checkride::http
