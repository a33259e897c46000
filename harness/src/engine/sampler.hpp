// Fills the record's events with what the report draws: altitudes of simulators and changes of the monitors' alerts.
// What it cannot get is no mistake of the scenario: it goes on.
#pragma once

#include <map>

#include "checks/alert_check.hpp"
#include "engine/run.hpp"

namespace checkride::harness {

class Sampler {
 public:
  explicit Sampler(Run& run) : run_(run) {}
  // Looks once a second until cancelled.
  world::Task<> run();

 private:
  world::Task<> sample_simulator(std::string name);
  world::Task<> sample_alerts(std::string name);
  // Does a line tell that an alert has changed?
  bool sample_log(const std::string& name);

  Run& run_;
  std::map<std::string, std::vector<AlertState>> alerts_;  // by monitor
  std::map<std::string, Duration> next_ask_;               // for alerts, by monitor
  std::map<std::string, std::size_t> log_lines_;           // told so far, by member
  std::uint64_t log_events_ = 0;
};

}  // namespace checkride::harness
