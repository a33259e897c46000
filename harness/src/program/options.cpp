#include <fmt/format.h>
#include <fmt/ranges.h>

#include "checkride/harness/harness.hpp"
#include "checkride/program/program.hpp"
#include "checkride/values/suggest.hpp"
#include "commands/command_table.hpp"
#include "commands/run_options.hpp"

namespace checkride::harness {

Result<Options> parse_options(std::vector<std::string> arguments) {
  Options options;
  const CommandRow* row = arguments.empty() ? nullptr : find_command(arguments.front());
  if (row != nullptr && row->help != nullptr) options.help_of = row->word;
  for (const auto& argument : arguments) {
    if (argument == "--help") return options;
    if (argument == "--version") {
      options.command = "version";
      return options;
    }
  }
  std::vector<std::string> words;
  for (const CommandRow& command : command_rows()) words.push_back(command.word);
  if (arguments.empty()) return Error::invalid(fmt::format("a command is needed: {}", fmt::join(words, ", ")));
  if (row == nullptr) {
    return Error::invalid(fmt::format("unknown command \"{}\": expected {}{}", arguments.front(),
                                      fmt::join(words, ", "), values::suggestion(arguments.front(), words)));
  }
  options.command = row->word;
  arguments.erase(arguments.begin());
  return row->parse(std::move(options), std::move(arguments));
}

std::string help_text() {
  std::vector<std::string> usage;
  for (const CommandRow& row : command_rows()) usage.insert(usage.end(), row.usage.begin(), row.usage.end());
  usage.emplace_back("checkride COMMAND --help            the options of a command for captures");
  usage.emplace_back(
      "checkride --help | --version        print this; print version, git revision, date, compiler and build type");
  return program::help_text(program::Help{
      .summary = "checkride: plays scenarios against deployments that talk to a flight simulator over SimConnect.",
      .usage = std::move(usage),
      .options = run_description(),
      .exit_codes = {{"0", "everything passed"},
                     {"1", "something failed"},
                     {"2", "unusable input: command line, scenario, a file that one names, report folder"},
                     {"3", "invalid run: a program missing, an internal error"},
                     {"130", "interrupted"}},
      .examples = {"checkride run scenarios --seed 7",
                   "checkride run scenarios/alerting/low_altitude.yaml --rig process --report /tmp/report"}});
}

std::string version_text() {
  return program::version_text("checkride");
}

}  // namespace checkride::harness
