// Goal: a worker's work, its words and its end reach the parent, whatever becomes of either; nothing of the parent's is
// held or touched by it. Method: real forks; a worker's end is seen by what the kernel closes, never by waiting a
// while.
#include "checkride/world/worker.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <boost/system/errc.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "both_worlds.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

using Main = std::function<int(WorkerLink&)>;
using Body = Task<> (*)(RealWorld&);

Task<int> run_body(Body body, RealWorld& world) {
  co_await body(world);
  co_return 0;
}

// In a parent that handles signals, as the program does.
void run(Body body) {
  RealWorld world;
  EXPECT_EQ(world.run(run_body(body, world)), 0);
}

struct Heard {
  std::vector<std::string> messages;
  std::vector<std::string> lines;
};

Result<std::unique_ptr<Worker>> start(RealWorld& world, Main main, Heard& heard) {
  return Worker::start(
      world, std::move(main), [&heard](std::string_view message) { heard.messages.emplace_back(message); },
      [&heard](std::string_view line) { heard.lines.emplace_back(line); });
}

ExitStatus exited(int code) {
  ExitStatus status;
  status.code = code;
  return status;
}

ExitStatus killed(int signal) {
  ExitStatus status;
  status.signal = signal;
  return status;
}

// What a worker does on a world of its own.
int run_in_worker(WorkerLink& link, Task<int> (*body)(RealWorld&, WorkerLink&)) {
  RealOptions options;
  options.handle_signals = false;
  RealWorld world(options);
  return world.run(body(world, link));
}

Task<int> work_until_interrupted(RealWorld& world, WorkerLink& link) {
  link.send("working");
  while (!link.interrupted()) co_await world.clock().sleep_for(1ms);
  link.send("stopped in order");
  co_return 7;
}

int obedient(WorkerLink& link) {
  return run_in_worker(link, &work_until_interrupted);
}

// Listens, says where, and lives on: whoever has connected sees its end.
Task<int> listen_for_ever(RealWorld& world, WorkerLink& link) {
  auto listener = world.network().listen({"127.0.0.1", 0});
  if (!listener) co_return 1;
  link.send(std::to_string((*listener)->local().port));
  while (true) co_await world.clock().sleep_for(1h);
}

int immortal(WorkerLink& link) {
  return run_in_worker(link, &listen_for_ever);
}

Task<> until(RealWorld& world, const std::vector<std::string>& messages, std::size_t count) {
  while (messages.size() < count) co_await world.clock().sleep_for(1ms);
}

Task<Result<Stream>> connect_to(RealWorld& world, const std::string& port) {
  Endpoint where;
  where.host = "127.0.0.1";
  where.port = static_cast<std::uint16_t>(std::stoi(port));
  auto stream = co_await world.network().connect(where);
  co_return stream;
}

// Whether whoever was connected to is gone: it never writes, so a read ends with its end.
Task<bool> is_gone(RealWorld& world, Stream& stream) {
  std::array<std::byte, 1> part{};
  const auto read = co_await within(world.clock(), 20s, read_some(stream, part));
  co_return read ? *read == 0 : read.error().code() != boost::system::errc::timed_out;
}

TEST(Worker, WhatItSaysComesWholeAndInOrderThenItsCode) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    Main main = [](WorkerLink& link) {
      link.send("one");
      link.send("");
      link.send(std::string("t\0o\n", 4));
      return 3;
    };
    auto worker = start(world, std::move(main), heard);
    CO_ASSERT_OK(worker);
    EXPECT_EQ(co_await (*worker)->wait(), exited(3));
    EXPECT_THAT(heard.messages, ElementsAre("one", "", std::string("t\0o\n", 4)));
    EXPECT_EQ(co_await (*worker)->wait(), exited(3));
  });
}

TEST(Worker, SeesWhatTheParentHasInMemoryAndChangesItForItselfOnly) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    std::string known = "loaded once";
    Main main = [&known](WorkerLink& link) {
      known += ", changed";
      link.send(known);
      return 0;
    };
    auto worker = start(world, std::move(main), heard);
    CO_ASSERT_OK(worker);
    co_await (*worker)->wait();
    EXPECT_THAT(heard.messages, ElementsAre("loaded once, changed"));
    EXPECT_EQ(known, "loaded once");
  });
}

TEST(Worker, TenMegabytesAreOneMessage) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    Main main = [](WorkerLink& link) {
      std::string much(10 * 1024 * 1024, 'x');
      much.front() = 'a';
      much.back() = 'z';
      link.send(much);
      link.send("end");
      return 0;
    };
    auto worker = start(world, std::move(main), heard);
    CO_ASSERT_OK(worker);
    EXPECT_EQ(co_await (*worker)->wait(), exited(0));
    CO_ASSERT_TRUE(heard.messages.size() == 2);
    EXPECT_EQ(heard.messages[0].size(), 10U * 1024 * 1024);
    EXPECT_EQ(heard.messages[0].front(), 'a');
    EXPECT_EQ(heard.messages[0].back(), 'z');
    EXPECT_EQ(heard.messages[1], "end");
  });
}

TEST(Worker, ACrashIsItsOwnAndItsLastWordsAreHeard) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    Heard other;
    Main main = [](WorkerLink& link) -> int {
      link.send("about to");
      std::fputs("what went wrong\nunfinished", stderr);
      std::abort();
    };
    auto crashing = start(world, std::move(main), heard);
    auto going_on = start(world, &obedient, other);
    CO_ASSERT_OK(crashing);
    CO_ASSERT_OK(going_on);
    EXPECT_EQ(co_await (*crashing)->wait(), killed(SIGABRT));
    EXPECT_THAT(heard.messages, ElementsAre("about to"));
    EXPECT_THAT(heard.lines, ElementsAre("what went wrong", "unfinished"));
    (*going_on)->interrupt();
    EXPECT_EQ(co_await (*going_on)->wait(), exited(7));
  });
}

TEST(Worker, AnExceptionIsNotTheParents) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    Main main = [](WorkerLink&) -> int { throw std::runtime_error("no fuel"); };
    auto worker = start(world, std::move(main), heard);
    CO_ASSERT_OK(worker);
    EXPECT_EQ(co_await (*worker)->wait(), exited(Worker::kFailed));
    EXPECT_THAT(heard.lines, ElementsAre("worker: no fuel"));
  });
}

TEST(Worker, InterruptsAreSeenWhileItWorks) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    auto worker = start(world, &obedient, heard);
    CO_ASSERT_OK(worker);
    co_await until(world, heard.messages, 1);
    (*worker)->interrupt();
    (*worker)->interrupt();
    EXPECT_EQ(co_await (*worker)->wait(), exited(7));
    EXPECT_THAT(heard.messages, ElementsAre("working", "stopped in order"));
    (*worker)->interrupt();  // too late: nothing happens
  });
}

TEST(Worker, AKillEndsItAtOnce) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    auto worker = start(world, &immortal, heard);
    CO_ASSERT_OK(worker);
    (*worker)->kill();
    EXPECT_EQ(co_await (*worker)->wait(), killed(SIGKILL));
  });
}

TEST(Worker, DestructionKillsIt) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    auto worker = start(world, &immortal, heard);
    CO_ASSERT_OK(worker);
    co_await until(world, heard.messages, 1);
    auto stream = co_await connect_to(world, heard.messages[0]);
    CO_ASSERT_OK(stream);
    worker->reset();
    EXPECT_TRUE(co_await is_gone(world, *stream));
  });
}

// A worker that has one of its own, and hands on what that says.
Task<int> parent_for_ever(RealWorld& world, WorkerLink& link) {
  std::function<void(std::string_view)> hand_on = [&link](std::string_view message) { link.send(message); };
  auto child = Worker::start(world, &immortal, std::move(hand_on), {});
  if (!child) co_return 1;
  co_await (*child)->wait();
  co_return 2;
}

int parent_of_another(WorkerLink& link) {
  return run_in_worker(link, &parent_for_ever);
}

TEST(Worker, DiesWithItsParent) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    auto parent = start(world, &parent_of_another, heard);
    CO_ASSERT_OK(parent);
    co_await until(world, heard.messages, 1);
    auto stream = co_await connect_to(world, heard.messages[0]);
    CO_ASSERT_OK(stream);
    (*parent)->kill();
    EXPECT_EQ(co_await (*parent)->wait(), killed(SIGKILL));
    EXPECT_TRUE(co_await is_gone(world, *stream));
  });
}

// With the parent's handlers a signal would be noted where nobody looks.
TEST(Worker, ASignalThatItGetsIsItsOwn) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    Main main = [](WorkerLink&) {
      std::raise(SIGTERM);
      return 0;
    };
    auto worker = start(world, std::move(main), heard);
    CO_ASSERT_OK(worker);
    EXPECT_EQ(co_await (*worker)->wait(), killed(SIGTERM));
  });
}

// The parent's next signal is the parent's, though a worker had a world of its own meanwhile.
TEST(Worker, TheParentStillHearsItsSignals) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    auto worker = start(world, &obedient, heard);
    CO_ASSERT_OK(worker);
    co_await until(world, heard.messages, 1);
    std::raise(SIGINT);
    EXPECT_EQ(co_await world.next_signal(), Signal::interrupt);
    (*worker)->interrupt();
    EXPECT_EQ(co_await (*worker)->wait(), exited(7));
  });
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
  return count - 1;  // the folder itself is one of them while it is read
}

TEST(Worker, HoldsNoDescriptorOfTheParents) {
  run([](RealWorld& world) -> Task<> {
    auto listener = world.network().listen({"127.0.0.1", 0});
    CO_ASSERT_OK(listener);
    const Endpoint where = (*listener)->local();
    Heard first;
    Heard second;
    auto neighbour = start(world, &obedient, first);
    CO_ASSERT_OK(neighbour);
    Main main = [](WorkerLink& link) {
      link.send(std::to_string(open_descriptors()));
      return obedient(link);
    };
    auto worker = start(world, std::move(main), second);
    CO_ASSERT_OK(worker);
    co_await until(world, second.messages, 2);
    EXPECT_EQ(second.messages[0], "4");  // the standard streams and its link
    (*listener)->close();
    EXPECT_THAT(world.network().listen(where), test::IsOk());
    (*neighbour)->interrupt();
    EXPECT_EQ(co_await (*neighbour)->wait(), exited(7));  // its link is not held by the other
    (*worker)->interrupt();
    EXPECT_EQ(co_await (*worker)->wait(), exited(7));
  });
}

TEST(Worker, LeavesNoDescriptorBehind) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    std::vector<std::size_t> open;
    for (int i = 0; i < 20; ++i) {
      Main main = [](WorkerLink& link) {
        link.send("done");
        return 0;
      };
      auto worker = start(world, std::move(main), heard);
      CO_ASSERT_OK(worker);
      co_await (*worker)->wait();
      worker->reset();
      open.push_back(open_descriptors());
    }
    EXPECT_EQ(heard.messages.size(), 20U);
    EXPECT_EQ(open.front(), open.back());
  });
}

TEST(Worker, ManyAtOnce) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i < 16; ++i) {
      Main main = [i](WorkerLink& link) {
        link.send(std::to_string(i));
        return i;
      };
      auto worker = start(world, std::move(main), heard);
      CO_ASSERT_OK(worker);
      workers.push_back(std::move(*worker));
    }
    for (int i = 0; i < 16; ++i) {
      const ExitStatus status = co_await workers[static_cast<std::size_t>(i)]->wait();
      EXPECT_EQ(status, exited(i));
      EXPECT_THAT(heard.messages, Contains(std::to_string(i)));
    }
  });
}

TEST(Worker, AnOffloadedJobForbidsIt) {
  run([](RealWorld& world) -> Task<> {
    std::function<void()> job = [] {};
    co_await world.offload(std::move(job), 0s);
    Heard heard;
    auto worker = start(world, &obedient, heard);
    CO_ASSERT_TRUE(worker.has_error());
    EXPECT_EQ(worker.error().code(), boost::system::errc::device_or_resource_busy);
    EXPECT_THAT(worker, test::FailsWith(HasSubstr("a fork would lose its thread")));
  });
}

// ---- what a program knows of its terminal, in a worker, whose standard streams can be exchanged

Task<int> tell_terminal(RealWorld& world, WorkerLink& link) {
  const Terminal terminal = world.terminal();
  link.send(std::string(terminal.is_terminal ? "terminal " : "none ") + std::to_string(terminal.columns));
  co_return 0;
}

// 0, or the number of what failed.
int stand_on_a_terminal(unsigned short columns) {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) return 1;
  const char* name = ::ptsname(master);
  const int slave = name == nullptr ? -1 : ::open(name, O_RDWR | O_NOCTTY);
  winsize size{};
  size.ws_col = columns;
  if (slave < 0 || ::ioctl(slave, TIOCSWINSZ, &size) != 0) return 2;
  return ::dup2(slave, STDOUT_FILENO) < 0 ? 3 : 0;
}

TEST(Terminal, IsKnownWithItsWidth) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    Main main = [](WorkerLink& link) {
      ::setenv("TERM", "xterm", 1);  // world-lint: allow (of the worker only)
      if (const int trouble = stand_on_a_terminal(123)) return trouble;
      return run_in_worker(link, &tell_terminal);
    };
    auto worker = start(world, std::move(main), heard);
    CO_ASSERT_OK(worker);
    EXPECT_EQ(co_await (*worker)->wait(), exited(0));
    EXPECT_THAT(heard.messages, ElementsAre("terminal 123"));
  });
}

TEST(Terminal, APipeOrADumbOneIsNone) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    Main piped = [](WorkerLink& link) { return run_in_worker(link, &tell_terminal); };
    Main dumb = [](WorkerLink& link) {
      ::setenv("TERM", "dumb", 1);  // world-lint: allow (of the worker only)
      if (const int trouble = stand_on_a_terminal(123)) return trouble;
      return run_in_worker(link, &tell_terminal);
    };
    auto first = start(world, std::move(piped), heard);
    CO_ASSERT_OK(first);
    EXPECT_EQ(co_await (*first)->wait(), exited(0));
    auto second = start(world, std::move(dumb), heard);
    CO_ASSERT_OK(second);
    EXPECT_EQ(co_await (*second)->wait(), exited(0));
    EXPECT_THAT(heard.messages, ElementsAre("none 80", "none 80"));
  });
}

Task<int> print_in_pieces(RealWorld& world, WorkerLink&) {
  world.print_text("one");
  world.print_text(" line\n");
  world.print_line("another");
  co_return 0;
}

TEST(Terminal, TextNeedsNoLineOfItsOwn) {
  run([](RealWorld& world) -> Task<> {
    Heard heard;
    Main main = [](WorkerLink& link) { return run_in_worker(link, &print_in_pieces); };
    auto worker = start(world, std::move(main), heard);
    CO_ASSERT_OK(worker);
    EXPECT_EQ(co_await (*worker)->wait(), exited(0));
    EXPECT_THAT(heard.lines, ElementsAre("one line", "another"));
  });
}

}  // namespace
}  // namespace checkride::world
