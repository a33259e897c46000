// The events of one scenario, written in gzip blocks while it runs: an interrupted run keeps what it has.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

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

 private:
  Write write_;
  std::uint64_t lines_per_block_;
  std::uint64_t pending_lines_ = 0;
  std::string pending_;
  std::uint64_t count_ = 0;
};

}  // namespace checkride::harness
