// Goal: what only the real world has: signals of the system, the end of its loop, its seed. Method: the test's own
// process on port zero; nothing is timed.
#include "checkride/world/real_world.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <boost/system/errc.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "both_worlds.hpp"
#include "checkride/world/task_group.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;

RealOptions without_signals() {
  RealOptions options;
  options.handle_signals = false;
  return options;
}

Task<int> raise_and_wait(RealWorld& world) {
  std::raise(SIGTERM);
  const Signal first = co_await world.next_signal();
  EXPECT_EQ(first, Signal::terminate);
  std::raise(SIGINT);
  const Signal second = co_await world.next_signal();
  EXPECT_EQ(second, Signal::interrupt);
  std::raise(SIGUSR1);
  const Signal third = co_await world.next_signal();
  EXPECT_EQ(third, Signal::user1);
  std::raise(SIGQUIT);
  const Signal fourth = co_await world.next_signal();
  EXPECT_EQ(fourth, Signal::quit);
  co_return 7;
}

TEST(RealWorld, SignalsArrive) {
  RealWorld world;
  EXPECT_EQ(world.run(raise_and_wait(world)), 7);
}

Task<int> fail(Clock& clock) {
  co_await clock.sleep_for(1ms);
  throw std::runtime_error("broken");
}

Task<int> come_from(RealWorld& world, std::vector<std::string>& seen) {
  auto listener = world.network().listen({"127.0.0.1", 0}).value();
  for (const char* address : {"127.0.0.7", "127.0.0.8"}) {
    World& there = world.at_address(address);
    EXPECT_EQ(&there, &world.at_address(address));
    EXPECT_EQ(&there.clock(), &world.clock());
    const auto connected = co_await there.network().connect(listener->local());
    EXPECT_TRUE(connected.has_value());
    const auto accepted = co_await listener->accept();
    seen.push_back(accepted ? accepted->remote().host : accepted.error().message());
  }
  // From documentation's own network (RFC 5737), which no machine has.
  const auto nowhere = co_await world.at_address("192.0.2.1").network().connect(listener->local());
  EXPECT_FALSE(nowhere.has_value());
  co_return 0;
}

TEST(RealWorld, AClientMayHaveAnAddressOfItsOwn) {
  RealWorld world(without_signals());
  std::vector<std::string> seen;
  EXPECT_EQ(world.run(come_from(world, seen)), 0);
  EXPECT_EQ(seen, (std::vector<std::string>{"127.0.0.7", "127.0.0.8"}));
}

TEST(RealWorld, ExceptionsOfMainComeOut) {
  RealWorld world(without_signals());
  EXPECT_THROW(world.run(fail(world.clock())), std::runtime_error);
}

struct Counted {
  int& destroyed;
  explicit Counted(int& count) : destroyed(count) {}
  ~Counted() { ++destroyed; }
};

Task<> accept_forever(World& world, int& destroyed) {
  const Counted counted(destroyed);
  Endpoint where;
  where.host = "127.0.0.1";
  Result<std::unique_ptr<Listener>> listener = world.network().listen(where);
  (void)co_await (*listener)->accept();
}

Task<> sleep_long(World& world, int& destroyed) {
  const Counted counted(destroyed);
  co_await world.clock().sleep_for(1h);
}

Task<Result<>> sleep_result(World& world, int& destroyed) {
  const Counted counted(destroyed);
  co_await world.clock().sleep_for(1h);
  co_return Result<>();
}

Task<> own_others(World& world, int& destroyed) {
  const Counted counted(destroyed);
  TaskGroup group(world.executor());
  group.spawn("accept", accept_forever(world, destroyed));
  group.spawn("sleep", sleep_long(world, destroyed));
  (void)co_await within(world.clock(), 30min, sleep_result(world, destroyed));
}

Task<> wait_for_ever(Notifier& never, int& destroyed) {
  const Counted counted(destroyed);
  co_await never.wait();
}

Task<int> leave_early(World& world, TaskGroup& group, Notifier& never, int& destroyed) {
  group.spawn("owner", own_others(world, destroyed));
  group.spawn("parked", wait_for_ever(never, destroyed));
  co_await world.clock().sleep_for(5ms);
  co_return 0;
}

TEST(RealWorld, TheEndOfMainDropsWhatStillRuns) {
  int destroyed = 0;
  RealWorld world(without_signals());
  TaskGroup group(world.executor());
  Notifier never(world.executor());
  EXPECT_EQ(world.run(leave_early(world, group, never, destroyed)), 0);
  EXPECT_EQ(destroyed, 5);
}

TEST(RealWorld, ASeedMakesRandomRepeatable) {
  RealOptions options = without_signals();
  options.seed = 7;
  RealWorld first(options);
  RealWorld second(options);
  RealWorld drawn(without_signals());
  EXPECT_EQ(first.seed(), 7U);
  EXPECT_EQ(first.random("x").next(), second.random("x").next());
  EXPECT_NE(drawn.seed(), RealWorld(without_signals()).seed());
}

Task<int> print_some(RealWorld& world) {
  world.print_line("to output");
  world.print_error_line("to error");
  EXPECT_TRUE(world.environment("PATH").has_value());
  EXPECT_FALSE(world.environment("CHECKRIDE_NO_SUCH_VARIABLE").has_value());
  co_return 0;
}

// The timer that the kernel runs for this end of a connection: "02" is that of keep-alive. See proc(5). Both ends are
// looked for, as one that is over may have had the same port here.
std::string kernel_timer(World& world, const Stream& stream) {
  char ends[32];
  std::snprintf(ends, sizeof ends, "0100007F:%04X 0100007F:%04X", stream.local().port, stream.remote().port);
  const auto table = world.files().read("/proc/net/tcp");
  if (!table) return table.error().message();
  const std::size_t line = table->find(std::string(": ") + ends);
  if (line == std::string::npos) return "no such connection";
  // Behind it: the other end, the state, two queues, and the timer.
  const std::string rest = table->substr(line, 80);
  return rest.substr(rest.find(' ', rest.find(":", 40)) + 1, 2);
}

Task<int> connect_and_look(RealWorld& world, std::string& opened, std::string& accepted) {
  Endpoint where;
  where.host = "127.0.0.1";
  Result<std::unique_ptr<Listener>> listener = world.network().listen(where);
  auto client = co_await world.network().connect((*listener)->local());
  auto server = co_await (*listener)->accept();
  if (!client || !server) co_return 1;
  opened = kernel_timer(world, *client);
  accepted = kernel_timer(world, *server);
  co_return 0;
}

TEST(RealWorld, AConnectionThatItOpensIsWatchedByTheKernel) {
  RealWorld world(without_signals());
  std::string opened;
  std::string accepted;
  EXPECT_EQ(world.run(connect_and_look(world, opened, accepted)), 0);
  EXPECT_EQ(opened, "02");
  EXPECT_NE(accepted, "02") << "those of others have time-outs of their own";
}

TEST(RealWorld, PrintsLines) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  RealWorld world(without_signals());
  world.run(print_some(world));
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "to output\n");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "to error\n");
}

TEST(RealFiles, WhatIsNoRegularFileIsRefusedAtOnce) {
  const test::TestFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  RealWorld world(without_signals());
  EXPECT_THAT(world.files().read("/dev/zero"), test::FailsWith(testing::HasSubstr("/dev/zero is no regular file")));
  EXPECT_THAT(world.files().read(pipe), test::FailsWith(testing::HasSubstr("pipe is no regular file")))
      << "nobody writes into it: reading would never end";
  EXPECT_THAT(world.files().append_to(pipe), test::FailsWith(testing::HasSubstr("pipe")))
      << "nobody reads from it: opening would never end";
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  EXPECT_THAT(world.files().append_to(pipe), test::FailsWith(testing::HasSubstr("pipe is no regular file")))
      << "a reader that stands still would hold everything up";
  ::close(reader);
}

TEST(RealFiles, ADeviceIsWrittenIntoNotReplaced) {
  const test::TestFolder folder;
  const std::string full = folder.file("full");
  ASSERT_EQ(::symlink("/dev/full", full.c_str()), 0);
  RealWorld world(without_signals());
  EXPECT_THAT(world.files().write(full, "x"), test::FailsWith(testing::HasSubstr("full")));
  EXPECT_THAT(world.files().write(full, ""), test::IsOk());
  struct stat status {};
  ASSERT_EQ(::stat(full.c_str(), &status), 0);
  EXPECT_TRUE(S_ISCHR(status.st_mode));
  auto file = world.files().append_to("/dev/null");
  ASSERT_TRUE(file.has_value());
  EXPECT_THAT((*file)->append("x"), test::IsOk());
  EXPECT_THAT((*file)->sync(), test::IsOk()) << "there is no disk behind it";
}

TEST(RealFiles, FilesThatTellNoSizeAreRead) {
  RealWorld world(without_signals());
  EXPECT_THAT(world.files().read("/proc/self/status"), test::IsOkWith(testing::HasSubstr("VmRSS:")));
}

TEST(RealFiles, AFileLargerThanAnyOfOursIsRefused) {
  const test::TestFolder folder;
  const std::string path = folder.file("large");
  RealWorld world(without_signals());
  ASSERT_THAT(world.files().write(path, ""), test::IsOk());
  std::filesystem::resize_file(path, (std::uintmax_t{1} << 30U) + 1);
  const Result<std::string> read = world.files().read(path);
  ASSERT_TRUE(read.has_error());
  EXPECT_EQ(read.error().code(), boost::system::errc::file_too_large);
}

// The loop has ended, but a job has not that an object of the program was lent to.
struct Lent {
  explicit Lent(World& world) : tasks(world.executor()) {}
  std::atomic<bool> has_begun = false;
  std::atomic<bool> may_end = false;
  std::string written;
  TaskGroup tasks;
};

Task<> write_late(World& world, Lent& lent, bool& wrote) {
  std::function<void()> job = [&lent, &wrote] {
    lent.has_begun = true;
    lent.may_end.wait(false);
    lent.written = "a text that is too long to stand in the object itself";
    wrote = true;
  };
  co_await world.offload(std::move(job), 0s);
}

struct AtTheEnd {
  Lent& lent;
  ~AtTheEnd() {
    lent.may_end = true;
    lent.may_end.notify_all();
  }
};

Task<int> leave_a_job(World& world, bool& wrote) {
  const auto lent = std::make_shared<Lent>(world);
  const AtTheEnd release{*lent};
  lent->tasks.spawn("late", write_late(world, *lent, wrote));
  while (!lent->has_begun) co_await world.clock().sleep_for(1ms);
  world.keep(lent);
  co_return 0;
}

TEST(RealWorld, WhatIsKeptOutlivesTheTasksThatDidNotEnd) {
  bool wrote = false;
  {
    RealWorld world(without_signals());
    EXPECT_EQ(world.run(leave_a_job(world, wrote)), 0);
  }
  EXPECT_TRUE(wrote);
}

}  // namespace
}  // namespace checkride::world
