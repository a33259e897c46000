#include "service/access_log.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "service/http_manners.hpp"

namespace checkride::runtime {

namespace {

// What a client says of itself may be as long as all headers together. Cut between characters.
std::string_view shortened(std::string_view text) {
  constexpr std::size_t kShown = 256;
  std::size_t end = std::min(kShown, text.size());
  const auto goes_on = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
  while (end > 0 && end < text.size() && goes_on(end)) --end;
  return text.substr(0, end);
}

}  // namespace

void log_exchange(Logger& log, const http::Exchange& exchange) {
  const http::Request& request = exchange.request;
  const bool known = !request.method.empty();  // nothing is known of a request that was refused while it was read
  std::vector<Field> fields{{"method", known ? std::string_view(request.method) : std::string_view("-")},
                            {"route", exchange.response.route},
                            {"url", known ? shortened(request.raw_path()) : std::string_view("-")},
                            {"status_code", exchange.response.status},
                            {"process_time", exchange.duration},
                            {"bytes", exchange.body_bytes},
                            {"remote_addr", request.remote.host},
                            {"user_agent", shortened(request.headers.find("User-Agent").value_or(""))},
                            {"request_id", request.id}};
  if (const auto trace = parse_traceparent(request.headers.find("traceparent").value_or(""))) {
    fields.emplace_back("trace_id", trace->trace_id);
    fields.emplace_back("parent_id", trace->parent_id);
  }
  if (!exchange.complete) fields.emplace_back("complete", false);
  log.record(Level::info, "http_request", Fields(fields));
}

}  // namespace checkride::runtime
