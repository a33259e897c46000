#include "checkride/harness/harness.hpp"
#include "commands/command_table.hpp"

namespace checkride::harness {

world::Task<int> run(world::RealWorld& world, Options options) {
  if (options.command == "version") {
    world.print_line(version_text());
    co_return kExitPassed;
  }
  const CommandRow* row = find_command(options.command);
  if (row == nullptr) {
    const CommandRow* asked_for = find_command(options.help_of);
    world.print_line(asked_for == nullptr ? help_text() : asked_for->help(asked_for->word));
    co_return kExitPassed;
  }
  const int code = co_await row->run(world, std::move(options));
  co_return code;
}

}  // namespace checkride::harness
