#include "commands/replay.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/harness/loader.hpp"
#include "checkride/program/command_line.hpp"

namespace checkride::harness {

namespace {

namespace po = boost::program_options;

po::options_description description() {
  po::options_description options = program::described("Options of replay");
  auto add = options.add_options();
  add("all-failed", "every run of the report that failed or was in error");
  add("report", po::value<std::string>()->value_name("DIR"),
      "folder that the report of the replay is written to (default checkride-replay)");
  return options;
}

}  // namespace

Result<ReplayOptions> parse_replay(const std::vector<std::string>& arguments) {
  TRY(const program::CommandLine line, program::parse_command_line(arguments, description()));
  if (line.words.size() != 1) {
    return Error::invalid("replay takes the page of a report and the name of a run: DIR/index.html#RUN");
  }
  ReplayOptions options;
  options.target = replay_target(line.words.front());
  options.all_failed = line.has("all-failed");
  if (options.all_failed && !options.target.run.empty()) {
    return Error::invalid("--all-failed takes all runs that failed, not one: leave out #" + options.target.run);
  }
  if (const auto* folder = line.text("report")) options.report_folder = *folder;
  if (options.report_folder.empty()) return program::unexpected_value("report", "", "the name of a folder");
  while (options.report_folder.size() > 1 && options.report_folder.ends_with('/')) options.report_folder.pop_back();
  return options;
}

Result<Scenario> scenario_of(const reports::CapsuleRun& run, world::Files& files) {
  const std::vector<RigKind> rigs{RigKind::virtual_rig, RigKind::process_rig, RigKind::live_rig};
  const auto rig = std::find_if(rigs.begin(), rigs.end(), [&](RigKind kind) { return to_string(kind) == run.rig; });
  if (rig == rigs.end()) return Error::invalid(fmt::format("it ran on a rig \"{}\", which is not known here", run.rig));
  LoadRequest request;
  request.rig = *rig;
  request.params = run.params;
  TRY(std::vector<Scenario> cases, load_cases(files, run.file, request));
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const Scenario& one) { return one.case_.name == run.case_name; });
  if (found == cases.end()) {
    return Error::invalid(fmt::format("{} has no case \"{}\" any more", run.file, run.case_name));
  }
  return std::move(*found);
}

}  // namespace checkride::harness
