// What commands that take scenarios check and say before anything runs.
#pragma once

#include <vector>

#include "checkride/harness/harness.hpp"

namespace checkride::harness {

// Says what is wrong with the input; the exit code.
int unusable(world::World& world, const Error& error);

// Every configuration and flight that a scenario names is there. Errors hold the first missing one of each scenario.
Result<> validate_files(world::Files& files, const std::vector<Scenario>& scenarios);

}  // namespace checkride::harness
