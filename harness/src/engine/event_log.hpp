// The events of one scenario, written in gzip blocks while it runs: an interrupted run keeps what it has.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "checkride/reports/record.hpp"

namespace checkride::harness {

class EventLog {
 public:
  // `write` gets finished gzip blocks, in order; `lines` of text make a block at most.
  using Write = std::function<void(const std::string& block)>;
  explicit EventLog(Write write, std::uint64_t lines_per_block = 512)
      : write_(std::move(write)), lines_per_block_(lines_per_block) {}

  void add(const reports::Event& event);
  // Writes what is pending. Called at the end, and now and then in a slow run.
  void flush();
  std::uint64_t count() const { return count_; }

  // What the timeline is at, for whoever follows the run; nothing before its first step.
  struct CurrentStep {
    int line = 0;  // in the scenario file
    std::string text;
  };
  void begin_step(int line, std::string text) { step_ = {line, std::move(text)}; }
  const CurrentStep& step() const { return step_; }

 private:
  Write write_;
  std::uint64_t lines_per_block_;
  std::uint64_t pending_lines_ = 0;
  std::string pending_;
  std::uint64_t count_ = 0;
  CurrentStep step_;
};

}  // namespace checkride::harness
