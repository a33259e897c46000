// TelemetryFolder: the records that the file sink has written, session by session.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/files.hpp"
#include "collector/sink.hpp"

namespace checkride::runtime::collector {

// A simulator's name and its session.
using SessionName = std::pair<std::string, std::uint64_t>;

class TelemetryFolder {
 public:
  // Looks into every telemetry file of `folder`, finished or not; of the file that `position` names only what counts
  // there. No folder: no files. `files` outlives it.
  static Result<TelemetryFolder> open(world::Files& files, const std::string& folder, const SinkPosition& position);

  const std::set<SessionName>& sessions() const { return sessions_; }
  bool has_files() const { return !contents_.empty(); }
  // The session's records of that time, `to` not included, each sequence once, in order. Reads the files that hold it;
  // one that cannot be read any more, as retention takes them at any moment, is a note.
  std::vector<JournalRecord> records(const SessionName& session, world::UtcTime from, world::UtcTime to);
  // What of the files could not be read, a line each.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  TelemetryFolder(world::Files& files, SinkPosition position) : files_(&files), position_(std::move(position)) {}
  Result<> add(const std::string& path);
  Result<std::string> text_of(const std::string& path) const;

  world::Files* files_;
  SinkPosition position_;
  std::map<std::string, std::set<SessionName>> contents_;  // by path
  std::set<SessionName> sessions_;
  std::vector<std::string> notes_;
};

// Adds the records of `more` whose sequence is not there, and puts all in order.
void merge_records(std::vector<JournalRecord>& records, std::vector<JournalRecord> more);

}  // namespace checkride::runtime::collector
