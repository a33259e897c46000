// The folder that a run leaves behind: record.json, events/, environment.json, junit.xml, index.html.
#pragma once

#include <memory>
#include <string>

#include "checkride/harness/suite.hpp"
#include "checkride/reports/capsule.hpp"
#include "checkride/world/files.hpp"

namespace checkride::harness {

// Where the captures of a run are, below the report folder.
std::string capture_folder(const std::string& report_folder, const std::string& run);

class ReportFolder {
 public:
  // `files` outlives the folder.
  ReportFolder(world::Files& files, std::string path) : files_(files), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  // Makes it if it is not there and writes to it; what is in it stays.
  Result<> probe();
  // Makes it, and removes what an earlier run left in its events.
  Result<> open();
  // The file that a run's events are appended to.
  Result<std::unique_ptr<world::File>> events_file(const std::string& run);
  // What a run left there; none if it has no file. What it was writing when it was killed is not among them.
  Result<reports::ScenarioEvents> read_events(const std::string& run);
  // Everything else, from the record and the events that are in the folder; the page takes the capsule along.
  Result<> write(const reports::Record& record, const reports::Environment& environment,
                 const reports::Capsule& capsule);

 private:
  std::string events_path(const std::string& run) const { return path_ + "/events/" + run + ".jsonl.gz"; }

  world::Files& files_;
  std::string path_;
};

}  // namespace checkride::harness
