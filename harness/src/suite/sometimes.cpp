#include "suite/sometimes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "suite/plan.hpp"

namespace checkride::harness {

namespace {

const reports::Expectation* find(const reports::ScenarioRecord& record, const std::string& name) {
  const auto found = std::find_if(record.expectations.begin(), record.expectations.end(), [&](const auto& expectation) {
    return expectation.kind == "sometimes" && expectation.name == name;
  });
  return found == record.expectations.end() ? nullptr : &*found;
}

}  // namespace

std::vector<reports::Sometimes> judge_sometimes(const std::vector<SometimesWanted>& wanted,
                                                const std::vector<reports::ScenarioRecord>& records) {
  std::vector<reports::Sometimes> judged;
  for (const SometimesWanted& one : wanted) {
    reports::Sometimes row;
    row.scenario = one.scenario;
    row.name = one.name;
    row.text = one.text;
    row.file = one.file;
    row.line = one.line;
    row.wanted = one.of_seeds;
    std::set<std::uint64_t> seeds;
    for (const auto& record : records) {
      if (case_of(record.name) != one.scenario || record.verdict == reports::Verdict::error) continue;
      const reports::Expectation* seen = find(record, one.name);
      if (seen == nullptr || seen->looks == 0) continue;
      ++row.runs;
      seeds.insert(record.seed);
      if (seen->verdict == reports::Verdict::passed) ++row.held_in;
    }
    if (row.held_in > 0) {
      row.verdict = reports::Verdict::passed;
    } else if (seeds.size() < one.of_seeds) {
      row.reason =
          fmt::format("looked at with {} of {} seeds: run with --seeds {}", seeds.size(), one.of_seeds, one.of_seeds);
    } else {
      row.verdict = reports::Verdict::failed;
      row.reason = fmt::format("never held in {} run{}", row.runs, row.runs == 1 ? "" : "s");
    }
    judged.push_back(std::move(row));
  }
  return judged;
}

}  // namespace checkride::harness
