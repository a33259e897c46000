// Traffic while it runs: sends what is due when it is due, and counts what comes of it.
//
//   std::unique_ptr<TrafficRun> run = make_traffic_run(place, traffic);
//   tasks.spawn("traffic users", run->play());
//   ... run->figures() ...
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/traffic_spec.hpp"
#include "checkride/tls/tls.hpp"
#include "checkride/world/world.hpp"
#include "traffic/figures.hpp"

namespace checkride::harness {

// Where traffic comes from and goes to. All outlives the run, which outlives `tasks`.
struct TrafficPlace {
  world::World& world;
  world::TaskGroup& tasks;  // runs the requests
  // Where a member listens; asked anew for each request, for a member may come back elsewhere.
  std::function<Result<world::Endpoint>(const std::string& member, Port port)> find;
  // The world of a client, from 0: clients of different worlds have different addresses.
  std::function<world::World&(std::size_t client)> client;
  std::function<void(const TrafficSecond&)> on_second;
  bool keep_looks = false;  // of every request, for objectives
  // By request of an HTTP mix: whose certificates are believed; nothing, or none said: it goes by plain http.
  std::vector<std::optional<tls::Client>> trust{};
};

class TrafficRun {
 public:
  TrafficRun(TrafficPlace place, Traffic traffic);
  virtual ~TrafficRun() = default;
  TrafficRun(const TrafficRun&) = delete;
  TrafficRun& operator=(const TrafficRun&) = delete;

  // From the first that is due to the last answer. Once.
  world::Task<> play();
  // Returns when it is over; play() must be running, or have ended.
  world::Task<> await_over();

  const Traffic& traffic() const { return traffic_; }
  // Of all whole seconds and the one that goes on.
  TrafficFigures figures() const;
  // Of every HTTP request that was due so far, in the order of their times, if they are kept.
  const std::vector<TrafficLook>& looks() const { return looks_; }

 protected:
  // Begins all that is due, each with begin_one(); then what has begun is waited for.
  virtual world::Task<> generate() = 0;
  // Everything has ended: what is only known then.
  virtual void conclude() {}

  world::Clock& clock() const { return place_.world.clock(); }
  world::Instant begun() const { return begun_; }
  void begin_one(world::Instant due);
  void drop_one();
  // What came of one that was begun; `latency` counts if it is there.
  void tell_outcome(std::string_view status, bool answered, std::optional<world::Duration> latency);
  void end_one();
  void count(std::string_view status) { ++figures_.by_status[std::string(status)]; }
  void spawn(world::Task<> task) { place_.tasks.spawn("traffic " + traffic_.id, std::move(task)); }

  TrafficPlace place_;
  Traffic traffic_;
  TrafficFigures figures_;  // `latency`: of the seconds that are over
  TrafficSecond second_;
  std::vector<TrafficLook> looks_;

 private:
  world::Task<> tell_seconds();
  void tell_second();

  world::Instant begun_;
  world::Notifier changed_;
};

std::unique_ptr<TrafficRun> make_traffic_run(TrafficPlace place, const Traffic& traffic);

}  // namespace checkride::harness
