#include "commands/command.hpp"
#include "config/print.hpp"

namespace checkride::runtime {

world::Task<int> print_config(world::World& world, const Options& options) {
  const auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  co_return print_result(world, printed_config(*loaded));
}

}  // namespace checkride::runtime
