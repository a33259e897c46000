// Progress as plain lines, for logs: the same for every reader, each line told once.
#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "suite/job.hpp"

namespace checkride::harness {

class PlainProgress final : public Progress {
 public:
  // Gets a line without its newline.
  using Print = std::function<void(std::string_view line)>;
  PlainProgress(SuiteOptions options, Print print) : options_(std::move(options)), print_(std::move(print)) {}

  void began(const std::vector<Job>& jobs) override;
  void started(const Job&) override {}
  void moved(const JobProgress&) override {}
  void said(const Job& job, std::string_view line) override;
  void ended(const Job& job, const reports::ScenarioRecord& record, double wall_seconds, bool will_retry) override;
  void stopping(Ending ending) override;
  void ticked() override {}
  void over(const SuiteOutcome& outcome) override;

 private:
  SuiteOptions options_;
  Print print_;
};

}  // namespace checkride::harness
