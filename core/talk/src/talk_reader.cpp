#include "checkride/talk/talk_reader.hpp"

#include <array>
#include <deque>
#include <map>

#include "checkride/protocol/codec.hpp"

namespace checkride::talk {
namespace {

using capture::StreamEvent;
using protocol::Direction;
using protocol::Protocol;
using Kind = TalkEvent::Kind;

constexpr std::size_t kVersionAt = 4;
constexpr std::size_t kIdAt = 8;
// No message has a larger id, and no version of the protocol is near this one.
constexpr std::uint32_t kIdsEnd = 0x1000;
constexpr std::uint32_t kVersionsEnd = 0x100;
// So many runs of bytes are looked at for the beginning of a frame.
constexpr unsigned kTriesMax = 64;

std::uint32_t number_at(std::span<const std::byte> bytes, std::size_t at) {
  return protocol::load_little_endian<std::uint32_t>(bytes.data() + at);
}

// Whether bytes can be the beginning of a frame, as far as there are any.
bool begins_frame(std::span<const std::byte> bytes) {
  if (bytes.size() < kVersionAt) return true;
  const std::uint32_t length = number_at(bytes, 0);
  if (length < protocol::kServerHeaderBytes || length > protocol::kMaxFrameBytes) return false;
  if (bytes.size() >= kIdAt && number_at(bytes, kVersionAt) >= kVersionsEnd) return false;
  return bytes.size() < protocol::kServerHeaderBytes || (number_at(bytes, kIdAt) & protocol::kClientIdMask) < kIdsEnd;
}

// Only clients set the high bits of the id.
bool is_of_client(std::span<const std::byte> bytes) {
  return bytes.size() >= protocol::kServerHeaderBytes &&
         (number_at(bytes, kIdAt) & protocol::kClientIdBits) == protocol::kClientIdBits;
}

struct Half {
  explicit Half(Direction direction) : frames(direction) {}
  protocol::FrameReader frames;
  bool synchronised = true;
};

// One TCP connection.
struct Line {
  enum class Speaks : std::uint8_t { unknown, simconnect, other };
  Speaks speaks = Speaks::unknown;
  bool swapped = false;  // who the client is was guessed wrongly
  unsigned tried = 0;    // runs of bytes in which no frame begins, of a connection whose beginning was not seen
  Protocol version = protocol::kNewestProtocol;
  std::array<Half, 2> ways{Half(Direction::client_to_server), Half(Direction::server_to_client)};
  std::vector<TalkEvent> waiting;  // until it is known what it speaks

  Half& way(Way which) { return ways[which == Way::to_server ? 0 : 1]; }
};

}  // namespace

struct TalkReader::State {
  State(std::string file, std::span<const std::byte> bytes) : streams(std::move(file), bytes) {}

  capture::StreamReader streams;
  std::vector<capture::StreamConnection> connections;
  std::map<std::size_t, Line> lines;
  std::deque<TalkEvent> ready;
  std::size_t others = 0;
  bool at_end = false;

  void take(const StreamEvent& event);
  void take_data(Line& line, const StreamEvent& event, TalkEvent said);
  void cut_frames(Line& line, const TalkEvent& said);
  void leave_out(Line& line);
  void learn(Line& line, const StreamEvent& event);
  void tell(Line& line, TalkEvent event);
  void lose(Line& line, TalkEvent event, std::string text);
};

void TalkReader::State::tell(Line& line, TalkEvent event) {
  if (line.speaks == Line::Speaks::unknown) {
    line.waiting.push_back(std::move(event));
  } else if (line.speaks == Line::Speaks::simconnect) {
    ready.push_back(std::move(event));
  }
}

void TalkReader::State::leave_out(Line& line) {
  line.speaks = Line::Speaks::other;
  line.waiting.clear();
  ++others;
}

// The first data decide what a connection speaks. Where its beginning was not seen they may be the middle of a frame:
// then the first run of bytes that begins as a frame does decides, also who the client is.
void TalkReader::State::learn(Line& line, const StreamEvent& event) {
  if (line.speaks != Line::Speaks::unknown) return;
  auto& connection = connections[event.connection];
  const bool whole_header = event.bytes.size() >= protocol::kServerHeaderBytes;
  if (!begins_frame(event.bytes) || (!connection.start_seen && !whole_header)) {
    for (Half& way : line.ways) way.synchronised = false;
    if (connection.start_seen || ++line.tried >= kTriesMax) leave_out(line);
    return;
  }
  line.speaks = Line::Speaks::simconnect;
  if (!connection.start_seen && is_of_client(event.bytes) != (event.way == Way::to_server)) {
    line.swapped = true;
    std::swap(connection.client, connection.server);
    for (TalkEvent& waiting : line.waiting) waiting.way = capture::opposite(waiting.way);
  }
  for (TalkEvent& waiting : line.waiting) ready.push_back(std::move(waiting));
  line.waiting.clear();
}

void TalkReader::State::lose(Line& line, TalkEvent event, std::string text) {
  Half& way = line.way(event.way);
  way.frames =
      protocol::FrameReader(event.way == Way::to_server ? Direction::client_to_server : Direction::server_to_client);
  way.synchronised = false;
  event.kind = Kind::lost;
  event.text = std::move(text);
  tell(line, std::move(event));
}

void TalkReader::State::cut_frames(Line& line, const TalkEvent& said) {
  Half& way = line.way(said.way);
  while (true) {
    const auto step = way.frames.next();
    if (std::holds_alternative<protocol::NeedMore>(step)) return;
    TalkEvent event = said;
    if (const auto* error = std::get_if<protocol::FramingError>(&step)) {
      return lose(line, std::move(event), "no frame: " + error->text());
    }
    const auto bytes = std::get<protocol::Frame>(step).bytes;
    if (said.way == Way::to_server) line.version = static_cast<Protocol>(number_at(bytes, kVersionAt));
    event.kind = Kind::frame;
    event.version = line.version;
    event.frame.assign(bytes.begin(), bytes.end());
    tell(line, std::move(event));
  }
}

void TalkReader::State::take_data(Line& line, const StreamEvent& event, TalkEvent said) {
  Half& way = line.way(said.way);
  if (!way.synchronised) {
    if (!begins_frame(event.bytes))
      return lose(line, std::move(said),
                  std::to_string(event.bytes.size()) + " bytes in the middle of a frame are skipped");
    way.synchronised = true;
  }
  way.frames.feed(event.bytes);
  cut_frames(line, said);
}

void TalkReader::State::take(const StreamEvent& event) {
  while (connections.size() < streams.connections().size()) {
    connections.push_back(streams.connections()[connections.size()]);
  }
  Line& line = lines[event.connection];
  if (event.kind == StreamEvent::Kind::data) learn(line, event);
  TalkEvent said{Kind::opened, event.connection, event.way, event.time, {}, {}, event.text, event.packet};
  if (line.swapped) said.way = capture::opposite(event.way);
  switch (event.kind) {
    case StreamEvent::Kind::opened:
      return tell(line, std::move(said));
    case StreamEvent::Kind::data:
      return take_data(line, event, std::move(said));
    case StreamEvent::Kind::gap:
      return lose(line, std::move(said), std::to_string(event.missing) + " bytes are not in the capture");
    case StreamEvent::Kind::finished:
      said.kind = Kind::finished;
      return tell(line, std::move(said));
    case StreamEvent::Kind::reset:
      said.kind = Kind::reset;
      return tell(line, std::move(said));
    case StreamEvent::Kind::comment:
      said.kind = Kind::comment;
      return tell(line, std::move(said));
  }
}

TalkReader::TalkReader(std::string file, std::span<const std::byte> bytes)
    : state_(std::make_unique<State>(std::move(file), bytes)) {}

TalkReader::~TalkReader() = default;

Result<std::optional<TalkEvent>> TalkReader::next() {
  State& state = *state_;
  while (state.ready.empty() && !state.at_end) {
    TRY(const std::optional<StreamEvent> event, state.streams.next());
    if (event) {
      state.take(*event);
      continue;
    }
    state.at_end = true;
    for (auto& [index, line] : state.lines) {  // those that said nothing at all
      if (line.speaks == Line::Speaks::unknown && line.tried > 0) state.leave_out(line);
      for (TalkEvent& waiting : line.waiting) state.ready.push_back(std::move(waiting));
    }
  }
  if (state.ready.empty()) return std::optional<TalkEvent>();
  std::optional<TalkEvent> event(std::move(state.ready.front()));
  state.ready.pop_front();
  return event;
}

const std::vector<capture::StreamConnection>& TalkReader::connections() const {
  return state_->connections;
}

std::vector<std::string> TalkReader::notes() const {
  std::vector<std::string> notes = state_->streams.notes();
  if (state_->others > 0) {
    notes.push_back(
        std::to_string(state_->others) +
        (state_->others == 1 ? " connection of another protocol was" : " connections of other protocols were") +
        " left out");
  }
  return notes;
}

Result<Talk> read_talk(std::string file, std::span<const std::byte> bytes) {
  TalkReader reader(std::move(file), bytes);
  Talk talk;
  while (true) {
    TRY(std::optional<TalkEvent> event, reader.next());
    if (!event) break;
    talk.events.push_back(std::move(*event));
  }
  talk.connections = reader.connections();
  talk.notes = reader.notes();
  return talk;
}

}  // namespace checkride::talk
