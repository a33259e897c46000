// The metrics as one JSON document: the same series, and of histograms their quantiles.
#pragma once

#include <string>

#include "checkride/world/time.hpp"
#include "metrics/registry.hpp"

namespace checkride::runtime {

// {"timestamp","timestamp_ms","metrics":{NAME:{"type","help","series":[{"labels":{},"value"}]}}}; a series of a
// histogram has "count","sum","min","max","mean","p50","p90","p95","p99","p999" in the place of "value" (null before
// the first observation; quantiles within LogHistogram::kRelativeError). What is not finite is null.
std::string metrics_document(Registry& metrics, world::UtcTime now);

}  // namespace checkride::runtime
