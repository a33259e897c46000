// Goal: TLS of edges and balancers is the same of the models and of the real nginx and HAProxy: which versions and
// suites are agreed on, whose certificate is shown, how long sessions go on, where http is sent, and that services
// behind TLS are known by their certificates. Method: one table, played against the model in a virtual world and
// against the program on loopback, with services behind them of this file's own.
#include <gmock/gmock.h>

#include <map>

#include "checkride/tls/session.hpp"
#include "services/proxy_stage.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using tls::Version;

// ---- the table

constexpr int kRefused = 0;  // in the place of a status: TLS did not come about

struct Act {
  int status = 200;
  bool https = true;
  Version least = Version::tls_1_2;
  Version most = Version::tls_1_3;
  std::vector<std::string> ciphers{};
  std::string target = "/ok";
  std::string location{};  // of the answer; HOST and :PORT stand for those of https
  std::string refusal{};   // why TLS did not come about
  std::optional<Version> agreed{};
  std::optional<bool> resumed{};  // the session is offered again: does it go on?
  world::Duration before{};       // is waited
  bool at_last = false;           // asked again until it is so
};

struct Row {
  std::string name;
  ServiceSpec spec;
  std::vector<Act> acts;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

EdgeSpec edge(std::optional<TlsPolicy> policy, const std::string& to = "app") {
  EdgeSpec spec;
  spec.tls = std::move(policy);
  EdgeLocation location;
  location.path = "/";
  location.to = to;
  spec.locations = {location};
  return spec;
}

BalancerSpec balancer(std::optional<TlsPolicy> policy, const std::string& to = "app") {
  BalancerSpec spec;
  spec.tls = std::move(policy);
  spec.check.every = 100ms;
  spec.backends = {{to, to, 1, false}};
  return spec;
}

Act only(Version version) {
  Act act;
  act.least = act.most = version;
  act.agreed = version;
  return act;
}

Act refused(Act act, std::string why) {
  act.status = kRefused;
  act.agreed.reset();
  act.refusal = std::move(why);
  return act;
}

Act plain(int status, std::string location = {}) {
  Act act;
  act.https = false;
  act.status = status;
  act.target = "/ok?a=b";
  act.location = std::move(location);
  return act;
}

TlsPolicy suites(std::vector<std::string> ciphers, CertificateKey key = CertificateKey::ecdsa) {
  TlsPolicy policy;
  policy.ciphers = std::move(ciphers);
  policy.key = key;
  return policy;
}

std::vector<Act> of_the_guides() {
  Act block = only(Version::tls_1_2);
  block.ciphers = {"ECDHE-ECDSA-AES128-SHA"};
  return {only(Version::tls_1_2), only(Version::tls_1_3), refused(only(Version::tls_1_1), "protocol version"),
          refused(block, "handshake failure"), plain(301, "https://HOST:PORT/ok?a=b")};
}

std::vector<Act> of_the_newest() {
  return {only(Version::tls_1_3), refused(only(Version::tls_1_2), "protocol version")};
}

std::vector<Act> of_rsa() {
  Act other = only(Version::tls_1_2);
  other.ciphers = {"ECDHE-ECDSA-AES256-GCM-SHA384"};
  return {only(Version::tls_1_2), refused(other, "handshake failure")};
}

std::vector<Act> of_sessions(bool go_on) {
  Act first = only(Version::tls_1_2);
  first.resumed = false;
  Act second = first;
  second.resumed = go_on;
  if (!go_on) return {first, second};
  Act late = first;
  late.before = 3500ms;
  return {first, second, late};
}

TlsPolicy sessions(world::Duration life) {
  TlsPolicy policy;
  policy.sessions = life;
  return policy;
}

TlsPolicy newest() {
  TlsPolicy policy;
  policy.least = TlsVersion::tls_1_3;
  return policy;
}

TlsPolicy bad(BadCertificate reason) {
  TlsPolicy policy;
  policy.certificate = reason;
  return policy;
}

template <class Spec>
Spec both_ways(Spec spec) {
  spec.redirect_http = false;
  return spec;
}

Act at_last(Act act) {
  act.at_last = true;
  return act;
}

std::vector<Row> table() {
  const TlsPolicy guides = suites({"ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"});
  const TlsPolicy rsa = suites({"ECDHE-RSA-AES256-GCM-SHA384"}, CertificateKey::rsa);
  const Act any;
  std::vector<Row> rows;
  const auto add = [&](const std::string& name, auto of_edge, auto of_balancer, const std::vector<Act>& acts) {
    rows.push_back({"Edge" + name, ServiceSpec(std::move(of_edge)), acts});
    rows.push_back({"Balancer" + name, ServiceSpec(std::move(of_balancer)), acts});
  };
  add("AgreesOnWhatIsListed", edge(guides), balancer(guides), of_the_guides());
  add("TakesTheNewestOnly", edge(newest()), balancer(newest()), of_the_newest());
  add("ShowsAnRsaCertificate", edge(rsa), balancer(rsa), of_rsa());
  add("ResumesForItsTime", edge(sessions(2s)), balancer(sessions(2s)), of_sessions(true));
  add("ResumesNothing", edge(TlsPolicy{}), balancer(TlsPolicy{}), of_sessions(false));
  add("GivesContentByHttpToo", both_ways(edge(TlsPolicy{})), both_ways(balancer(TlsPolicy{})), {any, plain(200)});
  add("ShowsAnExpiredOne", edge(bad(BadCertificate::expired)), balancer(bad(BadCertificate::expired)),
      {refused(any, "certificate has expired")});
  add("ShowsOneOfAnotherName", edge(bad(BadCertificate::wrong_name)), balancer(bad(BadCertificate::wrong_name)),
      {refused(any, "mismatch")});
  add("ShowsAStrangersOne", edge(bad(BadCertificate::unknown_authority)),
      balancer(bad(BadCertificate::unknown_authority)), {refused(any, "unable to get local issuer certificate")});
  add("KnowsItsServices", edge({}, "safe"), balancer({}, "safe"), {at_last(plain(200))});
  rows.push_back({"EdgeBelievesNoStranger", ServiceSpec(edge({}, "stranger")), {plain(502)}});
  rows.push_back({"BalancerBelievesNoStranger", ServiceSpec(balancer({}, "stranger")), {at_last(plain(503))}});
  return rows;
}

// ---- what it is played on

struct Stage {
  contract::Front front;
  std::optional<tls::Witness> resuming{};
};

Result<tls::Witness> witness_for(Stage& stage, const Act& act) {
  if (act.resumed && stage.resuming) return *stage.resuming;
  const tls::ClientSettings settings = contract::offer_to(stage.front, act.least, act.most, act.ciphers);
  TRY(tls::Witness witness, tls::Witness::make(stage.front.client, settings, act.resumed.has_value()));
  if (act.resumed) stage.resuming = witness;
  return witness;
}

world::Task<Result<http::Response>> ask(Stage& stage, const Act& act, tls::Witness witness) {
  http::Url url = contract::url_of(stage.front, act.https);
  http::Request request;
  request.target = act.target;
  std::optional<tls::Client> trust = witness.client();
  witness.forget();
  auto answer =
      co_await http::fetch(stage.front.client, std::move(url), std::move(request), 10s, 1 << 20, std::move(trust));
  co_return answer;
}

void judge(const Stage& stage, const Act& act, const tls::Witness& seen, const Result<http::Response>& answer) {
  EXPECT_EQ(answer ? answer->status : kRefused, act.status) << (answer ? answer->body : answer.error().message());
  EXPECT_THAT(seen.refusal(), testing::HasSubstr(act.refusal));
  EXPECT_EQ(seen.refusal().empty(), act.refusal.empty()) << seen.refusal();
  const auto& agreed = seen.agreement();
  EXPECT_EQ(agreed.has_value(), act.https && act.status != kRefused);
  if (act.agreed && agreed) EXPECT_EQ(agreed->version, *act.agreed);
  if (act.resumed && agreed) EXPECT_EQ(agreed->resumed, *act.resumed);
  if (answer && !act.location.empty()) {
    EXPECT_EQ(answer->headers.find("Location").value_or("(none)"), contract::with_places(stage.front, act.location));
    EXPECT_THAT(answer->body, testing::Not(testing::HasSubstr("content"))) << "what is redirected is not answered";
  }
}

world::Task<> play(Stage stage, const Row& row) {
  for (std::size_t i = 0; i < row.acts.size(); ++i) {
    const Act& act = row.acts[i];
    SCOPED_TRACE("act " + std::to_string(i));
    co_await stage.front.client.clock().sleep_for(act.before);
    const auto witness = witness_for(stage, act);
    CO_ASSERT_OK(witness);
    auto answer = co_await ask(stage, act, *witness);
    for (int again = 0; act.at_last && again < 100 && (!answer || answer->status != act.status); ++again) {
      co_await stage.front.client.clock().sleep_for(100ms);
      answer = co_await ask(stage, act, *witness);
    }
    judge(stage, act, *witness, answer);
  }
}

world::Task<http::Response> content() {
  co_return http::text_response(200, "content");
}

// The service that both hand requests to; `name`: whose certificate it shows, empty: it speaks http.
world::Task<> serve_app(world::World& world, world::Endpoint at, const tls::Authority& authority,
                        const std::string& name) {
  http::AsyncHandler handler = [](const http::Request&) { return content(); };
  std::optional<tls::Identity> identity;
  if (!name.empty()) identity = identity_for(world, authority, {name}, TlsPolicy{});
  return contract::serve_behind(world, std::move(at), std::move(handler), std::move(identity));
}

ServiceSpec behind_tls() {
  UpstreamSpec spec;
  spec.tls = TlsPolicy{};
  return spec;
}

// By name, whose certificate it shows.
const std::map<std::string, std::string> kApps{{"app", ""}, {"safe", "safe"}, {"stranger", "elsewhere"}};

// ---- the two

class TlsContract : public testing::TestWithParam<Row> {};

world::Task<int> play_model(world::VirtualWorld& world, world::VirtualHost& client, const Row& row) {
  contract::ModelProxy model(world, client);
  world::TaskGroup running(client.executor());
  std::vector<Neighbour> services;
  for (const auto& [name, shown] : kApps) {
    const std::uint16_t port = shown.empty() ? 80 : 443;
    services.push_back({name, shown.empty() ? ServiceSpec(UpstreamSpec{}) : behind_tls(), {name, port}});
    running.spawn(name, serve_app(world.add_host(name), {"0.0.0.0", port}, model.authority(), shown));
  }
  model.start(row.spec, std::move(services));
  Stage stage{model.front()};
  co_await client.clock().sleep_for(1s);
  co_await play(std::move(stage), row);
  co_await model.stop();
  (void)co_await running.stop(client.clock(), 5s);
  co_return 0;
}

TEST_P(TlsContract, HoldsForTheModel) {
  contract::play_on_virtual(
      [](world::VirtualWorld& world, world::VirtualHost& client) { return play_model(world, client, GetParam()); });
}

world::Task<int> play_real(world::RealWorld& world, const Row& row) {
  contract::ProgramProxy program(world, row.spec);
  world::TaskGroup running(world.executor());
  for (const auto& [name, shown] : kApps) {
    const world::Endpoint at = program.add_service(name);
    if (!shown.empty()) program.places.secure.insert(name);
    running.spawn(name, serve_app(world, at, program.authority(), shown));
  }
  program.places.trust_pem = program.authority().trust_pem();
  const bool started = co_await program.start();
  if (!started) co_return 1;
  Stage stage{program.front()};
  co_await world.clock().sleep_for(300ms);
  co_await play(std::move(stage), row);
  co_await program.stop();
  (void)co_await running.stop(world.clock(), 5s);
  co_return 0;
}

TEST_P(TlsContract, HoldsForTheProgram) {
  contract::play_on_real([](world::RealWorld& world) { return play_real(world, GetParam()); });
}

INSTANTIATE_TEST_SUITE_P(Rows, TlsContract, testing::ValuesIn(table()),
                         [](const testing::TestParamInfo<Row>& info) { return info.param.name; });

}  // namespace
}  // namespace checkride::harness
