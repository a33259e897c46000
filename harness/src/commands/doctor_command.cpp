// checkride doctor: prints what doctor.hpp finds.
#include <algorithm>

#include "commands/command_table.hpp"
#include "commands/doctor.hpp"
#include "commands/scenario_input.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  options.arguments = std::move(arguments);
  return options;
}

world::Task<int> run_doctor(world::RealWorld& world, Options options) {
  const auto findings = examine(world, options.suite.program_folder, options.arguments);
  if (!findings) co_return unusable(world, findings.error());
  world.print_line(to_text(*findings));
  const bool ready = std::all_of(findings->begin(), findings->end(), [](const Finding& one) { return one.ready(); });
  co_return ready ? kExitPassed : kExitFailed;
}

}  // namespace

CommandRow doctor_command() {
  return {"doctor",
          {"checkride doctor [PART]...             what rigs and services need of this machine, and how to get it;",
           "                                    1 if something is missing"},
          parse,
          run_doctor};
}

}  // namespace checkride::harness
