// Supervisor: starts services in order, stops them in reverse, and records both by name. A source of samples starts
// before their keeper and stops after it, and yet no sample is lost: the keeper takes what waited for it, and is
// started once its source runs even if a stop is wanted meanwhile; and the source finishes before the keeper stops.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

struct StopOutcome {
  std::vector<std::string> failed;  // names of services that reported an error or ran out of time
  bool timed_out = false;           // the shutdown time-out passed with work left
};

class Supervisor {
 public:
  // A start that takes longer counts as failed.
  static constexpr world::Duration kStartLimit{std::chrono::seconds(30)};
  // What a service still gets once the shutdown time-out has passed: those behind a stuck one must close their files.
  static constexpr world::Duration kLastMoment{std::chrono::milliseconds(50)};

  // Of the time that is left, what sources may take to finish: a half is for the keepers.
  static constexpr int kFinishShare = 2;

  // `context` outlives the supervisor. Services start in the order of the list; a keeper comes after its sources.
  Supervisor(Context& context, std::vector<std::unique_ptr<Service>> services);

  // Starts them all, until `stop_wanted` says otherwise between two; then only keepers of samples that may be there
  // already. The first that cannot start ends the start: those already started are stopped in reverse, and the error
  // names it.
  world::Task<Result<>> start_all(const bool& stop_wanted);
  // Stops in reverse what was started; before the first keeper the sources finish. A failure is a warning and the next
  // one is stopped all the same.
  world::Task<StopOutcome> stop_all();

  const std::vector<std::unique_ptr<Service>>& services() const { return services_; }
  // Time since the service of that index started; nothing while it does not run.
  std::optional<world::Duration> uptime(std::size_t index) const;

 private:
  // Whether a source that runs may have samples for it.
  bool is_owed_samples(std::size_t index) const;
  world::Task<Result<>> start_one(std::size_t index);
  world::Task<> finish_sources(world::Instant deadline);
  // Returns whether it stopped cleanly.
  world::Task<bool> stop_one(std::size_t index, world::Instant deadline);

  Context& context_;
  Logger log_;
  std::vector<std::unique_ptr<Service>> services_;
  std::vector<std::optional<world::Instant>> started_;
};

}  // namespace checkride::runtime
