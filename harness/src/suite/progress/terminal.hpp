// Progress for a person at a terminal: failures as they happen, and below them a bar and what runs at the moment.
//
//     FAILED   too-late  71.5 s of virtual time in 0.02 s
//              expect-1 (line 12): not seen; last: pending
//   [##########........................]  12 of 41, 1 failed   0:03
//     dead-simulator      31.2 s  line 20: expect log of monitor ...
//
// What is below is written over again and again; every line of it fits the width, or the terminal would scroll.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "checkride/world/clock.hpp"
#include "suite/job.hpp"

namespace checkride::harness {

class TerminalProgress final : public Progress {
 public:
  using Print = std::function<void(std::string_view text)>;
  // `columns` of the terminal, as of now: a window may change its size. `clock` outlives this.
  TerminalProgress(SuiteOptions options, world::Clock& clock, std::function<unsigned()> columns, Print print);

  void began(const std::vector<Job>& jobs) override;
  void started(const Job& job) override;
  void moved(const JobProgress& progress) override;
  void said(const Job& job, std::string_view line) override;
  void ended(const Job& job, const reports::ScenarioRecord& record, double wall_seconds, bool will_retry) override;
  void stopping(Ending ending) override;
  void ticked() override;
  void over(const SuiteOutcome& outcome) override;

 private:
  struct Running {
    std::string run;
    JobProgress progress;
  };

  // Lines that stay, above what is written over.
  void tell(const std::vector<std::string>& lines);
  void draw();
  std::string erase();
  std::vector<std::string> block(std::size_t columns) const;
  std::string bar(std::size_t columns) const;

  SuiteOptions options_;
  world::Clock& clock_;
  std::function<unsigned()> columns_;
  Print print_;
  world::Instant begin_{};
  std::size_t jobs_ = 0;
  std::size_t ended_ = 0;
  std::size_t failed_ = 0;
  std::map<std::size_t, Running> running_;  // by index of the job
  std::size_t drawn_ = 0;                   // lines of the block that is on the screen
  Ending ending_ = Ending::none;
};

// The first `columns` characters of a line of UTF-8, the last of them "~" where something is left out. Control
// characters, which would move the cursor, become "?".
std::string fitted(std::string_view line, std::size_t columns);

}  // namespace checkride::harness
