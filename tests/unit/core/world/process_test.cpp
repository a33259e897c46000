// Goal: child processes are started, heard, signalled and waited for without blocking the loop. Method: /bin/sh as the
// child; waits are bounded by within(), never by sleeping.
#include "checkride/world/process.hpp"

#include <boost/system/errc.hpp>

#include "both_worlds.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

using Body = Task<> (*)(RealWorld&);

Task<int> run_body(Body body, RealWorld& world) {
  co_await body(world);
  co_return 0;
}

void run(Body body) {
  RealOptions options;
  options.handle_signals = false;
  RealWorld world(options);
  EXPECT_EQ(world.run(run_body(body, world)), 0);
}

ProcessOptions shell(std::string script) {
  ProcessOptions options;
  options.arguments = {"sh", "-c", std::move(script)};
  return options;
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

TEST(ChildProcess, LinesAndExitCodeArrive) {
  run([](RealWorld& world) -> Task<> {
    std::vector<std::string> output;
    std::vector<std::string> error;
    ProcessOptions options = shell("echo one; echo two; echo bad >&2; printf unfinished; exit 3");
    options.on_output = [&output](std::string_view line) { output.emplace_back(line); };
    options.on_error = [&error](std::string_view line) { error.emplace_back(line); };
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, std::move(options));
    CO_ASSERT_OK(child);
    EXPECT_FALSE((*child)->status().has_value());
    const ExitStatus status = co_await (*child)->wait();
    EXPECT_EQ(status, exited(3));
    EXPECT_EQ(status.text(), "exit code 3");
    EXPECT_EQ((*child)->status(), status);
    EXPECT_THAT(output, ElementsAre("one", "two", "unfinished"));
    EXPECT_THAT(error, ElementsAre("bad"));
    Result<> late = (*child)->send_signal(ProcessSignal::terminate);
    CO_ASSERT_TRUE(late.has_error());
    EXPECT_EQ(late.error().code(), boost::system::errc::no_such_process);
  });
}

TEST(ChildProcess, EnvironmentAndFolderAreItsOwn) {
  run([](RealWorld& world) -> Task<> {
    std::vector<std::string> output;
    ProcessOptions options = shell("echo $FUEL; pwd; test -n \"$PATH\" && echo inherited");
    options.environment = {{"FUEL", "56 gal"}};
    options.working_directory = "/";
    options.on_output = [&output](std::string_view line) { output.emplace_back(line); };
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, std::move(options));
    CO_ASSERT_OK(child);
    co_await (*child)->wait();
    EXPECT_THAT(output, ElementsAre("56 gal", "/", "inherited"));
  });
}

TEST(ChildProcess, SignalsReachIt) {
  run([](RealWorld& world) -> Task<> {
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, shell("sleep 1000"));
    CO_ASSERT_OK(child);
    EXPECT_THAT((*child)->send_signal(ProcessSignal::stop), test::IsOk());
    EXPECT_THAT((*child)->send_signal(ProcessSignal::resume), test::IsOk());
    EXPECT_THAT((*child)->send_signal(ProcessSignal::kill), test::IsOk());
    const ExitStatus status = co_await (*child)->wait();
    EXPECT_EQ(status, killed(9));
    EXPECT_EQ(status.text(), "signal 9");
  });
}

Task<Result<ExitStatus>> wait_for(ChildProcess& child) {
  const ExitStatus status = co_await child.wait();
  co_return status;
}

TEST(ChildProcess, WaitingDoesNotBlockTheLoopAndCanBeGivenUp) {
  run([](RealWorld& world) -> Task<> {
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, shell("sleep 1000"));
    CO_ASSERT_OK(child);
    Result<ExitStatus> status = co_await within(world.clock(), 30ms, wait_for(**child));
    EXPECT_TRUE(status.has_error());
    EXPECT_THAT((*child)->send_signal(ProcessSignal::terminate), test::IsOk());
    EXPECT_EQ(co_await (*child)->wait(), killed(15));
  });
}

TEST(ChildProcess, AMissingProgramIsAnErrorThatNamesIt) {
  run([](RealWorld& world) -> Task<> {
    ProcessOptions options;
    options.arguments = {"/no/such/program"};
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, std::move(options));
    EXPECT_THAT(child, test::FailsWith(HasSubstr("/no/such/program")));
    Result<std::unique_ptr<ChildProcess>> nothing = ChildProcess::start(world, ProcessOptions());
    EXPECT_TRUE(nothing.has_error());
    co_return;
  });
}

TEST(ChildProcess, DestructionKillsIt) {
  run([](RealWorld& world) -> Task<> {
    std::string folder;
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, shell("sleep 1000"));
    CO_ASSERT_OK(child);
    const std::string process = "/proc/" + std::to_string((*child)->pid());
    EXPECT_TRUE(world.files().exists(process));
    child->reset();
    EXPECT_FALSE(world.files().exists(process));
    co_return;
  });
}

// A listener that a child held would keep its port taken after we closed it.
// Of any process: "S" asleep, "T" stopped, "Z" ended, also where nobody buries it.
std::string state_of(RealWorld& world, const std::string& pid) {
  const auto stat = world.files().read("/proc/" + pid + "/stat");
  const std::size_t name_end = stat ? stat->rfind(") ") : std::string::npos;
  return name_end == std::string::npos ? "Z" : stat->substr(name_end + 2, 1);
}

Task<Result<>> until_state(RealWorld& world, std::string pid, std::string state) {
  while (state_of(world, pid) != state) co_await world.clock().sleep_for(1ms);
  co_return Result<>();
}

// Its one line of output.
Task<Result<>> until_said(RealWorld& world, const std::vector<std::string>& output) {
  while (output.empty()) co_await world.clock().sleep_for(1ms);
  co_return Result<>();
}

TEST(ChildProcess, WhatItLeavesBehindEndsWithIt) {
  run([](RealWorld& world) -> Task<> {
    std::vector<std::string> output;
    ProcessOptions options = shell("sleep 1000 & echo $!; exit 0");
    options.on_output = [&output](std::string_view line) { output.emplace_back(line); };
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, std::move(options));
    CO_ASSERT_OK(child);
    const ExitStatus status = co_await (*child)->wait();
    EXPECT_EQ(status, exited(0));
    CO_ASSERT_TRUE(output.size() == 1U);
    const auto ended = co_await within(world.clock(), 10s, until_state(world, output.front(), "Z"));
    EXPECT_THAT(ended, test::IsOk()) << output.front() << " still runs";
  });
}

TEST(ChildProcess, DestructionAndStopReachAllThatItStarted) {
  run([](RealWorld& world) -> Task<> {
    std::vector<std::string> output;
    ProcessOptions options = shell("sleep 1000 & echo $!; wait");
    options.on_output = [&output](std::string_view line) { output.emplace_back(line); };
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, std::move(options));
    CO_ASSERT_OK(child);
    const auto said = co_await within(world.clock(), 10s, until_said(world, output));
    CO_ASSERT_OK(said);
    EXPECT_NE(state_of(world, output.front()), "Z");
    EXPECT_THAT((*child)->send_signal(ProcessSignal::stop), test::IsOk());
    const auto stopped = co_await within(world.clock(), 10s, until_state(world, output.front(), "T"));
    EXPECT_THAT(stopped, test::IsOk()) << output.front() << " does not stand still";
    child->reset();
    const auto ended = co_await within(world.clock(), 10s, until_state(world, output.front(), "Z"));
    EXPECT_THAT(ended, test::IsOk()) << output.front() << " still runs";
  });
}

TEST(ChildProcess, InheritsNoSocket) {
  run([](RealWorld& world) -> Task<> {
    auto listener = world.network().listen({"127.0.0.1", 0});
    CO_ASSERT_OK(listener);
    const Endpoint where = (*listener)->local();
    auto child = ChildProcess::start(world, shell("sleep 100"));
    CO_ASSERT_OK(child);
    (*listener)->close();
    EXPECT_THAT(world.network().listen(where), test::IsOk());
  });
}

TEST(ChildProcess, MuchOutputIsReadWhileItRuns) {
  run([](RealWorld& world) -> Task<> {
    std::size_t lines = 0;
    ProcessOptions options = shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");
    options.on_output = [&lines](std::string_view) { ++lines; };
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, std::move(options));
    CO_ASSERT_OK(child);
    EXPECT_EQ(co_await (*child)->wait(), exited(0));
    EXPECT_EQ(lines, 20000U);
  });
}

TEST(ChildProcess, APathIsToldWholeToOtherFolders) {
  EXPECT_EQ(absolute_path("/a/b"), "/a/b");
  run([](RealWorld& world) -> Task<> {
    ProcessOptions options = shell("pwd -P");
    std::string folder;
    options.on_output = [&folder](std::string_view line) { folder = line; };
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(world, std::move(options));
    CO_ASSERT_OK(child);
    EXPECT_EQ(co_await (*child)->wait(), exited(0));
    EXPECT_EQ(absolute_path("a/b"), folder + "/a/b");
  });
}

}  // namespace
}  // namespace checkride::world
