// Goal: a program finds its successor, asks it and leaves it its listeners, and no client is refused meanwhile. Method:
// in the real world the test's own binary is asked, and sockets are held; the virtual host goes through both programs.
#include "checkride/world/handover.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "both_worlds.hpp"
#include "checkride/test/result_matchers.hpp"
#include "real/real_handover.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

RealOptions called_as(const std::string& word) {
  RealOptions options;
  options.handover = std::vector<std::string>{word};
  return options;
}

std::string this_program() {
  return std::filesystem::read_symlink("/proc/self/exe");
}

TEST(RealHandover, OnlyAProgramThatOffersItHasOne) {
  RealOptions options;
  options.handle_signals = false;
  EXPECT_EQ(RealWorld(options).handover(), nullptr);
  EXPECT_EQ(RealWorld(called_as("x")).handover()->program(), this_program());
}

TEST(RealHandover, TheWayItWasCalledIsTheWayToItsSuccessor) {
  const test::TestFolder folder;
  std::filesystem::create_symlink(this_program(), folder.file("current"));
  EXPECT_EQ(real::program_path(folder.file("current")), folder.file("current"));
  // Something else stands there, or nothing: the system knows the file.
  EXPECT_EQ(real::program_path("/bin/sh"), this_program());
  EXPECT_EQ(real::program_path(folder.file("absent")), this_program());
  EXPECT_EQ(real::program_path("sh"), this_program());
  EXPECT_EQ(real::program_path(""), this_program());
}

// No more than fits into what is kept of its words.
Task<Result<Handover::Trial>> try_out(Handover& handover, std::string word, Duration limit) {
  std::vector<std::string> arguments{std::move(word), "--gtest_filter=RealHandover.*"};
  co_return co_await handover.try_out(std::move(arguments), limit);
}

Task<int> ask_successor(RealWorld& world) {
  Handover& handover = *world.handover();
  const auto good = co_await try_out(handover, "--gtest_list_tests", 1min);
  EXPECT_THAT(good, test::IsOk());
  if (!good) co_return 1;
  EXPECT_TRUE(good->succeeded);
  EXPECT_EQ(good->ended, "exit code 0");
  EXPECT_THAT(good->said, HasSubstr("TheWayItWasCalled"));
  const auto late = co_await try_out(handover, "--gtest_list_tests", 1ns);
  EXPECT_THAT(late, test::FailsWith(HasSubstr(this_program())));
  co_return 0;
}

TEST(RealHandover, TheSuccessorIsAskedWithALimit) {
  RealOptions options = called_as("x");
  options.reap_children = true;  // a program that buries those of others does not bury this one
  RealWorld world(options);
  EXPECT_EQ(world.run(ask_successor(world)), 0);
}

// Of each thread of this process but the first, whether SIGTERM waits there.
std::vector<bool> others_hold_the_stop() {
  std::vector<bool> held;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
    if (entry.path().filename() == std::to_string(::getpid())) continue;  // world-lint: allow (the first thread's name)
    std::ifstream status(entry.path() / "status");
    for (std::string line; std::getline(status, line);) {
      constexpr std::string_view kBlocked = "SigBlk:";
      if (!line.starts_with(kBlocked)) continue;
      held.push_back((std::stoull(line.substr(kBlocked.size()), nullptr, 16) >> (SIGTERM - 1) & 1U) != 0);
    }
  }
  return held;
}

Task<int> use_every_thread(RealWorld& world) {
  std::function<void()> job = [] {};
  co_await world.offload(std::move(job), 1ms);
  Endpoint nowhere;
  nowhere.host = "name.invalid";
  nowhere.port = 1;
  (void)co_await world.network().connect(nowhere);
  EXPECT_THAT(others_hold_the_stop(), ElementsAre(true, true));  // for jobs, and for names
  co_return 0;
}

// Else the system gives them what hold_signals() keeps for the successor.
TEST(RealHandover, NoThreadBesideTheLoopIsGivenASignal) {
  RealWorld world(called_as("x"));
  EXPECT_EQ(world.run(use_every_thread(world)), 0);
}

struct Accepted {
  bool connection = false;
  bool end = false;
};

Task<> accept_all(Listener& listener, Accepted& accepted) {
  for (;;) {
    auto stream = co_await listener.accept();
    if (!stream) break;
    accepted.connection = true;
  }
  accepted.end = true;
}

Task<int> hold_and_connect(World& world) {
  auto listener = world.network().listen({"127.0.0.1", 0});
  EXPECT_THAT(listener, test::IsOk());
  if (!listener) co_return 1;
  Accepted accepted;
  TaskGroup tasks(world.executor());
  tasks.spawn("accept", accept_all(**listener, accepted));
  co_await world.clock().sleep_for(10ms);
  world.handover()->hold_listeners();
  const Endpoint where = (*listener)->local();
  const auto waits = co_await world.network().connect(where);
  EXPECT_THAT(waits, test::IsOk());
  co_await world.clock().sleep_for(10ms);
  EXPECT_FALSE(accepted.connection);
  EXPECT_FALSE(accepted.end);
  (*listener)->close();
  co_await tasks.join();
  EXPECT_TRUE(accepted.end);
  const auto still = co_await world.network().connect(where);
  EXPECT_THAT(still, test::IsOk());
  co_return 0;
}

TEST(RealHandover, AHeldListenerLetsClientsWait) {
  RealWorld world(called_as("x"));
  EXPECT_EQ(world.run(hold_and_connect(world)), 0);
  EXPECT_THAT(world.hand_over_if_wanted(), test::IsOk());  // replace() was not called
}

TEST(VirtualHandover, AHeldListenerLetsClientsWait) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("host");
  host.offer_successor({});
  host.start("test", hold_and_connect(host));
  world.run_until(world.now() + 1min, [&host] { return host.exit_code().has_value(); });
  EXPECT_EQ(host.exit_code(), 0);
  EXPECT_EQ(host.failure(), "");
}

Task<int> hand_over(World& world, std::string name) {
  auto listener = world.network().listen({"0.0.0.0", 80});
  if (!listener) co_return 1;
  (*listener)->set_name(std::move(name));
  world.handover()->hold_listeners();
  co_await world.clock().sleep_for(1s);
  world.handover()->replace();
  co_return 0;
}

Task<int> take_over(World& world, std::string name, std::uint16_t port) {
  const auto listener = world.manager().take_listener(name, port);
  if (listener == nullptr) co_return 1;
  EXPECT_EQ(listener->name(), name);
  const auto stream = co_await listener->accept();
  co_return stream ? 0 : 2;
}

Task<int> knock(World& world, std::string host) {
  Endpoint to;
  to.host = std::move(host);
  to.port = 80;
  const auto stream = co_await world.network().connect(to);
  co_return stream ? 0 : 1;
}

TEST(VirtualHandover, TheNextProgramTakesTheListenerAndWhoWaitsThere) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("host");
  VirtualHost& client = world.add_host("client");
  host.offer_successor({});
  host.start("first", hand_over(host, "web"));
  world.run_until(world.now() + 10ms);
  client.start("knock", knock(client, host.address()));
  world.run_until(world.now() + 1min, [&host] { return host.exit_code().has_value(); });
  EXPECT_EQ(client.exit_code(), 0);
  EXPECT_THAT(host.handover_record().held, ElementsAre("web (0.0.0.0:80)"));
  EXPECT_TRUE(host.handover_record().replaced);
  host.start("second", take_over(host, "web", 0));
  world.run_until(world.now() + 1min, [&host] { return host.exit_code().has_value(); });
  EXPECT_EQ(host.exit_code(), 0);
}

TEST(VirtualHandover, ListenersThatNobodyTakesAreClosed) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("host");
  host.offer_successor({});
  host.start("first", hand_over(host, ""));
  world.run_until(world.now() + 1min, [&host] { return host.exit_code().has_value(); });
  EXPECT_THAT(host.handover_record().held, ElementsAre("0.0.0.0:80"));
  host.manager().close_listeners_left();
  EXPECT_THAT(host.network().listen({"0.0.0.0", 80}), test::IsOk());
}

Task<int> give_up(World& world) {
  const auto listener = world.network().listen({"0.0.0.0", 80});
  if (!listener) co_return 1;
  world.handover()->hold_listeners();
  co_return 0;
}

TEST(VirtualHandover, WhatIsHeldForNobodyEndsWithTheProgram) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("host");
  host.offer_successor({});
  for (int i = 0; i < 2; ++i) {
    host.start("given up", give_up(host));
    world.run_until(world.now() + 1min, [&host] { return host.exit_code().has_value(); });
    EXPECT_EQ(host.exit_code(), 0);
  }
}

}  // namespace
}  // namespace checkride::world
