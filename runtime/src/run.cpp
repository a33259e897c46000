#include "checkride/result/assert.hpp"
#include "checkride/runtime/runtime.hpp"
#include "commands/command.hpp"
#include "help.hpp"
#include "mutants.hpp"

namespace checkride::runtime {

world::Task<int> run(world::World& world, Options options) {
  if (options.ask == Options::Ask::help) co_return print_result(world, help_text());
  if (options.ask == Options::Ask::version) co_return print_result(world, version_text());
#ifdef CHECKRIDE_MUTANTS
  const std::string word = world.environment(std::string(kMutantVariable)).value_or("");
  if (!choose_mutant(word)) {
    world.print_error_line("checkride-monitor: " + std::string(kMutantVariable) + ": there is no defect \"" + word +
                           "\": runtime/src/mutants.cpp lists them");
    co_return kExitUsage;
  }
#endif
  const Command* command = find_command(options.command);
  CHECKRIDE_ASSERT(command != nullptr);  // parse_options knows them all
  co_return co_await command->run(world, options);
}

}  // namespace checkride::runtime
