#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

#include "checkride/harness/suite.hpp"
#include "engine/engine.hpp"
#include "rigs/virtual_rig.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kSlice = std::chrono::seconds(10);
// What stopping all members may take beyond the scenario's own limit.
constexpr Duration kAfterLimit = std::chrono::minutes(15);
constexpr std::uint64_t kStepsPerSliceMax = 2'000'000'000;

world::Task<int> engine_program(Rig& rig, const Scenario& scenario, EventLog& events,
                                std::optional<reports::ScenarioRecord>& record) {
  record = co_await play(rig, scenario, events);
  co_return 0;
}

void set_error(reports::ScenarioRecord& record, std::string reason) {
  record.verdict = reports::Verdict::error;
  record.reason = std::move(reason);
}

// Runs the world until the engine is done; otherwise why it is not.
std::optional<std::string> drive(VirtualRig& rig, Duration limit, const VirtualRunOptions& options) {
  world::VirtualWorld& world = rig.virtual_world();
  const world::VirtualHost& host = rig.harness_host();
  const world::Instant end = world.now() + limit + kAfterLimit;
  while (true) {
    const std::uint64_t steps_max = world.steps() + kStepsPerSliceMax;
    const auto stopped = world.run_until(std::min(world.now() + kSlice, end),
                                         [&] { return host.exit_code().has_value() || world.steps() > steps_max; });
    if (host.exit_code()) {
      return host.failure().empty() ? std::nullopt : std::optional("internal error: " + host.failure());
    }
    if (stopped == world::Stopped::goal) return "virtual time stands still: too many steps within 10 s";
    if (stopped == world::Stopped::quiet) {
      return fmt::format("nothing is left to happen; waiting: {}", fmt::join(world.waiting(), "; "));
    }
    if (world.now() >= end) return "the members could not be stopped";
    if (options.interrupted()) return "interrupted";
  }
}

reports::ScenarioRecord unplayed(const Scenario& scenario) {
  reports::ScenarioRecord record;
  record.name = scenario.name;
  record.file = scenario.file;
  record.description = scenario.description;
  record.tags = scenario.tags;
  record.promises = scenario.promises;
  record.rig = "virtual";
  return record;
}

}  // namespace

VirtualRun run_on_virtual_rig(world::Files& files, const Scenario& scenario, const VirtualRunOptions& options) {
  VirtualRun run{unplayed(scenario), 0};
  auto scenario_files = read_scenario_files(files, scenario);
  if (!scenario_files) {
    set_error(run.record, scenario_files.error().message());
    run.record.seed = options.seed;
    return run;
  }
  EventLog events(options.write_events);
  VirtualRig rig(scenario, std::move(*scenario_files), options.seed, options.shuffle);
  std::optional<reports::ScenarioRecord> record;
  rig.harness_host().start("checkride", engine_program(rig, scenario, events, record));
  const auto trouble = drive(rig, scenario.time_limit, options);
  if (record) run.record = std::move(*record);
  if (trouble) set_error(run.record, *trouble);
  events.flush();
  run.record.events = events.count();
  run.record.trace_hash = rig.virtual_world().trace_hash();
  run.record.seed = options.seed;
  run.steps = rig.virtual_world().steps();
  return run;
}

}  // namespace checkride::harness
