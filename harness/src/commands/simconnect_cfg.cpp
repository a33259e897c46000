#include "commands/simconnect_cfg.hpp"

#include "checkride/emulator/server_config.hpp"
#include "checkride/program/command_line.hpp"

namespace checkride::harness {
namespace {

namespace po = boost::program_options;

po::options_description description() {
  const auto text = [] { return po::value<std::string>(); };
  po::options_description result = program::described("Options of simconnect-cfg");
  auto add = result.add_options();
  add("config", text()->value_name("FILE"), "configuration file of checkride-emulator");
  add("simconnect-xml", text()->value_name("FILE"), "SimConnect.xml");
  add("simulator", text()->value_name("HOST:PORT"), "one address (default 127.0.0.1:5111)");
  add("host", text()->value_name("NAME"),
      "what the clients' machine calls this one: put for addresses that only mean this machine");
  return result;
}

}  // namespace

Result<SimConnectCfgOptions> parse_simconnect_cfg(const std::vector<std::string>& arguments) {
  TRY(const program::CommandLine line, program::parse_command_line(arguments, description()));
  if (!line.words.empty()) return Error::invalid("unexpected argument \"" + line.words.front() + "\"");
  SimConnectCfgOptions options;
  if (const auto* file = line.text("config")) options.config = *file;
  if (const auto* file = line.text("simconnect-xml")) options.simconnect_xml = *file;
  if (const auto* where = line.text("simulator")) {
    TRY(const world::Endpoint simulator, world::parse_endpoint(*where));
    if (simulator.port == 0) {
      return Error::invalid(
          "--simulator: the port is chosen at start, so no SimConnect.cfg can name it; give it a number");
    }
    options.simulator = simulator;
  }
  if (const auto* host = line.text("host")) options.host = *host;
  if (options.host.find_first_of("\r\n ;[]=") != std::string::npos) {
    return program::unexpected_value("host", options.host, "the name or the address of a machine");
  }
  const int sources = options.config.has_value() + options.simconnect_xml.has_value() + options.simulator.has_value();
  if (sources > 1) return Error::invalid("--config, --simconnect-xml and --simulator exclude each other");
  return options;
}

Result<std::string> make_simconnect_cfg(world::Files& files, const SimConnectCfgOptions& options) {
  emulator::Options base;
  base.config = options.config;
  base.simconnect_xml = options.simconnect_xml;
  if (options.simconnect_xml) base.listen.clear();
  if (options.simulator) base.listen.assign(1, *options.simulator);
  if (options.simulator || options.simconnect_xml) base.profile.clear();  // of which kind it is, nobody said
  std::vector<std::string> notes;  // of pipes, which no SimConnect.cfg of ours can name
  TRY(const std::vector<emulator::Options> simulators, emulator::load_simulators(files, base, notes));
  return emulator::simconnect_cfg(simulators, options.host);
}

}  // namespace checkride::harness
