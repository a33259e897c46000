// StepTape: the last steps of a virtual world and a hash now and then: what is needed to find where two runs went
// apart.
//
//   StepTape first, second;                  // outlive the worlds
//   VirtualWorld left(options), right(options);
//   left.record(&first);
//   right.record(&second);
//   ... the same programs on both, both run up to the same instant ...
//   if (const auto apart = first_difference(first, second)) first.at(apart->step);   // and second.at(apart->step)
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::world {

// One executed step, as it was folded into the world's trace hash.
struct StepFact {
  Instant time{};
  std::string host;
  std::string task;           // empty: the host itself, or the world
  std::string_view kind;      // "handler", "completion", "sent", "received", "draw", "file", ...; a text of the program
  std::uint64_t payload = 0;  // a length, a drawn value, a number in the order of waiting: what the kind counts
  std::string bytes;          // the beginning of what was sent, written, printed, ...; or a word on what ended
  std::uint64_t all_bytes = 0;  // of which `bytes` is the beginning
  std::uint64_t hash = 0;       // of the world's trace, this step and all before it included
};

class StepTape {
 public:
  static constexpr std::size_t kKept = 4096;      // steps that are remembered
  static constexpr std::size_t kEvery = 1024;     // steps between two checkpoints
  static constexpr std::size_t kBytesKept = 512;  // of each step

  void add(StepFact fact);
  // Bytes that belong to the step added last; `hash` is the trace's with them.
  void add_bytes(std::string_view bytes, std::uint64_t hash);

  // Steps that were added.
  std::uint64_t steps() const { return steps_; }
  // The trace's hash after each kEvery steps.
  const std::vector<std::uint64_t>& checkpoints() const { return checkpoints_; }
  // Step `step`, counted from 0; null when it was overwritten or has not come yet. Valid until the next add().
  const StepFact* at(std::uint64_t step) const;

 private:
  std::vector<StepFact> ring_;
  std::vector<std::uint64_t> checkpoints_;
  std::uint64_t steps_ = 0;
};

struct Apart {
  std::uint64_t step =
      0;              // the first that differs, as far as both tapes reach back; the shorter tape may end before it
  bool exact = true;  // false: an earlier step, overwritten since, may have differed already
};
// Where two runs that should be equal went apart; nothing if they did not.
std::optional<Apart> first_difference(const StepTape& left, const StepTape& right);

}  // namespace checkride::world
