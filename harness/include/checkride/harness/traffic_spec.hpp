// What a `traffic` step sends: load of an open model. When a request is sent is decided beforehand, whatever became of
// those before it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "checkride/harness/tls_policy.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

enum class Port;

// The rate changes evenly from the one to the other.
struct RateStage {
  double from_per_s = 0;
  double to_per_s = 0;
  world::Duration duration{};
};
// even: at equal distances, as far as the rate is equal. poisson: as people come who know nothing of each other.
enum class ArrivalKind { even, poisson };
struct ArrivalPlan {
  std::vector<RateStage> stages;
  ArrivalKind kind = ArrivalKind::even;
};
// Of all stages.
world::Duration duration_of(const ArrivalPlan& plan);

// "{n}" in `target` and `body` is the number of the request, from 1.
struct TrafficRequest {
  std::string of;
  Port port{};
  Approach approach{};
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::uint64_t share = 1;  // of the sum of all shares of the mix
};
struct HttpTraffic {
  std::vector<TrafficRequest> mix;  // at least one
  ArrivalPlan arrivals;
  std::size_t clients = 1;  // each with connections of its own; they take turns
  bool keep_alive = true;
  world::Duration timeout{std::chrono::seconds(10)};  // of an answer, from when its request was due
  std::size_t in_flight_max = 1000;                   // what is due beyond is dropped, and counted
};

// Clients that open, define variables and ask for them again and again.
struct SimConnectTraffic {
  enum class Period { second, frame };
  std::string of;
  std::size_t clients = 1;
  double connect_per_s = 0;                                    // 0: all at once
  std::vector<std::pair<std::string, std::string>> variables;  // with their units
  Period period = Period::second;
  world::Duration frame{};  // of the simulator
  std::uint32_t protocol = 0;
  world::Duration duration{};  // from the first client's connecting to the end of all
};

struct Traffic {
  std::string id;
  std::variant<HttpTraffic, SimConnectTraffic> what;
  bool wait = false;  // the step ends with the last answer
};
// How long requests become due, or clients are there.
world::Duration duration_of(const Traffic& traffic);
// The members that it goes to, each once.
std::vector<std::string> targets_of(const Traffic& traffic);
// "traffic users: GET /plan of edge, 50/s for 1m".
std::string describe(const Traffic& traffic);

}  // namespace checkride::harness
