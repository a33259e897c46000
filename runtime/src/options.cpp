#include <algorithm>

#include "checkride/program/command_line.hpp"
#include "checkride/program/program.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/values/suggest.hpp"
#include "commands/command.hpp"
#include "config/level.hpp"
#include "help.hpp"

namespace checkride::runtime {

namespace {

namespace po = boost::program_options;
using program::CommandLine;

// Several commands may have an option of the same name: it is declared once, told once for each.
void declare(const OptionSpec& option, po::options_description* described) {
  if (described->find_nothrow(option.name, false) != nullptr) return;
  auto add = described->add_options();
  if (option.value == nullptr) {
    add(option.name, option.help);
  } else {
    add(option.name, po::value<std::vector<std::string>>()->value_name(option.value), option.help);
  }
}

po::options_description described_options() {
  po::options_description described = program::described("Options (one dash or two)");
  auto add = described.add_options();
  add("config,c", po::value<std::vector<std::string>>()->value_name("FILE"),
      "YAML file of the configuration; may be given several times, later files are merged over earlier ones (default "
      "config.yaml)");
  add("config-dir", po::value<std::string>()->value_name("FOLDER"),
      "further files of the configuration: the *.yaml, *.yml and *.json of the folder, by name, merged over the others "
      "(config.yaml is then read only if --config names it)");
  add("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"),
      "sets one key, such as logging.level=debug or simulators.0.address=host:5111; may be given several times; "
      "stronger than files and environment");
  add("log-level", po::value<std::string>()->value_name("LEVEL"),
      "debug, info, warn, error or fatal: the least that is logged; the same as --set logging.level=LEVEL "
      "(default info)");
  add("help,h", "print this and exit");
  add("version", "print version, git revision, date, compiler, build type and libraries, and exit");
  for (const Command& command : commands()) {
    for (const OptionSpec& option : command.options) declare(option, &described);
  }
  return described;
}

std::string joined_names() {
  std::string out;
  for (const Command& command : commands()) {
    if (!out.empty()) out += &command == &commands().back() ? " or " : ", ";
    out += command.name;
  }
  return out;
}

Result<const Command*> command_of(const std::string& word) {
  if (const Command* found = find_command(word)) return found;
  std::vector<std::string> names;
  for (const Command& command : commands()) names.emplace_back(command.name);
  return Error::invalid("unknown command \"" + word + "\": expected " + joined_names() +
                        values::suggestion(word, names));
}

// Takes the values of the command's own options; one that belongs to other commands is an error.
Result<> take_values(const Command& command, const CommandLine& line, Options* options) {
  for (const Command& other : commands()) {
    for (const OptionSpec& option : other.options) {
      if (!line.has(option.name)) continue;
      const auto own = std::find_if(command.options.begin(), command.options.end(), [&](const OptionSpec& candidate) {
        return std::string_view(candidate.name) == option.name;
      });
      if (own == command.options.end()) {
        return Error::invalid("--" + std::string(option.name) + " is an option of " + std::string(other.name) +
                              ", not of " + std::string(command.name));
      }
      std::vector<std::string> given = option.value == nullptr ? std::vector<std::string>() : line.texts(option.name);
      if (given.size() > 1 && !own->repeats) {
        return Error::invalid("--" + std::string(option.name) + " is given twice");
      }
      options->values[option.name] = std::move(given);
    }
  }
  return Result<>();
}

Result<> take_words(const Command& command, const CommandLine& line, Options* options) {
  if (!line.words.empty()) options->words.assign(line.words.begin() + 1, line.words.end());
  if (options->words.size() > command.words_max) {
    const std::string& first = options->words[command.words_max];
    const std::string hint = command.words_max == 0 ? ": files are named by --config FILE" : "";
    return Error::invalid("unexpected argument \"" + first + "\"" + hint);
  }
  if (options->words.size() < command.words_min) {
    return Error::invalid(std::string(command.name) + " needs more: " + std::string(command.name) + " " +
                          std::string(command.words));
  }
  return Result<>();
}

}  // namespace

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  TRY(const auto line, program::parse_command_line(arguments, described_options(), program::Dashes::one_or_two));
  Options options;
  if (line.has("version")) options.ask = Options::Ask::version;
  if (line.has("help")) options.ask = Options::Ask::help;
  if (options.ask != Options::Ask::nothing) return options;
  const Command* command = &commands().front();
  if (!line.words.empty()) {
    TRY(command, command_of(line.words.front()));
  }
  options.command = command->name;
  TRY_VOID(take_words(*command, line, &options));
  TRY_VOID(take_values(*command, line, &options));
  options.config_files = line.texts("config");
  options.sets = line.texts("set");
  if (const auto* folder = line.text("config-dir")) options.config_dir = *folder;
  if (const auto* level = line.text("log-level")) {
    if (!parse_level(*level)) {
      TRY_VOID(program::read_word("log-level", *level, {"debug", "info", "warn", "error", "fatal"}));
    }
    options.log_level = *level;
  }
  return options;
}

std::string help_text() {
  std::vector<std::string> usage;
  for (const Command& command : commands()) {
    const bool is_default = &command == &commands().front();
    std::string line =
        "checkride-monitor " + (is_default ? "[" + std::string(command.name) + "]" : std::string(command.name));
    if (!command.words.empty()) line += " " + std::string(command.words);
    line += " [--config FILE]...";
    usage.push_back(line + "\n      " + std::string(command.summary));
  }
  usage.emplace_back("checkride-monitor --help | --version");
  return program::help_text(program::Help{
      .summary = "checkride-monitor: watches simulators over SimConnect, raises alerts, exports metrics.",
      .usage = std::move(usage),
      .options = described_options(),
      .exit_codes = {{"0", "stopped in order"},
                     {"1",
                      "healthcheck: the monitor is not well, or does not answer; audit: a gap; buffer "
                      "check: damage; test-rules: a test failed"},
                     {"64", "bad command line"},
                     {"69",
                      "an address cannot be listened on, a service cannot start, or the new binary of a hand-over "
                      "(SIGUSR2) cannot begin"},
                     {"70",
                      "internal error: checkride-monitor-TIME-PID.trace in app.state_dir, else standard error, has "
                      "its stack"},
                     {"73",
                      "a file or folder cannot be made, app.state_dir cannot be used, or standard output took not "
                      "all of a command's result"},
                     {"75", "stopped, but with work left; the log says what"},
                     {"78", "a configuration that cannot be used"},
                     {"130, 143", "a second SIGINT or SIGTERM: stopped at once"},
                     {"131", "SIGQUIT: stopped at once, with the state printed"}},
      .examples = {"checkride-monitor --config config.yaml --config site.yaml --log-level debug"}});
}

}  // namespace checkride::runtime
