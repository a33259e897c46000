#include <string_view>
#include <utility>

#include "checkride/emulator/emulator.hpp"
#include "checkride/program/command_line.hpp"
#include "checkride/program/program.hpp"
#include "config/option_limits.hpp"

namespace checkride::emulator {
namespace {

namespace po = boost::program_options;
using program::CommandLine;
using program::read_number;

constexpr double kMinTimeScale = 0.001;
constexpr double kMaxTimeScale = 1000;
static_assert(kMaxExtraAirports == 100'000);  // as the help says

std::string profile_words() {
  std::string words;
  for (const std::string& name : profile_names()) words += (words.empty() ? "" : ", ") + name;
  return words;
}

po::options_description description() {
  const auto text = [] { return po::value<std::string>(); };
  po::options_description result = program::described("Options");
  auto add = result.add_options();
  add("listen", po::value<std::vector<std::string>>()->value_name("HOST:PORT"),
      "where SimConnect clients connect; may be given several times; port 0 is any free one, which is printed "
      "(default 127.0.0.1:5111)");
  add("control", text()->value_name("HOST:PORT"),
      "where the control API (HTTP) is served; port 0: any free one (default 127.0.0.1:5112)");
  add("control-host", po::value<std::vector<std::string>>()->value_name("NAME"),
      "a name by which the control API may be asked (Host), besides localhost, loopback addresses and that of "
      "--control; may be given several times");
  add("step", "time stands still and moves only by POST /v1/time/step of the control API");
  add("menu",
      "starts in the main menu, where no flight is: it begins with POST /v1/flight {\"restart\": true} or the "
      "FlightLoad of a client");
  add("flight", text()->value_name("FILE"),
      "what to fly: a flight (YAML), a flight plan (.pln), or a recorded track (.csv, .jsonl, .gpx, .kml) "
      "(default: a C172 stands parked, cold and dark)");
  add("replay", text()->value_name("FILE"),
      "capture (pcapng, pcap) whose connections are played to clients in place of a simulation; there is no control "
      "API");
  add("profile", text()->value_name("NAME"),
      ("which simulator to be: " + profile_words() + " (default msfs2024)").c_str());
  add("rate", text()->value_name("X"),
      "simulation rate at the start, as a pilot sets it: simulated seconds per second; 0.015625 to 1024 (default 1)");
  add("time-scale", text()->value_name("X"),
      "seconds of the emulator's whole world per second outside; 0.001 to 1000 (default 1)");
  add("frame-rate", text()->value_name("N"), "frames per second; a whole number, 1 to 1000 (default 30)");
  add("max-clients", text()->value_name("N"),
      "clients of an address, 1 to 20000; further ones are closed at once (default 64)");
  add("max-recv-size", text()->value_name("N"),
      "bytes of the longest frame that a client may send, 512 to 1048576; a longer one ends its connection (default "
      "41088)");
  add("simconnect-xml", text()->value_name("FILE"),
      "SimConnect.xml that says where to listen; beside --listen if that is given too");
  add("config", text()->value_name("FILE"),
      "YAML file of one or several simulators; what it leaves out is as on this command line (docs/server.md)");
  add("extra-airports", text()->value_name("N"),
      "airports made up beyond the real ones, spread over the earth, so that lists grow long; 0 to 100000 (default 0)");
  add("choice", po::value<std::vector<std::string>>()->value_name("NAME=VALUE"),
      "turns a switch where the references leave something open, as in sim_frame_goes_on_in_pause=on; may be given "
      "several times; emulator/README.md lists them");
  add("fault-tape", text()->value_name("FILE"),
      "file that the tape of the faults (JSON lines; docs/faults.md) is written to at the end");
  add("replay-faults", text()->value_name("FILE"),
      "fault tape that is played: what struck then strikes again, no seed needed");
  add("seed", text()->value_name("N"),
      "seed of everything that is drawn, 0 to 18446744073709551615 (default: drawn from the system)");
  add("fault-reference", "print what docs/faults.md has: every fault, its parameters, an example; and exit");
  add("help", "print this and exit");
  add("version", "print version, git revision, date, compiler and build type, and exit");
  return result;
}

Result<world::Endpoint> endpoint(std::string_view option, const std::string& value) {
  auto parsed = world::parse_endpoint(value);
  if (parsed) return *parsed;
  return program::unexpected_value(option, value,
                                   "HOST:PORT with a port from 0 (any free one) to 65535, as in 127.0.0.1:5111 or "
                                   "[::1]:5111");
}

Result<> read_addresses(const CommandLine& line, Options& options) {
  if (line.has("listen")) options.listen.clear();
  for (const std::string& text : line.texts("listen")) {
    TRY(world::Endpoint where, endpoint("listen", text));
    options.listen.push_back(std::move(where));
  }
  if (const auto* text = line.text("control")) {
    TRY(options.control, endpoint("control", *text));
  }
  return {};
}

Result<> read_files(const CommandLine& line, Options& options) {
  for (const auto& [name, into] : {std::pair{"simconnect-xml", &options.simconnect_xml},
                                   std::pair{"config", &options.config}, std::pair{"flight", &options.flight}}) {
    const auto* file = line.text(name);
    if (file == nullptr) continue;
    if (file->empty()) return program::unexpected_value(name, "", "the name of a file");
    *into = *file;
  }
  if (const auto* file = line.text("replay")) {
    if (file->empty()) return program::unexpected_value("replay", "", "the name of a capture");
    for (const char* other :
         {"flight", "config", "simconnect-xml", "menu", "control", "control-host", "fault-tape", "replay-faults"}) {
      if (line.has(other)) return Error::invalid("--replay plays a capture: leave --" + std::string(other) + " out");
    }
    options.replay = *file;
  }
  if (options.simconnect_xml && !line.has("listen")) options.listen.clear();
  for (const char* own : {"listen", "control", "simconnect-xml", "fault-tape", "replay-faults"}) {
    if (!options.config || !line.has(own)) continue;
    return Error::invalid("--" + std::string(own) + " together with --config: each simulator of the file has its own");
  }
  return {};
}

Result<> read_simulator(const CommandLine& line, Options& options) {
  if (const auto* name = line.text("profile")) {
    TRY_VOID(program::read_word("profile", *name, profile_names()));
    options.profile = *name;
  }
  options.choices = line.texts("choice");
  Choices checked;
  for (const std::string& choice : options.choices) {
    if (const auto chosen = choose(choice, checked); !chosen) return chosen.error().with("--choice");
  }
  if (const auto* text = line.text("rate")) {
    TRY(options.rate, read_number("rate", *text, kMinRate, kMaxRate));
  }
  return {};
}

Result<> read_tapes(const CommandLine& line, Options& options) {
  for (const auto& [name, file] :
       {std::pair("fault-tape", &options.fault_tape), std::pair("replay-faults", &options.replay_faults)}) {
    const auto* text = line.text(name);
    if (text == nullptr) continue;
    if (text->empty()) return program::unexpected_value(name, "", "the name of a file");
    *file = *text;
  }
  return {};
}

Result<> read_limits(const CommandLine& line, Options& options) {
  if (const auto* text = line.text("time-scale")) {
    TRY(options.time_scale, read_number("time-scale", *text, kMinTimeScale, kMaxTimeScale));
  }
  if (const auto* text = line.text("frame-rate")) {
    TRY(options.frame_rate, read_number("frame-rate", *text, std::uint32_t{1}, kMaxFrameRate));
  }
  if (const auto* text = line.text("max-clients")) {
    TRY(options.max_clients, read_number("max-clients", *text, std::uint32_t{1}, kMaxMaxClients));
  }
  if (const auto* text = line.text("max-recv-size")) {
    TRY(options.max_recv_size, read_number("max-recv-size", *text, kMinRecvSize, kMaxRecvSize));
  }
  if (const auto* text = line.text("extra-airports")) {
    TRY(options.extra_airports, read_number("extra-airports", *text, std::uint32_t{0}, kMaxExtraAirports));
  }
  if (const auto* text = line.text("seed")) {
    TRY(options.seed, read_number("seed", *text, std::uint64_t{0}, ~std::uint64_t{0}));
  }
  return {};
}

}  // namespace

Result<Options> parse_options(const std::vector<std::string>& args) {
  TRY(const CommandLine line, program::parse_command_line(args, description()));
  if (!line.words.empty()) {
    return Error::invalid("unexpected argument \"" + line.words.front() + "\": every option begins with --");
  }
  Options options;
  options.help = line.has("help");
  options.version = line.has("version");
  options.fault_reference = line.has("fault-reference");
  options.step = line.has("step");
  options.menu = line.has("menu");
  options.control_hosts = line.texts("control-host");
  TRY_VOID(read_addresses(line, options));
  TRY_VOID(read_files(line, options));
  TRY_VOID(read_simulator(line, options));
  TRY_VOID(read_limits(line, options));
  TRY_VOID(read_tapes(line, options));
  return options;
}

std::string help_text() {
  return program::help_text(program::Help{
      .summary =
          "checkride-emulator: speaks the SimConnect protocol as a flight simulator does, without the simulator.",
      .usage = {"checkride-emulator [OPTION]...", "checkride-emulator --help | --version"},
      .options = description(),
      .exit_codes = {{"0", "stopped by SIGINT or SIGTERM"},
                     {"3", "a fault (crash_to_desktop) ended it"},
                     {"64", "bad command line"},
                     {"69", "an address cannot be listened on"},
                     {"70", "internal error"},
                     {"74", "the fault tape cannot be written"},
                     {"78", "a file (flight, configuration, SimConnect.xml, capture, fault tape) that cannot be used"}},
      .examples = {
          "checkride-emulator --listen 127.0.0.1:5111 --flight scenarios/flights/coastal_pass.yaml --seed 7"}});
}

std::string version_text() {
  return program::version_text("checkride-emulator");
}

}  // namespace checkride::emulator
