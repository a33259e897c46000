#include <algorithm>

#include "checkride/emulator/server_config.hpp"
#include "checkride/world/loopback.hpp"

namespace checkride::emulator {
namespace {

bool is_v6(std::string_view host) {
  return host.find(':') != std::string_view::npos;
}

bool is_v4(std::string_view host) {
  return host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Addresses that mean another machine wherever they are read.
bool means_this_machine(std::string_view host) {
  return world::is_loopback(host) || host == "0.0.0.0" || host == "::";
}

// What a client connects to where a server listens on any address.
std::string_view reachable(std::string_view host, std::string_view by) {
  if (means_this_machine(host) && !by.empty()) return by;
  if (host == "0.0.0.0") return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

std::string section(std::size_t index, const Options& simulator, const EndpointOptions& endpoint,
                    std::string_view host) {
  const std::string address(reachable(endpoint.where.host, host));
  const bool v6 = is_v6(address) || (is_v6(endpoint.where.host) && !is_v4(address));
  return "; " + (simulator.name.empty() ? "simulator" : simulator.name) +
         (simulator.profile.empty() ? "" : ", profile " + simulator.profile) + "\n" + "[SimConnect" +
         (index == 0 ? "" : "." + std::to_string(index)) + "]\n" + "Protocol=" + (v6 ? "IPv6" : "IPv4") +
         "\nAddress=" + address + "\nPort=" + std::to_string(endpoint.where.port) +
         "\nMaxReceiveSize=" + std::to_string(std::max(endpoint.max_recv_size, kDefaultRecvSize)) +
         "\nDisableNagle=1\n";
}

}  // namespace

Result<std::string> simconnect_cfg(std::span<const Options> simulators, std::string_view host) {
  std::string text;
  std::size_t index = 0;
  for (const Options& simulator : simulators) {
    for (const EndpointOptions& endpoint : written_endpoints_of(simulator)) {
      if (endpoint.where.port == 0) {
        return Error::invalid(endpoint.written_at +
                              ": the port is chosen at start, so no SimConnect.cfg can name it; give it a number");
      }
      text += (text.empty() ? "" : "\n") + section(index++, simulator, endpoint, host);
    }
  }
  return text;
}

}  // namespace checkride::emulator
