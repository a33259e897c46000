// Runs scenario files on a rig and writes the report folder.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/record.hpp"
#include "checkride/world/real_world.hpp"

namespace checkride::harness {

struct SuiteOptions {
  std::vector<std::string> paths;  // files, or folders searched for YAML files with a `scenario` key
  RigKind rig = RigKind::virtual_rig;
  std::uint64_t seed = 1;
  std::string report_folder = "checkride-report";
  std::vector<std::string> tags;  // only scenarios that have one of these; empty: all
  unsigned jobs = 1;              // scenarios at once; process rig only
  bool shuffle = false;           // ready tasks in a seeded random order; virtual rig only
  bool capture = false;           // what monitors and their targets say goes to captures/<scenario>/ of the report
  std::string program_folder;     // where checkride-monitor and checkride-emulator are; process rig only
};

// One scenario on a fresh virtual world: the same record and events, to the last bit, for equal arguments. `files` are
// where its configurations and flights are read; `write_events` gets gzip blocks of event lines. A scenario that cannot
// even begin gives a record with the verdict error.
struct VirtualRunOptions {
  std::uint64_t seed = 1;
  bool shuffle = false;
  std::function<void(const std::string& block)> write_events = [](const std::string&) {};
  std::string capture_folder;  // in `files`; empty: nothing is captured
};
struct VirtualRun {
  reports::ScenarioRecord record;
  std::uint64_t steps = 0;  // executed by the scheduler
};
VirtualRun run_on_virtual_rig(world::Files& files, const Scenario& scenario, const VirtualRunOptions& options);

struct SuiteOutcome {
  reports::Record record;
  reports::Environment environment;
  bool interrupted = false;
};

// Plays the scenarios, prints a line for each, writes the report folder. `interrupted` is asked now and then; a run
// that is interrupted keeps what it has. Errors: the report folder cannot be written, a program is missing.
world::Task<Result<SuiteOutcome>> run_suite(world::RealWorld& world, SuiteOptions options,
                                            std::vector<Scenario> scenarios, std::function<bool()> interrupted);

// 0 when all passed or were skipped, 1 after a failure, 3 after an error, 130 when interrupted.
int exit_code(const SuiteOutcome& outcome);

}  // namespace checkride::harness
