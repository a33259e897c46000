// The traffic of a run, by id.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkride/reports/record.hpp"
#include "traffic/traffic_run.hpp"

namespace checkride::harness {

class Run;

class TrafficRuns {
 public:
  // The run outlives it.
  explicit TrafficRuns(Run& run) : run_(run) {}

  // Begins it; `tasks` runs it, and ends before this does. Error: it ran already.
  Result<TrafficRun*> begin(const Traffic& traffic, world::TaskGroup& tasks);
  // Returns when all that was begun is over.
  world::Task<> await_all();

  // Null: it has not begun.
  const TrafficRun* find(const std::string& id) const;
  // As the record has them, in the order in which they began.
  std::vector<reports::Traffic> rows() const;

 private:
  Run& run_;
  std::vector<std::unique_ptr<TrafficRun>> runs_;
};

}  // namespace checkride::harness
