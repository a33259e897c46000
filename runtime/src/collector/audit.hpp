// Audit: compares what was received with what each sink holds, without a running monitor or beside one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/world.hpp"
#include "collector/ledger.hpp"
#include "collector/sequence_set.hpp"
#include "config/sections/data_collector.hpp"

namespace checkride::runtime::collector {

// One place that holds records.
struct Holder {
  std::string name;
  Holdings holdings;
  bool complete = true;  // it should hold everything; the journal holds only what a sink still has to take
  // It is elsewhere: its holdings are what it acknowledged. Whether it has them still only it can say.
  bool elsewhere = false;
  Holdings waiting;              // of its holdings, what is in the journal only: it comes with the next flush
  Holdings retired;              // what it held until retention took it
  Holdings dead;                 // what it refused for good, which is in the dead-letter file
  std::uint64_t known_from = 0;  // of sessions below this number nothing is known, where nothing is held
};

struct AuditReport {
  std::vector<Holder> holders;
  std::uint64_t waiting = 0;        // records that are in the journal and in no sink yet: they come with the next flush
  std::uint64_t retired_files = 0;  // that retention took and nobody wrote down what was in them: it counts as missing
  std::vector<std::string> notes;   // damage that was met
  Ledger told;                      // what came, as the monitor wrote it down
  // Sequence numbers that the sink misses; what still waits in the journal is not missing, nor is what was retired.
  std::uint64_t gaps(const Holder& holder) const;
  static std::uint64_t dead(const Holder& holder);
  static std::uint64_t doubles(const Holder& holder);
  // Every sink holds every record once, or held it.
  bool clean() const;
};

// Reads journal, ledgers, all telemetry files, and the SQLite database where there is one, also beside a monitor that
// runs.
// Errors: those of the disk.
Result<AuditReport> audit(world::World& world, const DataCollectorConfig& config);
// A table for people, one line per holder and session, and one per gap.
std::string audit_text(const AuditReport& report);

}  // namespace checkride::runtime::collector
