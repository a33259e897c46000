#include "checkride/program/command_line.hpp"
#include "checkride/program/program.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/values/suggest.hpp"
#include "config/level.hpp"
#include "help.hpp"

namespace checkride::runtime {

namespace {

namespace po = boost::program_options;

po::options_description described_options() {
  po::options_description described = program::described("Options (one dash or two)");
  auto add = described.add_options();
  add("config,c", po::value<std::vector<std::string>>()->value_name("FILE"),
      "YAML file of the configuration; may be given several times, later files are merged over earlier ones (default "
      "config.yaml)");
  add("log-level", po::value<std::string>()->value_name("LEVEL"),
      "debug, info, warn, error or fatal: the least that is logged; stronger than the configuration's logging.level "
      "and app.log_level (default info)");
  add("help,h", "print this and exit");
  add("version", "print version, git revision, compiler and build type, and exit");
  return described;
}

Result<Options::Command> command_of(const std::string& word) {
  if (word == "run") return Options::Command::run;
  if (word == "check-config") return Options::Command::check_config;
  const std::vector<std::string> commands{"run", "check-config"};
  return Error::invalid("unknown command \"" + word + "\": expected run or check-config" +
                        values::suggestion(word, commands));
}

}  // namespace

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  TRY(const auto line, program::parse_command_line(arguments, described_options(), program::Dashes::one_or_two));
  Options options;
  if (line.words.size() > 1) {
    return Error::invalid("unexpected argument \"" + line.words[1] + "\": files are named by --config FILE");
  }
  if (!line.words.empty()) {
    TRY(options.command, command_of(line.words.front()));
  }
  options.config_files = line.texts("config");
  if (const auto* level = line.text("log-level")) {
    if (!parse_level(*level)) {
      TRY_VOID(program::read_word("log-level", *level, {"debug", "info", "warn", "error", "fatal"}));
    }
    options.log_level = *level;
  }
  if (line.has("version")) options.command = Options::Command::version;
  if (line.has("help")) options.command = Options::Command::help;
  return options;
}

std::string help_text() {
  return program::help_text(program::Help{
      .summary = "checkride-monitor: watches simulators over SimConnect, raises alerts, exports metrics.",
      .usage = {"checkride-monitor [run] [--config FILE]... [--log-level LEVEL]   run until SIGINT or SIGTERM",
                "checkride-monitor check-config [--config FILE]...                read the configuration, tell every "
                "mistake",
                "checkride-monitor --help | --version"},
      .options = described_options(),
      .exit_codes = {{"0", "stopped in order"},
                     {"64", "bad command line"},
                     {"69", "an address cannot be listened on, or a service cannot start"},
                     {"70", "internal error"},
                     {"73", "a file or folder cannot be made"},
                     {"75", "stopped, but with work left; the log says what"},
                     {"78", "a configuration that cannot be used"},
                     {"130, 143", "a second SIGINT or SIGTERM: stopped at once"}},
      .examples = {"checkride-monitor --config config.yaml --config site.yaml --log-level debug"}});
}

std::string version_text() {
  return program::version_text("checkride-monitor");
}

}  // namespace checkride::runtime
