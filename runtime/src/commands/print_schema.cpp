#include "commands/command.hpp"
#include "config/print.hpp"

namespace checkride::runtime {

world::Task<int> print_schema(world::World& world, const Options& /*options*/) {
  co_return print_result(world, json_schema());
}

}  // namespace checkride::runtime
