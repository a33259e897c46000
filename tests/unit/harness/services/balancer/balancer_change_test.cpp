// Goal: what `set` says to a balancer is understood or refused with a word to what is wrong, and HAProxy is told the
// same; its configuration has all that a scenario declares. Method: texts in, values and texts out.
#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "services/balancer/haproxy_cfg.hpp"

namespace checkride::harness::balancer {
namespace {

using test::FailsWith;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

BalancerSpec two_apps() {
  BalancerSpec spec;
  spec.backends = {{"app1", "one", 3, false}, {"app2", "two", 1, true}};
  return spec;
}

HaproxyPlaces places() {
  HaproxyPlaces where;
  where.clients = {"127.0.0.1", 1000};
  where.control = {"127.0.0.1", 1001};
  where.neighbours = {{"one", {"127.0.0.1", 1002}}, {"two", {"127.0.0.1", 1003}}};
  return where;
}

TEST(BalancerChange, WeightsAndStates) {
  const auto change = parse_change(two_apps(), R"({"weights":{"app1":90},"state":{"app2":"drain"}})");
  ASSERT_THAT(change, test::IsOk());
  EXPECT_THAT(change->weights, ElementsAre(Pair("app1", 90)));
  EXPECT_THAT(change->states, ElementsAre(Pair("app2", BackendState::drain)));
}

TEST(BalancerChange, MistakesAreNamed) {
  const BalancerSpec spec = two_apps();
  EXPECT_THAT(parse_change(spec, R"({"weights":{"app3":1}})"), FailsWith(HasSubstr("no backend \"app3\"")));
  EXPECT_THAT(parse_change(spec, R"({"weights":{"app1":257}})"), FailsWith(HasSubstr("0 to 256")));
  EXPECT_THAT(parse_change(spec, R"({"weights":{"app1":-1}})"), FailsWith(HasSubstr("0 to 256")));
  EXPECT_THAT(parse_change(spec, R"({"state":{"app1":"asleep"}})"), FailsWith(HasSubstr("ready, drain")));
  EXPECT_THAT(parse_change(spec, R"({"weight":{}})"), FailsWith(HasSubstr("not \"weight\"")));
  EXPECT_THAT(parse_change(spec, "[]"), FailsWith(HasSubstr("object")));
}

TEST(BalancerChange, HaproxyIsToldTheSame) {
  BalancerChange change;
  change.weights = {{"app1", 0}};
  change.states = {{"app1", BackendState::maintenance}, {"app2", BackendState::ready}};
  EXPECT_THAT(haproxy_commands(change),
              ElementsAre("set server servers/app1 weight 0", "set server servers/app1 state maint",
                          "set server servers/app2 state ready"));
}

TEST(HaproxyCfg, HasWhatIsDeclared) {
  BalancerSpec spec = two_apps();
  spec.algorithm = BalancerAlgorithm::least_connections;
  spec.connections_max = 17;
  spec.server = std::chrono::milliseconds(1500);
  spec.check.status = 204;
  const std::string text = haproxy_cfg(spec, places());
  for (const char* line :
       {"    bind 127.0.0.1:1000\n", "    maxconn 17\n", "    timeout server 1500ms\n", "    balance leastconn\n",
        "    http-check expect status 204\n", "    stats socket ipv4@127.0.0.1:1001 level admin\n",
        "    server app1 127.0.0.1:1002 weight 3 check inter 2000ms fall 3 rise 2\n",
        "    server app2 127.0.0.1:1003 weight 1 backup check inter 2000ms fall 3 rise 2\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, Not(HasSubstr("use_backend")));
}

TEST(HaproxyCfg, RoutesFollowTheChecksOfTheirBackends) {
  BalancerSpec spec = two_apps();
  spec.routes = {{{{"canary", "tr\"ue"}, {"x-team", "a"}}, {"app2"}}};
  const std::string text = haproxy_cfg(spec, places());
  EXPECT_THAT(text, HasSubstr("    use_backend route-0 if { req.hdr(canary) -m str \"tr\\\"ue\" } "
                              "{ req.hdr(x-team) -m str \"a\" }\n    default_backend servers\n"));
  EXPECT_THAT(text, HasSubstr("backend route-0\n    balance roundrobin\n    server app2 127.0.0.1:1003 weight 1 backup "
                              "track servers/app2\n"));
}

}  // namespace
}  // namespace checkride::harness::balancer
