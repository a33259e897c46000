// Clients of the real simulation: messages in, frames, messages out.
#pragma once

#include <chrono>
#include <utility>

#include "server/simulation_adapter.hpp"
#include "session/session_fixture.hpp"
#include "sim/simulation.hpp"

namespace checkride::emulator::test {

class Tower {
 public:
  explicit Tower(SimulationOptions options = {}, std::string_view profile_name = "msfs2024")
      : profile(*find_profile(profile_name)),
        simulation(std::move(options)),
        adapter(simulation, profile),
        sessions(adapter, faults, profile) {}

  ClientId open() {
    const ClientId client = sessions.connect("10.0.0.2:4000", now);
    protocol::Open message;
    message.application_name = "test";
    send(client, message);
    run_frame();
    (void)take(client);
    return client;
  }
  template <class M>
  void send(ClientId client, const M& message) {
    std::vector<std::byte> bytes;
    protocol::encode(message, version, protocol::SendId{++send_ids_[client]}, bytes);
    sessions.receive(client, bytes);
  }
  void run_frame() { run_frame_at(sessions.next_frame(now)); }
  // The next frame that is run is that of `seconds` after the start.
  void at(double seconds) { run_frame_at(world::Instant(world::from_seconds(seconds))); }
  Heard take(ClientId client) {
    Heard heard;
    heard.bytes = std::exchange(heard_[client], {});
    std::span<const std::byte> rest = heard.bytes;
    while (!rest.empty()) {
      const auto step = protocol::next_frame(rest, protocol::Direction::server_to_client);
      const auto* frame = std::get_if<protocol::Frame>(&step);
      if (frame == nullptr) break;
      const auto decoded = protocol::decode_server(frame->bytes);
      if (decoded.has_error()) break;
      heard.messages.push_back(decoded->message);
      rest = rest.subspan(frame->bytes.size());
    }
    EXPECT_TRUE(rest.empty()) << "the output is not made of messages";
    return heard;
  }

  world::Instant now{};
  protocol::Protocol version = protocol::Protocol::msfs2024;  // of all clients
  Profile profile;
  Simulation simulation;
  SimulationAdapter adapter;
  FaultBoard faults{[] {}};
  Sessions sessions;

 private:
  void run_frame_at(world::Instant when) {
    now = when;
    for (Output& output : sessions.run_frame(now)) {
      std::vector<std::byte>& bytes = heard_[output.client];
      bytes.insert(bytes.end(), output.bytes.begin(), output.bytes.end());
    }
  }

  std::map<ClientId, std::uint32_t> send_ids_;
  std::map<ClientId, std::vector<std::byte>> heard_;
};

}  // namespace checkride::emulator::test
