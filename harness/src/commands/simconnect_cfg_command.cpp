#include "commands/command_table.hpp"
#include "commands/scenario_input.hpp"
#include "commands/simconnect_cfg.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  options.arguments = std::move(arguments);
  return options;
}

int print_simconnect_cfg(world::World& world, const std::vector<std::string>& arguments) {
  const auto options = parse_simconnect_cfg(arguments);
  if (!options) return unusable(world, options.error());
  auto text = make_simconnect_cfg(world.files(), *options);
  if (!text) return unusable(world, text.error());
  if (text->ends_with('\n')) text->pop_back();  // printing adds it
  world.print_line(*text);
  return kExitPassed;
}

world::Task<int> run_simconnect_cfg(world::RealWorld& world, Options options) {
  co_return print_simconnect_cfg(world, options.arguments);
}

}  // namespace

CommandRow simconnect_cfg_command() {
  return {"simconnect-cfg",
          {"checkride simconnect-cfg [--config FILE | --simconnect-xml FILE | --simulator HOST:PORT] [--host NAME]",
           "                                    print the SimConnect.cfg that a Windows client needs"},
          parse,
          run_simconnect_cfg};
}

}  // namespace checkride::harness
