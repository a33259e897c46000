// The check of traffic, on figures by hand.
#include "checks/traffic_check.hpp"

#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/world_test.hpp"
#include "fake_sight.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using testing::HasSubstr;

TrafficFigures figures_of_a_minute() {
  TrafficFigures figures;
  figures.sent = 3000;
  figures.answered = 2998;
  figures.by_status = {{"200", 2900}, {"204", 90}, {"503", 8}, {"timeout", 2}};
  for (int i = 0; i < 2990; ++i) figures.latency.add(4ms);
  for (int i = 0; i < 10; ++i) figures.latency.add(2s);
  figures.generator.add(0s);
  figures.over = true;
  return figures;
}

// A check of the traffic "users" or "pilots".
Check check_in(std::string_view yaml, values::Diagnostics& errors) {
  Scenario scenario;
  Reader reader{errors, scenario, {}};
  reader.traffic["users"].targets = {"edge"};
  reader.traffic["pilots"].targets = {"sim"};
  reader.traffic["pilots"].is_http = false;
  return read_check(values::load(yaml, "t.yaml").value().root(), reader);
}

Check traffic_check(const std::string& keys) {
  values::Diagnostics errors;
  Check check = check_in("{traffic: {" + keys + "}}", errors);
  if (!check) throw std::runtime_error(errors.text());
  return check;
}

std::string mistake_in(const std::string& yaml) {
  values::Diagnostics errors;
  (void)check_in(yaml, errors);
  return errors.text();
}

WORLD_TEST(TrafficCheck, ComparesWhatCameOfIt) {
  FakeSight sight(host);
  sight.figures["users"] = figures_of_a_minute();
  const std::pair<const char*, bool> cases[] = {
      {"of: users", true},
      {"of: users, sent: {exactly: 3000}", true},
      {"of: users, sent: 2999", false},
      {"of: users, answered: {at_least: 2998}, dropped: 0", true},
      {"of: users, status: {2xx: 2990}", true},
      {"of: users, status: {2xx: {at_least: 2990}, 5xx: 8, 503: 8, 404: 0, timeout: 2, failed: 0}", true},
      {"of: users, status: {5xx: 0}", false},
      {"of: users, latency: {p50: {less_than: 5ms}, p99: {less_than: 5ms}}", true},
      {"of: users, latency: {p99.9: {less_than: 5ms}}", false},
      {"of: users, latency: {max: {between: [1999ms, 2001ms]}}", true},
      {"of: users, lateness: {max: {at_most: 0s}}", true},
  };
  for (const auto& [keys, holds] : cases) {
    const Check check = traffic_check(keys);
    const Seen seen = co_await check->see(sight);
    EXPECT_EQ(seen.holds, holds) << keys << ": " << seen.text;
    EXPECT_EQ(seen.hopeless, !holds) << "nothing changes any more";
  }
}

WORLD_TEST(TrafficCheck, IsJudgedWhenItIsOverOrAsItStands) {
  FakeSight sight(host);
  sight.figures["users"] = figures_of_a_minute();
  sight.figures["users"].over = false;
  sight.figures["users"].in_flight = 7;
  const Check in_the_end = traffic_check("of: users, sent: {at_least: 1}");
  const Seen waiting = co_await in_the_end->see(sight);
  EXPECT_FALSE(waiting.holds);
  EXPECT_FALSE(waiting.hopeless);
  EXPECT_EQ(waiting.text, "not over: 3000 sent, 7 in flight");
  const Check so_far = traffic_check("of: users, so_far: true, sent: {at_least: 1}");
  const Seen now = co_await so_far->see(sight);
  EXPECT_TRUE(now.holds);
  EXPECT_EQ(so_far->text(), "traffic users so far, sent is at least 1");
}

WORLD_TEST(TrafficCheck, OfWhatHasNotBegunNothingIsKnown) {
  FakeSight sight(host);
  const Check check = traffic_check("of: users, dropped: 0");
  const Seen seen = co_await check->see(sight);
  EXPECT_FALSE(seen.known);
  EXPECT_FALSE(seen.holds);
  const auto quantity = co_await check->quantity(sight);
  EXPECT_THAT(quantity, FailsWith(HasSubstr("has not begun")));
}

WORLD_TEST(TrafficCheck, IsAQuantityForConservation) {
  FakeSight sight(host);
  TrafficFigures figures;
  figures.has_samples = true;
  figures.due = 18;
  figures.received = 15;
  figures.lost = 3;
  figures.over = true;
  sight.figures["pilots"] = figures;
  for (const auto& [word, number] : {std::pair{"due", 18.0}, std::pair{"received", 15.0}, std::pair{"lost", 3.0}}) {
    const Check check = traffic_check(std::string("of: pilots, take: ") + word);
    const auto quantity = co_await check->quantity(sight);
    CO_ASSERT_OK(quantity);
    EXPECT_EQ(*quantity, number);
  }
  const Check late = traffic_check("of: pilots, lateness: {p99: {less_than: 1s}}");
  const Seen seen = co_await late->see(sight);
  EXPECT_FALSE(seen.holds) << "of nothing there is no quantile";
}

TEST(TrafficCheckMistakes, AreTold) {
  EXPECT_THAT(mistake_in("{traffic: {of: user}}"), HasSubstr("no step before has traffic of the id \"user\", did you"));
  EXPECT_THAT(mistake_in("{traffic: user}"), HasSubstr("no step before has traffic of the id"));
  EXPECT_EQ(mistake_in("{traffic: users}"), "");
  EXPECT_THAT(mistake_in("{traffic: {of: users, status: {2x: 1}}}"), HasSubstr("\"2x\" is no status"));
  EXPECT_THAT(mistake_in("{traffic: {of: users, latency: {median: {less_than: 1s}}}}"),
              HasSubstr("median is no quantile"));
  EXPECT_THAT(mistake_in("{traffic: {of: users, lost: 0}}"), HasSubstr("lost is not known of HTTP traffic"));
  EXPECT_THAT(mistake_in("{traffic: {of: users, take: due}}"), HasSubstr("due is not known of HTTP traffic"));
  EXPECT_THAT(mistake_in("{traffic: {of: pilots, dropped: 0}}"), HasSubstr("dropped is not known of SimConnect"));
}

// ---- the step

const std::string kMembers =
    "scenario: a\nsimulators: {sim: {}}\nservices: {mail: {kind: smtp}, chat: {kind: webhook}}\n"
    "monitors: {monitor: {config: c.yaml, simulators: [sim]}}\nalways: [{no_sample_lost: {of: monitor}}]\n"
    "timeline:\n  - start: [mail, chat, sim, monitor]\n  - traffic: ";

Result<Scenario> with_traffic(const std::string& text) {
  return load_scenario(kMembers + text + "\n", "a.yaml", RigKind::virtual_rig);
}

Traffic traffic_in(const std::string& text) {
  const auto scenario = with_traffic(text);
  EXPECT_THAT(scenario, test::IsOk());
  return scenario ? std::get<Traffic>(std::get<Action>(scenario->timeline.at(1).what)) : Traffic{};
}

TEST(ReadTraffic, ARequestAtARate) {
  const Traffic traffic = traffic_in("{id: users, to: {of: monitor, target: /metrics}, rate: 600/min, for: 30s}");
  EXPECT_EQ(describe(traffic), "traffic users: GET /metrics of monitor, 10/s for 30s");
  const auto& http = std::get<HttpTraffic>(traffic.what);
  EXPECT_EQ(http.mix.at(0).port, Port::metrics);
  EXPECT_EQ(http.timeout, 10s);
  EXPECT_EQ(http.in_flight_max, 1000U);
  EXPECT_FALSE(traffic.wait);
  EXPECT_EQ(duration_of(traffic), 30s);
}

TEST(ReadTraffic, AMixOnARamp) {
  const Traffic traffic = traffic_in(
      "{id: users, mix: [{share: 75 %, of: monitor, target: /health}, {share: 25 %, of: chat, method: POST, body: x}], "
      "ramp: [{rate: 10/s}, {rate: 200/s, over: 30s}, {rate: 50/s, for: 60s}], arrivals: poisson, clients: 3, "
      "keep_alive: false, timeout: 2s, in_flight_max: 9, wait: true}");
  const auto& http = std::get<HttpTraffic>(traffic.what);
  EXPECT_EQ(http.mix.at(0).share, 3 * http.mix.at(1).share);
  ASSERT_EQ(http.arrivals.stages.size(), 2U);
  EXPECT_EQ(http.arrivals.stages[0].from_per_s, 10);
  EXPECT_EQ(http.arrivals.stages[0].to_per_s, 200);
  EXPECT_EQ(http.arrivals.stages[1].from_per_s, 50);
  EXPECT_EQ(http.arrivals.kind, ArrivalKind::poisson);
  EXPECT_EQ(http.clients, 3U);
  EXPECT_FALSE(http.keep_alive);
  EXPECT_TRUE(traffic.wait);
  EXPECT_EQ(targets_of(traffic), (std::vector<std::string>{"monitor", "chat"}));
  EXPECT_EQ(duration_of(traffic), 90s);
}

TEST(ReadTraffic, ClientsOfASimulator) {
  const Traffic traffic = traffic_in(
      "{id: pilots, simconnect: {of: sim, clients: 20, connect: 10/s, variables: {PLANE ALTITUDE: feet}, period: "
      "frame}, "
      "for: 10s}");
  const auto& clients = std::get<SimConnectTraffic>(traffic.what);
  EXPECT_EQ(clients.clients, 20U);
  EXPECT_EQ(clients.connect_per_s, 10);
  EXPECT_EQ(clients.period, SimConnectTraffic::Period::frame);
  EXPECT_EQ(clients.frame, world::Duration(33'333'333));
  EXPECT_EQ(clients.protocol, 6U);
  EXPECT_EQ(describe(traffic), "traffic pilots: 20 SimConnect clients of sim for 10s");
}

TEST(ReadTraffic, MistakesAreToldWithTheirPlace) {
  const std::pair<const char*, const char*> cases[] = {
      {"{id: users, rate: 1/s, for: 1s}", "what is sent, and where? Give to, mix or simconnect"},
      {"{id: Users, to: {of: monitor}, rate: 1/s, for: 1s}", "a name is made of small letters"},
      {"{to: {of: monitor}, rate: 1/s, for: 1s}", "the key \"id\" is missing"},
      {"{id: u, to: {of: monitor}, for: 1s}", "how many requests? Give rate: 50/s with for, or a ramp"},
      {"{id: u, to: {of: monitor}, rate: 1/s}", "for how long? Give for"},
      {"{id: u, to: {of: monitor}, rate: 5, for: 1s}", "expected so many in a time, like \"50/s\""},
      {"{id: u, to: {of: monitor}, rate: 0/s, for: 1s}", "nothing is ever sent at this rate"},
      {"{id: u, to: {of: monitor}, rate: 9000000/s, for: 1h}", "at most 100000000 can be sent"},
      {"{id: u, to: {of: monitor}, ramp: [{rate: 5/s}]}", "the ramp has no time"},
      {"{id: u, to: {of: monitor}, ramp: [{rate: 5/s, over: 1s, for: 1s}]}", "not both"},
      {"{id: u, to: {of: monitor}, ramp: [{rate: 5/s, for: 1s}], for: 2s}", "the stages of the ramp say how long"},
      {"{id: u, to: {of: mail}, rate: 1/s, for: 1s}", "\"mail\" is a smtp; a monitor or"},
      {"{id: u, to: {of: monitor, target: x}, rate: 1/s, for: 1s}", "a path starts with /"},
      {"{id: u, mix: [{share: 50 %, of: monitor}], rate: 1/s, for: 1s}", "the shares come to 50 %, not to 100 %"},
      {"{id: u, simconnect: {of: monitor, variables: {PLANE ALTITUDE: feet}}, for: 1s}", "a simulator is needed here"},
      {"{id: u, simconnect: {of: sim}, for: 1s}", "nothing is asked for"},
      {"{id: u, simconnect: {of: sim, variables: {PLANE ALTITUD: feet}}, for: 1s}", "there is no variable"},
      {"{id: u, simconnect: {of: sim, variables: {PLANE ALTITUDE: fet}}, for: 1s}", "there is no unit"},
      {"{id: u, simconnect: {of: sim, clients: 50, connect: 10/s, variables: {PLANE ALTITUDE: feet}}, for: 4s}",
       "the last client would connect after the end"},
  };
  for (const auto& [text, mistake] : cases) EXPECT_THAT(with_traffic(text), FailsWith(HasSubstr(mistake))) << text;
  EXPECT_THAT(with_traffic("{id: u, to: {of: chat}, rate: 1/s, for: 1s}\n  - traffic: {id: u, to: {of: chat}, rate: "
                           "1/s, for: 1s}"),
              FailsWith(HasSubstr("there is traffic \"u\" already")));
  EXPECT_THAT(with_traffic("{id: u, to: {of: chat}, rate: 1/s, for: 10m, wait: true}"),
              FailsWith(HasSubstr("beyond the time_limit")));
}

}  // namespace
}  // namespace checkride::harness
