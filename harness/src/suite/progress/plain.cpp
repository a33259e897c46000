#include "suite/progress/plain.hpp"

#include <fmt/format.h>

#include "suite/progress/lines.hpp"

namespace checkride::harness {

void PlainProgress::began(const std::vector<Job>& jobs) {
  print_(headline_of(jobs, options_));
}

void PlainProgress::said(const Job& job, std::string_view line) {
  print_(fmt::format("           {} printed: {}", job.run, line));
}

void PlainProgress::ended(const Job&, const reports::ScenarioRecord& record, double wall_seconds, bool will_retry) {
  for (const auto& line : lines_of(record, wall_seconds)) print_(line);
  if (will_retry) print_("           one more attempt");
}

void PlainProgress::stopping(Ending ending) {
  print_(stopping_line(ending));
}

void PlainProgress::over(const SuiteOutcome& outcome) {
  for (const auto& line : summary_of(outcome, options_)) print_(line);
}

}  // namespace checkride::harness
