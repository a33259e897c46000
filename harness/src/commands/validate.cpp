// checkride validate: reads scenarios and the files that they name, tells every mistake, runs nothing.
#include <fmt/format.h>

#include "commands/command_table.hpp"
#include "commands/run_options.hpp"
#include "commands/scenario_input.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  TRY(const program::CommandLine line, parse_paths(options.command, arguments));
  options.suite.paths = line.words;
  return options;
}

int validate(world::World& world, const std::vector<Scenario>& scenarios) {
  if (const auto valid = validate_files(world.files(), scenarios); !valid) return unusable(world, valid.error());
  world.print_line(fmt::format("{} scenario{} valid", scenarios.size(), scenarios.size() == 1 ? " is" : "s are"));
  return kExitPassed;
}

world::Task<int> run_validate(world::RealWorld& world, Options options) {
  const auto scenarios = load_scenarios(world.files(), options.suite.paths);
  co_return scenarios ? validate(world, *scenarios) : unusable(world, scenarios.error());
}

}  // namespace

CommandRow validate_command() {
  return {"validate",
          {"checkride validate PATH...          read them and the files they name, tell every mistake"},
          parse,
          run_validate};
}

}  // namespace checkride::harness
