// Audit: compares what was received with what each sink holds, without a running monitor or beside one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/world.hpp"
#include "config/sections/data_collector.hpp"

namespace checkride::runtime::collector {

// Sequence numbers of one session, as ranges; how often one came again is counted.
class SequenceSet {
 public:
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    bool operator==(const Range&) const = default;
  };
  void add(std::uint64_t sequence);
  std::uint64_t count() const;
  std::uint64_t doubles() const { return doubles_; }
  bool contains(std::uint64_t sequence) const;
  std::uint64_t last() const { return ranges_.empty() ? 0 : ranges_.rbegin()->second; }
  // The ranges of 1 ... `last` that are not in here, in order.
  std::vector<Range> missing(std::uint64_t last) const;

 private:
  std::map<std::uint64_t, std::uint64_t> ranges_;  // first -> last
  std::uint64_t doubles_ = 0;
};

struct SessionKey {
  std::string simulator;
  std::uint64_t session = 0;
  auto operator<=>(const SessionKey&) const = default;
};
using Holdings = std::map<SessionKey, SequenceSet>;

// One place that holds records.
struct Holder {
  std::string name;
  Holdings holdings;
  bool complete = true;  // it should hold everything; the journal holds only what a sink still has to take
};

struct AuditReport {
  std::vector<Holder> holders;
  std::uint64_t waiting = 0;        // records that are in the journal and in no sink yet: they come with the next flush
  std::uint64_t retired_files = 0;  // that retention took: what they held counts as missing
  std::vector<std::string> notes;   // damage that was met
  std::vector<std::string> not_audited;  // sinks that are not on this machine
  // Sequence numbers that the sink misses; what still waits in the journal is not missing.
  std::uint64_t gaps(const Holder& holder) const;
  static std::uint64_t doubles(const Holder& holder);
  // Every sink holds every record once.
  bool clean() const;
};

// Reads the journal, all telemetry files, and the SQLite database where there is one, also beside a monitor that runs.
// Errors: those of the disk.
Result<AuditReport> audit(world::World& world, const DataCollectorConfig& config);
// A table for people, one line per holder and session, and one per gap.
std::string audit_text(const AuditReport& report);

}  // namespace checkride::runtime::collector
