#include "commands/command.hpp"
#include "config/print.hpp"

namespace checkride::runtime {

world::Task<int> print_schema(world::World& world, const Options& /*options*/) {
  print_text(world, json_schema());
  co_return kExitStopped;
}

}  // namespace checkride::runtime
