#include "commands/run_options.hpp"

namespace checkride::harness {

namespace {

namespace po = boost::program_options;
using program::CommandLine;
using program::read_number;

constexpr unsigned kJobsMax = 64;

}  // namespace

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

Result<CommandLine> parse_paths(const std::string& command, const std::vector<std::string>& arguments) {
  TRY(CommandLine line, program::parse_command_line(arguments, run_description()));
  if (command != "run" && arguments.size() != line.words.size()) {
    return Error::invalid(command + " takes paths and no options");
  }
  if (line.words.empty()) return Error::invalid(command + " needs a scenario file or a folder of them");
  return line;
}

}  // namespace checkride::harness
