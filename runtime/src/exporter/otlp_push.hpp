// OtlpPush: sends all metrics to an OTLP collector every interval (OTLP/HTTP, JSON, gzip), besides their being scraped.
//
// A push that failed for now (no answer, 429, 5xx) is tried again after a wait that grows, or the collector's
// Retry-After, until the next one is due; that one carries the same sums, so nothing is lost but resolution. A refusal
// (another 4xx) is not tried again. Whatever came of it shows in the exporter's health.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "notify/trust.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

class OtlpPush {
 public:
  // `context` outlives this.
  OtlpPush(Context& context, OtlpConfig config);

  // Until it is cancelled.
  world::Task<> run();
  // Adds what the last attempt came to: degraded from a failure until the next success. Nothing before the first.
  void report(ServiceHealth& health) const;

 private:
  struct Answer {
    bool delivered = false;
    bool again = false;    // it is worth trying once more
    bool at_once = false;  // and there is nothing to wait for
    std::string text;      // why not
    std::optional<world::Duration> retry_after;
  };
  world::Task<> push(world::Instant deadline);
  world::Task<Answer> attempt(const std::string& body);
  Answer judge(const http::Response& response);
  void settle(const Answer& answer);
  bool unpack_if_refused(const http::Response& response);

  Context& context_;
  OtlpConfig config_;
  notify::TrustStore trust_;
  Logger log_;
  world::Random& random_;
  std::string where_;  // host and port, for messages
  bool packs_ = true;  // until the collector says that it knows no gzip
  std::string last_failure_;
  std::optional<world::Instant> last_success_;
};

}  // namespace checkride::runtime
