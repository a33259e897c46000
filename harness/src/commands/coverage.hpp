// Which promises are kept by which scenarios, on which rigs, and what came of it last.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/record.hpp"
#include "checkride/result/result.hpp"
#include "scenario/promise_book.hpp"

namespace checkride::harness {

struct CoverageOptions {
  std::vector<std::string> paths{"scenarios"};
  std::vector<std::string> reports;  // report folders; of two that have a result of the same run the last counts
  bool json = false;
};

// The arguments behind the command's name. Errors (invalid) name the argument and what is allowed.
Result<CoverageOptions> parse_coverage(const std::vector<std::string>& arguments);

// What is known of a promise; `nothing` is a gap.
enum class Standing { scenarios, open, artefact, document, nothing };
std::string_view to_string(Standing standing);

struct CoveringScenario {
  struct OnRig {
    std::string rig;
    std::optional<reports::Verdict> last;  // of its worst case; none: no report has it
  };
  std::string name;
  std::string file;
  std::vector<OnRig> rigs;  // those it is for, in its own order
};

struct PromiseCoverage {
  Promise promise;
  Standing standing = Standing::nothing;
  std::vector<CoveringScenario> scenarios;
};

struct Coverage {
  std::string book;
  std::vector<PromiseCoverage> promises;  // in the order of the book

  std::size_t count(Standing standing) const;
};

// The cases of a scenario, which stand together in `scenarios`, are one line.
Coverage cover(const PromiseBook& book, const std::vector<Scenario>& scenarios,
               const std::vector<reports::Record>& records);

// For people, one line for each promise and scenario, and the counts. Without a newline at the end.
std::string to_text(const Coverage& coverage);
// The same for programs: format "checkride.coverage", version 1. Without a newline at the end.
std::string to_json(const Coverage& coverage);

}  // namespace checkride::harness
