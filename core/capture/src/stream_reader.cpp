#include "checkride/capture/stream_reader.hpp"

#include <array>
#include <deque>
#include <map>

#include "reassembly.hpp"
#include "tcp.hpp"

namespace checkride::capture {
namespace {

using Kind = StreamEvent::Kind;

struct Direction {
  Reassembly reassembly;
  bool finished = false;  // told
  Seen last;
};

struct Flow {
  std::array<Direction, 2> ways;       // to the server, to the client
  bool over = false;                   // a new SYN opens another connection
  std::optional<std::uint32_t> asked;  // sequence number of the client's SYN: another one opens another connection
};

std::size_t index_of(Way way) {
  return way == Way::to_server ? 0 : 1;
}

bool opens_anew(const Flow& flow, const Segment& syn) {
  return flow.over || !flow.asked || *flow.asked != syn.sequence;
}

// Both directions of a connection have this key.
using Key = std::pair<Endpoint, Endpoint>;
Key key_of(const Segment& segment) {
  return segment.from < segment.to ? Key{segment.from, segment.to} : Key{segment.to, segment.from};
}

}  // namespace

struct StreamReader::State {
  State(std::string file, std::span<const std::byte> bytes) : packets(std::move(file), bytes) {}

  PacketReader packets;
  std::vector<StreamConnection> connections;
  std::vector<Flow> flows;
  std::map<Key, std::size_t> open;
  std::deque<StreamEvent> ready;
  std::map<NoSegment, std::uint64_t> skipped;
  std::size_t held_bytes = 0;
  std::size_t draining = 0;  // at the end of the file: the next connection to be emptied
  bool at_end = false;

  void tell(Kind kind, std::size_t connection, Way way, const Packet& packet) {
    ready.push_back({kind, connection, way, packet.time, {}, 0, {}, packet.number});
  }
  Result<> take(const Packet& packet);
  Result<std::size_t> connection_of(const Segment& segment, const Packet& packet);
  void take_segment(std::size_t connection, Way way, const Segment& segment, const Packet& packet);
  void give(std::size_t connection, Way way, bool last, Time now);
  void give_pieces(std::size_t connection, Way way, bool last, Time now);
};

Result<std::size_t> StreamReader::State::connection_of(const Segment& segment, const Packet& packet) {
  const Key key = key_of(segment);
  const bool syn = (segment.flags & tcp::kSyn) != 0;
  const bool asks = syn && (segment.flags & tcp::kAck) == 0;
  const auto found = open.find(key);
  if (found != open.end() && !(asks && opens_anew(flows[found->second], segment))) return found->second;
  if (connections.size() >= kConnectionsMax) {
    return Error::invalid("packet " + std::to_string(packet.number) + ": more than 100000 connections");
  }
  const bool from_client = syn ? asks : segment.from.port >= segment.to.port;
  connections.push_back({from_client ? segment.from : segment.to, from_client ? segment.to : segment.from,
                         std::string(packet.interface), syn});
  flows.emplace_back();
  if (asks) flows.back().asked = segment.sequence;
  open.insert_or_assign(key, connections.size() - 1);
  tell(Kind::opened, connections.size() - 1, Way::to_server, packet);
  return connections.size() - 1;
}

void StreamReader::State::take_segment(std::size_t connection, Way way, const Segment& segment, const Packet& packet) {
  Direction& direction = flows[connection].ways[index_of(way)];
  direction.last = {packet.time, packet.number};
  std::uint32_t sequence = segment.sequence;
  if ((segment.flags & tcp::kSyn) != 0) {
    ++sequence;  // it counts as a byte
    if (!direction.reassembly.started()) direction.reassembly.start(sequence);
  }
  const std::size_t before = direction.reassembly.held_bytes();
  direction.reassembly.add(sequence, segment.payload, direction.last);
  held_bytes += direction.reassembly.held_bytes() - before;
  const auto end = sequence + static_cast<std::uint32_t>(segment.payload.size());
  if ((segment.flags & tcp::kFin) != 0) direction.reassembly.end_at(end);
  const bool reset = (segment.flags & tcp::kRst) != 0;
  give(connection, way, reset, packet.time);
  if ((segment.flags & tcp::kAck) != 0) {
    flows[connection].ways[index_of(opposite(way))].reassembly.acknowledged(segment.acknowledgement, packet.time);
    if (!reset) give(connection, opposite(way), false, packet.time);
  }
  if (!reset) return;
  give(connection, opposite(way), true, packet.time);
  if (!flows[connection].over) tell(Kind::reset, connection, way, packet);
  flows[connection].over = true;
}

// What waited for bytes that came late was readable when those came; what lies behind a hole, when it came itself.
void StreamReader::State::give_pieces(std::size_t connection, Way way, bool last, Time now) {
  Direction& direction = flows[connection].ways[index_of(way)];
  bool behind_hole = false;
  while (true) {
    const std::size_t before = direction.reassembly.held_bytes();
    auto piece = direction.reassembly.next(last || held_bytes > kHeldBytesMax, now);
    held_bytes -= before - direction.reassembly.held_bytes();
    if (!piece) return;
    const Kind kind = piece->missing > 0 ? Kind::gap : Kind::data;
    behind_hole = behind_hole || kind == Kind::gap;
    const Seen seen = behind_hole && piece->seen.packet != 0 ? piece->seen : direction.last;
    ready.push_back({kind, connection, way, seen.time, std::move(piece->bytes), piece->missing, {}, seen.packet});
  }
}

void StreamReader::State::give(std::size_t connection, Way way, bool last, Time now) {
  Flow& flow = flows[connection];
  Direction& direction = flow.ways[index_of(way)];
  give_pieces(connection, way, last, now);
  if (direction.finished || !direction.reassembly.ended()) return;
  direction.finished = true;
  ready.push_back({Kind::finished, connection, way, direction.last.time, {}, 0, {}, direction.last.packet});
  flow.over = flow.over || flow.ways[index_of(opposite(way))].finished;
}

Result<> StreamReader::State::take(const Packet& packet) {
  const auto read = segment_in(packet);
  if (!read.segment) {
    ++skipped[read.reason];
    return {};
  }
  TRY(const std::size_t connection, connection_of(*read.segment, packet));
  const Way way = read.segment->from == connections[connection].client ? Way::to_server : Way::to_client;
  if (!packet.comment.empty()) {
    ready.push_back({Kind::comment, connection, way, packet.time, {}, 0, std::string(packet.comment), packet.number});
  }
  take_segment(connection, way, *read.segment, packet);
  return {};
}

StreamReader::StreamReader(std::string file, std::span<const std::byte> bytes)
    : state_(std::make_unique<State>(std::move(file), bytes)) {}

StreamReader::~StreamReader() = default;

Result<std::optional<StreamEvent>> StreamReader::next() {
  State& state = *state_;
  while (state.ready.empty() && !state.at_end) {
    TRY(const std::optional<Packet> packet, state.packets.next());
    if (packet) {
      TRY_VOID(state.take(*packet));
    } else {
      state.at_end = true;
    }
  }
  while (state.ready.empty() && state.draining < state.flows.size()) {
    for (const Way way : {Way::to_server, Way::to_client}) state.give(state.draining, way, true, {});
    ++state.draining;
  }
  if (state.ready.empty()) return std::optional<StreamEvent>();
  std::optional<StreamEvent> event(std::move(state.ready.front()));
  state.ready.pop_front();
  return event;
}

const std::vector<StreamConnection>& StreamReader::connections() const {
  return state_->connections;
}

std::vector<std::string> StreamReader::notes() const {
  std::vector<std::string> notes = state_->packets.notes();
  for (const auto& [reason, count] : state_->skipped) {
    notes.push_back(std::to_string(count) + (count == 1 ? " packet " : " packets ") + std::string(to_string(reason)) +
                    (count == 1 ? " was" : " were") + " skipped");
  }
  return notes;
}

}  // namespace checkride::capture
