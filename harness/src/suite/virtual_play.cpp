#include "suite/virtual_play.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "engine/engine.hpp"
#include "engine/run.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kSlice = std::chrono::seconds(10);
// What stopping all members may take beyond the scenario's own limit.
constexpr Duration kAfterLimit = std::chrono::minutes(15);
// In 10 s of virtual time: more than anything that is meant.
constexpr std::uint64_t kStepsStandingStill = 2'000'000'000;

world::Task<int> engine_program(Rig& rig, const Scenario& scenario, EventLog& events, Interruption& interruption,
                                std::optional<reports::ScenarioRecord>& record) {
  record = co_await play(rig, scenario, events, interruption);
  co_return 0;
}

}  // namespace

VirtualPlay::VirtualPlay(world::Files& files, const Scenario& scenario, const VirtualRunOptions& options)
    : scenario_(scenario),
      options_(options),
      run_{blank_record(scenario, RigKind::virtual_rig), 0},
      events_(options.write_events) {
  auto scenario_files = read_scenario_files(files, scenario);
  if (!scenario_files) {
    end(scenario_files.error().message());
    return;
  }
  rig_ =
      std::make_unique<VirtualRig>(scenario, std::move(*scenario_files), options.seed, options.shuffle, options.null);
  rig_->virtual_world().record(options.tape);
  if (!options.capture_folder.empty()) {
    const auto capturing = rig_->capture_into(files, options.capture_folder);
    if (!capturing) {
      end(capturing.error().message());
      return;
    }
  }
  begin_ = rig_->virtual_world().now();
  progress_ = begin_;
  limit_ = progress_ + scenario.time_limit + kAfterLimit;
  rig_->harness_host().start("checkride", engine_program(*rig_, scenario_, events_, interruption_, record_));
}

VirtualPlay::~VirtualPlay() = default;

void VirtualPlay::end(std::string trouble) {
  over_ = true;
  run_.record.verdict = reports::Verdict::error;
  run_.record.reason = std::move(trouble);
}

bool VirtualPlay::advance(std::uint64_t steps_max) {
  if (over_) return false;
  world::VirtualWorld& world = rig_->virtual_world();
  const world::VirtualHost& host = rig_->harness_host();
  const std::uint64_t enough = world.steps() + steps_max;
  const auto stopped = world.run_until(std::min(progress_ + kSlice, limit_),
                                       [&] { return host.exit_code().has_value() || world.steps() > enough; });
  if (host.exit_code()) {
    if (record_) run_.record = std::move(*record_);
    over_ = true;
    if (!host.failure().empty()) end("internal error: " + host.failure());
  } else if (stopped == world::Stopped::quiet) {
    end(fmt::format("nothing is left to happen; waiting: {}", fmt::join(world.waiting(), "; ")));
  } else if (world.now() >= limit_) {
    end("the members could not be stopped");
  } else if (stopped != world::Stopped::goal) {
    progress_ = world.now();
    steps_then_ = world.steps();
  } else if (world.steps() - steps_then_ > kStepsStandingStill) {
    end("virtual time stands still: too many steps within 10 s");
  }
  return !over_;
}

std::vector<std::string> VirtualPlay::waiting() const {
  return rig_ ? rig_->virtual_world().waiting() : std::vector<std::string>();
}

VirtualRun VirtualPlay::finish() {
  events_.flush();
  run_.record.events = events_.count();
  run_.record.seed = options_.seed;
  if (!rig_) return run_;
  if (const auto captured = rig_->finish_captures(); !captured) end(captured.error().message());
  run_.record.trace_hash = rig_->virtual_world().trace_hash();
  run_.steps = rig_->virtual_world().steps();
  return run_;
}

VirtualRun run_on_virtual_rig(world::Files& files, const Scenario& scenario, const VirtualRunOptions& options) {
  VirtualPlay play(files, scenario, options);
  while (play.advance()) {
  }
  return play.finish();
}

}  // namespace checkride::harness
