// Asking a running store of a scenario, for checks and steps: each time over a connection of its own.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "checkride/world/world.hpp"
#include "services/stores/resp.hpp"

namespace checkride::harness::stores {

// Where a store is, as seen from `world`, which outlives whoever asks.
struct StoreDoor {
  world::World* world = nullptr;
  world::Endpoint endpoint;
  std::string password;  // empty: none is asked for
};

// The answers of a key-value store, one for each request. Errors: there is no answer, or one of them is an error of the
// store, which is told.
world::Task<Result<std::vector<resp::Value>>> ask_keys(StoreDoor door, std::vector<resp::Request> requests);
// The answer of a database. Errors: there is none, or a refusal, which is told as it is.
world::Task<Result<boost::json::object>> ask_tables(StoreDoor door, boost::json::object request);
// The member that a refused write names as the one to ask: "not_leader: ask db2"; empty: none.
std::string leader_in(const Error& refused);

}  // namespace checkride::harness::stores
