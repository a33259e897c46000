// Goal: clients beyond connections_max wait and are served, each of them, also when many leave at the same moment.
// Method: a balancer in a virtual world, before a backend that takes connections and says nothing.
#include <gmock/gmock.h>

#include <algorithm>
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
  spec.check.timeout = 1h;  // the silence takes the backend out of use no sooner
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

// How many requests it has at once.
struct Busy {
  std::size_t now = 0;
  std::size_t most = 0;
};

world::Task<http::Response> take_time(world::Clock& clock, Busy* busy) {
  busy->most = std::max(busy->most, ++busy->now);
  co_await clock.sleep_for(1s);
  --busy->now;
  co_return http::text_response(200, "done");
}

world::Task<int> serve_slowly(world::VirtualHost& host, Busy* busy) {
  auto listener = host.network().listen({"0.0.0.0", 80}).value();
  http::AsyncHandler handler = [&host, busy](const http::Request&) { return take_time(host.clock(), busy); };
  http::ServerHooks hooks;
  co_await http::serve(host, std::move(listener), std::move(handler), http::ServerLimits(), std::move(hooks));
  co_return 0;
}

world::Task<int> balance(world::VirtualHost& host, std::size_t room) {
  ServicePlace place{host, "lb", "/data"};
  place.services.push_back({"app", ServiceSpec(WebhookSpec{}), {"app", 80}});
  BalancerSpec spec;
  spec.backends.push_back({"app", "app", 1, false});
  spec.connections_max = room;
  spec.check.every = 24h;
  Balancer balancer(std::move(place), spec);
  const ServicePorts ports{{"http", {"0.0.0.0", 80}}};
  EXPECT_THAT(balancer.listen(ports), test::IsOk());
  co_await balancer.serve();
  co_return 0;
}

world::Task<int> come_together(world::VirtualHost& host, Answers* answers) {
  world::TaskGroup clients(host.executor());
  for (int i = 0; i < 9; ++i) clients.spawn("client", ask(host, answers));
  co_await clients.join();
  co_return 0;
}

TEST(BalancerWaitingClients, NoMoreAreServedAtOnceThanThereMayBe) {
  for (const std::size_t room : {std::size_t{1}, std::size_t{3}}) {
    Busy busy;
    Answers answers;
    world::VirtualWorld world;
    world::VirtualHost& app = world.add_host("app");
    world::VirtualHost& front = world.add_host("lb");
    world::VirtualHost& client = world.add_host("client");
    app.start("serve", serve_slowly(app, &busy));
    front.start("balance", balance(front, room));
    world.run_until(world.now() + 5s);  // the only check of the day is over
    busy = Busy{};
    client.start("ask", come_together(client, &answers));
    world.run_until(world.now() + 1min, [&client] { return client.exit_code().has_value(); });
    EXPECT_THAT(answers, testing::ElementsAre(testing::Pair("200", 9)));
    EXPECT_EQ(busy.most, room);
  }
}

}  // namespace
}  // namespace checkride::harness::balancer
