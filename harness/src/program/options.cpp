#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <charconv>
#include <sstream>

#include "checkride/harness/harness.hpp"
#include "checkride/values/suggest.hpp"
#include "suite/environment.hpp"

namespace checkride::harness {

namespace {

namespace po = boost::program_options;

constexpr unsigned kJobsMax = 64;

po::options_description run_description() {
  const auto text = [] { return po::value<std::string>(); };
  po::options_description description("Options of run", 110, 60);
  auto add = description.add_options();
  add("rig", text()->value_name("virtual|process"),
      "where the members run: in one process on virtual time, or as real programs (default virtual)");
  add("seed", text()->value_name("N"), "of everything that is drawn; equal seeds repeat a virtual run (default 1)");
  add("report", text()->value_name("DIR"), "folder of the report (default checkride-report)");
  add("tag", po::value<std::vector<std::string>>()->value_name("T"),
      "only scenarios with this tag; may be given several times for any of them");
  add("jobs", text()->value_name("N"),
      "scenarios at once on the process rig, 1 to 64 (default 1); the virtual rig needs no more than one");
  add("shuffle", "virtual rig: tasks that are ready at the same instant run in a seeded random order");
  return description;
}

Error refuse(std::string_view option, std::string_view value, std::string_view allowed) {
  return Error::invalid(fmt::format("--{}: \"{}\" is not usable; {}", option, value, allowed));
}

template <class Number>
Result<Number> number(std::string_view option, const std::string& value, Number low, Number high) {
  Number result{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
  if (error == std::errc() && end == value.data() + value.size() && result >= low && result <= high) return result;
  return refuse(option, value, fmt::format("a whole number from {} to {} is", low, high));
}

Result<po::variables_map> parse(const std::vector<std::string>& arguments) {
  namespace style = po::command_line_style;
  po::options_description all = run_description();
  all.add_options()("path", po::value<std::vector<std::string>>());
  po::positional_options_description paths;
  paths.add("path", -1);
  try {
    po::variables_map values;
    po::store(po::command_line_parser(arguments)
                  .options(all)
                  .positional(paths)
                  .style(style::unix_style & ~style::allow_guessing & ~style::allow_short)
                  .run(),
              values);
    return values;
  } catch (const po::error& error) {
    return Error::invalid(std::string(error.what()) + "; checkride --help lists the options");
  }
}

Result<> read_run(const po::variables_map& values, SuiteOptions* suite) {
  const auto text = [&values](const char* name) { return values[name].as<std::string>(); };
  if (values.contains("rig")) {
    if (text("rig") != "virtual" && text("rig") != "process")
      return refuse("rig", text("rig"), "virtual and process are");
    suite->rig = text("rig") == "virtual" ? RigKind::virtual_rig : RigKind::process_rig;
  }
  if (values.contains("seed")) {
    TRY(suite->seed, number("seed", text("seed"), std::uint64_t{0}, ~std::uint64_t{0}));
  }
  if (values.contains("report")) suite->report_folder = text("report");
  if (suite->report_folder.empty()) return refuse("report", "", "the name of a folder is");
  while (suite->report_folder.size() > 1 && suite->report_folder.ends_with('/')) suite->report_folder.pop_back();
  if (values.contains("tag")) suite->tags = values["tag"].as<std::vector<std::string>>();
  if (values.contains("jobs")) {
    TRY(suite->jobs, number("jobs", text("jobs"), 1U, kJobsMax));
  }
  suite->shuffle = values.contains("shuffle");
  if (suite->shuffle && suite->rig != RigKind::virtual_rig) {
    return Error::invalid("--shuffle orders the tasks of the virtual rig; real processes cannot be told");
  }
  if (suite->jobs > 1 && suite->rig != RigKind::process_rig) {
    return Error::invalid("--jobs is for the process rig; on the virtual rig a scenario takes milliseconds");
  }
  return {};
}

}  // namespace

Result<Options> parse_options(std::vector<std::string> arguments) {
  Options options;
  for (const auto& argument : arguments) {
    if (argument == "--help") return options;
    if (argument == "--version") {
      options.command = Options::Command::version;
      return options;
    }
  }
  if (arguments.empty()) return Error::invalid("a command is needed: run or validate; checkride --help tells more");
  const std::string command = arguments.front();
  const std::vector<std::string> commands{"run", "validate"};
  if (command != "run" && command != "validate") {
    return Error::invalid(fmt::format("there is no command \"{}\"{}; run and validate are there", command,
                                      values::suggestion(command, commands)));
  }
  arguments.erase(arguments.begin());
  options.command = command == "run" ? Options::Command::run : Options::Command::validate;
  TRY(const po::variables_map values, parse(arguments));
  if (command == "validate" && values.size() != values.count("path")) {
    return Error::invalid("validate takes paths and no options");
  }
  if (!values.contains("path")) return Error::invalid(command + " needs a scenario file or a folder of them");
  options.suite.paths = values["path"].as<std::vector<std::string>>();
  TRY_VOID(read_run(values, &options.suite));
  return options;
}

std::string help_text() {
  std::ostringstream out;
  out << "checkride: plays scenarios against deployments that talk to a flight simulator over SimConnect.\n\n"
         "  checkride run PATH... [options]   play the scenarios in these files and folders, write a report\n"
         "  checkride validate PATH...        read them and say every mistake\n"
         "  checkride --help | --version\n\n"
      << run_description()
      << "\nExit codes: 0 everything passed, 1 something failed, 2 unusable input, 3 invalid run (a program missing, "
         "an "
         "internal\nerror), 130 interrupted.";
  return out.str();
}

std::string version_text() {
  return build_text();
}

}  // namespace checkride::harness
