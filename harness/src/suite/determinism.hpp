// One scenario on two virtual worlds at once, step by step: what should be equal to the last bit is looked at while it
// happens, so that the first different step is known with what led to it. Both live in one process: memory that one
// gives back the other gets, and what outlives a world is seen by the second.
//
//   VerifiedPlay play(files, scenario, options);
//   while (play.advance()) { ... play.interrupt() ... }
//   const VirtualRun run = play.finish();        // of the first; in error with "determinism-1" when they went apart
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "checkride/harness/suite.hpp"
#include "checkride/world/step_tape.hpp"

namespace checkride::harness {

class VirtualPlay;

// As VirtualPlay. The first run writes events and captures; of the second's only a checksum is kept.
class VerifiedPlay {
 public:
  // `scenario` outlives this.
  VerifiedPlay(world::Files& files, const Scenario& scenario, const VirtualRunOptions& options);
  ~VerifiedPlay();
  VerifiedPlay(const VerifiedPlay&) = delete;
  VerifiedPlay& operator=(const VerifiedPlay&) = delete;

  // False: it is over. After a difference the first run goes on alone, so that its report is whole.
  bool advance();
  void interrupt();
  VirtualRun finish();

 private:
  // Of the bytes written so far, in order.
  struct Checksum {
    std::uint64_t value = 0xcbf29ce484222325;
    void add(const std::string& bytes);
  };
  struct Difference {
    std::string sentence;
    std::string first;
    std::string second;
  };

  VirtualRunOptions first_options(VirtualRunOptions options);
  VirtualRunOptions second_options(const VirtualRunOptions& options);
  bool only_captures_failed(const VirtualRun& first, const VirtualRun& second) const;
  void compare_steps();
  void compare_results(const VirtualRun& first, const VirtualRun& second);
  void mark(reports::ScenarioRecord& record) const;

  bool capturing_;
  world::StepTape first_tape_;
  world::StepTape second_tape_;
  Checksum first_events_;
  Checksum second_events_;
  std::unique_ptr<VirtualPlay> first_;
  std::unique_ptr<VirtualPlay> second_;  // none once they went apart
  std::optional<Difference> difference_;
};

}  // namespace checkride::harness
