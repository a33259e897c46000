// The folder that a run leaves behind: record.json, events/, environment.json, junit.xml, index.html.
#pragma once

#include <memory>
#include <string>

#include "checkride/harness/suite.hpp"
#include "checkride/world/files.hpp"

namespace checkride::harness {

class ReportFolder {
 public:
  // `files` outlives the folder.
  ReportFolder(world::Files& files, std::string path) : files_(files), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  // Makes it if it is not there and writes to it; what is in it stays.
  Result<> probe();
  // Makes it, and removes what an earlier run left in its events.
  Result<> open();
  // The file that a scenario's events are appended to.
  Result<std::unique_ptr<world::File>> events_file(const std::string& scenario);
  // Everything else, from the record and the events that are in the folder.
  Result<> write(const reports::Record& record, const reports::Environment& environment);

 private:
  std::string events_path(const std::string& scenario) const { return path_ + "/events/" + scenario + ".jsonl.gz"; }
  Result<reports::ScenarioEvents> read_events(const std::string& scenario);

  world::Files& files_;
  std::string path_;
};

}  // namespace checkride::harness
