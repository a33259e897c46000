#include "capture/talk_script.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "capture/picked_ids.hpp"

namespace checkride::harness {
namespace {

using talk::TalkEvent;

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr world::Duration kStopLimit = std::chrono::seconds(2);
// A client waits so long for the id of an object that it has asked for.
constexpr world::Duration kIdWaitMax = std::chrono::seconds(2);

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
  std::size_t place = 0;  // of the connection in the script
  std::vector<TimedFrame> heard;
  world::Stream stream;
};

// What all connections share while they are played.
struct Stage {
  Stage(world::World& of, const TalkScript& played, world::Endpoint where)
      : world(of),
        script(played),
        simulator(std::move(where)),
        start(of.clock().now()),
        ids(played),
        learned(of.executor()),
        tasks(of.executor()) {}

  world::World& world;
  const TalkScript& script;
  world::Endpoint simulator;
  world::Instant start;
  PickedIds ids;
  world::Notifier learned;
  std::size_t saying = 0;  // clients that have something to say yet
  world::Duration late{};  // the most by which something was said late, for an id was waited for
  world::TaskGroup tasks;
};

// Takes what is answered until the stream ends.
world::Task<> listen_to(Stage& stage, Played& played) {
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
      const world::Duration at = stage.world.clock().now() - stage.start;
      played.heard.push_back({at, {frame->bytes.begin(), frame->bytes.end()}, 0});
      if (stage.ids.hear(played.place, frame->bytes)) stage.learned.notify_all();
    }
  }
}

// Until the simulator has told the ids that the client of the capture had been told by then.
world::Task<> wait_for_ids(Stage& stage, const TimedFrame& frame) {
  world::Clock& clock = stage.world.clock();
  const world::Instant limit = stage.start + frame.at + kIdWaitMax;
  while (!stage.ids.awaited(frame).empty() && clock.now() < limit) {
    (void)co_await stage.learned.wait_until(clock, limit);  // both ends are looked at
  }
  const std::vector<PickedId> unknown = stage.ids.awaited(frame);
  stage.ids.give_up(unknown);
  for (const PickedId& id : unknown) {
    const std::string what = id.kind == protocol::IdKind::object ? "object" : "input event";
    stage.world.print_error_line("checkride: the simulator tells of no " + what + " in the place of " +
                                 std::to_string(id.id) + " of the capture (packet " + std::to_string(frame.packet) +
                                 "): what is said of it is said with that number");
  }
  stage.late = std::max(stage.late, clock.now() - stage.start - frame.at);
}

world::Task<> say(Stage& stage, Played& played) {
  world::World& world = stage.world;
  const ScriptConnection& connection = stage.script.connections[played.place];
  co_await world.clock().sleep_until(stage.start + connection.opened);
  auto stream = co_await world.network().connect(stage.simulator);
  if (!stream) {
    world.print_error_line("checkride: " + stream.error().message());
    co_return;
  }
  played.stream = std::move(*stream);
  stage.tasks.spawn("listen", listen_to(stage, played));
  for (const TimedFrame& frame : connection.says) {
    co_await world.clock().sleep_until(stage.start + frame.at);
    if (!stage.ids.awaited(frame).empty()) co_await wait_for_ids(stage, frame);
    const std::vector<std::byte> bytes = stage.ids.as_of_now(frame);
    const auto written = co_await world::write_all(played.stream, std::span<const std::byte>(bytes));
    if (!written) break;
  }
}

world::Task<> say_all(Stage& stage, Played& played) {
  ++stage.saying;
  co_await say(stage, played);
  --stage.saying;
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
  std::vector<Played> played(script.connections.size());
  const auto stage = std::make_unique<Stage>(world, script, std::move(simulator));
  for (std::size_t i = 0; i < played.size(); ++i) {
    played[i].place = i;
    stage->tasks.spawn("client", say_all(*stage, played[i]));
  }
  const world::Instant end = stage->start + script.length;
  co_await world.clock().sleep_until(end + after);
  if (stage->saying != 0) co_await world.clock().sleep_until(end + kIdWaitMax);
  co_await world.clock().sleep_for(stage->late);
  (void)co_await stage->tasks.stop(world.clock(), kStopLimit);  // they only wait
  std::vector<std::vector<TimedFrame>> heard;
  for (Played& one : played) {
    if (one.stream.is_open()) one.stream.close();
    heard.push_back(std::move(one.heard));
  }
  co_return heard;
}

}  // namespace checkride::harness
