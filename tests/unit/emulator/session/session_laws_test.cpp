// Goal: a session is total over its input, and watching changes nothing. Method: arbitrary frames and arbitrary
// watchers by RapidCheck.
#include "checkride/test/property.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Period;

std::vector<std::byte> arbitrary_bytes(int size_max) {
  const auto size = *rc::gen::inRange(0, size_max);
  std::vector<std::byte> bytes;
  for (const auto byte : *rc::gen::container<std::vector<std::uint8_t>>(static_cast<std::size_t>(size),
                                                                        rc::gen::arbitrary<std::uint8_t>())) {
    bytes.push_back(static_cast<std::byte>(byte));
  }
  return bytes;
}

// A frame with a right length and an id that exists, and anything in its payload: small numbers half of the time, so
// that ids meet each other.
std::vector<std::byte> arbitrary_frame() {
  const auto infos = protocol::client_message_infos();
  const auto& info = infos[*rc::gen::inRange<std::size_t>(0, infos.size())];
  const auto off = *rc::gen::element<int>(0, 0, 0, 0, -1, 1, 8);
  const std::size_t size = std::max<std::size_t>(16, info.size + static_cast<std::size_t>(off));
  std::vector<std::byte> bytes(size);
  protocol::store_little_endian(bytes.data(), static_cast<std::uint32_t>(size));
  protocol::store_little_endian(bytes.data() + 4, *rc::gen::inRange<std::uint32_t>(2, 7));
  protocol::store_little_endian(bytes.data() + 8, 0xF0000000 | info.id);
  protocol::store_little_endian(bytes.data() + 12, *rc::gen::arbitrary<std::uint32_t>());
  for (std::size_t at = 16; at + 4 <= size && at < 64; at += 4) {
    const auto word = *rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0, 5), rc::gen::arbitrary<std::uint32_t>());
    protocol::store_little_endian(bytes.data() + at, word);
  }
  return bytes;
}

RC_GTEST_PROP(SessionLaw, ArbitraryFramesNeverBreakIt, ()) {
  Cockpit cockpit(*rc::gen::element<std::string_view>("fsx_rtm", "fsx_sp2", "msfs2020", "msfs2024"));
  const ClientId client = cockpit.open(protocol::Protocol::fsx_rtm);
  for (const std::uint32_t definition : {0u, 1u, 2u}) {
    cockpit.send(client, add_datum(definition, "PLANE ALTITUDE", "feet"));
    cockpit.send(client, map_event(definition, ""));
  }
  cockpit.run_frame();
  (void)cockpit.take(client);
  const int frames = *rc::gen::inRange(1, 30);
  for (int i = 0; i < frames; ++i) {
    cockpit.send_bytes(client, arbitrary_frame());
    if (*rc::gen::arbitrary<bool>()) cockpit.run_frame();
  }
  cockpit.run_frame(3);
  (void)cockpit.take(client);               // what it said is made of whole, decodable messages
  RC_ASSERT(cockpit.sessions.has(client));  // lengths were right, so the stream goes on
}

RC_GTEST_PROP(SessionLaw, ArbitraryBytesCloseOrWait, ()) {
  Cockpit cockpit;
  const ClientId client = *rc::gen::arbitrary<bool>() ? cockpit.open() : cockpit.connect();
  cockpit.send_bytes(client, arbitrary_bytes(400));
  cockpit.run_frame(2);
  const Heard heard = cockpit.take(client);
  RC_ASSERT(cockpit.sessions.has(client) != heard.closed);
}

// Any number of clients with any requests and subscriptions.
void add_watchers(Cockpit& cockpit) {
  const int watchers = *rc::gen::inRange(0, 4);
  for (int i = 0; i < watchers; ++i) {
    const ClientId client = cockpit.connect();
    protocol::Open open;
    cockpit.send(client, open);
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
    auto request = request_data(1, 1, *rc::gen::element(Period::once, Period::visual_frame, Period::second));
    request.interval = *rc::gen::inRange<std::uint32_t>(0, 5);
    request.flags = *rc::gen::element(protocol::RequestFlags::none, protocol::RequestFlags::changed);
    cockpit.send(client, request);
    cockpit.send(client, subscribe(1, *rc::gen::element<std::string_view>("6Hz", "Frame", "Pause", "Crashed")));
  }
}

// What one client hears of a simulation that changes with time, with or without others around it.
std::vector<std::byte> heard_by_one(bool watched) {
  using namespace std::chrono_literals;
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  if (watched) add_watchers(cockpit);
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  cockpit.send(client, request_data(7, 1, Period::second));
  cockpit.send(client, subscribe(1, "4sec"));
  std::vector<std::byte> bytes;
  while (cockpit.now < FakeSimulator::kStart + 20s) {
    cockpit.now = *cockpit.sessions.next_wake(cockpit.now);
    cockpit.simulator.value("PLANE ALTITUDE") = world::to_seconds(cockpit.now - FakeSimulator::kStart);
    for (const Output& output : cockpit.sessions.run_frame(cockpit.now)) {
      if (output.client == client) bytes.insert(bytes.end(), output.bytes.begin(), output.bytes.end());
    }
  }
  return bytes;
}

RC_GTEST_PROP(SessionLaw, WhoWatchesNeverChangesWhatAnotherHears, ()) {
  const std::vector<std::byte> alone = heard_by_one(false);
  RC_ASSERT(alone.size() > 20 * 48u);
  RC_ASSERT(heard_by_one(true) == alone);
}

}  // namespace
}  // namespace checkride::emulator
