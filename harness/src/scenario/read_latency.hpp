// How long something takes, as scenarios say it: 20ms, {uniform: [1ms, 9ms]}, {lognormal: {median: 20ms, p99: 200ms}}.
#pragma once

#include "checkride/harness/upstream_specs.hpp"
#include "checkride/values/values.hpp"

namespace checkride::harness {

LatencySpec read_latency_spec(const values::Node& node, values::Diagnostics& errors);
// Under `key`; absent is fine.
void read_latency_at(values::MapReader& map, std::string_view key, LatencySpec* out);
// A share of requests: "2 %". In millionths.
std::optional<std::uint64_t> read_share(const values::Node& node, values::Diagnostics& errors);
// So many in a time: "10/min", "50/s", "1000/h".
bool read_rate_at(values::MapReader& map, std::string_view key, RateSpec* out);

}  // namespace checkride::harness
