#include "commands/command.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

world::Task<int> check_config(world::World& world, const Options& options) {
  const auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  for (const Notice& notice : loaded->notices) {
    world.print_line(std::string(to_string(notice.level)) + ": " + notice.key + ": " + notice.text);
  }
  world.print_line("the configuration is valid");
  co_return kExitStopped;
}

}  // namespace checkride::runtime
