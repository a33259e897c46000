#include "capture/tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "capture/capture.hpp"
#include "capture/describe.hpp"
#include "capture/dissector.hpp"
#include "capture/fidelity.hpp"
#include "checkride/harness/harness.hpp"
#include "checkride/program/command_line.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/values/size.hpp"
#include "checkride/values/suggest.hpp"

namespace checkride::harness {
namespace {

namespace po = boost::program_options;
using program::CommandLine;

const std::vector<std::string> kTools{"capture", "describe", "dissector", "fidelity"};

po::typed_value<std::string>* text(const char* name) {
  return po::value<std::string>()->value_name(name);
}

po::typed_value<std::vector<std::string>>* texts(const char* name) {
  return po::value<std::vector<std::string>>()->value_name(name);
}

void add_fidelity_options(po::options_description_easy_init& add) {
  add("simulator", text("HOST:PORT"),
      "what is compared, at its own pace (default: an emulator in this process, on virtual time)");
  add("profile", text("NAME"), "of that emulator, as checkride-emulator has it (default: by the name in the capture)");
  add("flight", text("FILE"), "of that emulator (default: parked, cold and dark)");
  add("flown", text("DURATION"),
      "for how long that emulator has been flying when the capture begins, 0s to 24h (default 1s)");
  add("seed", text("N"), "of that emulator's world, 0 to 18446744073709551615 (default 1)");
  add("tolerance", texts("NAME=AMOUNT"),
      "by how much values of this variable or unit, with the name angle those in units of angle, or with the name "
      "default any other, may differ: an amount in their unit (angle: in degrees), or a percentage as in knots=2%; "
      "time=DURATION: how much earlier or later answers may come; may be given "
      "several times (default default=1%, angle=0.01, time=250ms)");
  add("at-least", text("PERCENT"),
      "exit with 1 if fewer answers than this are within tolerance, 0 to 100 (default: never)");
  add("json", "the result as JSON");
}

po::options_description description_of(const std::string& tool) {
  po::options_description result = program::described("Options of " + tool);
  auto add = result.add_options();
  if (tool == "capture") {
    add("listen", text("HOST:PORT"),
        "where clients connect; port 0: any free one, which is printed (default 127.0.0.1:0)");
    add("simulator", text("HOST:PORT"), "where their connections lead");
    add("out", text("FILE"),
        "pcapng file, made anew; every message is in it before it is passed on; - is standard output, for wireshark -k "
        "-i -");
    add("rotate-size", text("SIZE"),
        "a file this long is finished, as FILE with the time in its name, and a new one begun, complete by itself; "
        "1MB to 1TB (default: never)");
    add("rotate-interval", text("DURATION"), "so is a file this old, 1s to 366d (default: never)");
    add("keep", text("N"), "the youngest N finished files are kept, 1 to 100000 (default: all)");
  } else if (tool == "describe") {
    add("client", texts("WHO"),
        "only this connection: its number, the client's address HOST:PORT, or the name the application gave; may be "
        "given several times (default: all)");
    add("message", texts("NAME"),
        "only this message, such as SIMOBJECT_DATA; may be given several times (default: all)");
    add("json", "lines of JSON, one a message");
  } else if (tool == "fidelity") {
    add_fidelity_options(add);
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

Result<CaptureRotation> capture_rotation(const CommandLine& line) {
  constexpr std::uint64_t kLeastBytes = 1'000'000;
  constexpr std::uint64_t kMostBytes = 1'000'000'000'000;
  CaptureRotation rotation;
  if (const auto* text = line.text("rotate-size")) {
    const auto size = values::parse_size(*text);
    if (!size || size->count < kLeastBytes || size->count > kMostBytes) {
      return program::unexpected_value("rotate-size", *text, "a size from 1MB to 1TB, as in 100MB");
    }
    rotation.bytes_max = size->count;
  }
  if (const auto* text = line.text("rotate-interval")) {
    const auto age = values::parse_duration(*text);
    if (!age || *age < std::chrono::seconds(1) || *age > std::chrono::hours(366 * 24)) {
      return program::unexpected_value("rotate-interval", *text, "a duration from 1s to 366d, as in 1h");
    }
    rotation.age_max = *age;
  }
  if (const auto* text = line.text("keep")) {
    if (!rotation.on()) return Error::invalid("--keep is of rotated files: give --rotate-size or --rotate-interval");
    TRY(rotation.keep, program::read_number("keep", *text, std::uint32_t{1}, std::uint32_t{100'000}));
  }
  return rotation;
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
  TRY(options.rotation, capture_rotation(line));
  if (options.out == "-" && options.rotation.on()) return Error::invalid("--out - is no file that can be rotated");
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

Result<FidelityOptions> fidelity_options(const CommandLine& line) {
  FidelityOptions options;
  TRY(options.file, one_file("fidelity", line));
  if (line.has("simulator")) {
    TRY(options.simulator, read_endpoint(line, "simulator"));
    for (const char* option : {"profile", "flight", "flown", "seed"}) {
      if (line.has(option)) return Error::invalid(fmt::format("--{} is the emulator's: leave out --simulator", option));
    }
  }
  if (const auto* profile = line.text("profile")) options.profile = *profile;
  if (const auto* flight = line.text("flight")) options.flight = *flight;
  if (const auto* flown = line.text("flown")) {
    const auto duration = values::parse_duration(*flown);
    if (!duration || *duration > std::chrono::hours(24)) {
      return program::unexpected_value("flown", *flown, "a duration from 0s to 24h");
    }
    options.flown = *duration;
  }
  if (const auto* seed = line.text("seed")) {
    TRY(options.seed, program::read_number("seed", *seed, std::uint64_t{0}, ~std::uint64_t{0}));
  }
  if (const auto* percent = line.text("at-least")) {
    TRY(options.at_least, program::read_number("at-least", *percent, 0.0, 100.0));
  }
  TRY(options.tolerances, Tolerances::parse(line.texts("tolerance")));
  options.json = line.has("json");
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

world::Task<int> run_fidelity(world::World& world, CommandLine line, std::string standard_input) {
  auto options = fidelity_options(line);
  auto content = read_file(world, line.words.front(), standard_input);
  if (!content) co_return unusable(world, content.error());
  FidelityOptions checked = std::move(*options);
  if (checked.file == "-") checked.file = "standard input";
  const int code = co_await fidelity(world, std::move(checked), std::move(*content));
  co_return code;
}

std::vector<std::string> examples_of(const std::string& tool) {
  if (tool == "capture")
    return {"checkride capture --listen 127.0.0.1:5000 --simulator 127.0.0.1:500 --out talk.pcapng",
            "checkride capture --listen 127.0.0.1:5000 --simulator 127.0.0.1:500 --out - | wireshark -k -i -",
            "checkride capture --simulator 127.0.0.1:500 --out talk.pcapng --rotate-size 100MB --keep 5"};
  if (tool == "describe") return {"checkride describe talk.pcapng --message EXCEPTION --json"};
  if (tool == "dissector")
    return {"checkride dissector > simconnect.lua", "wireshark -X lua_script:simconnect.lua talk.pcapng"};
  return {"checkride fidelity talk.pcapng --tolerance \"PLANE ALTITUDE=10\" --tolerance knots=2% --at-least 95"};
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
  } else if (tool == "fidelity") {
    TRY_VOID(fidelity_options(line));
  }
  return {};
}

bool reads_standard_input(const std::string& tool, const std::vector<std::string>& arguments) {
  return tool != "capture" && std::find(arguments.begin(), arguments.end(), "-") != arguments.end();
}

std::vector<std::string> tool_usage() {
  return {"checkride capture --simulator HOST:PORT --out FILE [OPTION]...   write what clients and a simulator say",
          "checkride describe FILE|- [OPTION]...   print such a file, or any capture of SimConnect, as text or JSON",
          "checkride dissector > simconnect.lua    print a Wireshark dissector of the protocol",
          "checkride fidelity FILE|- [OPTION]...   play the clients of such a file again, compare what is answered"};
}

std::string tool_help(const std::string& tool) {
  std::vector<std::string> usage;
  for (const std::string& line : tool_usage()) {
    if (line.starts_with("checkride " + tool + " ")) usage.push_back(line);
  }
  return program::help_text(program::Help{
      .summary = "checkride " + tool +
                 ": one of the commands for captures of SimConnect traffic; docs/capture.md is the guide.",
      .usage = usage,
      .options = description_of(tool),
      .exit_codes = {{"0", "done"},
                     {"1", "fidelity: less than --at-least"},
                     {"2", "unusable input: command line, file, address"},
                     {"3", "a capture that is not complete, a simulator that does not answer, an internal error"}},
      .examples = examples_of(tool)});
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
  if (tool == "fidelity") {
    CommandLine checked = *line;
    const int result = co_await run_fidelity(world, std::move(checked), std::move(standard_input));
    co_return result;
  }
  auto options = capture_options(*line);
  if (!options) co_return unusable(world, options.error());
  CaptureOptions checked = std::move(*options);
  const int code = co_await capture(world, std::move(checked));
  co_return code;
}

}  // namespace checkride::harness
