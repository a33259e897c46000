#include "traffic/traffic_run.hpp"

#include "traffic/http_traffic.hpp"
#include "traffic/simconnect_traffic.hpp"

namespace checkride::harness {

namespace {

constexpr world::Duration kSecond = std::chrono::seconds(1);

}  // namespace

TrafficRun::TrafficRun(TrafficPlace place, Traffic traffic)
    : place_(std::move(place)), traffic_(std::move(traffic)), changed_(place_.world.executor()) {}

world::Task<> TrafficRun::play() {
  begun_ = clock().now();
  place_.tasks.spawn("seconds of traffic " + traffic_.id, tell_seconds());
  co_await generate();
  while (figures_.in_flight > 0) co_await changed_.wait();
  conclude();
  figures_.over = true;
  if (!second_.empty()) tell_second();
  changed_.notify_all();
}

world::Task<> TrafficRun::await_over() {
  while (!figures_.over) co_await changed_.wait();
}

TrafficFigures TrafficRun::figures() const {
  TrafficFigures figures = figures_;
  figures.latency.merge(second_.latency);
  return figures;
}

void TrafficRun::begin_one(world::Instant due) {
  ++figures_.sent;
  ++second_.sent;
  ++figures_.in_flight;
  figures_.generator.add(clock().now() - due);
}

void TrafficRun::drop_one() {
  ++figures_.dropped;
  ++second_.dropped;
}

void TrafficRun::tell_outcome(std::string_view status, bool answered, std::optional<world::Duration> latency) {
  count(status);
  if (answered) ++figures_.answered;
  if (answered) ++second_.answered;
  if (latency) second_.latency.add(*latency);
}

void TrafficRun::end_one() {
  --figures_.in_flight;
  changed_.notify_all();
}

world::Task<> TrafficRun::tell_seconds() {
  for (world::Instant next = begun_ + kSecond;; next += kSecond) {
    co_await clock().sleep_until(next);
    if (figures_.over) co_return;
    tell_second();
  }
}

void TrafficRun::tell_second() {
  second_.in_flight = figures_.in_flight;
  if (place_.on_second) place_.on_second(second_);
  figures_.latency.merge(second_.latency);
  second_ = TrafficSecond();
}

std::unique_ptr<TrafficRun> make_traffic_run(TrafficPlace place, const Traffic& traffic) {
  if (std::holds_alternative<SimConnectTraffic>(traffic.what)) {
    return std::make_unique<SimConnectTrafficRun>(std::move(place), traffic);
  }
  return std::make_unique<HttpTrafficRun>(std::move(place), traffic);
}

}  // namespace checkride::harness
