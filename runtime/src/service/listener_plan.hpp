// Which address and port serve what. Pure.
#pragma once

#include <string>
#include <vector>

#include "checkride/program/listen.hpp"
#include "checkride/world/stream.hpp"
#include "config/config.hpp"

namespace checkride::runtime {

struct ListenerPlan {
  world::Endpoint where;
  bool health = false;
  bool metrics = false;
  // "health, metrics": as in the line that is printed when it listens.
  std::string purpose() const;
  bool operator==(const ListenerPlan&) const = default;
};

// The health listener and the metrics listeners. One port named twice is one listener (port 0, a free one, only for
// the same purpose). On 127.0.0.1 alone while the configuration asks for protection this build lacks.
std::vector<ListenerPlan> plan_listeners(const Config& config);

// The keys of the configuration that the plan's address and port come from, for messages. One port named twice: the
// health listener's.
program::WrittenAs written_as(const ListenerPlan& plan, const Config& config);

}  // namespace checkride::runtime
