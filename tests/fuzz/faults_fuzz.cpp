// Goal: no text crashes the readers of faults and of fault tapes, and whatever a tape says can be played over any
// traffic in both directions: what it does to the bytes ends, within bounds. The first byte says whether the rest is a
// fault (as POST /v1/faults takes it) or a tape. What was read is written and read again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "checkride/result/assert.hpp"
#include "control/body.hpp"
#include "faults/fault_reader.hpp"
#include "faults/wire_plan.hpp"

namespace {

using namespace checkride;
using namespace checkride::emulator;
using namespace std::chrono_literals;

constexpr std::size_t kMaxBytes = 16 * 1024;
constexpr world::Instant kStart{1s};
constexpr int kMessages = 12;
constexpr int kPiecesMax = 20'000;

void check_fault(const std::string& text) {
  std::optional<Fault> fault;
  const auto read = read_json_body(text, [&fault](values::MapReader& map) { fault = read_whole_fault(map); });
  CHECKRIDE_ASSERT(read.has_value() ? fault.has_value() : !read.error().message().empty());
  if (!read || !check(*fault)) return;
  std::string again;
  values::json::Writer json(again);
  json.begin_object();
  fault->write(json);
  json.end_object();
  std::optional<Fault> same;
  CHECKRIDE_ASSERT(
      read_json_body(again, [&same](values::MapReader& map) { same = read_whole_fault(map); }).has_value());
  CHECKRIDE_ASSERT(same == fault);
}

std::vector<std::byte> message(Way way, std::uint32_t number) {
  std::vector<std::byte> bytes;
  if (way == Way::to_client) {
    protocol::RecvSimObjectData data;
    data.request_id = protocol::RequestId{number};
    protocol::encode(data, protocol::Protocol::msfs2024, bytes);
  } else {
    protocol::RequestDataOnSimObject ask;
    ask.request_id = protocol::RequestId{number};
    protocol::encode(ask, protocol::Protocol::msfs2024, protocol::SendId{number}, bytes);
  }
  return bytes;
}

void play(const FaultTape& tape, Way way) {
  FaultBoard board;
  board.start_tape(kStart);
  board.play(tape);
  WirePlan plan(board, way, 33ms);
  const ClientName client{1, "fuzz"};
  for (int i = 0; i < kMessages; ++i) {
    const world::Instant now = kStart + i * 100ms;
    board.begin_frame(now);
    (void)plan.look(now, client);
    plan.accept(now, client, message(way, static_cast<std::uint32_t>(i)));
    board.end_frame(now);
    for (auto due = plan.next(); due && *due <= now; due = plan.next()) (void)plan.take();
  }
  plan.end(kStart + 2s, client, Connection::closed);
  CHECKRIDE_ASSERT(plan.ended());
  for (int pieces = 0; plan.next() && pieces < kPiecesMax; ++pieces) (void)plan.take();
  CHECKRIDE_ASSERT(!plan.idle() || plan.waiting_bytes() == 0);
}

void check_tape(const std::string& text) {
  const auto tape = parse_fault_tape(text, "fuzz.jsonl");
  if (!tape) {
    CHECKRIDE_ASSERT(tape.error().message().starts_with("fuzz.jsonl"));
    return;
  }
  const auto again = parse_fault_tape(tape->text(), "again.jsonl");
  CHECKRIDE_ASSERT(again.has_value() && again->entries() == tape->entries());
  play(*tape, Way::to_client);
  play(*tape, Way::from_client);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > kMaxBytes) return 0;
  const std::string text(data + 1, data + size);
  if (data[0] % 2 == 0) {
    check_fault(text);
  } else {
    check_tape(text);
  }
  return 0;
}
