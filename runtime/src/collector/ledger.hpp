// Ledger: what is known of the samples of each session beyond what journal and sinks hold, in a small file beside the
// journal that is replaced as a whole. Audits read it.
//
//   received.ledger   the last sequence number that came, and whether the session was seen to its end
//   influx.ledger     what InfluxDB acknowledged, and what became a dead letter
//   retired.ledger    what was in the files that retention took
//
// A line of JSON each for the ledger and for every session. Of more sessions than kSessionsMax the oldest go.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "checkride/world/files.hpp"
#include "collector/sequence_set.hpp"

namespace checkride::runtime::collector {

class Ledger {
 public:
  static constexpr std::size_t kSessionsMax = 1000;
  static constexpr std::string_view kReceived = "received";
  static constexpr std::string_view kInflux = "influx";
  static constexpr std::string_view kRetired = "retired";

  // open: its monitor runs, or was killed; ended: nothing comes any more; killed: what came last may not be known.
  enum class End { open, ended, killed };
  struct Entry {
    std::uint64_t last = 0;
    End end = End::open;
    SequenceSet taken;
    SequenceSet dead;
  };
  using Entries = std::map<SessionKey, Entry>;

  // One that does not know what was before it.
  static Ledger begun_late();
  // Error: no ledger, or a damaged one.
  static Result<Ledger> parse(std::string_view text);
  std::string text() const;

  // Made if it is not there, in the place of the oldest session if there are too many.
  Entry& at(const SessionKey& key);
  // A sample came. Of its simulator no other session goes on.
  void receive(const SessionKey& key, std::uint64_t sequence);
  const Entry* find(const SessionKey& key) const;
  const Entries& entries() const { return entries_; }
  // All sessions that are `from` become `to`.
  void end_all(End from, End to);
  // Of sessions below this number nothing is known here unless they have an entry. Zero: all are known.
  std::uint64_t known_from() const;
  bool whole() const { return whole_; }

 private:
  Entries entries_;
  bool whole_ = true;
};

std::string ledger_path(const std::string& journal_folder, std::string_view name);
// An empty one where there is none yet. Errors: those of the disk, and invalid_argument for a damaged one.
Result<Ledger> read_ledger(world::Files& files, const std::string& path);
// In the place of a damaged one: begun_late().
Result<Ledger> read_ledger_or_begin(world::Files& files, const std::string& path);
Result<> write_ledger(world::Files& files, const std::string& path, const Ledger& ledger);

}  // namespace checkride::runtime::collector
