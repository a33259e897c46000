#include "commands/command.hpp"
#include "config/print.hpp"

namespace checkride::runtime {

world::Task<int> sample_config_command(world::World& world, const Options& /*options*/) {
  co_return print_result(world, sample_config());
}

}  // namespace checkride::runtime
