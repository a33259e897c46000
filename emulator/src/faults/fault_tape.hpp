// The fault tape: what struck in a run, when, whom, and with which drawn numbers. Played back it brings the same about
// without any seed.
//
// JSON lines. The first is {"format":"checkride.fault-tape","version":1}; then, in the order in which it happened,
//   {"at_ns":N,"event":"added","fault":ID,"parameters":{"kind":"jitter",...}}    "after_frame":true where it came at
//   the
//                                                    instant of a frame that had been run (time that is stepped)
//   {"at_ns":N,"event":"struck","fault":ID,"client":ID,"part":"PLANE ALTITUDE","match":N,"drawn":{"delay_ns":N}}
//   {"at_ns":N,"event":"removed","fault":ID}
//   {"at_ns":N,"event":"full"}                       the last: what struck later is not on the tape
// `at_ns` counts from the start of the emulator. `match` is the number of the thing that was struck among those that
// the fault could have struck at that client (and variable: `part`), from 1. A fault that leaves nothing to chance
// strikes everything: only its first strike at each client is on the tape.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "faults/fault.hpp"
#include "simulator/clients.hpp"

namespace checkride::emulator {

using FaultId = std::uint64_t;

enum class TapeEvent { added, struck, removed, full };

struct TapeEntry {
  world::Duration at{};
  TapeEvent event = TapeEvent::full;
  FaultId fault = 0;
  bool after_frame = false;           // of added and removed: behind the frame of that very instant
  std::optional<Fault> parameters{};  // of added
  ClientId client = 0;                // of struck; 0: nobody in particular
  std::string part{};
  std::uint64_t match = 0;
  std::vector<std::pair<std::string, std::int64_t>> drawn{};
  bool operator==(const TapeEntry&) const = default;
};

class FaultTape {
 public:
  // Entries beyond this are not kept; a `full` says so.
  static constexpr std::size_t kMaxEntries = 200'000;

  // Null when the tape is full. Valid until the next call.
  TapeEntry* record(TapeEntry entry);
  // The entry recorded last did not happen.
  void forget_last() { entries_.pop_back(); }
  const std::vector<TapeEntry>& entries() const { return entries_; }
  std::string text() const;

 private:
  std::vector<TapeEntry> entries_;
};

// Errors (invalid): the line, and what is wrong there.
Result<FaultTape> parse_fault_tape(std::string_view text, const std::string& file);

}  // namespace checkride::emulator
