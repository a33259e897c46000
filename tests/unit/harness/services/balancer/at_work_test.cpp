// Goal: a request counts for its backend until it ends, in each way in which a backend can end it. Method: a balancer
// by least connections in a virtual world; requests that only one backend gets end in each way there is, and afterwards
// the two must share others.
#include <gmock/gmock.h>

#include <map>

#include "checkride/test/world_test.hpp"
#include "checkride/world/virtual_world.hpp"
#include "services/balancer/balancer.hpp"

namespace checkride::harness::balancer {
namespace {

using namespace std::chrono_literals;
using End = http::RawExchange::End;

constexpr const char* kOnlyFirst = "first";  // a header of requests that the first backend alone gets

// How the first backend treats its requests.
struct Mood {
  std::optional<End> end{};  // none: it answers
  std::size_t bytes = 0;     // of the answer, before that
};

// Answers who it is.
world::Task<int> serve_as(world::VirtualHost& host, std::string name, const Mood* mood) {
  auto listener = host.network().listen({"0.0.0.0", 80}).value();
  std::function<http::Response(const http::Request&)> handler = [name, mood](const http::Request&) {
    http::Response answer = http::text_response(200, name);
    if (mood->end) {
      http::RawExchange raw;
      raw.bytes_max = mood->bytes;
      raw.end = *mood->end;
      answer.raw = std::make_shared<http::RawExchange>(raw);
    }
    return answer;
  };
  co_await http::serve(host, std::move(listener), std::move(handler));
  co_return 0;
}

world::Task<> ask(world::World& client, http::Request request, world::Duration limit,
                  std::map<std::string, int>* answers) {
  http::Url url;
  url.host = "lb";
  url.port = 80;
  const auto answer = co_await http::fetch(client, std::move(url), std::move(request), limit);
  std::string what = "none";
  if (answer) what = answer->status == 200 ? answer->body : std::to_string(answer->status);
  ++(*answers)[what];
}

class BalancerRig {
 public:
  BalancerRig() : front(world.add_host("lb")), client(world.add_host("client")), app(world.add_host("app1")) {
    world::VirtualHost& other = world.add_host("app2");
    app.start("serve", serve_as(app, "app1", &mood));
    other.start("serve", serve_as(other, "app2", &healthy));
    front.start("balance", balance(front));
  }
  // So many at once, each for so long; what came of them.
  std::map<std::string, int> ask_for(int requests, const http::Request& request, world::Duration limit = 30s) {
    std::map<std::string, int> answers;
    client.start("ask", ask_all(client, requests, request, limit, &answers));
    world.run_until(world.now() + 1h, [this] { return client.exit_code().has_value(); });
    EXPECT_EQ(client.failure(), "");
    return answers;
  }

  Mood mood;
  Mood healthy;
  world::VirtualWorld world;
  world::VirtualHost& front;
  world::VirtualHost& client;
  world::VirtualHost& app;

 private:
  static world::Task<int> balance(world::VirtualHost& host) {
    ServicePlace place{host, "lb", "/data"};
    BalancerSpec spec;
    for (const char* name : {"app1", "app2"}) {
      place.services.push_back({name, ServiceSpec(WebhookSpec{}), {name, 80}});
      spec.backends.push_back({name, name, 1, false});
    }
    spec.algorithm = BalancerAlgorithm::least_connections;
    spec.routes = {{{{kOnlyFirst, "yes"}}, {"app1"}}};
    spec.connect = 1s;
    spec.server = 2s;
    spec.check.every = 24h;
    Balancer balancer(std::move(place), spec);
    const ServicePorts ports{{"http", {"0.0.0.0", 80}}};
    EXPECT_THAT(balancer.listen(ports), test::IsOk());
    co_await balancer.serve();
    co_return 0;
  }
  static world::Task<int> ask_all(world::VirtualHost& host, int requests, http::Request request, world::Duration limit,
                                  std::map<std::string, int>* answers) {
    world::TaskGroup asking(host.executor());
    for (int i = 0; i < requests; ++i) asking.spawn("client", ask(host, request, limit, answers));
    co_await asking.join();
    co_await host.clock().sleep_for(5s);  // what the balancer still waits for ends too
    co_return 0;
  }
};

struct Way {
  const char* title;
  void (*begin)(BalancerRig& rig);
  world::Duration limit;  // of the client
  const char* told;
};

const Way kWays[] = {
    {"answered", [](BalancerRig&) {}, 30s, "app1"},
    {"refused", [](BalancerRig& rig) { rig.world.refuse(rig.app, 80, true); }, 30s, "503"},
    {"never connected", [](BalancerRig& rig) { rig.world.partition(rig.front, rig.app); }, 30s, "503"},
    {"never answered", [](BalancerRig& rig) { rig.mood.end = End::stall; }, 30s, "504"},
    {"reset", [](BalancerRig& rig) { rig.mood.end = End::reset; }, 30s, "502"},
    {"closed in the middle",
     [](BalancerRig& rig) {
       rig.mood = {End::close, 60};
     },
     30s, "502"},
    {"given up by its client", [](BalancerRig& rig) { rig.mood.end = End::stall; }, 500ms, "none"},
};

TEST(BalancerAtWork, HoweverARequestEndsItIsNotAtWorkAnyMore) {
  for (const Way& way : kWays) {
    SCOPED_TRACE(way.title);
    BalancerRig rig;
    rig.world.run_until(rig.world.now() + 1s);  // the first check, which must pass, is the only one of the day
    way.begin(rig);
    http::Request request;
    request.headers.set(kOnlyFirst, "yes");
    const auto ended = rig.ask_for(3, request, way.limit);
    EXPECT_THAT(ended, testing::UnorderedElementsAre(testing::Pair(way.told, 3)));
    rig.mood = Mood{};
    rig.world.refuse(rig.app, 80, false);
    rig.world.heal(rig.front, rig.app);
    const auto afterwards = rig.ask_for(8, http::Request());
    EXPECT_THAT(afterwards, testing::UnorderedElementsAre(testing::Pair("app1", 4), testing::Pair("app2", 4)));
  }
}

}  // namespace
}  // namespace checkride::harness::balancer
