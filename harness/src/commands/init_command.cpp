// checkride init: writes what init.hpp makes.
#include <fmt/format.h>

#include "checkride/world/process.hpp"
#include "commands/command_table.hpp"
#include "commands/init.hpp"
#include "commands/scenario_input.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  TRY_VOID(parse_init(arguments));
  options.arguments = std::move(arguments);
  return options;
}

int write_files(world::World& world, const std::vector<std::string>& arguments) {
  auto options = parse_init(arguments);
  if (!options) return unusable(world, options.error());
  options->here = world::absolute_path(".");
  if (options->here.ends_with("/.")) options->here.resize(options->here.size() - 2);
  const std::vector<InitFile> files = first_scenario(*options);
  if (const auto written = write_first_scenario(world.files(), files); !written) {
    return unusable(world, written.error());
  }
  for (const InitFile& file : files) world.print_line("wrote " + file.path);
  world.print_line(
      fmt::format("run it: checkride run {}{}", files.front().path, options->subject.empty() ? "" : " --rig process"));
  return kExitPassed;
}

world::Task<int> run_init(world::RealWorld& world, Options options) {
  co_return write_files(world, options.arguments);
}

}  // namespace

CommandRow init_command() {
  return {"init",
          {"checkride init [FOLDER] [--name NAME] [--subject \"COMMAND\"]",
           "                                    write a first scenario, for your application or for our monitor"},
          parse,
          run_init};
}

}  // namespace checkride::harness
