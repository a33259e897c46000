// Goal: the keys of balancers, edges, Prometheus and Alertmanager: every key means what it says, what others must be
// there is asked for, and every mistake has its place. Method: maps read alone, without the scenario around them.
#include <gmock/gmock.h>

#include "scenario/read_balancer.hpp"
#include "scenario/read_edge.hpp"
#include "scenario/read_prometheus.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

template <class Spec>
struct Read {
  Read(const std::string& text, Spec (*read)(values::MapReader&, Reader&)) {
    values::Diagnostics errors;
    Scenario scenario;
    Reader reader{errors, scenario, {}};
    if (const auto document = values::load(text, "s.yaml", errors)) {
      values::MapReader map = document->root_map(errors);
      spec = read(map, reader);
      map.finish();
    }
    for (const Reader::Needed& one : reader.needed) needed.push_back(one.member.text);
    mistakes = errors.empty() ? "" : errors.text();
  }
  Spec spec;
  std::vector<std::string> needed;
  std::string mistakes;
};

TEST(ReadBalancer, EveryKey) {
  const Read<BalancerSpec> read(
      "port: 81\nalgorithm: first\nconnections_max: 7\nconnect: 1s\nclient: 2s\nserver: 3s\n"
      "backends: {app1: {to: one, weight: 3}, app2: {to: two, backup: true}}\n"
      "check: {path: /ok, status: 204, every: 1s, timeout: 500ms, fall: 4, rise: 5}\n"
      "routes: [{header: {canary: \"true\"}, to: app2}]\n",
      read_balancer);
  EXPECT_EQ(read.mistakes, "");
  EXPECT_THAT(read.needed, ElementsAre("one", "two"));
  BalancerSpec wanted;
  wanted.port = 81;
  wanted.algorithm = BalancerAlgorithm::first;
  wanted.connections_max = 7;
  wanted.connect = 1s;
  wanted.client = 2s;
  wanted.server = 3s;
  wanted.backends = {{"app1", "one", 3, false}, {"app2", "two", 1, true}};
  wanted.check = {"/ok", 204, 1s, 500ms, 4, 5};
  wanted.routes = {{{{"canary", "true"}}, {"app2"}}};
  EXPECT_EQ(read.spec, wanted);
}

TEST(ReadBalancer, MistakesAreNamed) {
  EXPECT_THAT(Read<BalancerSpec>("{}", read_balancer).mistakes, HasSubstr("needs backends"));
  EXPECT_THAT(Read<BalancerSpec>("backends: {App: {to: x}}", read_balancer).mistakes, HasSubstr("small letters"));
  EXPECT_THAT(Read<BalancerSpec>("backends: {a: {to: x, weight: 300}}", read_balancer).mistakes, HasSubstr("256"));
  EXPECT_THAT(
      Read<BalancerSpec>("backends: {app: {to: x}}\nroutes: [{header: {a: b}, to: aap}]", read_balancer).mistakes,
      HasSubstr("did you mean \"app\""));
  EXPECT_THAT(
      Read<BalancerSpec>("backends: {app: {to: x}}\nroutes: [{header: {\"a b\": c}, to: app}]", read_balancer).mistakes,
      HasSubstr("no name of a header"));
}

TEST(ReadEdge, EveryKeyOfALocation) {
  const Read<EdgeSpec> read(
      "headers: {X-A: b}\nzones: {api: 10/s, slow: 30/min}\ntls: {least: tls_1_3}\nlimit_status: 503\n"
      "locations: [{path: /api/, to: app, zone: api, burst: 20, connect: 5s, read: 30s, cache_for: 1h, headers: {X-B: "
      "c}, "
      "log: false}, {path: /health, exact: true, answer: {body: healthy}}, {ends: [js], to: app}]\n",
      read_edge);
  EXPECT_EQ(read.mistakes, "");
  EXPECT_THAT(read.needed, ElementsAre("app", "app"));
  EXPECT_THAT(read.spec.zones, ElementsAre(EdgeZone{"api", 600}, EdgeZone{"slow", 30}));
  EXPECT_EQ(read.spec.tls->least, TlsVersion::tls_1_3);
  EXPECT_EQ(read.spec.limit_status, 503);
  ASSERT_EQ(read.spec.locations.size(), 3U);
  EdgeLocation wanted;
  wanted.path = "/api/";
  wanted.to = "app";
  wanted.zone = "api";
  wanted.burst = 20;
  wanted.connect = 5s;
  wanted.read = 30s;
  wanted.cache_for = 1h;
  wanted.headers = {{"X-B", "c"}};
  wanted.log = false;
  EXPECT_EQ(read.spec.locations[0], wanted);
  EXPECT_EQ(read.spec.locations[1].answer, (EdgeAnswer{200, "healthy", "text/plain"}));
  EXPECT_THAT(read.spec.locations[2].ends, ElementsAre("js"));
}

TEST(ReadEdge, WhatIsKept) {
  const Read<EdgeSpec> read(
      "locations: [{path: /, to: app, store: {for: 1m, statuses: [200, 404], stale: true, one_at_a_time: true, "
      "not_with: [Authorization]}}, {path: /a, to: app, store: {}}, {path: /b, to: app}]\n",
      read_edge);
  EXPECT_EQ(read.mistakes, "");
  ASSERT_EQ(read.spec.locations.size(), 3U);
  EXPECT_EQ(read.spec.locations[0].store, (EdgeStore{1min, {200, 404}, true, true, {"Authorization"}}));
  EXPECT_EQ(read.spec.locations[1].store, EdgeStore{});
  EXPECT_EQ(read.spec.locations[2].store, std::nullopt);
}

TEST(ReadEdge, MistakesAreNamed) {
  const auto mistakes = [](const std::string& text) { return Read<EdgeSpec>(text, read_edge).mistakes; };
  EXPECT_THAT(mistakes("locations: [{to: app}]"), HasSubstr("a path, or ends"));
  EXPECT_THAT(mistakes("locations: [{path: /}]"), HasSubstr("one of both"));
  EXPECT_THAT(mistakes("locations: [{path: /, to: app, answer: {}}]"), HasSubstr("one of both"));
  EXPECT_THAT(mistakes("locations: [{path: /, to: app, zone: x}]"), HasSubstr("no zone \"x\""));
  EXPECT_THAT(mistakes("locations: [{path: /, answer: {}, store: {}}]"), HasSubstr("only what a service answers"));
  EXPECT_THAT(mistakes("headers: {X: \"$host\"}"), HasSubstr("neither $"));
  EXPECT_THAT(mistakes("zones: {a: 1/h}"), HasSubstr("whole requests"));
  EXPECT_THAT(mistakes("tls: {least: tls_1_3, most: tls_1_2}"), HasSubstr("no version"));
  EXPECT_THAT(mistakes("compress: {types: [\"a; b\"]}"), HasSubstr("cannot stand here"));
}

TEST(ReadPrometheus, MembersAreLookedForLater) {
  const Read<PrometheusSpec> read(
      "interval: 1s\njobs: {own: {targets: [monitor, app], path: /m, interval: 2s}}\nalertmanagers: [am]\n",
      read_prometheus);
  EXPECT_EQ(read.mistakes, "");
  EXPECT_THAT(read.needed, ElementsAre("monitor", "app", "am"));
  EXPECT_EQ(read.spec.interval, 1s);
  EXPECT_THAT(read.spec.jobs, ElementsAre(ScrapeJob{"own", {"monitor", "app"}, "/m", 2s}));
}

TEST(ReadPrometheus, AnAlertmanagerRoutesToAReceiver) {
  const Read<AlertmanagerSpec> read("receivers: {chat: {webhook: hook}}\nroute: chat\nrepeat: 1h\n", read_alertmanager);
  EXPECT_EQ(read.mistakes, "");
  EXPECT_THAT(read.needed, ElementsAre("hook"));
  EXPECT_EQ(read.spec.repeat, 1h);
  EXPECT_THAT(Read<AlertmanagerSpec>("receivers: {chat: {webhook: hook}}\nroute: cat", read_alertmanager).mistakes,
              HasSubstr("no receiver \"cat\""));
}

}  // namespace
}  // namespace checkride::harness
