#include "services/edge/edge_log.hpp"

#include <fmt/format.h>

#include <array>

namespace checkride::harness::edge {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// "2026-11-22T06:22:40Z" taken apart.
struct Date {
  explicit Date(world::UtcTime time) : text(world::format_rfc3339(time)) {}
  std::string_view year() const { return part(0, 4); }
  std::string_view month() const { return part(5, 2); }
  std::string_view month_name() const {
    return kMonths[static_cast<std::size_t>((text[5] - '0') * 10 + (text[6] - '0') - 1)];
  }
  std::string_view day() const { return part(8, 2); }
  std::string_view time() const { return part(11, 8); }
  std::string_view part(std::size_t at, std::size_t size) const { return std::string_view(text).substr(at, size); }
  std::string text;
};

std::string_view header_or_dash(const http::Request& request, std::string_view name) {
  return request.headers.find(name).value_or("-");
}

}  // namespace

std::string access_line(const http::Exchange& exchange, world::UtcTime now) {
  const http::Request& request = exchange.request;
  const Date date(now);
  return fmt::format("{} - - [{}/{}/{}:{} +0000] \"{} {} HTTP/1.1\" {} {} \"{}\" \"{}\" \"{}\"\n", request.remote.host,
                     date.day(), date.month_name(), date.year(), date.time(), request.method, request.target,
                     exchange.response.status, exchange.body_bytes, header_or_dash(request, "Referer"),
                     header_or_dash(request, "User-Agent"), header_or_dash(request, "X-Forwarded-For"));
}

std::string error_line(const http::Request& request, std::string_view what, world::UtcTime now) {
  const Date date(now);
  return fmt::format(
      "{}/{}/{} {} [error] 1#1: *1 {}, client: {}, server: , request: \"{} {} HTTP/1.1\", host: \"{}\"\n", date.year(),
      date.month(), date.day(), date.time(), what, request.remote.host, request.method, request.target,
      header_or_dash(request, "Host"));
}

}  // namespace checkride::harness::edge
