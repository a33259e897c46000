// checkride validate: reads scenarios and the files that they name, tells every mistake, runs nothing.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "commands/command_table.hpp"
#include "commands/run_options.hpp"
#include "commands/scenario_input.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  TRY(const program::CommandLine line, parse_paths(options.command, arguments));
  options.suite.paths = line.words;
  return options;
}

// Line by line, each once: most mistakes are the same on every rig.
void add_lines(std::string_view text, std::vector<std::string>& lines) {
  while (!text.empty()) {
    const std::string line(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
}

// What a scenario says for one rig only is read for that rig.
Result<std::size_t> validate(world::Files& files, const std::vector<std::string>& paths) {
  std::size_t cases = 0;
  std::vector<std::string> mistakes;
  for (const RigKind rig : std::array{RigKind::virtual_rig, RigKind::process_rig, RigKind::live_rig}) {
    LoadRequest request;
    request.rig = rig;
    const auto scenarios = load_scenarios(files, paths, request);
    if (!scenarios) {
      add_lines(scenarios.error().detail(), mistakes);
      continue;
    }
    cases = std::max(cases, scenarios->size());
    if (const auto valid = validate_files(files, *scenarios); !valid) add_lines(valid.error().detail(), mistakes);
  }
  if (!mistakes.empty()) return Error::invalid(fmt::format("{}", fmt::join(mistakes, "\n")));
  return cases;
}

world::Task<int> run_validate(world::RealWorld& world, Options options) {
  const auto cases = validate(world.files(), options.suite.paths);
  if (!cases) co_return unusable(world, cases.error());
  world.print_line(fmt::format("{} scenario{} valid", *cases, *cases == 1 ? " is" : "s are"));
  co_return kExitPassed;
}

}  // namespace

CommandRow validate_command() {
  return {"validate",
          {"checkride validate PATH...          read them and the files they name, tell every mistake"},
          parse,
          run_validate};
}

}  // namespace checkride::harness
