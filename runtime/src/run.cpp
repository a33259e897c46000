#include "checkride/result/assert.hpp"
#include "checkride/runtime/runtime.hpp"
#include "commands/command.hpp"
#include "help.hpp"

namespace checkride::runtime {

world::Task<int> run(world::World& world, Options options) {
  if (options.ask == Options::Ask::help) co_return print_result(world, help_text());
  if (options.ask == Options::Ask::version) co_return print_result(world, version_text());
  const Command* command = find_command(options.command);
  CHECKRIDE_ASSERT(command != nullptr);  // parse_options knows them all
  co_return co_await command->run(world, options);
}

}  // namespace checkride::runtime
