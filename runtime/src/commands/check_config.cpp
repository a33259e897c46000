#include "commands/command.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

world::Task<int> check_config(world::World& world, const Options& options) {
  const auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  CommandOutput output(world);
  for (const Notice& notice : loaded->notices) {
    output.line(std::string(to_string(notice.level)) + ": " + notice.key + ": " + notice.text);
  }
  output.line("the configuration is valid");
  co_return output.exit_code(kExitStopped);
}

}  // namespace checkride::runtime
