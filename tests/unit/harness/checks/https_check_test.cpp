// Goal: a check by https asks as it is written, and says what came of TLS. Method: checks read from YAML among a
// service with TLS, an edge with both and one without, on a sight whose visits are given.
#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "checks/approach.hpp"
#include "checks/fake_sight.hpp"
#include "checks/http_check.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// What a request came as, and what is given for it.
class VisitedSight final : public Sight {
 public:
  VisitedSight(world::World& world, Visit visit) : fake_(world), visit_(std::move(visit)) {}

  world::Clock& clock() override { return fake_.clock(); }
  const ScenarioStart& start() const override { return fake_.start(); }
  Duration now() const override { return fake_.now(); }
  std::optional<Duration> step_start(const std::string& step) const override { return fake_.step_start(step); }
  world::Task<Result<http::Response>> exchange(std::string, Port, http::Request) override {
    co_return Error::invalid("this is no exchange without TLS");
  }
  world::Task<Visit> visit(std::string member, Port port, http::Request request, Approach approach) override {
    asked = member + " " + std::string(to_string(port)) + " " + address_text(approach, request.target);
    with = approach;
    co_return visit_;
  }
  Result<stores::StoreDoor> store(const std::string& member) override { return fake_.store(member); }
  const MailInbox& mail(const std::string& name) override { return fake_.mail(name); }
  const WebhookInbox& webhook(const std::string& name) override { return fake_.webhook(name); }
  const ServedInbox& served(const std::string& name) override { return fake_.served(name); }
  std::optional<TrafficFigures> traffic(const std::string& id) override { return fake_.traffic(id); }
  const std::vector<LogLine>& log(const std::string& name) override { return fake_.log(name); }
  world::Files& files(const std::string& name) override { return fake_.files(name); }
  std::string folder(const std::string& name) override { return fake_.folder(name); }
  std::string telemetry_folder(const std::string& name) override { return fake_.telemetry_folder(name); }
  SimulatorDriver& simulator(const std::string& name) override { return fake_.simulator(name); }
  std::optional<int> exit_code(const std::string& name) override { return fake_.exit_code(name); }
  std::uint64_t starts(const std::string& name) override { return fake_.starts(name); }
  std::any& memory(const std::string& key) override { return fake_.memory(key); }

  std::string asked;
  Approach with;

 private:
  FakeSight fake_;
  Visit visit_;
};

Check read(const std::string& yaml, values::Diagnostics& errors) {
  Scenario scenario;
  scenario.monitors.emplace_back().name = "monitor";
  for (const char* name : {"safe", "edge", "open", "weather"}) scenario.services.emplace_back().name = name;
  UpstreamSpec safe;
  safe.tls = TlsPolicy{};
  safe.metrics_port = 9100;
  MetarSpec weather;
  weather.tls = TlsPolicy{};
  EdgeSpec edge;
  edge.tls = TlsPolicy{};
  scenario.services[0].spec = safe;
  scenario.services[1].spec = edge;
  scenario.services[2].spec = UpstreamSpec{};
  scenario.services[3].spec = weather;
  Reader reader{errors, scenario, {}};
  return read_check(values::load("{http: " + yaml + "}", "t.yaml").value().root(), reader);
}

Check good(const std::string& yaml) {
  values::Diagnostics errors;
  Check check = read(yaml, errors);
  EXPECT_TRUE(errors.empty()) << errors.text();
  return check;
}

std::string mistakes(const std::string& yaml) {
  values::Diagnostics errors;
  (void)read(yaml, errors);
  return errors.text();
}

Visit answered(world::World& world) {
  Visit visit(http::text_response(200, "x"));
  visit.agreement.emplace();
  visit.agreement->version = tls::Version::tls_1_2;
  visit.agreement->cipher = "ECDHE-ECDSA-AES256-GCM-SHA384";
  visit.agreement->resumed = true;
  visit.agreement->names = {"edge", "plans.example"};
  visit.agreement->issuer = "checkride run";
  visit.agreement->until = world.clock().utc_now() + 240h;
  return visit;
}

Visit refused(const std::string& why) {
  Visit visit(Error::invalid("edge:443: " + why));
  visit.refusal = why;
  return visit;
}

WORLD_TEST(HttpsCheck, AsksAsItIsWritten) {
  VisitedSight sight(host, answered(host));
  const Check by_url = good(
      "{of: edge, get: 'https://plans.example/a?b', status: 200, offer: {most: tls_1_1, ciphers: [A-B], verify: "
      "false}}");
  EXPECT_THAT(by_url->text(), HasSubstr("GET https://plans.example/a?b of edge"));
  EXPECT_TRUE((co_await by_url->see(sight)).holds);
  EXPECT_EQ(sight.asked, "edge https https://plans.example/a?b");
  CO_ASSERT_TRUE(sight.with.offer.has_value());
  EXPECT_EQ(sight.with.offer->most, TlsVersion::tls_1_1);
  EXPECT_EQ(sight.with.offer->least, TlsVersion::tls_1_1) << "no version is at least 1.2 and at most 1.1";
  EXPECT_THAT(sight.with.offer->ciphers, ElementsAre("A-B"));
  EXPECT_FALSE(sight.with.offer->verify);

  (void)co_await good("{of: edge, get: 'http://plans.example/', status: 301}")->see(sight);
  EXPECT_EQ(sight.asked, "edge health http://plans.example/");
  (void)co_await good("{of: safe, get: /own, tls: {version: tls_1_3}}")->see(sight);
  EXPECT_EQ(sight.asked, "safe health /own");
  EXPECT_EQ(sight.with, Approach{});
  (void)co_await good("{of: edge, get: /, port: https, tls: {version: tls_1_3}}")->see(sight);
  EXPECT_EQ(sight.asked, "edge https /");
}

// Asked is what the port is that stands for the one named: where there is none of metrics, the first.
TEST(HttpsCheckReading, WhatThePortSpeaksDecides) {
  EXPECT_EQ(mistakes("{of: weather, get: /, port: metrics, offer: {most: tls_1_2}, status: 200}"), "");
  EXPECT_EQ(mistakes("{of: safe, get: /, port: https, status: 200}"), "") << "its only port for requests speaks TLS";
  EXPECT_THAT(mistakes("{of: safe, get: /, port: metrics, offer: {most: tls_1_2}, status: 200}"),
              HasSubstr("needs https"));
  EXPECT_THAT(mistakes("{of: safe, get: 'https://safe/', port: metrics, status: 200}"),
              HasSubstr("the port metrics of \"safe\" speaks no TLS: ask it by http"));
}

WORLD_TEST(HttpsCheck, ComparesWhatWasAgreedOn) {
  VisitedSight sight(host, answered(host));
  const Check all = good(
      "{of: safe, get: /, tls: {version: tls_1_2, cipher: {contains: GCM}, resumed: true, names: 'edge, plans.example',"
      " issuer: checkride run, expires_in: {between: [9d, 10d]}, refused: {exists: false}}}");
  const Seen seen = co_await all->see(sight);
  EXPECT_TRUE(seen.holds) << seen.text;
  for (const char* other : {"version: tls_1_3", "cipher: {contains: CBC}", "resumed: false", "names: {contains: api}",
                            "issuer: somebody", "expires_in: {more_than: 11d}", "refused: {contains: version}"}) {
    const Check check = good(std::string("{of: safe, get: /, tls: {") + other + "}}");
    EXPECT_FALSE((co_await check->see(sight)).holds) << other;
  }
}

WORLD_TEST(HttpsCheck, ARefusalCanBeWhatIsWanted) {
  VisitedSight sight(host, refused("the certificate is refused: certificate has expired"));
  const Seen wanted = co_await good("{of: safe, get: /, tls: {refused: {contains: expired}}}")->see(sight);
  EXPECT_TRUE(wanted.holds);
  EXPECT_TRUE(wanted.known);
  const Seen another = co_await good("{of: safe, get: /, tls: {refused: {contains: version}}}")->see(sight);
  EXPECT_FALSE(another.holds);
  EXPECT_THAT(another.text, HasSubstr("expired"));
  const Seen answer = co_await good("{of: safe, get: /, status: 200, tls: {refused: {contains: expired}}}")->see(sight);
  EXPECT_FALSE(answer.holds) << "there is no status";
  const Seen unwanted = co_await good("{of: safe, get: /, status: 200, tls: {version: tls_1_3}}")->see(sight);
  EXPECT_FALSE(unwanted.holds);
  EXPECT_FALSE(unwanted.known);
  EXPECT_THAT(unwanted.text, HasSubstr("no answer: edge:443: the certificate is refused: certificate has expired"));
}

// What is said of the answer has not been looked at where there is none.
WORLD_TEST(HttpsCheck, ARefusalIsNoAnswerOfAnyKind) {
  VisitedSight sight(host, refused("the certificate is refused: certificate has expired"));
  for (const char* more : {"body: {not: {contains: x}}", "headers: {X-No: {exists: false}}", "latency: {at_most: 1h}",
                           "status: {not: 200}"}) {
    const Check check = good(std::string("{of: safe, get: /, tls: {refused: {contains: expired}}, ") + more + "}");
    const Seen seen = co_await check->see(sight);
    EXPECT_FALSE(seen.holds) << more;
    EXPECT_THAT(seen.text, HasSubstr("expired")) << more;
    EXPECT_THAT(seen.text, HasSubstr("and no answer")) << more;
  }
}

WORLD_TEST(HttpsCheck, ThatARefusalHasNoStatusMayBeExpected) {
  VisitedSight sight(host, refused("the certificate is refused: certificate has expired"));
  const Check check = good("{of: safe, get: /, tls: {refused: {contains: expired}}, status: {exists: false}}");
  const Seen seen = co_await check->see(sight);
  EXPECT_TRUE(seen.holds) << seen.text;
}

WORLD_TEST(HttpsCheck, WhoIsNotThereRefusesNothing) {
  VisitedSight sight(host, Visit(Error::invalid("edge:443: connection refused")));
  const Seen seen = co_await good("{of: safe, get: /, tls: {refused: {exists: true}}}")->see(sight);
  EXPECT_FALSE(seen.holds);
  EXPECT_FALSE(seen.known);
}

TEST(HttpsCheckReading, MistakesAreNamed) {
  EXPECT_THAT(mistakes("{of: monitor, get: 'https://monitor/', status: 200}"), HasSubstr("a monitor speaks no TLS"));
  EXPECT_THAT(mistakes("{of: open, get: 'https://open/', status: 200}"),
              HasSubstr("\"open\" speaks no TLS: give the service tls"));
  EXPECT_THAT(mistakes("{of: open, get: /, port: https, status: 200}"), HasSubstr("\"open\" speaks no TLS"));
  EXPECT_THAT(mistakes("{of: edge, get: 'https://edge:8443/', status: 200}"), HasSubstr("leave out :8443"));
  EXPECT_THAT(mistakes("{of: edge, get: 'ftp://edge/', status: 200}"), HasSubstr("a URL with https://"));
  EXPECT_THAT(mistakes("{of: edge, get: 'https:///a', status: 200}"), HasSubstr("the host is missing"));
  EXPECT_THAT(mistakes("{of: edge, get: /, offer: {most: tls_1_2}, status: 200}"), HasSubstr("needs https"));
  EXPECT_THAT(mistakes("{of: safe, get: /, offer: {resume: true}, status: 200}"), HasSubstr("give most: tls_1_2"));
  EXPECT_THAT(mistakes("{of: safe, get: /, offer: {least: tls_1_3, most: tls_1_2}, status: 200}"),
              HasSubstr("at least this and at most that"));
  EXPECT_THAT(mistakes("{of: safe, get: /, offer: {ciphers: ['A:B']}, status: 200}"), HasSubstr("cannot stand here"));
  EXPECT_THAT(mistakes("{of: safe, get: /, tls: {versoin: tls_1_3}}"), HasSubstr("version"));
  EXPECT_THAT(mistakes("{of: safe, get: /}"), HasSubstr("latency or tls"));
  EXPECT_THAT(mistakes("{of: safe, get: /, status: 200, tls: {}}"), HasSubstr("nothing is expected of TLS"));
}

// Without TLS nothing is refused, and has no version: that would hold of anybody.
TEST(HttpsCheckReading, TlsIsExpectedOfHttpsOnly) {
  const auto mistake = [](const std::string& of) {
    return mistakes("{of: " + of + ", get: /, tls: {refused: {exists: false}}}");
  };
  EXPECT_THAT(mistake("edge"), HasSubstr("this is asked by http: ask for a URL that begins with https://"));
  EXPECT_THAT(mistake("monitor"), HasSubstr("this is asked by http, and a monitor speaks no TLS: take tls out"));
  EXPECT_THAT(mistake("open"), HasSubstr("and \"open\" speaks no TLS: give the service tls, or take tls out"));
  EXPECT_THAT(mistakes("{of: safe, get: 'http://safe/', tls: {version: {exists: false}}}"),
              HasSubstr("this is asked by http"));
}

}  // namespace
}  // namespace checkride::harness
