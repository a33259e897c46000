#include "checkride/harness/traffic_spec.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

std::string rate_text(const ArrivalPlan& plan) {
  double most = 0;
  for (const RateStage& stage : plan.stages) most = std::max({most, stage.from_per_s, stage.to_per_s});
  const bool steady = plan.stages.size() == 1 && plan.stages.front().from_per_s == plan.stages.front().to_per_s;
  return fmt::format("{}{}/s", steady ? "" : "up to ", values::format_number(most));
}

std::string text_of(const HttpTraffic& http) {
  const TrafficRequest& first = http.mix.front();
  const std::string what = http.mix.size() == 1 ? fmt::format("{} {} of {}", first.method,
                                                              address_text(first.approach, first.target), first.of)
                                                : fmt::format("a mix of {} requests", http.mix.size());
  return fmt::format("{}, {}", what, rate_text(http.arrivals));
}

std::string text_of(const SimConnectTraffic& clients) {
  return fmt::format("{} SimConnect client{} of {}", clients.clients, clients.clients == 1 ? "" : "s", clients.of);
}

}  // namespace

world::Duration duration_of(const ArrivalPlan& plan) {
  world::Duration sum{};
  for (const RateStage& stage : plan.stages) sum += stage.duration;
  return sum;
}

world::Duration duration_of(const Traffic& traffic) {
  if (const auto* clients = std::get_if<SimConnectTraffic>(&traffic.what)) return clients->duration;
  return duration_of(std::get<HttpTraffic>(traffic.what).arrivals);
}

std::vector<std::string> targets_of(const Traffic& traffic) {
  if (const auto* clients = std::get_if<SimConnectTraffic>(&traffic.what)) return {clients->of};
  std::vector<std::string> members;
  for (const TrafficRequest& request : std::get<HttpTraffic>(traffic.what).mix) {
    if (std::find(members.begin(), members.end(), request.of) == members.end()) members.push_back(request.of);
  }
  return members;
}

std::string describe(const Traffic& traffic) {
  const std::string what = std::visit([](const auto& kind) { return text_of(kind); }, traffic.what);
  return fmt::format("traffic {}: {} for {}", traffic.id, what, values::format_duration(duration_of(traffic)));
}

}  // namespace checkride::harness
