#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "capture/tools.hpp"
#include "checkride/harness/harness.hpp"
#include "checkride/program/command_line.hpp"
#include "checkride/program/program.hpp"
#include "checkride/values/suggest.hpp"

namespace checkride::harness {

namespace {

namespace po = boost::program_options;
using program::CommandLine;
using program::read_number;

constexpr unsigned kJobsMax = 64;

po::options_description run_description() {
  const auto text = [] { return po::value<std::string>(); };
  po::options_description description = program::described("Options of run");
  auto add = description.add_options();
  add("rig", text()->value_name("RIG"),
      "where the members run: virtual (in this process, on virtual time) or process (real programs on loopback ports, "
      "at their own pace) (default virtual)");
  add("seed", text()->value_name("N"),
      "of everything that is drawn, 0 to 18446744073709551615; equal seeds repeat a virtual run (default 1)");
  add("report", text()->value_name("DIR"), "folder that the report is written to (default checkride-report)");
  add("tag", po::value<std::vector<std::string>>()->value_name("T"),
      "only scenarios with this tag; may be given several times for any of them (default: all)");
  add("jobs", text()->value_name("N"),
      "scenarios at once, 1 to 64; process rig only, for the virtual rig needs no more than one (default 1)");
  add("capture",
      "keep what monitors and their simulators and services say to each other as "
      "captures/SCENARIO/MONITOR-TARGET.pcapng "
      "in the report folder");
  add("shuffle", "virtual rig only: tasks that are ready at the same instant run in a seeded random order");
  return description;
}

Result<> read_run(const CommandLine& line, SuiteOptions* suite) {
  if (const auto* word = line.text("rig")) {
    const std::vector<std::string> rigs{"virtual", "process"};
    TRY(const std::size_t rig, program::read_word("rig", *word, rigs));
    suite->rig = rig == 0 ? RigKind::virtual_rig : RigKind::process_rig;
  }
  if (const auto* text = line.text("seed")) {
    TRY(suite->seed, read_number("seed", *text, std::uint64_t{0}, ~std::uint64_t{0}));
  }
  if (const auto* folder = line.text("report")) suite->report_folder = *folder;
  if (suite->report_folder.empty()) return program::unexpected_value("report", "", "the name of a folder");
  while (suite->report_folder.size() > 1 && suite->report_folder.ends_with('/')) suite->report_folder.pop_back();
  suite->tags = line.texts("tag");
  if (const auto* text = line.text("jobs")) {
    TRY(suite->jobs, read_number("jobs", *text, 1U, kJobsMax));
  }
  suite->capture = line.has("capture");
  suite->shuffle = line.has("shuffle");
  if (suite->shuffle && suite->rig != RigKind::virtual_rig) {
    return Error::invalid("--shuffle orders the tasks of the virtual rig; real processes cannot be told: leave it out");
  }
  if (suite->jobs > 1 && suite->rig != RigKind::process_rig) {
    return Error::invalid(
        "--jobs is for --rig process; on the virtual rig a scenario takes milliseconds: leave it out");
  }
  return {};
}

}  // namespace

namespace {

// The command and, behind it, its arguments.
Result<Options> parse_tool(const std::string& tool, std::vector<std::string> arguments) {
  Options options;
  TRY_VOID(check_tool(tool, arguments));
  options.command = Options::Command::tool;
  options.tool = tool;
  options.reads_standard_input = reads_standard_input(tool, arguments);
  options.arguments = std::move(arguments);
  return options;
}

}  // namespace

Result<Options> parse_options(std::vector<std::string> arguments) {
  Options options;
  std::vector<std::string> commands = tool_names();
  const bool is_tool = !arguments.empty() && std::ranges::count(commands, arguments.front()) != 0;
  if (is_tool) options.tool = arguments.front();
  for (const auto& argument : arguments) {
    if (argument == "--help") return options;
    if (argument == "--version") {
      options.command = Options::Command::version;
      return options;
    }
  }
  commands.insert(commands.begin(), {"run", "validate", "simconnect-cfg"});
  if (arguments.empty()) return Error::invalid(fmt::format("a command is needed: {}", fmt::join(commands, ", ")));
  const std::string command = arguments.front();
  if (std::ranges::count(commands, command) == 0) {
    return Error::invalid(fmt::format("unknown command \"{}\": expected {}{}", command, fmt::join(commands, ", "),
                                      values::suggestion(command, commands)));
  }
  arguments.erase(arguments.begin());
  if (is_tool) return parse_tool(command, std::move(arguments));
  if (command == "simconnect-cfg") {
    options.command = Options::Command::simconnect_cfg;
    options.arguments = std::move(arguments);
    return options;
  }
  options.command = command == "run" ? Options::Command::run : Options::Command::validate;
  TRY(const CommandLine line, program::parse_command_line(arguments, run_description()));
  if (command == "validate" && arguments.size() != line.words.size()) {
    return Error::invalid("validate takes paths and no options");
  }
  if (line.words.empty()) return Error::invalid(command + " needs a scenario file or a folder of them");
  options.suite.paths = line.words;
  TRY_VOID(read_run(line, &options.suite));
  return options;
}

std::string help_text() {
  std::vector<std::string> usage{
      "checkride run PATH... [OPTION]...   play the scenarios in these files and folders, write a report",
      "checkride validate PATH...          read them and the files they name, tell every mistake"};
  usage.emplace_back(
      "checkride simconnect-cfg [--config FILE | --simconnect-xml FILE | --simulator HOST:PORT] [--host NAME]");
  usage.emplace_back("                                    print the SimConnect.cfg that a Windows client needs");
  for (std::string& line : tool_usage()) usage.push_back(std::move(line));
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
