// Goal: samples that SimConnect clients were to get are all accounted for. Method: series of arrivals by hand, and
// clients on virtual time with a server that says a few messages and goes.
#include "traffic/simconnect_traffic.hpp"

#include "checkride/harness/steps.hpp"
#include "checkride/protocol/codec.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/world_test.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;
using world::Instant;

std::vector<Instant> at(const std::vector<world::Duration>& times) {
  std::vector<Instant> instants;
  for (const world::Duration time : times) instants.push_back(Instant(time));
  return instants;
}

TEST(Samples, OnePeriodAfterTheOther) {
  const SampleSums sums = judge_samples(at({1s, 2s, 3s, 4s}), Instant(500ms), Instant(4500ms), 1s);
  EXPECT_EQ(sums.due, 4U);
  EXPECT_EQ(sums.received, 4U);
  EXPECT_EQ(sums.lateness.max(), 0s);
}

TEST(Samples, OneThatIsLateIsLateAgainstTheMostPunctual) {
  const SampleSums sums = judge_samples(at({1200ms, 2s, 3010ms}), Instant(1ms), Instant(3500ms), 1s);
  EXPECT_EQ(sums.due, 3U);
  EXPECT_EQ(sums.received, 3U);
  EXPECT_EQ(sums.lateness.max(), 200ms);
}

TEST(Samples, WhatDoesNotComeIsMissing) {
  EXPECT_EQ(judge_samples(at({1s, 2s}), Instant(1ms), Instant(5s), 1s).due, 5U);
  EXPECT_EQ(judge_samples(at({1s, 2s}), Instant(1ms), Instant(5s), 1s).received, 2U);
  EXPECT_EQ(judge_samples({}, Instant(1s), Instant(5s), 1s).due, 4U);
  EXPECT_EQ(judge_samples({}, Instant(1s), Instant(1500ms), 1s).due, 0U);
}

TEST(Samples, WhatComesAfterTheEndWasNotDue) {
  const SampleSums sums = judge_samples(at({1s, 2s, 3s}), Instant(1ms), Instant(2500ms), 1s);
  EXPECT_EQ(sums.due, 2U);
  EXPECT_EQ(sums.received, 2U);
}

RC_GTEST_PROP(SamplesLaws, ReceivedIsNeverMoreThanDue, ()) {
  std::vector<Instant> arrivals;
  Instant when(1s);
  for (const int gap : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 3000))) {
    arrivals.push_back(when += std::chrono::milliseconds(gap));
  }
  const Instant end = Instant(1s) + std::chrono::milliseconds(*rc::gen::inRange(0, 60'000));
  const SampleSums sums = judge_samples(arrivals, Instant(0s), end, 1s);
  RC_ASSERT(sums.received <= sums.due);
  RC_ASSERT(sums.received <= arrivals.size());
  RC_ASSERT(sums.lateness.count() == sums.received);
}

// Opens every session, sends `samples` one a second, then ends it if it is to.
struct Server {
  explicit Server(world::VirtualHost& on) : host(on), tasks(on.executor()) {
    listener = on.network().listen({"0.0.0.0", 500}).value();
    tasks.spawn("accept", accept(this));
  }
  static world::Task<> accept(Server* self) {
    for (;;) {
      auto stream = co_await self->listener->accept();
      if (!stream) co_return;
      self->tasks.spawn("serve", serve(self, std::move(*stream)));
    }
  }
  static world::Task<> serve(Server* self, world::Stream stream) {
    std::array<std::byte, 4096> heard;
    (void)co_await world::read_some(stream, heard);
    std::vector<std::byte> bytes;
    protocol::encode(protocol::RecvOpen(), protocol::Protocol::msfs2020, bytes);
    (void)co_await world::write_all(stream, std::span<const std::byte>(bytes));
    for (int i = 0; i < self->samples; ++i) {
      co_await self->host.clock().sleep_for(1s);
      bytes.clear();
      protocol::encode(protocol::RecvSimObjectData(), protocol::Protocol::msfs2020, bytes);
      (void)co_await world::write_all(stream, std::span<const std::byte>(bytes));
    }
    if (!self->ends) co_await self->host.clock().sleep_for(1h);
    stream.close();
  }

  world::VirtualHost& host;
  world::TaskGroup tasks;
  std::unique_ptr<world::Listener> listener;
  int samples = 1000;
  bool ends = false;
};

Traffic clients_of(std::size_t number) {
  SimConnectTraffic clients;
  clients.of = "sim";
  clients.clients = number;
  clients.connect_per_s = 10;
  clients.variables.emplace_back("PLANE ALTITUDE", "feet");
  clients.frame = 33ms;
  clients.protocol = protocol::number_of(protocol::Protocol::msfs2020);
  clients.duration = 10s;
  Traffic traffic;
  traffic.id = "pilots";
  traffic.what = std::move(clients);
  return traffic;
}

struct Play {
  explicit Play(world::World& from) : tasks(from.executor()), place{from, tasks, {}, {}, {}, false} {
    place.find = [](const std::string& member, Port) { return Result<world::Endpoint>(world::Endpoint{member, 500}); };
    place.client = [&from](std::size_t) -> world::World& { return from; };
  }
  world::TaskGroup tasks;
  TrafficPlace place;
};

WORLD_TEST(SimConnectTraffic, EverySampleThatWasDueCame) {
  Server server(world.add_host("sim"));
  Play play(host);
  const auto run = make_traffic_run(play.place, clients_of(5));
  co_await run->play();
  const TrafficFigures figures = run->figures();
  EXPECT_EQ(figures.sent, 5U);
  EXPECT_EQ(figures.answered, 5U);
  EXPECT_THAT(figures.by_status, ElementsAre(Pair("open", 5U)));
  // They connect at 0, 0.1, ... 0.4 s; samples come at 1 s, 2 s, ... after that, up to 10 s.
  EXPECT_EQ(figures.due, 45U);
  EXPECT_EQ(figures.received, 45U);
  EXPECT_EQ(figures.lost, 0U);
  EXPECT_LT(figures.lateness.max(), 10ms);
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

WORLD_TEST(SimConnectTraffic, WhatIsNotSentIsMissingAndNotLost) {
  Server server(world.add_host("sim"));
  server.samples = 3;
  Play play(host);
  const auto run = make_traffic_run(play.place, clients_of(2));
  co_await run->play();
  EXPECT_EQ(run->figures().due, 18U);
  EXPECT_EQ(run->figures().received, 6U);
  EXPECT_EQ(run->figures().lost, 0U);
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

WORLD_TEST(SimConnectTraffic, ASessionThatEndsTellsOfWhatIsLost) {
  Server server(world.add_host("sim"));
  server.samples = 3;
  server.ends = true;
  Play play(host);
  const auto run = make_traffic_run(play.place, clients_of(2));
  co_await run->play();
  const TrafficFigures figures = run->figures();
  EXPECT_THAT(figures.by_status, ElementsAre(Pair("lost", 2U), Pair("open", 2U)));
  EXPECT_EQ(figures.due, 18U);
  EXPECT_EQ(figures.received, 6U);
  EXPECT_EQ(figures.lost, 12U);
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

WORLD_TEST(SimConnectTraffic, NobodyThereIsNoSession) {
  (void)world.add_host("sim");
  Play play(host);
  const auto run = make_traffic_run(play.place, clients_of(3));
  co_await run->play();
  EXPECT_THAT(run->figures().by_status, ElementsAre(Pair("failed", 3U)));
  EXPECT_EQ(run->figures().answered, 0U);
  EXPECT_EQ(run->figures().due, 0U);
}

}  // namespace
}  // namespace checkride::harness
