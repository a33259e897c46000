// `sometimes`: what need not hold in every run, but in one of them. Judged when all runs of a case are over.
#pragma once

#include <string>
#include <vector>

#include "checkride/reports/record.hpp"

namespace checkride::harness {

// What a case asks for.
struct SometimesWanted {
  std::string scenario;  // the case
  std::string name;      // of the expectation in the records
  std::string text;
  std::string file;  // that it stands in
  int line = 0;
  std::uint64_t of_seeds = 1;  // with fewer nothing can be said
};

// One of each, in that order. It passes if it held in a run of the case; without one it failed, or is skipped where
// fewer seeds than wanted were looked at. A run in error says nothing, one that failed may still have seen it.
std::vector<reports::Sometimes> judge_sometimes(const std::vector<SometimesWanted>& wanted,
                                                const std::vector<reports::ScenarioRecord>& records);

}  // namespace checkride::harness
