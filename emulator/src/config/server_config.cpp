#include "checkride/emulator/server_config.hpp"

#include <algorithm>
#include <utility>

#include "checkride/values/values.hpp"
#include "checkride/world/loopback.hpp"
#include "config/option_limits.hpp"
#include "config/simconnect_xml.hpp"

namespace checkride::emulator {
namespace {

using values::Diagnostics;
using values::MapReader;
using values::Node;
using values::Range;

constexpr std::size_t kMaxSimulators = 100;

// Files beside the configuration file are named from there.
std::string beside(const std::string& file, const std::string& path) {
  const std::size_t slash = file.rfind('/');
  return path.starts_with('/') || slash == std::string::npos ? path : file.substr(0, slash + 1) + path;
}

std::optional<world::Endpoint> read_endpoint(const Node& node, Diagnostics& errors) {
  const auto text = values::read_text(node, errors);
  if (!text) return std::nullopt;
  auto endpoint = world::parse_endpoint(*text);
  if (endpoint) return *endpoint;
  errors.add(node.position(), endpoint.error().message());
  return std::nullopt;
}

void read_file(MapReader& map, std::string_view key, std::optional<std::string>* into) {
  std::string path;
  if (!map.optional(key, &path)) return;
  if (path.empty()) return map.error(key, "expected the name of a file");
  *into = beside(map.self().file(), path);
}

void read_profile(MapReader& map, std::string* profile) {
  const auto node = map.node("profile");
  if (!node) return;
  const std::vector<std::string> names = profile_names();
  const std::vector<std::string_view> words(names.begin(), names.end());
  if (const auto index = values::read_word(*node, map.errors(), words)) *profile = names[*index];
}

void read_addresses(MapReader& map, Options& simulator) {
  simulator.listen.clear();
  const auto add = [&](const Node& node) {
    if (auto where = read_endpoint(node, map.errors())) simulator.listen.push_back(std::move(*where));
  };
  const auto listen = map.node("listen");
  if (listen && listen->is_scalar()) {
    add(*listen);
  } else {
    map.list("listen", add);
  }
  read_file(map, "simconnect_xml", &simulator.simconnect_xml);
  if (!map.has("listen") && !map.has("simconnect_xml")) {
    map.errors().add(map.position(), "simulator " + values::quote(simulator.name) + ": give listen or simconnect_xml");
  }
  simulator.control = {"127.0.0.1", 0};
  if (const auto node = map.node("control")) {
    if (auto where = read_endpoint(*node, map.errors())) simulator.control = std::move(*where);
  }
}

// The control API has no keys: the user is told when others may reach it.
void note_open_control(const Options& simulator, std::vector<std::string>& notes) {
  const std::string& host = simulator.control.host;
  if (world::is_loopback(host)) return;
  notes.push_back("warning: simulators." + simulator.name + ".control: the control API has no authentication, and on " +
                  host + " others may reach it; 127.0.0.1 keeps it to this machine");
}

void read_choices(MapReader& map, Options& simulator) {
  Choices checked;
  if (map.has("choices")) simulator.choices.clear();
  map.list("choices", [&](const Node& node) {
    const auto choice = values::read_text(node, map.errors());
    if (!choice) return;
    if (const auto chosen = choose(*choice, checked); !chosen) {
      return map.errors().add(node.position(), chosen.error().message());
    }
    simulator.choices.push_back(*choice);
  });
}

Options read_simulator(const values::Entry& entry, const Options& base, Diagnostics& errors) {
  Options simulator = base;
  simulator.config.reset();
  simulator.name = entry.key;
  MapReader map(entry.value, errors);
  if (simulator.name.empty()) errors.add(entry.key_position, "a simulator needs a name");
  read_addresses(map, simulator);
  read_profile(map, &simulator.profile);
  read_choices(map, simulator);
  read_file(map, "flight", &simulator.flight);
  read_file(map, "fault_tape", &simulator.fault_tape);
  read_file(map, "replay_faults", &simulator.replay_faults);
  map.optional("step", &simulator.step);
  map.optional("menu", &simulator.menu);
  map.optional("rate", &simulator.rate, Range<double>{kMinRate, kMaxRate});
  map.optional("frame_rate", &simulator.frame_rate, Range<std::uint32_t>{1, kMaxFrameRate});
  map.optional("max_clients", &simulator.max_clients, Range<std::uint32_t>{1, kMaxMaxClients});
  map.optional("max_recv_size", &simulator.max_recv_size, Range<std::uint32_t>{kMinRecvSize, kMaxRecvSize});
  map.optional("extra_airports", &simulator.extra_airports, Range<std::uint32_t>{0, kMaxExtraAirports});
  map.finish();
  return simulator;
}

Result<std::vector<Options>> parse_config(std::string_view yaml, const std::string& file, const Options& base) {
  Diagnostics errors;
  const auto document = values::load(yaml, file, errors);
  if (!document) return errors.error();
  std::vector<Options> simulators;
  MapReader map = document->root_map(errors);
  const bool there = map.entries(
      "simulators", [&](const values::Entry& entry) { simulators.push_back(read_simulator(entry, base, errors)); });
  map.finish();
  if (errors.empty() && (!there || simulators.empty())) {
    errors.add(map.position(), "expected simulators: a map of at least one simulator by its name");
  }
  if (simulators.size() > kMaxSimulators) map.error("simulators", "more than 100 in one process");
  if (!errors.empty()) {
    errors.sort();
    return errors.error();
  }
  return simulators;
}

// Reads the SimConnect.xml that a simulator names, if it names one.
Result<> load_comms(world::Files& files, Options& simulator, std::vector<std::string>& notes) {
  if (!simulator.simconnect_xml) return {};
  auto text = files.read(*simulator.simconnect_xml);
  if (!text) return text.error().with("SimConnect.xml");
  auto read = parse_simconnect_xml(*text, *simulator.simconnect_xml);
  if (!read) return Error::invalid("the SimConnect.xml cannot be used:\n" + read.error().message());
  simulator.comms = std::move(read->endpoints);
  notes.insert(notes.end(), read->notes.begin(), read->notes.end());
  return {};
}

// What is wrong with several simulators, or with their files, each on lines of its own.
class Mistakes {
 public:
  void add(const std::string& mistake) { text_ += (text_.empty() ? "" : "\n") + mistake; }
  void add(const Result<>& result) {
    if (!result) add(result.error().message());
  }
  Result<> result() const { return text_.empty() ? Result<>() : Error::invalid(text_); }

 private:
  std::string text_;
};

// Each simulator writes a tape of its own.
void check_tapes(const std::vector<Options>& simulators, Mistakes& mistakes) {
  for (auto one = simulators.begin(); one != simulators.end(); ++one) {
    const auto other = std::find_if(simulators.begin(), one, [one](const Options& before) {
      return one->fault_tape && before.fault_tape == one->fault_tape;
    });
    if (other == one) continue;
    mistakes.add("simulators." + one->name + ".fault_tape: " + *one->fault_tape + " is that of " + other->name +
                 " already; give each a file of its own");
  }
}

void check_addresses(const std::vector<Options>& simulators, Mistakes& mistakes) {
  std::vector<std::pair<world::Endpoint, std::string>> taken;
  const auto take = [&](const world::Endpoint& where, const std::string& who) {
    const auto same = [&where](const auto& other) { return other.first == where; };
    const auto other = std::find_if(taken.begin(), taken.end(), same);
    if (where.port == 0) return;
    if (other == taken.end()) return void(taken.emplace_back(where, who));
    mistakes.add(who + ": " + where.text() + " is given to " + other->second + " already; choose another port");
  };
  for (const Options& simulator : simulators) {
    for (const EndpointOptions& endpoint : endpoints_of(simulator)) take(endpoint.where, endpoint.written_at);
    take(simulator.control, "simulators." + simulator.name + ".control");
  }
}

}  // namespace

std::vector<EndpointOptions> written_endpoints_of(const Options& options) {
  std::vector<EndpointOptions> result;
  for (const world::Endpoint& where : options.listen) {
    EndpointOptions endpoint;
    endpoint.where = where;
    endpoint.max_clients = options.max_clients;
    endpoint.max_recv_size = options.max_recv_size;
    if (!options.name.empty()) endpoint.written_at = "simulators." + options.name + ".listen";
    result.push_back(std::move(endpoint));
  }
  result.insert(result.end(), options.comms.begin(), options.comms.end());
  return result;
}

std::vector<EndpointOptions> endpoints_of(const Options& options) {
  std::vector<EndpointOptions> result = written_endpoints_of(options);
  // An IPv6 listener takes IPv4 clients as well where none of IPv4 has the port: those come first.
  std::ranges::stable_partition(
      result, [](const EndpointOptions& endpoint) { return endpoint.where.host.find(':') == std::string::npos; });
  return result;
}

Result<std::vector<Options>> load_simulators(world::Files& files, const Options& base,
                                             std::vector<std::string>& notes) {
  std::vector<Options> simulators{base};
  if (base.config) {
    auto text = files.read(*base.config);
    if (!text) return text.error().with("--config");
    auto read = parse_config(*text, *base.config, base);
    if (!read) return Error::invalid("--config: the file cannot be used:\n" + read.error().message());
    simulators = std::move(*read);
    for (const Options& simulator : simulators) note_open_control(simulator, notes);
  }
  Mistakes mistakes;
  for (Options& simulator : simulators) mistakes.add(load_comms(files, simulator, notes));
  if (base.config) {
    check_addresses(simulators, mistakes);
    check_tapes(simulators, mistakes);
  }
  TRY_VOID(mistakes.result());
  return simulators;
}

}  // namespace checkride::emulator
