// HealthWatch: looks at the services, now or every check_interval, and remembers what it saw.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/clock.hpp"
#include "health/report.hpp"
#include "log/event_log.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

class HealthWatch {
 public:
  // `clock` and `log` outlive the watch.
  HealthWatch(world::Clock& clock, EventLog& log);

  // Watches `service`, which outlives the watch, after those added before.
  void add(const Service& service) { services_.push_back(&service); }
  void set_phase(Phase phase) { phase_ = phase; }
  Phase phase() const { return phase_; }
  // HealthReport::idle_reason of every report from now on.
  void set_idle(std::string reason) { idle_reason_ = std::move(reason); }

  // The report of this moment. A service whose status differs from what was seen last is logged; at the first look one
  // that is ill.
  HealthReport look();

 private:
  void tell_change(const CheckedService& now);

  world::Clock& clock_;
  Logger log_;
  Phase phase_ = Phase::starting;
  std::string idle_reason_;
  std::vector<const Service*> services_;
  std::map<std::string, Status> seen_;
};

}  // namespace checkride::runtime
