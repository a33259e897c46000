#include "capture/tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "capture/capture.hpp"
#include "capture/describe.hpp"
#include "capture/dissector.hpp"
#include "checkride/harness/harness.hpp"
#include "checkride/program/command_line.hpp"
#include "checkride/values/suggest.hpp"

namespace checkride::harness {
namespace {

namespace po = boost::program_options;
using program::CommandLine;

const std::vector<std::string> kTools{"capture", "describe", "dissector"};

po::typed_value<std::string>* text(const char* name) {
  return po::value<std::string>()->value_name(name);
}

po::typed_value<std::vector<std::string>>* texts(const char* name) {
  return po::value<std::vector<std::string>>()->value_name(name);
}

po::options_description description_of(const std::string& tool) {
  po::options_description result = program::described("Options of " + tool);
  auto add = result.add_options();
  if (tool == "capture") {
    add("listen", text("HOST:PORT"),
        "where clients connect; port 0: any free one, which is printed (default 127.0.0.1:0)");
    add("simulator", text("HOST:PORT"), "where their connections lead");
    add("out", text("FILE"), "pcapng file, made anew; every message is in it before it is passed on");
  } else if (tool == "describe") {
    add("client", texts("WHO"),
        "only this connection: its number, the client's address HOST:PORT, or the name the application gave; may be "
        "given several times (default: all)");
    add("message", texts("NAME"),
        "only this message, such as SIMOBJECT_DATA; may be given several times (default: all)");
    add("json", "lines of JSON, one a message");
  }
  return result;
}

Result<CommandLine> parse(const std::string& tool, const std::vector<std::string>& arguments) {
  return program::parse_command_line(arguments, description_of(tool));
}

Result<world::Endpoint> read_endpoint(const CommandLine& line, const char* option) {
  const std::string* const value = line.text(option);
  if (value == nullptr) return Error::invalid(fmt::format("--{} HOST:PORT is needed", option));
  auto parsed = world::parse_endpoint(*value);
  if (parsed) return *parsed;
  return program::unexpected_value(option, *value, "HOST:PORT, as in 127.0.0.1:500 or [::1]:500");
}

Result<> no_words(const std::string& tool, const CommandLine& line) {
  if (line.words.empty()) return {};
  return Error::invalid(fmt::format("{} does not take \"{}\"", tool, line.words.front()));
}

Result<std::string> one_file(const std::string& tool, const CommandLine& line) {
  if (line.words.size() == 1) return line.words.front();
  return Error::invalid(tool + (line.words.empty() ? " needs the name of a capture" : " takes one capture"));
}

Result<CaptureOptions> capture_options(const CommandLine& line) {
  TRY_VOID(no_words("capture", line));
  CaptureOptions options;
  options.listen = {"127.0.0.1", 0};
  if (line.has("listen")) {
    TRY(options.listen, read_endpoint(line, "listen"));
  }
  TRY(options.simulator, read_endpoint(line, "simulator"));
  if (line.text("out") == nullptr || line.text("out")->empty()) return Error::invalid("--out FILE is needed");
  options.out = *line.text("out");
  return options;
}

Result<DescribeOptions> describe_options(const CommandLine& line) {
  TRY_VOID(one_file("describe", line));
  DescribeOptions options;
  options.json = line.has("json");
  options.clients = line.texts("client");
  options.messages = line.texts("message");
  const auto names = message_names();
  for (const std::string& name : options.messages) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    return Error::invalid(
        fmt::format("--message: there is no message \"{}\"{}", name, values::suggestion(name, names)));
  }
  return options;
}

int unusable(world::World& world, const Error& error) {
  world.print_error_line("checkride: " + error.message());
  return kExitUnusable;
}

std::span<const std::byte> bytes_of(const std::string& content) {
  return std::as_bytes(std::span(content.data(), content.size()));
}

Result<std::string> read_file(world::World& world, const std::string& file, std::string& standard_input) {
  if (file == "-") return std::move(standard_input);
  return world.files().read(file);
}

int run_describe(world::World& world, const CommandLine& line, std::string& standard_input) {
  const auto options = describe_options(line);
  const std::string& file = line.words.front();
  const auto content = read_file(world, file, standard_input);
  if (!content) return unusable(world, content.error());
  const auto described = describe(file == "-" ? "standard input" : file, bytes_of(*content), *options,
                                  [&world](std::string_view text) { world.print_line(text); });
  return described ? kExitPassed : unusable(world, described.error());
}

}  // namespace

std::vector<std::string> tool_names() {
  return kTools;
}

Result<> check_tool(const std::string& tool, const std::vector<std::string>& arguments) {
  TRY(const CommandLine line, parse(tool, arguments));
  if (tool == "capture") {
    TRY_VOID(capture_options(line));
  } else if (tool == "describe") {
    TRY_VOID(describe_options(line));
  } else if (tool == "dissector") {
    TRY_VOID(no_words(tool, line));
  }
  return {};
}

bool reads_standard_input(const std::string& tool, const std::vector<std::string>& arguments) {
  return tool != "capture" && std::find(arguments.begin(), arguments.end(), "-") != arguments.end();
}

std::vector<std::string> tool_usage() {
  return {
      "checkride capture --simulator HOST:PORT --out FILE   write what clients and a simulator say to a pcapng file",
      "checkride describe FILE|-              print such a file, or any capture of SimConnect, as text or JSON",
      "checkride dissector > simconnect.lua   print a Wireshark dissector of the protocol"};
}

std::string tool_help(const std::string& tool) {
  std::vector<std::string> usage;
  for (const std::string& line : tool_usage()) {
    if (line.starts_with("checkride " + tool + " ")) usage.push_back(line);
  }
  return program::help_text(program::Help{
      .summary = "checkride " + tool + ": see docs/capture.md.",
      .usage = usage,
      .options = description_of(tool),
      .exit_codes = {{"0", "done"}, {"2", "unusable input: command line, file, address"}, {"3", "internal error"}},
      .examples = {}});
}

world::Task<int> run_tool(world::World& world, std::string tool, std::vector<std::string> arguments,
                          std::string standard_input) {
  const auto line = parse(tool, arguments);
  if (!line) co_return unusable(world, line.error());
  if (tool == "dissector") {
    world.print_line(dissector_script());
    co_return kExitPassed;
  }
  if (tool == "describe") co_return run_describe(world, *line, standard_input);
  auto options = capture_options(*line);
  if (!options) co_return unusable(world, options.error());
  CaptureOptions checked = std::move(*options);
  const int code = co_await capture(world, std::move(checked));
  co_return code;
}

}  // namespace checkride::harness
