// What a scenario expects, as rows of its record: all of them are there from the start, so that what was never reached
// shows as skipped; and how an `expect` of a step is decided.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "engine/run.hpp"
#include "engine/seen.hpp"

namespace checkride::harness {

class Watch;

class Expectations {
 public:
  // Lists everything. Indices into the record's expectations stay valid.
  explicit Expectations(Run& run);

  std::size_t first_invariant() const { return first_invariant_; }
  std::size_t first_slo() const { return first_slo_; }
  std::size_t first_conservation() const { return first_conservation_; }

  // Looks until the expectation of the step is decided, and tells it; fails the run with it. `watch` goes on looking at
  // exact counts.
  world::Task<> judge(const Step& step, const Expect& expect, Watch& watch);

 private:
  reports::Expectation& list(std::string_view kind, const std::string& name, const Place& place, std::string text);
  void list_steps(const std::vector<Step>& steps);
  void settle(const Step& step, const Expect& expect, const Decision& decision, const Seen& seen, Duration step_start,
              Watch& watch);

  Run& run_;
  std::map<std::string, std::size_t> rows_;  // by the path of their step
  std::size_t first_invariant_ = 0;
  std::size_t first_slo_ = 0;
  std::size_t first_conservation_ = 0;
};

// The tolerance on both bounds of its window.
Duration tolerance_of(const Expect& expect, const Rig& rig);

}  // namespace checkride::harness
