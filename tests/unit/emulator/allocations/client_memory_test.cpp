// Goal: a client that waits for its data takes little memory, and leaves none behind. Method: operator new counts what
// is held before and after many clients of a real simulation, watched by the call log, have opened, defined ten data
// and had some of them.
#include "allocations/counted_memory.hpp"
#include "checkride/world/virtual_world.hpp"
#include "control/recorder.hpp"
#include "server/simulation_adapter.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

// Of everything between the server, which adds what it needs to read and write, and the control API.
constexpr std::size_t kClientBytes = 7 * 1024;
constexpr std::size_t kClients = 500;
// So many that what is kept of clients in all, however many there are, is there.
constexpr std::size_t kFirstClients = 300;
constexpr FrameNumber kFrames = 70;  // two seconds and more

std::vector<std::byte> hello() {
  constexpr std::array kNames{
      "PLANE ALTITUDE", "PLANE LATITUDE",  "PLANE LONGITUDE",     "AIRSPEED INDICATED", "AIRSPEED TRUE",
      "VERTICAL SPEED", "GROUND VELOCITY", "PLANE PITCH DEGREES", "PLANE BANK DEGREES", "PLANE HEADING DEGREES TRUE"};
  std::vector<std::byte> bytes;
  std::uint32_t send_id = 0;
  const auto say = [&](const auto& message) {
    protocol::encode(message, protocol::Protocol::fsx_sp2, protocol::SendId{++send_id}, bytes);
  };
  say(protocol::Open());
  for (const char* name : kNames) say(add_datum(1, name));
  say(request_data(1, 1, protocol::Period::second));
  return bytes;
}

class Host {
 public:
  // What a client takes when `count` more have come and been told their data.
  std::size_t bytes_of_each(std::size_t count) {
    const std::size_t before = held_bytes();
    const std::size_t heard_before = heard_;
    for (std::size_t i = 0; i < count; ++i) {
      clients_.push_back(sessions_.connect("127.0.0.1:40112", adapter_.frame_time(frame_)));
      sessions_.receive(clients_.back(), hello_);
    }
    run();
    EXPECT_GT(heard_ - heard_before, count * 100) << "each has heard";
    return (held_bytes() - before) / count;
  }
  void dismiss() {
    for (const ClientId client : clients_) sessions_.disconnect(client);
    clients_.clear();
    run();
  }

 private:
  void run() {
    for (FrameNumber i = 0; i < kFrames; ++i) sessions_.run_frame(adapter_.frame_time(++frame_), hear_);
  }

  world::VirtualWorld world_;
  Recorder recorder_{world_.add_host("emulator").executor()};
  Profile profile_ = *find_profile("fsx_sp2");
  Simulation simulation_{SimulationOptions()};
  SimulationAdapter adapter_{simulation_, profile_};
  FaultBoard faults_;
  Sessions sessions_{adapter_, faults_, profile_, {}, &recorder_};
  FrameNumber frame_ = 0;
  std::size_t heard_ = 0;
  std::function<void(const ReadyOutput&)> hear_{[this](const ReadyOutput& output) { heard_ += output.bytes.size(); }};
  std::vector<std::byte> hello_ = hello();
  std::vector<ClientId> clients_;
};

TEST(ClientMemory, AWaitingClientTakesLittle) {
  Host host;
  (void)host.bytes_of_each(kFirstClients);
  const std::size_t bytes = host.bytes_of_each(kClients);
  RecordProperty("bytes", static_cast<int>(bytes));
  EXPECT_LE(bytes, kClientBytes);
  EXPECT_GT(bytes, kClientBytes / 4) << "nothing is counted";
}

TEST(ClientMemory, ClientsThatGoLeaveNothingBehind) {
  Host host;
  (void)host.bytes_of_each(kClients);
  host.dismiss();
  const std::size_t once = held_bytes();
  (void)host.bytes_of_each(kClients);
  host.dismiss();
  EXPECT_LE(held_bytes(), once + kClients);
}

}  // namespace
}  // namespace checkride::emulator
