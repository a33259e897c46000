// What came of traffic, so far or in the end.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "traffic/histogram.hpp"

namespace checkride::harness {

// What is counted beside HTTP statuses. `timeout` and `failed` (refused, reset, no HTTP) are requests without an
// answer; of SimConnect clients `failed` never had a session, `open` had one, `lost` did not keep it, and `exception`
// counts the messages of that kind.
namespace outcome {
inline constexpr std::string_view kTimeout = "timeout";
inline constexpr std::string_view kFailed = "failed";
inline constexpr std::string_view kOpen = "open";
inline constexpr std::string_view kLost = "lost";
inline constexpr std::string_view kException = "exception";
}  // namespace outcome

// "2xx", "404" or one of the words above.
bool is_outcome(std::string_view word);

struct TrafficFigures {
  std::uint64_t sent = 0;       // requests; of SimConnect clients that set out to connect
  std::uint64_t answered = 0;   // with any status; of SimConnect with a session
  std::uint64_t dropped = 0;    // due, but too many were in flight
  std::uint64_t in_flight = 0;  // now
  std::map<std::string, std::uint64_t> by_status;
  // From when a request was due to its answer, or to its timeout; to the session.
  Histogram latency;
  // How late the generator was: from when a request was due to its sending.
  Histogram generator;
  // SimConnect has samples: those that were due, came, and are accounted for by a session that ended; how late those
  // came that did, against the most punctual of their client.
  bool has_samples = false;
  std::uint64_t due = 0;
  std::uint64_t received = 0;
  std::uint64_t lost = 0;
  Histogram lateness;
  bool over = false;  // the last answer is there

  // The sum of all statuses that the word means.
  std::uint64_t count(std::string_view word) const;
};

// One request, for objectives: good is any answer below 500.
struct TrafficLook {
  world::Instant due;
  bool good = false;
  std::optional<world::Duration> took;
};

// What happened in one second.
struct TrafficSecond {
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;
  std::uint64_t dropped = 0;
  std::uint64_t received = 0;
  std::uint64_t in_flight = 0;  // at its end
  Histogram latency;
  bool empty() const { return sent + answered + dropped + received == 0; }
};
// "50 sent, 48 answered, 2 in flight, p99 3ms".
std::string describe(const TrafficSecond& second);

}  // namespace checkride::harness
