#include "capture/talk_script.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

namespace checkride::harness {
namespace {

using talk::TalkEvent;

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr world::Duration kStopLimit = std::chrono::seconds(2);

// The name of the simulator, if this is its OPEN.
std::string application_in(const TalkEvent& event) {
  const auto frame = protocol::decode_server(event.frame, event.version);
  if (!frame) return {};
  const auto* open = std::get_if<protocol::RecvOpen>(&frame->message);
  return open == nullptr ? std::string() : std::string(open->application_name);
}

void take_frame(TalkScript& script, ScriptConnection& connection, const TalkEvent& event, world::Duration at) {
  if (event.way == capture::Way::to_server) {
    connection.version = event.version;
    connection.says.push_back({at, event.frame, event.packet});
    return;
  }
  connection.answers.push_back({at, event.frame, event.packet});
  if (script.application.empty()) script.application = application_in(event);
}

// A simulator answers nobody who has not opened.
TimedFrame open_frame(protocol::Protocol version, world::Duration at) {
  const auto identity = protocol::client_identity(version);
  protocol::Open open;
  open.application_name = "checkride fidelity";
  open.client_tag = identity.client_tag;
  open.version_major = identity.version_major;
  open.version_minor = identity.version_minor;
  open.build_major = identity.build_major;
  open.build_minor = identity.build_minor;
  TimedFrame frame{at, {}, 0};
  protocol::encode(open, version, protocol::SendId{0}, frame.bytes);
  return frame;
}

void supply_open(ScriptConnection& connection, std::vector<std::string>& notes) {
  const auto first = protocol::decode_client(connection.says.front().bytes);
  if (!first || std::holds_alternative<protocol::Open>(first->message)) return;
  connection.beginning_missing = true;
  connection.says.insert(connection.says.begin(), open_frame(connection.version, connection.says.front().at));
  notes.push_back(connection.client +
                  ": the capture lacks the beginning of this connection, and what was defined in "
                  "it; an Open is said first");
}

struct Played {
  const ScriptConnection* connection = nullptr;
  std::vector<TimedFrame> heard;
  world::Stream stream;
};

// Takes what is answered until the stream ends.
world::Task<> listen_to(world::World& world, Played& played, world::Instant start) {
  protocol::FrameReader frames(protocol::Direction::server_to_client);
  std::array<std::byte, kReadBytes> buffer;
  while (true) {
    const auto count = co_await world::read_some(played.stream, std::span<std::byte>(buffer));
    if (!count) break;
    frames.feed(std::span<const std::byte>(buffer).first(*count));
    while (true) {
      const auto step = frames.next();
      const auto* frame = std::get_if<protocol::Frame>(&step);
      if (frame == nullptr) break;
      played.heard.push_back({world.clock().now() - start, {frame->bytes.begin(), frame->bytes.end()}, 0});
    }
  }
}

world::Task<> say_all(world::World& world, world::Endpoint simulator, Played& played, world::Instant start,
                      world::TaskGroup& tasks) {
  co_await world.clock().sleep_until(start + played.connection->opened);
  auto stream = co_await world.network().connect(simulator);
  if (!stream) {
    world.print_error_line("checkride: " + stream.error().message());
    co_return;
  }
  played.stream = std::move(*stream);
  tasks.spawn("listen", listen_to(world, played, start));
  for (const TimedFrame& frame : played.connection->says) {
    co_await world.clock().sleep_until(start + frame.at);
    const auto written = co_await world::write_all(played.stream, std::span<const std::byte>(frame.bytes));
    if (!written) break;
  }
}

}  // namespace

Result<TalkScript> read_script(const std::string& file, std::span<const std::byte> bytes) {
  TRY(auto talk, talk::read_talk(file, bytes));
  TalkScript script;
  script.notes = talk.notes;
  if (talk.events.empty()) return Error::invalid(file + ": no SimConnect client says anything in it");
  capture::Time begin = talk.events.front().time;
  for (const TalkEvent& event : talk.events) begin = std::min(begin, event.time);
  std::map<std::size_t, ScriptConnection> connections;
  for (const TalkEvent& event : talk.events) {
    const world::Duration at = event.time - begin;
    script.length = std::max(script.length, at);
    ScriptConnection& connection = connections[event.connection];
    if (event.kind == TalkEvent::Kind::opened) connection.opened = at;
    if (event.kind == TalkEvent::Kind::frame) take_frame(script, connection, event, at);
    if (event.kind == TalkEvent::Kind::lost)
      script.notes.push_back("packet " + std::to_string(event.packet) + ": " + event.text);
  }
  for (auto& [index, connection] : connections) {
    if (connection.says.empty()) continue;
    connection.client = talk.connections[index].client.text();
    supply_open(connection, script.notes);
    script.connections.push_back(std::move(connection));
  }
  if (script.connections.empty()) return Error::invalid(file + ": no SimConnect client says anything in it");
  return script;
}

world::Task<std::vector<std::vector<TimedFrame>>> play_script(world::World& world, world::Endpoint simulator,
                                                              const TalkScript& script, world::Duration after) {
  const world::Instant start = world.clock().now();
  std::vector<Played> played(script.connections.size());
  auto tasks = std::make_unique<world::TaskGroup>(world.executor());
  for (std::size_t i = 0; i < played.size(); ++i) {
    played[i].connection = &script.connections[i];
    tasks->spawn("client", say_all(world, simulator, played[i], start, *tasks));
  }
  co_await world.clock().sleep_until(start + script.length + after);
  (void)co_await tasks->stop(world.clock(), kStopLimit);  // they only wait
  std::vector<std::vector<TimedFrame>> heard;
  for (Played& one : played) {
    if (one.stream.is_open()) one.stream.close();
    heard.push_back(std::move(one.heard));
  }
  co_return heard;
}

}  // namespace checkride::harness
