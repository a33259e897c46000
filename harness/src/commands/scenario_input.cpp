#include "commands/scenario_input.hpp"

#include <fmt/format.h>

#include "rigs/deployment.hpp"

namespace checkride::harness {

int unusable(world::World& world, const Error& error) {
  world.print_error_line("checkride: " + error.message());
  return kExitUnusable;
}

Result<> validate_files(world::Files& files, const std::vector<Scenario>& scenarios) {
  std::string mistakes;
  for (const auto& scenario : scenarios) {
    const auto read = read_scenario_files(files, scenario);
    if (read) continue;
    mistakes += fmt::format("{}{}: {} (paths count from the scenario's folder)", mistakes.empty() ? "" : "\n",
                            scenario.file, read.error().message());
  }
  if (!mistakes.empty()) return Error::invalid(mistakes);
  return {};
}

}  // namespace checkride::harness
