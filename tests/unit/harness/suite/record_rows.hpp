// Rows of a record for tests of what is made of records.
#pragma once

#include <string>
#include <utility>

#include "checkride/reports/record.hpp"

namespace checkride::harness {

// A run of a scenario in scenarios/<case>.yaml; one that failed did so at expect-1 in line 12.
inline reports::ScenarioRecord row(std::string name, reports::Verdict verdict) {
  reports::ScenarioRecord record;
  record.file = "scenarios/" + name.substr(0, name.find('+')) + ".yaml";
  record.name = std::move(name);
  record.rig = "virtual";
  record.seed = 7;
  record.verdict = verdict;
  if (verdict == reports::Verdict::passed) return record;
  record.reason = "expect-1 (line 12): not seen; last: pending";
  record.replay = "checkride run " + record.file + " --rig virtual --seed 7";
  if (verdict != reports::Verdict::failed) return record;
  reports::Expectation expectation;
  expectation.name = "expect-1";
  expectation.line = 12;
  expectation.text = "alert Low of monitor is firing";
  expectation.expected = "within 5.000 s";
  expectation.seen = "not seen; last: pending";
  expectation.verdict = verdict;
  record.expectations.push_back(std::move(expectation));
  return record;
}

// The same as one of several attempts.
inline reports::ScenarioRecord attempt(reports::ScenarioRecord record, std::uint64_t number, std::uint64_t of) {
  record.attempt = number;
  record.attempts = of;
  record.flaky = number > 1 && record.verdict == reports::Verdict::passed;
  return record;
}

}  // namespace checkride::harness
