// Goal: a crash of a host leaves nothing behind and reaches nothing, and a frozen host goes on where it was. Method:
// small programs in a virtual world, crashed at every moment.
#include <boost/asio/post.hpp>

#include "checkride/test/world_test.hpp"
#include "small_programs.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using namespace checkride::test;
using testing::IsEmpty;

// Tries everything that a destructor must not reach during a crash.
struct Wrecker {
  World& world;
  Stream& stream;
  std::unique_ptr<File> file;
  int& destroyed;
  ~Wrecker() {
    ++destroyed;
    world.print_line("from beyond");
    EXPECT_TRUE(world.files().write("/wreck", "x").has_error());
    EXPECT_TRUE(file->append("lost").has_error());
    EXPECT_TRUE(world.network().listen(Endpoint{"0.0.0.0", 99}).has_error());
    asio::post(world.executor(), [] { ADD_FAILURE() << "ran on a crashed host"; });
    stream.shutdown_send();
    stream.close();
  }
};

Task<> deep(World& world, int& destroyed) {
  struct Count {
    int& count;
    ~Count() { ++count; }
  };
  Count count{destroyed};
  co_await world.clock().sleep_for(1h);
  ADD_FAILURE() << "a crashed task went on";
}

Task<int> doomed(World& world, int& destroyed) {
  Result<std::unique_ptr<File>> file = world.files().append_to("/log");
  (void)(*file)->append("kept");
  Endpoint to;
  to.host = "echo";
  to.port = 80;
  Result<Stream> stream = co_await world.network().connect(to);
  Wrecker wrecker{world, *stream, std::move(*file), destroyed};
  TaskGroup group(world.executor());
  Notifier never(world.executor());
  group.spawn("deep", deep(world, destroyed));
  group.spawn("parked", [](Notifier& of) -> Task<> { co_await of.wait(); }(never));
  Task<> work = deep(world, destroyed);
  co_await detail::run_bounded(world.clock(), 30min, std::move(work));
  co_return 0;
}

TEST(Crash, DestroysAllFramesAndReachesNothing) {
  VirtualWorld world;
  VirtualHost& echo = world.add_host("echo");
  VirtualHost& host = world.add_host("a");
  int destroyed = 0;
  echo.start("echo", echo_once(echo));
  host.start("doomed", doomed(host, destroyed));
  world.run_until(world.now() + 1min);
  EXPECT_EQ(destroyed, 0);
  host.crash();
  EXPECT_EQ(destroyed, 3);
  EXPECT_FALSE(host.up());
  world.run_until(world.now() + 2h);
  EXPECT_FALSE(host.exit_code().has_value());
  EXPECT_EQ(echo.exit_code(), 0);
  EXPECT_THAT(host.printed(), IsEmpty());
  EXPECT_THAT(world.waiting(), IsEmpty());
  host.restart();
  EXPECT_THAT(host.files().read("/log"), test::IsOkWith(testing::Eq("kept")));
  EXPECT_FALSE(host.files().exists("/wreck"));
  host.start("again", sleep_then(host, 1s, 0));
  world.run_until(world.now() + 1min);
  EXPECT_EQ(host.exit_code(), 0);
}

Task<int> crash_host(World& world, VirtualHost& victim) {
  co_await world.clock().sleep_for(1s);
  victim.crash();
  co_await world.clock().sleep_for(1s);
  co_return 0;
}

TEST(Crash, CanComeFromTheHostItselfAndFromAnother) {
  VirtualWorld world;
  VirtualHost& suicide = world.add_host("suicide");
  VirtualHost& victim = world.add_host("victim");
  VirtualHost& killer = world.add_host("killer");
  suicide.start("main", crash_host(suicide, suicide));
  victim.start("main", sleep_then(victim, 1h, 0));
  killer.start("main", crash_host(killer, victim));
  EXPECT_EQ(world.run_until(world.now() + 2h), Stopped::quiet);
  EXPECT_FALSE(suicide.exit_code().has_value());
  EXPECT_FALSE(victim.exit_code().has_value());
  EXPECT_EQ(killer.exit_code(), 0);
}

TEST(Crash, AtAnyMomentLeavesNothingBehind) {
  // Enumerates the moments of a short run; leaks and late accesses are the sanitizers' to find.
  for (Duration moment = 0us; moment < 3ms; moment += 20us) {
    VirtualWorld world;
    VirtualHost& echo = world.add_host("echo");
    VirtualHost& client = world.add_host("client");
    const Variation variation;
    echo.start("echo", echo_once(echo));
    client.start("vary", vary(client, &variation));
    world.run_until(world.now() + moment);
    (moment.count() % 40000 == 0 ? echo : client).crash();
    EXPECT_NE(world.run_until(world.now() + 1min), Stopped::goal);
  }
}

Task<int> tick(World& world) {
  for (;;) {
    co_await world.clock().sleep_for(1s);
    world.print_line("tick");
  }
}

TEST(Freeze, NothingRunsAndAllOfItGoesOnAfterwards) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  host.start("tick", tick(host));
  world.run_until(world.now() + 3500ms);
  EXPECT_EQ(host.printed().size(), 3U);
  host.freeze();
  world.run_until(world.now() + 1min);
  EXPECT_EQ(host.printed().size(), 3U);
  host.thaw();
  world.run_until(world.now() + 0s);
  EXPECT_EQ(host.printed().size(), 4U);  // The one that was due long ago.
  world.run_until(world.now() + 2s);
  EXPECT_EQ(host.printed().size(), 6U);
}

TEST(Freeze, ACrashOfAFrozenHostDropsWhatItHeld) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  host.start("tick", tick(host));
  world.run_until(world.now() + 500ms);
  host.freeze();
  world.run_until(world.now() + 5s);
  host.crash();
  EXPECT_EQ(world.run_until(world.now() + 5s), Stopped::quiet);
  EXPECT_THAT(host.printed(), IsEmpty());
}

// Appends once a second for 100 s and counts what went wrong.
Task<int> writer(World& world, int& errors) {
  Result<std::unique_ptr<File>> file = world.files().append_to("/log");
  for (int i = 0; i < 100; ++i) {
    if ((*file)->append("x").has_error()) ++errors;
    co_await world.clock().sleep_for(1s);
  }
  co_return 0;
}

TEST(PowerCut, AProgramStandsStillFromThenOn) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  int errors = 0;
  host.cut_power_after(5, AtPowerCut::stands_still);
  host.start("writer", writer(host, errors));
  world.run_until(world.now() + 10min);
  EXPECT_TRUE(host.power_is_cut());
  EXPECT_EQ(errors, 1) << "the write in whose middle the power went";
  EXPECT_FALSE(host.exit_code().has_value());
  host.lose_power();
  host.restart();
  EXPECT_FALSE(host.power_is_cut());
  host.start("writer", writer(host, errors));
  world.run_until(world.now() + 10min);
  EXPECT_EQ(host.exit_code(), 0);
  EXPECT_EQ(errors, 1);
}

TEST(PowerCut, OrMeetsErrors) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  int errors = 0;
  host.cut_power_after(5);
  host.start("writer", writer(host, errors));
  world.run_until(world.now() + 10min);
  EXPECT_EQ(host.exit_code(), 0);
  EXPECT_GT(errors, 90);
}

TEST(SystemUsage, OfALimitedDiskIsThatOfItsFiles) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  EXPECT_GT(host.system_usage("/").disk_free_bytes, 1e9);
  DiskOptions options;
  options.capacity_bytes = 1000;
  host.set_disk(options);
  ASSERT_TRUE(host.files().write("/a", std::string(400, 'x')).has_value());
  EXPECT_EQ(host.system_usage("/").disk_total_bytes, 1000);
  EXPECT_EQ(host.system_usage("/").disk_free_bytes, 600);
}

}  // namespace
}  // namespace checkride::world
