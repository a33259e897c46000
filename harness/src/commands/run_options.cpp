#include "commands/run_options.hpp"

#include <algorithm>
#include <array>

#include "checkride/runtime/runtime.hpp"

namespace checkride::harness {

namespace {

namespace po = boost::program_options;
using program::CommandLine;
using program::read_number;

constexpr unsigned kJobsMax = 64;
constexpr std::uint64_t kSeedsMax = 100'000;
constexpr unsigned kRepeatsMax = 1000;
constexpr unsigned kRetriesMax = 100;

void add_choice(po::options_description& description) {
  const auto text = [] { return po::value<std::string>(); };
  const auto texts = [] { return po::value<std::vector<std::string>>(); };
  auto add = description.add_options();
  add("rig", text()->value_name("RIG"),
      "where the members run: virtual (in one process, on virtual time), process (real programs on loopback ports, at "
      "their own pace) or live (the same, with real simulators in the place of emulators) (default virtual)");
  add("simulator", texts()->value_name("[NAME=]HOST:PORT"),
      "live rig: where the simulator of that name is; without a name the only one that a scenario has; may be given "
      "several times");
  add("compare", text()->value_name("RIG,RIG"),
      "plays everything on each of these rigs and compares, event by event, with the first");
  add("tag", texts()->value_name("T"),
      "only scenarios with this tag; may be given several times for any of them (default: all)");
  add("not-tag", texts()->value_name("T"), "no scenario with this tag; may be given several times");
  add("name", texts()->value_name("PATTERN"),
      "only cases whose name fits, * standing for any characters and ? for one; may be given several times");
  add("failed", "only what failed or was in error in the report folder's last record");
  add("param", texts()->value_name("NAME=VALUE"), "a parameter of the scenarios, over their own value");
}

void add_runs(po::options_description& description) {
  const auto text = [] { return po::value<std::string>(); };
  auto add = description.add_options();
  add("seed", text()->value_name("N"),
      "of everything that is drawn, 0 to 18446744073709551615; equal seeds repeat a virtual run (default 1)");
  add("seeds", text()->value_name("N"), "so many runs of each, with --seed and those that follow it (default 1)");
  add("repeat", text()->value_name("N"), "so many runs with each seed (default 1)");
  add("retries", text()->value_name("N"),
      "further attempts at a run that failed; what passes only then is called flaky (default 0)");
  add("jobs", text()->value_name("N"),
      "runs at once, 1 to 64, each in a process of its own (default: as many as there are processors on the virtual "
      "rig, 1 on the process and the live rig)");
  add("in-process", "runs in this process, for debuggers");
  add("shuffle", "virtual rig only: tasks that are ready at the same instant run in a seeded random order");
  add("verify-determinism",
      "virtual rig only: plays each run twice at once and, where they differ, says at which step and how");
  add("null", text()->value_name("WHAT"),
      "plays without the subject (monitors, applications; in scenarios without them the services) or without the "
      "emulator, by something in its place that agrees and does nothing; passes if every scenario that claims a "
      "promise "
      "fails by an expectation");
  if (!runtime::planted_defects().empty()) {
    add("mutant", text()->value_name("WORD"), "every monitor has this planted defect (docs/mutation.md)");
  }
  add("watch", "runs again what a changed file concerns, until interrupted");
}

void add_output(po::options_description& description) {
  const auto text = [] { return po::value<std::string>(); };
  auto add = description.add_options();
  add("report", text()->value_name("DIR"), "folder that the report is written to (default checkride-report)");
  add("capture",
      "keep what monitors and their simulators and services say to each other as captures/RUN/MONITOR-TARGET.pcapng in "
      "the report folder");
  add("annotations", text()->value_name("WHERE"),
      "marks failures at their lines for github, gitlab or none (default: where the environment says it runs)");
}

Result<RigKind> read_rig(std::string_view option, const std::string& word) {
  const std::vector<std::string> rigs{"virtual", "process", "live"};
  constexpr std::array kRigs{RigKind::virtual_rig, RigKind::process_rig, RigKind::live_rig};
  TRY(const std::size_t rig, program::read_word(option, word, rigs));
  return kRigs.at(rig);
}

// "virtual,process": the first is the reference.
Result<> read_compare(const std::string& text, SuiteOptions* suite) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    TRY(const RigKind rig, read_rig("compare", text.substr(begin, end - begin)));
    if (std::find(suite->compare.begin(), suite->compare.end(), rig) != suite->compare.end()) {
      return program::unexpected_value("compare", text, "each rig once");
    }
    suite->compare.push_back(rig);
    begin = end + 1;
  }
  if (suite->compare.size() < 2) {
    return program::unexpected_value("compare", text, "two rigs or more, as in virtual,process");
  }
  suite->rig = suite->compare.front();
  return {};
}

Result<> read_rigs(const CommandLine& line, SuiteOptions* suite) {
  const auto* compare = line.text("compare");
  const auto* rig = line.text("rig");
  if (compare != nullptr && rig != nullptr) {
    return Error::invalid("--compare names the rigs itself: leave out --rig");
  }
  if (compare != nullptr) return read_compare(*compare, suite);
  if (rig == nullptr) return {};
  TRY(suite->rig, read_rig("rig", *rig));
  return {};
}

bool is_live(const SuiteOptions& suite) {
  return suite.rig == RigKind::live_rig ||
         std::find(suite.compare.begin(), suite.compare.end(), RigKind::live_rig) != suite.compare.end();
}

// "sim=127.0.0.1:500", "127.0.0.1:500".
Result<SimulatorAddress> read_simulator(const std::string& text) {
  SimulatorAddress read;
  const std::size_t equals = text.find('=');
  if (equals != std::string::npos) read.name = text.substr(0, equals);
  const auto address = world::parse_endpoint(equals == std::string::npos ? text : text.substr(equals + 1));
  if (!address || address->port == 0 || equals == 0) {
    return program::unexpected_value("simulator", text,
                                     "HOST:PORT or NAME=HOST:PORT, as in 127.0.0.1:500 or sim=192.168.1.20:500");
  }
  read.address = *address;
  return read;
}

Result<> read_simulators(const CommandLine& line, SuiteOptions* suite) {
  for (const std::string& text : line.texts("simulator")) {
    TRY(SimulatorAddress read, read_simulator(text));
    const bool twice = std::any_of(suite->simulators.begin(), suite->simulators.end(),
                                   [&](const SimulatorAddress& one) { return one.name == read.name; });
    if (twice) return program::unexpected_value("simulator", text, "each name once, and one address without a name");
    suite->simulators.push_back(std::move(read));
  }
  if (is_live(*suite) && suite->simulators.empty()) {
    return Error::invalid("the live rig plays against a simulator that runs already: give --simulator HOST:PORT");
  }
  if (!is_live(*suite) && !suite->simulators.empty()) {
    return Error::invalid("--simulator is of the live rig: add --rig live, or leave it out");
  }
  return {};
}

Result<> read_choice(const CommandLine& line, SuiteOptions* suite) {
  TRY_VOID(read_rigs(line, suite));
  TRY_VOID(read_simulators(line, suite));
  suite->tags = line.texts("tag");
  suite->not_tags = line.texts("not-tag");
  suite->names = line.texts("name");
  suite->only_failed = line.has("failed");
  for (const std::string& text : line.texts("param")) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return program::unexpected_value("param", text, "NAME=VALUE");
    }
    suite->params.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return {};
}

Result<> read_runs(const CommandLine& line, SuiteOptions* suite) {
  if (const auto* text = line.text("seed")) {
    TRY(suite->seed, read_number("seed", *text, std::uint64_t{0}, ~std::uint64_t{0}));
  }
  if (const auto* text = line.text("seeds")) {
    TRY(suite->seeds, read_number("seeds", *text, std::uint64_t{1}, kSeedsMax));
  }
  if (const auto* text = line.text("repeat")) {
    TRY(suite->repeats, read_number("repeat", *text, 1U, kRepeatsMax));
  }
  if (const auto* text = line.text("retries")) {
    TRY(suite->retries, read_number("retries", *text, 0U, kRetriesMax));
  }
  if (const auto* text = line.text("jobs")) {
    TRY(suite->jobs, read_number("jobs", *text, 1U, kJobsMax));
    if (suite->jobs > 1 && is_live(*suite)) {
      return Error::invalid("--jobs: a real simulator takes part in one run at a time: leave it out with the live rig");
    }
  }
  suite->in_process = line.has("in-process");
  suite->watch = line.has("watch");
  suite->shuffle = line.has("shuffle");
  suite->verify_determinism = line.has("verify-determinism");
  if (suite->shuffle && suite->rig != RigKind::virtual_rig) {
    return Error::invalid("--shuffle orders the tasks of the virtual rig; real processes cannot be told: leave it out");
  }
  if (suite->verify_determinism && suite->rig != RigKind::virtual_rig) {
    return Error::invalid(
        "--verify-determinism is for the virtual rig; real processes are never the same: leave it out");
  }
  return {};
}

// What the scenarios are tried by, in the place of what they are to test.
Result<> read_trial(const CommandLine& line, SuiteOptions* suite) {
  if (const auto* word = line.text("null")) {
    const std::vector<std::string> members{"subject", "emulator"};
    TRY(const std::size_t member, program::read_word("null", *word, members));
    suite->null = member == 0 ? NullMember::subject : NullMember::emulator;
  }
  if (const auto* word = line.text("mutant")) {
    std::vector<std::string> words;
    for (const runtime::PlantedDefect& one : runtime::planted_defects()) words.emplace_back(one.word);
    TRY(const std::size_t mutant, program::read_word("mutant", *word, words));
    suite->mutant = words[mutant];
  }
  if (suite->null && !suite->mutant.empty()) {
    return Error::invalid("--null and --mutant: what does nothing has no defect: leave one out");
  }
  if (suite->null && is_live(*suite)) {
    return Error::invalid("--null takes the place of what the harness starts: give --rig virtual or process");
  }
  if (suite->null && suite->rig == RigKind::live_rig) {
    return Error::invalid("--null is for the virtual and the process rig: a real simulator cannot do nothing");
  }
  if (suite->null && !suite->compare.empty()) {
    return Error::invalid("--null judges the runs of one rig: give --rig in the place of --compare");
  }
  return {};
}

Result<> read_output(const CommandLine& line, SuiteOptions* suite) {
  if (const auto* folder = line.text("report")) suite->report_folder = *folder;
  if (suite->report_folder.empty()) return program::unexpected_value("report", "", "the name of a folder");
  while (suite->report_folder.size() > 1 && suite->report_folder.ends_with('/')) suite->report_folder.pop_back();
  suite->capture = line.has("capture");
  if (const auto* word = line.text("annotations")) {
    const std::vector<std::string> places{"none", "github", "gitlab"};
    constexpr std::array kPlaces{Annotations::none, Annotations::github, Annotations::gitlab};
    TRY(const std::size_t place, program::read_word("annotations", *word, places));
    suite->annotations = kPlaces.at(place);
  }
  return {};
}

}  // namespace

po::options_description run_description() {
  po::options_description description = program::described("Options of run");
  add_choice(description);
  add_runs(description);
  add_output(description);
  return description;
}

Result<> read_run(const CommandLine& line, SuiteOptions* suite) {
  TRY_VOID(read_choice(line, suite));
  TRY_VOID(read_runs(line, suite));
  TRY_VOID(read_trial(line, suite));
  return read_output(line, suite);
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
