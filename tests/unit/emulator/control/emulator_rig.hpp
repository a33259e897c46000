// An emulator without its network: a real simulation under real sessions, the control API, and one client whose bytes
// are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "checkride/world/virtual_world.hpp"
#include "control/control.hpp"
#include "server/simulation_adapter.hpp"
#include "session/sessions.hpp"
#include "sim/bench_aircraft.hpp"

namespace checkride::emulator::test {

using namespace std::chrono_literals;

inline constexpr world::Instant kStart{world::Duration(1us)};

// An aircraft that everybody sees, whatever else flies.
inline std::vector<TrafficAircraft> traffic_of(bool some) {
  std::vector<TrafficAircraft> traffic(some ? 1 : 0);
  for (TrafficAircraft& aircraft : traffic) {
    aircraft.tail_number = "N1";
    aircraft.flight = flight_text(
        "name: n\nstart: {latitude_deg: 47.5, longitude_deg: -122.3, altitude_ft: 3000, heading_deg: 90}\n"
        "phases: [{phase: cruise, speed_kt: 100}]\n");
  }
  return traffic;
}

inline SimulationOptions options_of(const std::string& flight, bool menu, bool traffic) {
  SimulationOptions options{.start = kStart};
  options.traffic = traffic_of(traffic);
  options.menu = menu;
  if (!flight.empty()) options.flight = flight_text(flight);
  return options;
}

// An emulator without its network.
struct EmulatorRig {
  EmulatorRig(const std::string& profile_name, const std::string& flight, bool menu, bool traffic = false)
      : profile(*find_profile(profile_name)), simulation(options_of(flight, menu, traffic)) {}

  http::Response ask(const std::string& method, const std::string& target, const std::string& body) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.headers.add("Host", "localhost");
    request.headers.add("Content-Type", "application/json");
    return router.route(request);
  }
  ClientId connect() {
    send_id = 0;
    client = sessions.connect("10.0.0.2:4000", now());
    return client;
  }
  template <class M>
  void send(const M& message) {
    std::vector<std::byte> bytes;
    protocol::encode(message, static_cast<protocol::Protocol>(profile.protocol), protocol::SendId{++send_id}, bytes);
    sessions.receive(client, bytes);
  }
  world::Instant now() const { return simulation.frame_time(frame); }
  // Runs the frames up to this one.
  void run_to(std::uint64_t until) {
    while (frame < until) {
      ++frame;
      for (const Output& output : sessions.run_frame(now())) {
        if (output.client == client) heard.insert(heard.end(), output.bytes.begin(), output.bytes.end());
      }
    }
  }

  Profile profile;
  std::uint64_t frame = 0;
  std::uint32_t send_id = 0;
  ClientId client = 0;
  std::vector<std::byte> heard;
  Simulation simulation;
  SimulationAdapter adapter{simulation, profile};
  FaultBoard faults;
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("emulator");
  Recorder recorder{host.executor()};
  Sessions sessions{adapter, faults, profile, {}, &recorder};
  ControlContext context{simulation, faults,       sessions, [this] { return now(); }, std::string(profile.name),
                         &recorder,  &host.clock()};
  http::Router router = control_router(context);
};

}  // namespace checkride::emulator::test
