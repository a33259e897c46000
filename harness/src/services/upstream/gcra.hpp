// Gcra: the generic cell rate algorithm. A request is let through as long as it comes no earlier than its theoretical
// arrival time less what a burst may be ahead; so in any window of length w at most burst + w * rate are. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "checkride/harness/upstream_specs.hpp"

namespace checkride::harness {

class Gcra {
 public:
  explicit Gcra(const RateSpec& rate);

  // Nothing: the request of this key may pass. Otherwise how long it would have to wait, and nothing is counted.
  std::optional<world::Duration> ask(const std::string& key, world::Instant now);
  // Of how many keys something is remembered.
  std::size_t keys() const { return due_.size(); }

 private:
  void forget_old(world::Instant now);

  world::Duration distance_;  // between two requests at the full rate
  world::Duration ahead_;     // by which a burst may be early
  std::map<std::string, world::Instant> due_;
  world::Instant looked_{};
};

}  // namespace checkride::harness
