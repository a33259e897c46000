// Which data requests a session makes: variables of one period and kind share one definition, for simulators choke on
// many requests, not on many variables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "config/config.hpp"

namespace checkride::runtime::link {

// How a data request repeats: whole seconds by period SECOND, shorter ones by every frame drawn, thinned out by whoever
// receives (see Thinner).
struct RequestPlan {
  protocol::Period period = protocol::Period::second;
  std::uint32_t interval = 0;  // periods to skip between answers
};
RequestPlan plan_request(world::Duration update_interval);

// One definition and the request for it. Our own ids; each lives in a number space of the session, so that any would
// do.
struct RequestGroup {
  protocol::DefinitionId definition;
  protocol::RequestId request;
  std::vector<std::size_t> variables;  // indexes
  world::Duration period{};
  bool changed_only = false;  // told when a value changed by more than its epsilon

  // Values travel tagged, so that a refused variable shifts no other.
  protocol::RequestFlags flags() const;
};

// The groups of `variables`, none of them derived. The first one makes the samples: it holds what comes every
// update_interval, or, when there is none of that kind, what comes most often; never a change-only group if there is
// another one.
std::vector<RequestGroup> plan_groups(const std::vector<VariableConfig>& variables, world::Duration update_interval);

// The wire's name of a type.
protocol::DataType data_type_of(VariableType type);

}  // namespace checkride::runtime::link
