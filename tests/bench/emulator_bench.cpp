// SIMOBJECT_DATA messages per second from the emulator to one client on loopback, next to a bare loop that sends the
// same bytes in writes of the same size over the same kind of stream, in the same run.
//
// Input: 1000 requests of one FLOAT64 each, 48 bytes a message, 48,000 bytes a frame and a write; 2000 frames an
// iteration, so that what sockets buffer does not count. The world runs fast enough that a frame is always due, so the
// emulator is limited by its own work. Server and client share one event loop in both cases. The counter `check` is a
// hash of the ids heard: equal in both.
#include <benchmark/benchmark.h>

#include <array>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "checkride/world/real_world.hpp"
#include "faults/fault_board.hpp"
#include "server/server.hpp"
#include "server/simulation_adapter.hpp"
#include "session/sessions.hpp"

namespace checkride::emulator {
namespace {

constexpr std::uint32_t kRequests = 1000;
constexpr std::size_t kMessageBytes = 48;
constexpr std::size_t kFrameBytes = kRequests * kMessageBytes;
constexpr std::size_t kFrames = 2000;
constexpr double kTimeScale = 20;

world::Endpoint any_port() {
  world::Endpoint where;
  where.host = "127.0.0.1";
  return where;
}

// Reads `count` bytes and folds the request id of every message into a hash. The stream stands at a message.
world::Task<Result<std::uint64_t>> read_messages(world::Stream& stream, std::size_t count) {
  std::vector<std::byte> buffer(256 * 1024);
  std::vector<std::byte> rest;
  std::uint64_t hash = 0;
  for (std::size_t read = 0; read < count;) {
    const std::size_t wanted = std::min(buffer.size(), count - read);
    CO_TRY(const std::size_t got, co_await world::read_some(stream, std::span(buffer).first(wanted)));
    read += got;
    rest.insert(rest.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got));
    std::size_t at = 0;
    for (; rest.size() - at >= kMessageBytes; at += kMessageBytes) {
      hash = hash * 31 + protocol::load_little_endian<std::uint32_t>(rest.data() + at + 12);
    }
    rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(at));
  }
  co_return hash;
}

// Throws out of the benchmark: a failed run has no number.
template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message());
  return std::move(*result);
}

std::vector<std::byte> opening() {
  std::vector<std::byte> bytes;
  std::uint32_t send_id = 0;
  const auto say = [&](const auto& message) {
    protocol::encode(message, protocol::Protocol::msfs2024, protocol::SendId{++send_id}, bytes);
  };
  say(protocol::Open());
  protocol::AddToDataDefinition datum;
  datum.define_id.value = 1;
  datum.datum_name = "PLANE ALTITUDE";
  datum.units_name = "feet";
  say(datum);
  for (std::uint32_t id = 0; id < kRequests; ++id) {
    protocol::RequestDataOnSimObject request;
    request.request_id.value = id;
    request.define_id.value = 1;
    request.period = protocol::Period::visual_frame;
    say(request);
  }
  return bytes;
}

// Times everything from connecting on: what a sender gets ahead with before the clock runs would be for nothing.
world::Task<int> measure(world::World& world, world::Endpoint where, benchmark::State& state, std::uint64_t& hash) {
  state.ResumeTiming();
  auto stream = need(co_await world.network().connect(std::move(where)));
  const std::vector<std::byte> hello = opening();
  const auto sent = co_await world::write_all(stream, std::span<const std::byte>(hello));
  if (!sent) throw std::runtime_error(sent.error().message());
  std::vector<std::byte> open(308);
  for (std::size_t read = 0; read < open.size();) {
    const std::size_t got = need(co_await world::read_some(stream, std::span(open).subspan(read)));
    read += got;
  }
  hash = need(co_await read_messages(stream, kFrames * kFrameBytes));
  state.PauseTiming();
  co_return 0;
}

void report(benchmark::State& state, std::uint64_t hash) {
  const auto messages = static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(kFrames * kRequests);
  state.SetItemsProcessed(messages);
  state.SetBytesProcessed(messages * static_cast<std::int64_t>(kMessageBytes));
  state.counters["check"] = static_cast<double>(hash % 1'000'000);
}

world::RealOptions real_options() {
  world::RealOptions options;
  options.seed = 1;
  options.time_scale = kTimeScale;
  options.handle_signals = false;
  return options;
}

void emulator_to_client(benchmark::State& state) {
  std::uint64_t hash = 0;
  for (auto _ : state) {
    state.PauseTiming();
    world::RealWorld world(real_options());
    SimulationOptions options;
    options.start = world.clock().now();
    options.frame_rate = 1000;
    Simulation simulation(options);
    const Profile profile = *find_profile("msfs2024");
    SimulationAdapter adapter(simulation, profile);
    FaultBoard faults;
    std::unique_ptr<Server> server;
    Sessions sessions(adapter, faults, profile, [&server] { server->wake(); });
    server = std::make_unique<Server>(world, sessions, ServerLimits());
    auto listener = need(world.network().listen(any_port()));
    const world::Endpoint where = listener->local();
    server->listen(std::move(listener));
    world.run(measure(world, where, state, hash));
    server.reset();
    state.ResumeTiming();
  }
  report(state, hash);
}
BENCHMARK(emulator_to_client)->Unit(benchmark::kMillisecond)->UseRealTime();

// What the emulator sends, made once: OPEN, then the same frame of data again and again.
world::Task<> send_frames(std::unique_ptr<world::Listener> listener) {
  std::vector<std::byte> open;
  protocol::encode(protocol::RecvOpen(), protocol::Protocol::msfs2024, open);
  const std::array<std::byte, 8> altitude{};
  std::vector<std::byte> frame;
  for (std::uint32_t id = 0; id < kRequests; ++id) {
    protocol::RecvSimObjectData message;
    message.request_id.value = id;
    message.data = altitude;
    protocol::encode(message, protocol::Protocol::msfs2024, frame);
  }
  auto stream = need(co_await listener->accept());
  if (!co_await world::write_all(stream, std::span<const std::byte>(open))) co_return;
  while (co_await world::write_all(stream, std::span<const std::byte>(frame))) {
  }
}

void bare_loop_to_client(benchmark::State& state) {
  std::uint64_t hash = 0;
  for (auto _ : state) {
    state.PauseTiming();
    world::RealWorld world(real_options());
    auto listener = need(world.network().listen(any_port()));
    const world::Endpoint where = listener->local();
    auto tasks = std::make_unique<world::TaskGroup>(world.executor());
    tasks->spawn("bare loop", send_frames(std::move(listener)));
    world.run(measure(world, where, state, hash));
    tasks.reset();
    state.ResumeTiming();
  }
  report(state, hash);
}
BENCHMARK(bare_loop_to_client)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace checkride::emulator
