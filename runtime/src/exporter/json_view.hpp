// The metrics as one JSON document: the same series, and of histograms their quantiles; and the figures of guide 004.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "checkride/world/time.hpp"
#include "metrics/registry.hpp"
#include "service/board.hpp"

namespace checkride::runtime {

// What the document tells beside the registry.
struct MetricsFacts {
  world::UtcTime utc{};
  world::Instant now{};
  std::size_t cached_bytes = 0;  // of the pages that the exporter keeps, of all forms, plain and compressed
  std::map<std::string, BreakerStatus> breakers{};  // Board::breakers
};

// {"timestamp","timestamp_ms","metrics":{NAME:{"type","help","series":[{"labels":{},"value"}]}}}; a series of a
// histogram has "count","sum","min","max","mean","p50","p90","p95","p99","p999" in the place of "value" (null before
// the first observation; quantiles within LogHistogram::kRelativeError). What is not finite is null. And:
//   "loadLatency"       the same figures, in milliseconds, over all series of http_request_duration_seconds: how long
//                       this monitor took to make an answer, of any route
//   "cacheHitRate"      cache_hits_total by cache_requests_total, over all cache_type: the pages of the metrics, plain
//                       and compressed, are the caches it has; null before the first request
//   "cacheMemoryUsage"  bytes that these caches hold
//   "circuitBreakers"   {CHANNEL:{"state":"closed|open|half_open","failures"}} of each notification channel, the
//                       gravest of its addresses'; `failures` in a row
std::string metrics_document(Registry& metrics, const MetricsFacts& facts);

}  // namespace checkride::runtime
