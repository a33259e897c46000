// Goal: whoever reads slowly, or not at all, costs others no memory, no place and no time, and loses nothing while it
// reads. Method: the real server over narrow virtual streams, raw clients that read as little as they like.
#include <array>

#include "server/server_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

world::Task<int> never_read(ServerRig& rig) {
  auto client = co_await rig.connect();
  if (!client) co_return 1;
  if (!co_await ask_for_data(*client, Period::visual_frame, 50)) co_return 2;
  co_await rig.client_host.clock().sleep_for(1min);
  co_return 0;
}

TEST(Server, AReaderThatIsTooSlowIsDropped) {
  ServerLimits limits;
  limits.queued_bytes_max = 100'000;
  world::LinkOptions narrow;
  narrow.buffer_bytes = 4096;
  ServerRig rig(limits, narrow);
  rig.client_host.start("client", never_read(rig));
  rig.world.run_until(rig.world.now() + 3s, [&rig] { return rig.sessions.size() == 1; });
  ASSERT_EQ(rig.sessions.size(), 1u);
  // 2400 bytes a frame, 30 frames a second: the limit is passed in the second second.
  rig.world.run_until(rig.world.now() + 5s, [&rig] { return rig.sessions.size() == 0; });
  EXPECT_EQ(rig.sessions.size(), 0u);
  ASSERT_EQ(rig.reasons.ends.size(), 1u);
  EXPECT_EQ(rig.reasons.last(), "more than 100000 bytes wait for it to read them");
  EXPECT_EQ(rig.reasons.ends.back().by, Departure::By::limit);
}

// Ends its own side while it has read nothing, and reads later what there is.
world::Task<int> end_without_reading(ServerRig& rig, std::size_t& heard) {
  auto client = co_await rig.connect();
  if (!client) co_return 1;
  if (!co_await ask_for_data(*client, Period::visual_frame, 50)) co_return 2;
  co_await rig.client_host.clock().sleep_for(10s);
  client->stream().shutdown_send();
  co_await rig.client_host.clock().sleep_for(10s);
  std::array<std::byte, 4096> buffer;
  while (true) {
    const auto read = co_await world::read_some(client->stream(), std::span<std::byte>(buffer));
    if (!read) co_return 0;
    heard += *read;
  }
}

// Its session is over; a connection that nobody counts any more must not stay open for what it does not take.
TEST(Server, WhoEndsItsSideAndReadsNothingIsClosed) {
  world::LinkOptions narrow;
  narrow.buffer_bytes = 512;
  ServerRig rig({}, narrow);
  std::size_t heard = 0;
  rig.run(end_without_reading(rig, heard));
  EXPECT_GT(heard, 0u);
  EXPECT_LE(heard, narrow.buffer_bytes);
  EXPECT_EQ(rig.reasons.last(), "left by itself");
}

// Does not read, then says what ends its session, and stays.
world::Task<int> provoke_without_reading(ServerRig& rig, bool& next_is_served) {
  auto client = co_await rig.connect();
  if (!client) co_return 1;
  if (!co_await ask_for_data(*client, Period::visual_frame, 50)) co_return 2;
  co_await rig.client_host.clock().sleep_for(10s);
  const std::vector<std::byte> nonsense(16);
  const auto said = co_await world::write_all(client->stream(), std::span<const std::byte>(nonsense));
  if (!said) co_return 3;
  co_await rig.client_host.clock().sleep_for(Server::kQuitLimit + 1s);
  auto next = co_await rig.connect();
  if (!next) co_return 4;
  protocol::Open open;
  (void)co_await next->send(open);  // it may be closed already
  const auto answer = co_await next->next_of<protocol::RecvOpen>();
  next_is_served = answer.has_value();
  co_return 0;
}

void expect_that_place_is_freed(bool under_fault) {
  world::LinkOptions narrow;
  narrow.buffer_bytes = 4096;
  ListenerLimits limits;
  limits.clients_max = 1;
  ServerRig rig({}, narrow, limits);
  const Fault late = Fault(FaultKind::latency).set("delay", world::Duration(10ms));
  if (under_fault) {
    ASSERT_TRUE(rig.faults.add(late, rig.world.now()));
  }
  bool next_is_served = false;
  rig.run(provoke_without_reading(rig, next_is_served));
  ASSERT_FALSE(rig.reasons.ends.empty());
  EXPECT_EQ(rig.reasons.ends.front().by, Departure::By::limit);
  EXPECT_TRUE(next_is_served) << testing::PrintToString(rig.reasons.refusals);
}

TEST(Server, WhoDoesNotTakeItsGoodbyeFreesItsPlace) {
  expect_that_place_is_freed(false);
}

TEST(Server, WhoDoesNotTakeItsGoodbyeFreesItsPlaceUnderAFaultOfTheWireToo) {
  expect_that_place_is_freed(true);
}

// 50 answers of 48 bytes a frame: a megabyte lies there after less than 450 of them.
constexpr FrameNumber kFrames = 800;

world::Task<int> step_on(ServerRig& rig, world::Duration& taken) {
  rig.server.let_time_stand(FakeSimulator::kStart);
  while (rig.sessions.size() == 0) co_await rig.host.clock().sleep_for(100ms);
  co_await rig.host.clock().sleep_for(1s);
  const world::Instant begun = rig.host.clock().now();
  co_await rig.server.move_to(rig.simulator.frame_time(kFrames));
  taken = rig.host.clock().now() - begun;
  co_return 0;
}

// Time waits for it once, and not for five seconds in every frame.
TEST(Server, WhoDoesNotReadHoldsUpStepsOnce) {
  world::LinkOptions narrow;
  narrow.buffer_bytes = 4096;
  ServerRig rig({}, narrow);
  world::Duration taken{};
  rig.client_host.start("client", never_read(rig));
  rig.host.start("step", step_on(rig, taken));
  rig.world.run_until(rig.world.now() + 1h, [&rig] { return rig.host.exit_code().has_value(); });
  EXPECT_EQ(rig.host.exit_code(), 0);
  EXPECT_EQ(rig.sessions.size(), 1u);
  EXPECT_GE(taken, 5s);
  EXPECT_LT(taken, 6s);
}

// 4096 bytes ten times a second, to the end.
world::Task<int> read_slowly(ServerRig& rig) {
  auto client = co_await rig.connect();
  if (!client) co_return 1;
  if (!co_await ask_for_data(*client, Period::visual_frame, 50)) co_return 2;
  std::array<std::byte, 4096> buffer;
  while (true) {
    co_await rig.client_host.clock().sleep_for(100ms);
    const auto read = co_await world::read_some(client->stream(), std::span<std::byte>(buffer));
    if (!read) co_return 3;
  }
}

// Time that went on after five seconds would pile up more than may wait for it.
TEST(Server, WhoReadsSlowlyHoldsUpStepsAsLongAsItReads) {
  world::LinkOptions narrow;
  narrow.buffer_bytes = 4096;
  narrow.short_reads = false;
  ServerLimits limits;
  limits.queued_bytes_max = 1'500'000;
  ServerRig rig(limits, narrow);
  world::Duration taken{};
  rig.client_host.start("client", read_slowly(rig));
  rig.host.start("step", step_on(rig, taken));
  rig.world.run_until(rig.world.now() + 1h, [&rig] { return rig.host.exit_code().has_value(); });
  EXPECT_EQ(rig.host.exit_code(), 0);
  EXPECT_EQ(rig.sessions.size(), 1u) << rig.reasons.last();
  EXPECT_GT(taken, 15s);
}

}  // namespace
}  // namespace checkride::emulator
