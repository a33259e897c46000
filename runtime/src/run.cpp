#include "checkride/result/assert.hpp"
#include "checkride/runtime/runtime.hpp"
#include "commands/command.hpp"
#include "help.hpp"

namespace checkride::runtime {

world::Task<int> run(world::World& world, Options options) {
  if (options.ask == Options::Ask::help) {
    print_text(world, help_text());
    co_return kExitStopped;
  }
  if (options.ask == Options::Ask::version) {
    print_text(world, version_text());
    co_return kExitStopped;
  }
  const Command* command = find_command(options.command);
  CHECKRIDE_ASSERT(command != nullptr);  // parse_options knows them all
  co_return co_await command->run(world, options);
}

}  // namespace checkride::runtime
