// Goal: clients beyond connections_max wait and are served, each of them, also when many leave at the same moment.
// Method: a balancer in a virtual world, before a backend that takes connections and says nothing.
#include <gmock/gmock.h>

#include <map>

#include "checkride/test/world_test.hpp"
#include "checkride/world/virtual_world.hpp"
#include "services/balancer/balancer.hpp"

namespace checkride::harness::balancer {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kRoom = 16;
constexpr std::size_t kClients = 40;

using Answers = std::map<std::string, std::size_t>;

world::Task<> ask(world::World& client, Answers* answers) {
  http::Url url;
  url.host = "lb";
  url.port = 80;
  http::Request request;
  request.headers.set("Connection", "close");
  const auto answer = co_await http::fetch(client, std::move(url), std::move(request), 30s);
  ++(*answers)[answer ? std::to_string(answer->status) : "none"];
}

world::Task<int> crowd(world::VirtualHost& front, world::VirtualHost& app, world::VirtualHost& client,
                       Answers* answers) {
  const auto silent = app.network().listen({"0.0.0.0", 80});
  EXPECT_THAT(silent, test::IsOk());
  ServicePlace place{front, "lb", "/data"};
  place.services.push_back({"app", ServiceSpec(WebhookSpec{}), {"app", 80}});
  BalancerSpec spec;
  spec.backends.push_back({"app", "app", 1, false});
  spec.connections_max = kRoom;
  spec.connect = 1s;
  spec.server = 1s;
  spec.check.every = 1h;
  Balancer balancer(std::move(place), spec);
  const auto listens = balancer.listen({{"http", {"0.0.0.0", 80}}});
  EXPECT_THAT(listens, test::IsOk());
  world::TaskGroup serving(front.executor());
  serving.spawn("balancer", balancer.serve());
  world::TaskGroup clients(client.executor());
  for (std::size_t i = 0; i < kClients; ++i) clients.spawn("client", ask(client, answers));
  co_await clients.join();
  (void)co_await serving.stop(client.clock(), 5s);
  co_return 0;
}

TEST(BalancerWaitingClients, EachIsServedInItsTurn) {
  world::VirtualWorld world;
  world::VirtualHost& front = world.add_host("lb");
  world::VirtualHost& app = world.add_host("app");
  world::VirtualHost& client = world.add_host("client");
  Answers answers;
  client.start("test", crowd(front, app, client, &answers));
  world.run_until(world.now() + 1h, [&client] { return client.exit_code().has_value(); });
  EXPECT_EQ(client.failure(), "");
  EXPECT_EQ(client.exit_code(), 0);
  EXPECT_THAT(answers, testing::ElementsAre(testing::Pair("504", kClients)));
}

}  // namespace
}  // namespace checkride::harness::balancer
