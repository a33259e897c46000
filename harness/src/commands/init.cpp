#include "commands/init.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "checkride/program/command_line.hpp"
#include "checkride/values/json.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

namespace po = boost::program_options;

po::options_description description() {
  po::options_description described = program::described("Options of init");
  auto add = described.add_options();
  add("name", po::value<std::string>()->value_name("NAME"), "of the scenario and its file (default first)");
  add("subject", po::value<std::string>()->value_name("\"COMMAND\""),
      "how your application is started; ${sim.host} and ${sim.port} in it are where the simulator is (default: the "
      "monitor that comes with checkride)");
  return described;
}

// For a list in brackets: as it is where nothing in it means anything to YAML.
std::string yaml_word(const std::string& word) {
  constexpr std::string_view kSafe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ./_$";
  const bool plain = !word.empty() && word != "null" && kSafe.find(word.front()) != std::string_view::npos &&
                     std::all_of(word.begin(), word.end(), [&](char c) {
                       return kSafe.find(c) != std::string_view::npos || (c >= '0' && c <= '9') || c == '-' || c == '=';
                     });
  if (plain) return word;
  std::string quoted;
  values::json::append_json_string(quoted, word);
  return quoted;
}

// From the scenario's folder to where init was called.
std::string way_back(const InitOptions& options) {
  if (options.folder.starts_with('/') || options.folder.find("..") != std::string::npos) return options.here;
  std::string way;
  for (std::size_t begin = 0; begin < options.folder.size();) {
    const std::size_t end = std::min(options.folder.find('/', begin), options.folder.size());
    const std::string_view part = std::string_view(options.folder).substr(begin, end - begin);
    begin = end + 1;
    if (!part.empty() && part != ".") way += way.empty() ? ".." : "/..";
  }
  return way.empty() ? "." : way;
}

constexpr std::string_view kHead =
    "# A first scenario. What it can say: docs/scenarios.md, and every key: docs/scenario-keys.md.\n"
    "#   checkride validate {0}\n"
    "#   checkride run {0}{1}\n"
    "scenario: {2}\n";

// ---- for an application

constexpr std::string_view kSubject =
    "description: The application talks to the simulator, gets over its restart, and stops when it is asked to.\n"
    "rigs: [process]   # a command is a real process\n"
    "simulators:\n"
    "  sim: {{profile: msfs2024}}\n"
    "monitors:\n"
    "  app:\n"
    "    subject:\n"
    "      command: [{0}]\n"
    "      # Where it is started, counted from this file; without it in an empty folder of its own.\n"
    "      folder: {1}\n"
    "      # How the application learns where the simulator is. \"${{sim.host}}\" can stand in the command too.\n"
    "      env: {{SIMCONNECT_HOST: $sim.host, SIMCONNECT_PORT: $sim.port}}\n"
    "      # Better than to wait, if it can tell: {{log: TEXT}}, {{port: NAME}}, {{http: /health}}.\n"
    "      ready: {{after: 2s}}\n"
    "    simulators: [sim]\n"
    "timeline:\n"
    "  - start: [sim, app]\n"
    "  # The simulator saw it come.\n"
    "  - expect: {{calls: {{of: sim, message: Open, count: {{at_least: 1}}}}}}\n"
    "    within: 10s\n"
    "  # Here the aircraft is low. What should the application do about it? Expect that.\n"
    "  - set: {{on: sim, variables: {{PLANE ALTITUDE: 80 feet}}}}\n"
    "  - wait: 5s\n"
    "  - release: {{on: sim, variables: [PLANE ALTITUDE]}}\n"
    "  # The simulator goes away and comes back; so must the application.\n"
    "  - kill: sim\n"
    "  - wait: 2s\n"
    "  - start: sim\n"
    "  - expect: {{calls: {{of: sim, message: Open, count: {{at_least: 1}}}}}}\n"
    "    within: 60s\n"
    "  - stop: app\n";

// ---- for our monitor

constexpr std::string_view kMonitor =
    "description: An aircraft that flies low is reported, by one mail, and so is that it climbs again.\n"
    "simulators:\n"
    "  sim: {{profile: msfs2024}}\n"
    "services:\n"
    "  mail: {{kind: smtp}}\n"
    "monitors:\n"
    "  monitor: {{config: [configs/{0}.yaml], simulators: [sim]}}\n"
    "timeline:\n"
    "  - start: [mail, sim]\n"
    "  - set: {{on: sim, variables: {{PLANE ALTITUDE: 900 feet}}}}\n"
    "  - start: monitor\n"
    "  - expect: {{http: {{of: monitor, get: /health/ready, status: 200}}}}\n"
    "    within: 10s\n"
    "  - set: {{on: sim, variables: {{PLANE ALTITUDE: 80 feet}}}}\n"
    "  - expect: {{alert: {{of: monitor, rule: Low, state: firing}}}}\n"
    "    not_before: 2s\n"
    "    within: 6s\n"
    "  - expect: {{mail: {{in: mail, to: ops@company.com, subject: {{contains: FIRING}}, count: 1}}}}\n"
    "    within: 5s\n"
    "  - set: {{on: sim, variables: {{PLANE ALTITUDE: 900 feet}}}}\n"
    "  - expect: {{alert: {{of: monitor, rule: Low, state: resolved}}}}\n"
    "    within: 10s\n"
    "always:\n"
    "  - {{http: {{of: monitor, get: /health/live, status: 200}}}}\n"
    "never:\n"
    "  - {{log: {{of: monitor, level: error}}}}\n";

constexpr std::string_view kMonitorConfig =
    "# The monitor's configuration. A run lays over it where the simulator, the mail server and its own ports are.\n"
    "app: {name: first}\n"
    "flight_monitor:\n"
    "  variables:\n"
    "    - {name: PLANE ALTITUDE, units: feet, critical: true}\n"
    "alert_manager:\n"
    "  smtp: {server: smtp.company.com, port: 587, from: simconnect@company.com, to: [ops@company.com]}\n"
    "  rules:\n"
    "    - {name: Low, metric: PLANE ALTITUDE, condition: less_than, threshold: 100, duration: 2s, severity: "
    "critical,\n"
    "       actions: [email]}\n";

}  // namespace

Result<std::vector<std::string>> split_command(const std::string& command) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    const bool blank = quote == 0 && (c == ' ' || c == '\t' || c == '\n');
    if (blank) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
      words.back() += command[++i];
    } else {
      words.back() += c;
    }
  }
  if (quote != 0)
    return program::unexpected_value("subject", command, fmt::format("a second {} after the first", quote));
  if (words.empty()) return program::unexpected_value("subject", command, "a command and its arguments");
  return words;
}

Result<InitOptions> parse_init(const std::vector<std::string>& arguments) {
  TRY(const program::CommandLine line, program::parse_command_line(arguments, description()));
  InitOptions options;
  if (line.words.size() > 1) return Error::invalid("init takes one folder, in which the scenario is to stand");
  if (!line.words.empty()) options.folder = line.words.front();
  while (options.folder.size() > 1 && options.folder.ends_with('/')) options.folder.pop_back();
  if (const auto* name = line.text("name")) options.name = *name;
  if (!good_name(options.name)) {
    return program::unexpected_value("name", options.name, "small letters, digits, - and _ (at most 63)");
  }
  if (const auto* command = line.text("subject")) {
    TRY(options.subject, split_command(*command));
  }
  return options;
}

std::vector<InitFile> first_scenario(const InitOptions& options) {
  const std::string path = fmt::format("{}/{}.yaml", options.folder, options.name);
  const bool own = options.subject.empty();
  std::string text = fmt::format(kHead, path, own ? "" : " --rig process", options.name);
  if (own) {
    text += fmt::format(kMonitor, options.name);
    return {{path, text},
            {fmt::format("{}/configs/{}.yaml", options.folder, options.name), std::string(kMonitorConfig)}};
  }
  std::vector<std::string> words;
  for (const std::string& word : options.subject) words.push_back(yaml_word(word));
  text += fmt::format(kSubject, fmt::join(words, ", "), yaml_word(way_back(options)));
  return {{path, text}};
}

Result<> write_first_scenario(world::Files& files, const std::vector<InitFile>& written) {
  for (const InitFile& file : written) {
    if (!files.exists(file.path)) continue;
    return Error::invalid(fmt::format("{} is there already: give another --name, or another folder", file.path));
  }
  for (const InitFile& file : written) {
    TRY_VOID(files.make_directories(file.path.substr(0, file.path.rfind('/'))));
    TRY_VOID(files.write(file.path, file.text));
  }
  return {};
}

}  // namespace checkride::harness
