// Goal: faults of bytes and delays reach the wire: what a client on another host sees of each, at which instants.
// Method: the real server over virtual streams with a fake simulator behind it; a client that writes down what it reads
// and when.
#include "faults/wire_server_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;

TEST(WireFaults, LatencyDelaysAndTheEndOfItLosesNothing) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  const std::size_t before = log->all().size();
  ASSERT_GT(before, 0u);
  rig.add(Fault(FaultKind::latency).set("delay", Duration(500ms)).set("duration", Duration(2s)));
  const Instant begun = rig.world.now();
  rig.run(5s);
  EXPECT_EQ(log->bytes_between(begun + 50ms, begun + 500ms), 0u);
  // 30 frames a second of one message of 48 bytes: the last is at most a frame ago.
  const std::size_t expected = before + 5u * 30 * 48;
  EXPECT_NEAR(static_cast<double>(log->all().size()), static_cast<double>(expected), 2 * 48);
  std::span<const std::byte> rest = std::span<const std::byte>();
  const std::vector<std::byte> all = log->all();
  for (rest = all; !rest.empty();) rest = rest.subspan(first_message(rest).size());
}

TEST(WireFaults, LatencyOfTheOtherWayDelaysWhatTheSimulatorHears) {
  WireRig rig;
  rig.add(Fault(FaultKind::latency).set("delay", Duration(2s)).set("direction", std::string("from_client")));
  const Instant begun = rig.world.now();
  const auto log = rig.connect();
  rig.run(4s);
  ASSERT_FALSE(log->reads.empty());
  EXPECT_GE(log->reads.front().at, begun + 2s);
  EXPECT_LE(log->reads.front().at, begun + 2100ms);
}

TEST(WireFaults, ASlowReaderHearsLate) {
  WireRig rig;
  rig.add(Fault(FaultKind::slow_reader).set("bytes_per_second", std::int64_t{100}));
  const Instant begun = rig.world.now();
  const auto log = rig.connect();
  rig.run(20s);
  ASSERT_FALSE(log->reads.empty());
  EXPECT_GE(log->reads.front().at, begun + 2s) << "an Open alone has 280 bytes";
}

TEST(WireFaults, HalfOpenIsSilenceWithoutAnEndAndAResetWhenItIsOver) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::half_open).set("duration", Duration(30s)));
  const Instant begun = rig.world.now();
  rig.run(29s);
  EXPECT_EQ(log->bytes_between(begun + 40ms, begun + 29s), 0u);
  EXPECT_EQ(log->end, "");
  rig.run(2s);
  EXPECT_THAT(log->end, testing::HasSubstr("reset"));
}

world::Task<int> open_and_leave(VirtualHost& host) {
  auto client = co_await RawClient::connect(host, "simulator", kPort, protocol::Protocol::msfs2024);
  if (!client) co_return 1;
  protocol::Open open;
  if (!co_await client->send(open)) co_return 2;
  co_await host.clock().sleep_for(2s);
  co_return 0;
}

TEST(WireFaults, OfWhoIsHalfOpenNotEvenTheEndIsHeard) {
  WireRig rig;
  rig.client_host.start("leaver", open_and_leave(rig.client_host));
  rig.run(1s);
  rig.add(Fault(FaultKind::half_open).set("duration", Duration(10s)));
  rig.run(9s);
  EXPECT_EQ(rig.client_host.exit_code(), 0);
  EXPECT_EQ(rig.sessions.size(), 1u) << rig.reasons.last();
  rig.run(2s);
  EXPECT_EQ(rig.sessions.size(), 0u);
  EXPECT_EQ(rig.reasons.last(), "a fault left the connection half open");
}

world::Task<int> stop_server(WireRig& rig) {
  co_await rig.server.stop();
  co_return 0;
}

// Asks for more than it reads, which is nothing, and resets the connection.
world::Task<int> fill_up_and_reset(VirtualHost& host, Duration wait) {
  auto client = co_await RawClient::connect(host, "simulator", kPort, protocol::Protocol::msfs2024);
  if (!client) co_return 1;
  protocol::Open open;
  if (!co_await client->send(open)) co_return 2;
  if (!co_await client->send(add_datum(1, "PLANE ALTITUDE", "feet"))) co_return 3;
  if (!co_await client->send(request_data(1, 1, protocol::Period::visual_frame))) co_return 4;
  co_await host.clock().sleep_for(wait);
  client->stream().reset();
  co_return 0;
}

// A client with something in flight that resets in the midst of the fault.
void lose_in_mid_write(WireRig& rig, bool shaped) {
  if (shaped) rig.add(Fault(FaultKind::latency).set("delay", Duration(10ms)));
  rig.client_host.start("filler", fill_up_and_reset(rig.client_host, 5s));
  rig.run(3s);
  rig.add(Fault(FaultKind::half_open).set("duration", Duration(10s)));
  rig.run(9s);
  EXPECT_EQ(rig.client_host.exit_code(), 0);
  EXPECT_EQ(rig.sessions.size(), 1u) << rig.reasons.last();
}

TEST(WireFaults, OfWhoIsHalfOpenTheEndIsNotHeardByAWriteEither) {
  for (const bool shaped : {false, true}) {
    WireRig rig(1024);
    lose_in_mid_write(rig, shaped);
    rig.run(2s);
    EXPECT_EQ(rig.sessions.size(), 0u);
    EXPECT_EQ(rig.reasons.last(), "a fault left the connection half open");
  }
}

TEST(WireFaults, AWriteThatBrokeUnheardHoldsUpNoStop) {
  WireRig rig(1024);
  lose_in_mid_write(rig, false);
  rig.host.start("stop", stop_server(rig));
  rig.run(1s);  // less than kQuitLimit
  EXPECT_EQ(rig.host.exit_code(), 0);
  EXPECT_EQ(rig.reasons.last(), "a fault left the connection half open");
}

// A peer that has vanished says no goodbye: of a reset that dismisses its clients it tells as of the end of the fault.
TEST(WireFaults, WhoIsHalfOpenIsToldNoQuitByAReset) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::half_open));
  rig.run(2s);
  const std::size_t heard = log->all().size();
  rig.faults.reset(rig.world.now());
  rig.sessions.begin_again(SessionControl::Clients::dismissed);
  rig.run(3s);
  EXPECT_THAT(log->end, testing::HasSubstr("reset"));
  EXPECT_EQ(log->all().size(), heard);
  EXPECT_EQ(rig.sessions.size(), 0u);
  ASSERT_EQ(rig.reasons.ends.size(), 1u);
  EXPECT_EQ(rig.reasons.last(), "a fault left the connection half open");
}

TEST(WireFaults, WhoIsHalfOpenIsToldNoQuitAtTheEndOfTheSimulator) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::half_open));
  rig.run(2s);
  const std::size_t heard = log->all().size();
  rig.host.start("stop", stop_server(rig));
  rig.run(3s);
  EXPECT_EQ(rig.host.exit_code(), 0);
  EXPECT_THAT(log->end, testing::HasSubstr("reset"));
  EXPECT_EQ(log->all().size(), heard);
  EXPECT_EQ(rig.reasons.last(), "a fault left the connection half open");
}

TEST(WireFaults, AByteLimitIsToTheByte) {
  WireRig rig;
  rig.add(Fault(FaultKind::byte_limit).set("bytes", std::int64_t{1000}));
  const auto log = rig.connect();
  rig.run(10s);
  EXPECT_EQ(log->all().size(), 1000u);
  EXPECT_NE(log->end, "");
  EXPECT_EQ(rig.sessions.size(), 0u);
}

TEST(WireFaults, QuitInMidFrameEndsTheConnectionInOrder) {
  WireRig rig;
  rig.add(Fault(FaultKind::quit_in_mid_frame).set("messages", std::vector<std::string>{"SIMOBJECT_DATA"}));
  const auto log = rig.connect();
  rig.run(5s);
  EXPECT_EQ(log->all().size(), 308u + 48 / 2 + 12);
  EXPECT_THAT(log->end, testing::HasSubstr("End of file"));
}

TEST(WireFaults, SlicesArriveAsTinyReads) {
  WireRig rig;
  rig.add(Fault(FaultKind::slices).set("bytes", std::int64_t{5}).set("pause", Duration(1ms)));
  const auto log = rig.connect();
  rig.run(1s);
  ASSERT_GT(log->reads.size(), 100u);
  for (const Log::Read& read : log->reads) EXPECT_LE(read.bytes.size(), 5u);
}

TEST(WireFaults, AFaultOfOneClientLeavesAnotherUntouched) {
  const auto reads_of_bystander = [](bool faulty) {
    WireRig rig;
    const auto other = rig.connect();
    rig.run(1s);
    VirtualHost& victim = rig.world.add_host("victim");
    auto log = std::make_shared<Log>();
    victim.start("reader", read_all(victim, log));
    Fault fault(FaultKind::jitter);
    fault.set("jitter", Duration(1s)).set("client", std::string("2"));
    if (faulty) rig.add(fault);
    rig.run(5s);
    return other->reads;
  };
  EXPECT_EQ(reads_of_bystander(true), reads_of_bystander(false));
}

TEST(WireFaults, ASlowWriterWhoseFaultIsRemovedCatchesUpAtOnce) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  const FaultId fault = rig.add(Fault(FaultKind::slow_writer).set("bytes", std::int64_t{1}).set("pause", Duration(1s)));
  rig.run(10s);
  const std::size_t before = log->all().size();
  ASSERT_TRUE(rig.faults.remove(fault, rig.world.now()));
  rig.run(100ms);
  EXPECT_GT(log->all().size(), before + 250 * 48);
  rig.run(1s);
  std::vector<std::byte> all = log->all();
  for (std::span<const std::byte> rest = all; !rest.empty();) rest = rest.subspan(first_message(rest).size());
}

TEST(WireFaults, WhatOneClientHoldsKeepsNoOtherFromCatchingUp) {
  WireRig rig;
  const auto held = rig.connect();
  const auto log = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::latency).set("delay", Duration(1h)).set("client", std::string("1")));
  const FaultId fault = rig.add(Fault(FaultKind::slow_writer).set("bytes", std::int64_t{1}).set("pause", Duration(1s)));
  rig.run(10s);
  const std::size_t before = log->all().size();
  ASSERT_TRUE(rig.faults.remove(fault, rig.world.now()));
  rig.run(100ms);
  EXPECT_GT(log->all().size(), before + 250 * 48);
}

TEST(WireFaults, WhoLetsTooMuchWaitIsResetUnderEveryFault) {
  for (const Fault& fault : {Fault(FaultKind::slices).set("bytes", std::int64_t{1}).set("pause", Duration(1h)),
                             Fault(FaultKind::latency).set("delay", Duration(1h)),
                             Fault(FaultKind::duplicate).set("copies", std::int64_t{1000})}) {
    WireRig rig;
    const auto log = rig.connect();
    rig.run(1s);
    rig.add(fault);
    rig.add(Fault(FaultKind::duplicate).set("copies", std::int64_t{1000}));
    rig.add(Fault(FaultKind::latency).set("delay", Duration(1h)));
    rig.run(30s);
    EXPECT_THAT(log->end, testing::HasSubstr("reset")) << fault.info().word;
    EXPECT_EQ(rig.sessions.size(), 0u);
  }
}

TEST(WireFaults, AClientsMessagesAreChosenByTheirName) {
  WireRig rig;
  rig.add(Fault(FaultKind::drop)
              .set("direction", std::string("from_client"))
              .set("messages", std::vector<std::string>{"RequestDataOnSimObject"}));
  const auto log = rig.connect();
  rig.run(2s);
  EXPECT_EQ(log->all().size(), 308u) << "OPEN, and no data";
  EXPECT_EQ(log->end, "");
}

}  // namespace
}  // namespace checkride::emulator
