// One scenario on a fresh virtual world, played slice by slice, so that whoever plays it can listen in between.
//
//   VirtualPlay play(files, scenario, options);
//   while (play.advance()) { ... play.interrupt() ... }
//   const VirtualRun run = play.finish();
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/suite.hpp"
#include "engine/event_log.hpp"
#include "engine/interruption.hpp"
#include "rigs/virtual_rig.hpp"

namespace checkride::harness {

class VirtualPlay {
 public:
  // `scenario` outlives this.
  VirtualPlay(world::Files& files, const Scenario& scenario, const VirtualRunOptions& options);
  ~VirtualPlay();
  VirtualPlay(const VirtualPlay&) = delete;
  VirtualPlay& operator=(const VirtualPlay&) = delete;

  // Plays on for a fraction of a second of wall time: for so many steps, and those of the last instant. False: it is
  // over.
  bool advance(std::uint64_t steps_max = kStepsPerSlice);
  // The members are stopped in order during the next slices.
  void interrupt() { interruption_.ask(); }
  // After the last slice.
  VirtualRun finish();
  // Virtual time that has passed, and the events until then.
  Duration passed() const { return rig_ ? rig_->virtual_world().now() - begin_ : Duration{}; }
  const EventLog& events() const { return events_; }
  bool over() const { return over_; }
  // Who waits for what, since when.
  std::vector<std::string> waiting() const;

  static constexpr std::uint64_t kStepsPerSlice = 200'000;

 private:
  void end(std::string trouble);

  const Scenario& scenario_;
  VirtualRunOptions options_;
  Interruption interruption_;
  VirtualRun run_;
  EventLog events_;
  std::optional<reports::ScenarioRecord> record_;
  std::unique_ptr<VirtualRig> rig_;  // none for a scenario that cannot begin
  world::Instant begin_{};
  world::Instant limit_{};        // beyond it the members will not stop any more
  world::Instant progress_{};     // when virtual time last moved on by a slice...
  std::uint64_t steps_then_ = 0;  // ...and the steps until then
  bool over_ = false;
};

}  // namespace checkride::harness
