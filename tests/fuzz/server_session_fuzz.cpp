// Goal: whatever clients send, however it is cut, no session crashes, and what each is told can be decoded. Method: the
// sessions of a real simulation. The first byte chooses the simulator; then steps of (kind, length, bytes): bytes to
// one of three clients, frames, connecting and leaving. Every other client has said Open already, so that seeds get
// far.
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "server/simulation_adapter.hpp"
#include "session/sessions.hpp"

namespace {

using namespace checkride;
using namespace checkride::emulator;

constexpr std::size_t kClients = 3;
constexpr int kFramesMax = 60;

class Host {
 public:
  explicit Host(std::size_t profile)
      : profile_(profiles()[profile % profiles().size()]),
        adapter_(simulation_, profile_),
        faults_([this] { sessions_.wake(); }),
        sessions_(adapter_, faults_, profile_) {}

  void reconnect(std::size_t place) {
    sessions_.disconnect(clients_.at(place));
    readers_.erase(clients_.at(place));
    clients_.at(place) = sessions_.connect("10.0.0.2:1", adapter_.frame_time(frame_));
    readers_.emplace(clients_.at(place), protocol::FrameReader(protocol::Direction::server_to_client));
    if (place == 0) return;
    std::vector<std::byte> hello;
    protocol::encode(protocol::Open(), protocol::Protocol::fsx_rtm, protocol::SendId{1}, hello);
    receive(place, hello);
  }

  void receive(std::size_t place, std::span<const std::byte> bytes) { sessions_.receive(clients_.at(place), bytes); }

  void run(int frames) {
    for (; frames > 0; --frames) {
      for (const Output& output : sessions_.run_frame(adapter_.frame_time(++frame_))) check(output);
    }
  }

 private:
  void check(const Output& output) {
    const auto reader = readers_.find(output.client);
    CHECKRIDE_ASSERT(reader != readers_.end());
    reader->second.feed(output.bytes);
    while (true) {
      const protocol::FrameStep step = reader->second.next();
      CHECKRIDE_ASSERT(!std::holds_alternative<protocol::FramingError>(step));
      if (std::holds_alternative<protocol::NeedMore>(step)) break;
      CHECKRIDE_ASSERT(!protocol::decode_server(std::get<protocol::Frame>(step).bytes).has_error());
    }
    CHECKRIDE_ASSERT(reader->second.buffered() == 0);  // whole messages only
  }

  const Profile& profile_;
  Simulation simulation_{SimulationOptions()};
  SimulationAdapter adapter_;
  FaultBoard faults_;
  Sessions sessions_;
  std::array<ClientId, kClients> clients_{};
  std::map<ClientId, protocol::FrameReader> readers_;
  FrameNumber frame_ = 1;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::vector<std::byte> bytes;
  for (std::size_t i = 1; i < size; ++i) bytes.push_back(static_cast<std::byte>(data[i]));
  Host host(data[0]);
  for (std::size_t place = 0; place < kClients; ++place) host.reconnect(place);
  int frames = 0;
  for (std::span<const std::byte> rest(bytes); rest.size() >= 3;) {
    const auto kind = std::to_integer<std::size_t>(rest[0]);
    const std::size_t length = std::to_integer<std::size_t>(rest[1]) + 256 * std::to_integer<std::size_t>(rest[2]);
    rest = rest.subspan(3);
    const std::size_t place = kind / 8 % kClients;
    if (kind % 8 == 0) {
      host.reconnect(place);
    } else if (kind % 8 < 3 && frames < kFramesMax) {
      ++frames;
      host.run(1);
    } else {
      const auto piece = rest.first(std::min(length, rest.size()));
      host.receive(place, piece);
      rest = rest.subspan(piece.size());
    }
  }
  host.run(3);
  return 0;
}
