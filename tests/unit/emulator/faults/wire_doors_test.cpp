// Goal: a simulator that refuses and one that crashes, as clients see them: those that are there, those that come, and
// those that come back. Method: the real server over virtual streams with a fake simulator behind it.
#include <memory>

#include "faults/wire_server_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;

// How the connection went: refused, closed, or nothing while it lasts.
world::Task<int> hold(VirtualHost& host, world::Endpoint where, std::shared_ptr<std::string> end) {
  auto stream = co_await host.network().connect(std::move(where));
  if (!stream) *end = "refused";
  if (!stream) co_return 0;
  std::array<std::byte, 16> buffer;
  (void)co_await world::read_some(*stream, std::span<std::byte>(buffer));
  *end = "closed";
  co_return 0;
}

TEST(WireFaults, RefusedIsForTheTimeAndWhoIsThereStays) {
  WireRig rig;
  const auto there = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::refused).set("duration", Duration(10s)));
  rig.run(1s);
  VirtualHost& late = rig.world.add_host("late");
  auto refused = std::make_shared<Log>();
  late.start("reader", read_all(late, refused));
  rig.run(1s);
  EXPECT_FALSE(refused->connected);
  EXPECT_THAT(refused->end, testing::HasSubstr("refused"));
  EXPECT_EQ(there->end, "");
  rig.run(9s);
  VirtualHost& later = rig.world.add_host("later");
  auto served = std::make_shared<Log>();
  later.start("reader", read_all(later, served));
  rig.run(1s);
  EXPECT_TRUE(served->connected);
  EXPECT_FALSE(served->reads.empty());
}

// Regression: between the answer of the control API and the next frame a client could connect.
TEST(WireFaults, RefusedHoldsFromTheMomentItIsAddedUntilItIsRemoved) {
  WireRig rig;
  const auto there = rig.connect();
  rig.run(1s + 5ms);  // not at a frame
  const FaultId fault = rig.add(Fault(FaultKind::refused));
  auto refused = std::make_shared<Log>();
  VirtualHost& early = rig.world.add_host("early");
  early.start("reader", read_all(early, refused));
  rig.run(5ms);
  EXPECT_FALSE(refused->connected);
  EXPECT_THAT(refused->end, testing::HasSubstr("refused"));
  ASSERT_TRUE(rig.faults.remove(fault, rig.world.now()));
  auto served = std::make_shared<Log>();
  VirtualHost& next = rig.world.add_host("next");
  next.start("reader", read_all(next, served));
  rig.run(5ms);
  EXPECT_TRUE(served->connected);
  EXPECT_EQ(there->end, "");
}

TEST(WireFaults, ADoorThatAFaultClosedOpensWithItsOwnLimits) {
  WireRig rig;
  ListenerLimits one;
  one.clients_max = 1;
  world::Endpoint where;
  where.host = "0.0.0.0";
  where.port = kPort + 1;
  rig.server.listen(rig.host.network().listen(where).value(), one);
  const auto connects = [&rig, where](const std::string& name) {
    VirtualHost& host = rig.world.add_host(name);
    world::Endpoint there = where;
    there.host = "simulator";
    auto end = std::make_shared<std::string>();
    host.start("hold", hold(host, there, end));
    rig.run(1s);
    return end;
  };
  const auto first = connects("first");
  EXPECT_EQ(*connects("second"), "closed");
  rig.add(Fault(FaultKind::refused).set("duration", Duration(2s)));
  rig.run(1s);
  EXPECT_EQ(*connects("third"), "refused");
  rig.run(2s);
  EXPECT_EQ(*connects("fourth"), "closed") << "the first is still there";
  EXPECT_EQ(*first, "");
}

TEST(WireFaults, ACrashEndsEverybodyWithoutQuitAndItComesBack) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::crash_to_desktop).set("duration", Duration(20s)));
  rig.run(1s);
  EXPECT_THAT(log->end, testing::HasSubstr("reset"));
  EXPECT_EQ(rig.sessions.size(), 0u);
  EXPECT_FALSE(rig.exited);
  VirtualHost& late = rig.world.add_host("late");
  auto refused = std::make_shared<Log>();
  late.start("reader", read_all(late, refused));
  rig.run(1s);
  EXPECT_THAT(refused->end, testing::HasSubstr("refused"));
  EXPECT_EQ(rig.simulator.restarts, 0);
  rig.run(20s);
  EXPECT_EQ(rig.simulator.restarts, 1);
  VirtualHost& later = rig.world.add_host("later");
  auto served = std::make_shared<Log>();
  later.start("reader", read_all(later, served));
  rig.run(1s);
  EXPECT_FALSE(served->reads.empty());
}

TEST(WireFaults, ACrashMayEndTheProgram) {
  WireRig rig;
  rig.add(Fault(FaultKind::crash_to_desktop).set("exit", true).set("after", Duration(1s)));
  rig.run(500ms);
  EXPECT_FALSE(rig.exited);
  rig.run(1s);
  EXPECT_TRUE(rig.exited);
}

}  // namespace
}  // namespace checkride::emulator
