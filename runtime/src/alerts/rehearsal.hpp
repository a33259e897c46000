// Rehearsal: rules run over values of which the times are known, as fast as it goes: what would have fired, and when.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "alerts/engine.hpp"

namespace checkride::runtime::alerts {

class Rehearsal {
 public:
  // Told of every change of state; the notification of one that begins or ceases to fire can be made of the alert.
  using Tell = std::function<void(const StateChange& change, world::UtcTime at)>;

  // `config` outlives the rehearsal. Simulators of which values come are those of `simulators`.
  Rehearsal(const Config& config, const std::vector<std::string>& simulators, world::UtcTime start, Tell tell);

  // Everything that happens by itself before `time`, or at it; then it is `time`. An earlier one than before changes
  // nothing: clocks that were set back must not undo what was seen.
  void pass_until(world::UtcTime time);
  // The same for what happens before `time`; then the sample arrives, and after it whatever is due at that moment.
  void sample(const Sample& sample, world::UtcTime time);
  void error_rate(const std::string& simulator, double rate, world::UtcTime time);
  // A metric of ours, by the text that rules name it by.
  void series(const std::string& metric, const std::string& simulator, double value, world::UtcTime time);

  const std::vector<Alert>& alerts() const { return engine_.alerts(); }

 private:
  Now at(world::UtcTime time) const;
  void pass_before(world::UtcTime time);
  void tell_all(const AlertEngine::Changes& changes);

  world::UtcTime start_;
  world::UtcTime time_;
  AlertEngine engine_;
  Tell tell_;
};

}  // namespace checkride::runtime::alerts
