#include "commands/command.hpp"
#include "config/print.hpp"

namespace checkride::runtime {

world::Task<int> sample_config_command(world::World& world, const Options& /*options*/) {
  print_text(world, sample_config());
  co_return kExitStopped;
}

}  // namespace checkride::runtime
