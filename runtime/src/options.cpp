#include <boost/program_options.hpp>
#include <sstream>

#include "checkride/runtime/build_facts.hpp"
#include "checkride/runtime/runtime.hpp"
#include "help.hpp"
#include "log/level.hpp"

namespace checkride::runtime {

namespace {

namespace po = boost::program_options;

po::options_description described_options() {
  po::options_description described("Options (one dash or two)");
  described.add_options()                                                                                   //
      ("config,c", po::value<std::vector<std::string>>()->value_name("FILE"),                               //
       "configuration file, config.yaml by default; repeatable, later files are merged over earlier ones")  //
      ("log-level", po::value<std::string>()->value_name("LEVEL"),                                          //
       "debug, info, warn, error or fatal; stronger than the configuration")                                //
      ("help,h", "print this text")                                                                         //
      ("version", "print the version and how it was built");
  return described;
}

Result<Options::Command> command_of(const std::string& word) {
  if (word == "run") return Options::Command::run;
  if (word == "check-config") return Options::Command::check_config;
  return Error::invalid("unknown command \"" + word + "\": expected run or check-config");
}

Result<po::variables_map> parse(const std::vector<std::string>& arguments, const po::options_description& options) {
  po::options_description all;
  all.add(options).add_options()("sub-command", po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("sub-command", -1);
  po::variables_map found;
  try {
    // Without guessing: an option that is added later must not change what an abbreviation means.
    namespace styles = po::command_line_style;
    constexpr int style = (styles::unix_style & ~styles::allow_guessing) | styles::allow_long_disguise;
    po::store(po::command_line_parser(arguments).options(all).positional(positional).style(style).run(), found);
    po::notify(found);
  } catch (const po::error& error) {
    return Error::invalid(error.what());
  }
  return found;
}

}  // namespace

Result<Options> parse_options(std::vector<std::string> arguments) {
  TRY(const po::variables_map found, parse(arguments, described_options()));
  Options options;
  if (found.contains("sub-command")) {
    const auto& words = found["sub-command"].as<std::vector<std::string>>();
    if (words.size() > 1) return Error::invalid("unexpected argument \"" + words[1] + "\"");
    TRY(options.command, command_of(words.front()));
  }
  if (found.contains("config")) options.config_files = found["config"].as<std::vector<std::string>>();
  if (found.contains("log-level")) {
    options.log_level = found["log-level"].as<std::string>();
    if (!parse_level(*options.log_level)) {
      return Error::invalid("unknown level \"" + *options.log_level + "\": expected debug, info, warn, error or fatal");
    }
  }
  if (found.contains("version")) options.command = Options::Command::version;
  if (found.contains("help")) options.command = Options::Command::help;
  return options;
}

std::string help_text() {
  std::ostringstream out;
  out << "checkride-monitor: watches simulators over SimConnect, raises alerts, exports metrics\n\n"
         "Usage: checkride-monitor [run] [--config FILE]... [--log-level LEVEL]\n"
         "       checkride-monitor check-config [--config FILE]...\n\n"
      << described_options()
      << "\nExit codes: 0 stopped in order, 64 command line, 69 a port is in use or a service cannot start, 70 "
         "internal\n"
         "error, 73 a file cannot be made, 75 stopped with work left, 78 configuration, 130 and 143 second signal\n";
  return out.str();
}

std::string version_text() {
  std::ostringstream out;
  out << "checkride-monitor " << kBuildFacts.version << "\nrevision: " << kBuildFacts.revision
      << "\ncompiler: " << kBuildFacts.compiler << "\nbuild: " << kBuildFacts.build_type << '\n';
  return out.str();
}

}  // namespace checkride::runtime
