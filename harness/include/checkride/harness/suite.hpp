// Runs scenario files on a rig and writes the report folder.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/record.hpp"
#include "checkride/world/real_world.hpp"
#include "checkride/world/step_tape.hpp"

namespace checkride::harness {

// For whom failures are marked in the places that they come from.
enum class Annotations { none, github, gitlab };

// Where a real simulator is. Without a name: of the one simulator of a scenario that has none otherwise.
struct SimulatorAddress {
  std::string name;
  world::Endpoint address;
};

struct SuiteOptions {
  std::vector<std::string> paths;  // files, or folders searched for YAML files with a `scenario` key
  std::vector<std::pair<std::string, std::string>> params;  // over those of the files
  RigKind rig = RigKind::virtual_rig;
  std::vector<SimulatorAddress> simulators;  // of the live rig
  std::vector<RigKind> compare;  // everything is played on each of them and compared with the first, which is `rig`
  std::uint64_t seed = 1;        // the first
  std::uint64_t seeds = 1;       // how many, one run with each
  unsigned repeats = 1;          // runs with each seed
  unsigned retries = 0;          // further attempts of a run that failed; what passes only then is flaky
  std::string report_folder = "checkride-report";
  std::vector<std::string> tags;           // only scenarios that have one of these; empty: all
  std::vector<std::string> not_tags;       // none that has one of these
  std::vector<std::string> names;          // only those whose name one of these patterns fits ("low-*"); empty: all
  bool only_failed = false;                // only those that failed or were in error in the report folder's record
  unsigned jobs = 0;                       // runs at once, each in a process of its own; 0: as many as suit the rig
  bool in_process = false;                 // runs in this process, for debuggers
  bool watch = false;                      // runs again what a changed file concerns, until interrupted
  bool verify_determinism = false;         // virtual rig only: each run twice at once, compared step by step
  bool shuffle = false;                    // ready tasks in a seeded random order; virtual rig only
  std::optional<NullMember> null;          // does nothing; what comes of it is judged by suite/null_verdict.hpp
  std::string mutant;                      // of runtime::planted_defects(), that every monitor has; empty: none
  bool capture = false;                    // what monitors and their targets say goes to captures/<run>/ of the report
  std::optional<Annotations> annotations;  // none: as the environment says
  std::string program_folder;              // where checkride-monitor and checkride-emulator are; process rig only
  world::Files* sources = nullptr;         // holds configurations and flights; null: the disk of who runs it
};

// How soon whoever waits for the end of a run wants it: members stopped in order, or everything ended as it is.
enum class Ending { none, in_order, at_once };

// One scenario on a fresh virtual world: the same record and events, to the last bit, for equal arguments. `files` are
// where its configurations and flights are read; `write_events` gets gzip blocks of event lines. A scenario that cannot
// even begin gives a record with the verdict error.
struct VirtualRunOptions {
  std::uint64_t seed = 1;
  bool shuffle = false;
  std::function<void(const std::string& block)> write_events = [](const std::string&) {};
  std::optional<NullMember> null;   // does nothing
  std::string capture_folder;       // in `files`; empty: nothing is captured
  world::StepTape* tape = nullptr;  // is told of every step; outlives the run
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

// Plays the scenarios, each run in a worker process, shows how far it is and writes the report folder. `ending` is
// asked now and then; a run that is interrupted keeps what it has. Errors: the report folder cannot be written, a
// program is missing, more runs than anybody can want.
world::Task<Result<SuiteOutcome>> run_suite(world::RealWorld& world, SuiteOptions options,
                                            std::vector<Scenario> scenarios, std::function<Ending()> ending);

// 0 when all passed or were skipped, 1 after a failure, 3 after an error, 130 when interrupted. A run that passed at a
// further attempt has passed.
int exit_code(const SuiteOutcome& outcome);

}  // namespace checkride::harness
