// Goal: the model of an edge proxy and nginx do the same. Method: one table of edges and of what is asked of them,
// played against the model in a virtual world and against a real nginx on loopback, before a plain server of this
// file's own.
#include <gmock/gmock.h>

#include <map>

#include "checkride/compress/gzip.hpp"
#include "services/proxy_stage.hpp"

namespace checkride::harness::edge {
namespace {

using namespace std::chrono_literals;

// ---- the table

constexpr int kRefused = 0;  // in the place of a status: there was no answer

struct Act {
  std::string target = "/";
  std::string method = "GET";
  http::Headers headers{};
  std::size_t requests = 1;
  std::map<int, std::size_t> answers{{200, 1}};  // how many had which status
  std::map<std::string, std::string> has{};      // headers of the last answer
  std::vector<std::string> has_not{};            // and those that it does not have
  std::string body{};                            // stands in it; compressed ones are unpacked
  bool https = false;
  tls::Version least = tls::Version::tls_1_2;
  tls::Version most = tls::Version::tls_1_3;
  std::vector<std::string> ciphers{};
  world::Duration before{};  // is waited
  bool together = false;     // all its requests at once
};

struct Row {
  std::string name;
  EdgeSpec spec;
  std::vector<Act> acts;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

Act get(std::string target, int status) {
  Act act;
  act.target = std::move(target);
  act.answers = {{status, 1}};
  return act;
}

Act burst(std::string target, std::size_t requests, std::map<int, std::size_t> answers) {
  Act act = get(std::move(target), 200);
  act.requests = requests;
  act.answers = std::move(answers);
  return act;
}

EdgeLocation prefix(std::string path, std::string to = "app") {
  EdgeLocation location;
  location.path = std::move(path);
  location.to = std::move(to);
  location.read = 500ms;
  return location;
}

Row headers() {
  Row row{"HeadersOnEveryAnswer", {}, {}};
  row.spec.headers = {{"X-Frame-Options", "DENY"}, {"Referrer-Policy", "no-referrer"}};
  row.spec.zones = {{"one", 1}};
  row.spec.locations = {prefix("/ok"), prefix("/gone", "gone"), prefix("/limited")};
  row.spec.locations[2].zone = "one";
  EdgeLocation health;
  health.path = "/health";
  health.exact = true;
  health.answer = EdgeAnswer{200, "healthy", "text/plain"};
  row.spec.locations.push_back(health);
  EdgeLocation files = prefix("");
  files.ends = {"js"};
  files.cache_for = 24h;
  row.spec.locations.push_back(files);
  for (const auto& [target, status] : std::vector<std::pair<std::string, int>>{
           {"/ok", 200}, {"/nowhere", 404}, {"/gone", 502}, {"/limited", 200}, {"/limited", 429}, {"/health", 200}}) {
    Act act = get(target, status);
    act.has = {{"X-Frame-Options", "DENY"}, {"Referrer-Policy", "no-referrer"}};
    act.has_not = {"Cache-Control"};
    if (target == "/health") act.body = "healthy";
    row.acts.push_back(std::move(act));
  }
  Act script = get("/ok/a.js", 200);
  script.has = {{"Cache-Control", "public, max-age=86400, immutable"}, {"X-Frame-Options", "DENY"}};
  row.acts.push_back(std::move(script));
  return row;
}

// nginx's clock goes on while it is asked: the rates are so low that it makes no difference.
Row limits() {
  Row row{"ZonesAndBursts", {}, {}};
  row.spec.zones = {{"general", 6}, {"plan", 6}};
  row.spec.locations = {prefix("/"), prefix("/plan"), prefix("/health")};
  row.spec.locations[0].zone = row.spec.locations[2].zone = "general";
  row.spec.locations[1].zone = "plan";
  row.spec.locations[0].burst = 10;
  row.spec.locations[1].burst = 5;
  row.spec.locations[2].burst = 20;
  row.acts = {burst("/plan", 10, {{200, 6}, {429, 4}}), burst("/x", 15, {{200, 11}, {429, 4}}),
              burst("/health", 15, {{200, 10}, {429, 5}}), burst("/plan", 2, {{429, 2}})};
  return row;
}

Row limit_status() {
  Row row{"RateComesBack", {}, {}};
  row.spec.limit_status = 503;
  row.spec.zones = {{"some", 60}};
  row.spec.locations = {prefix("/")};
  row.spec.locations[0].zone = "some";
  Act later = get("/", 200);
  later.before = 1100ms;
  row.acts = {burst("/", 2, {{200, 1}, {503, 1}}), later};
  return row;
}

Row failures() {
  Row row{"FailuresOfTheService", {}, {}};
  row.spec.locations = {prefix("/"), prefix("/gone", "gone")};
  row.acts = {get("/silent", 504), get("/gone", 502), get("/ok", 200)};
  return row;
}

Row forwarding() {
  Row row{"ForwardedHeaders", {}, {}};
  row.spec.locations = {prefix("/")};
  Act act = get("/echo", 200);
  act.headers.set("X-Forwarded-For", "192.0.2.1");
  act.body = "X-Forwarded-For: 192.0.2.1, ";
  row.acts = {act};
  act.body = "X-Forwarded-Proto: http\n";
  row.acts.push_back(act);
  act.body = "X-Real-IP: ";
  row.acts.push_back(act);
  return row;
}

Row compression() {
  Row row{"Compression", {}, {}};
  row.spec.compress = {{"application/json"}, 1024};
  row.spec.locations = {prefix("/")};
  Act big = get("/json/2048", 200);
  big.headers.set("Accept-Encoding", "gzip");
  big.has = {{"Content-Encoding", "gzip"}, {"Vary", "Accept-Encoding"}};
  big.body = "xxxxxxxx";
  Act plain = get("/json/2048", 200);
  plain.has = {{"Vary", "Accept-Encoding"}};
  plain.has_not = {"Content-Encoding"};
  Act small = get("/json/1000", 200);
  small.headers.set("Accept-Encoding", "gzip");
  small.has_not = {"Content-Encoding", "Vary"};
  Act other = get("/ok", 200);
  other.headers.set("Accept-Encoding", "gzip");
  other.has_not = {"Content-Encoding", "Vary"};
  row.acts = {big, plain, small, other};
  return row;
}

Act secure(Act act, tls::Version least, tls::Version most, std::vector<std::string> ciphers = {}) {
  act.https = true;
  act.least = least;
  act.most = most;
  act.ciphers = std::move(ciphers);
  return act;
}

Row tls_policy() {
  using tls::Version;
  Row row{"TlsPolicy", {}, {}};
  row.spec.tls = TlsPolicy{};
  row.spec.tls->ciphers = {"ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"};
  row.spec.locations = {prefix("/")};
  Act redirected = get("/echo?a=b", 301);
  redirected.has = {{"Location", "https://HOST:PORT/echo?a=b"}};
  Act echo = get("/echo", 200);
  echo.body = "X-Forwarded-Proto: https\n";
  row.acts = {redirected,
              secure(echo, Version::tls_1_2, Version::tls_1_3),
              secure(get("/ok", 200), Version::tls_1_2, Version::tls_1_2),
              secure(get("/ok", 200), Version::tls_1_3, Version::tls_1_3),
              secure(get("/ok", kRefused), Version::tls_1_1, Version::tls_1_1),
              secure(get("/ok", kRefused), Version::tls_1_2, Version::tls_1_2, {"ECDHE-ECDSA-AES128-SHA"})};
  return row;
}

// ---- kept answers: the service says which call of a path it answers

Act counted(std::string target, std::string call, std::string status, int code = 200) {
  Act act = get(std::move(target), code);
  act.body = call.empty() ? call : "call " + call + "\n";
  act.has = {{"X-Cache-Status", std::move(status)}};
  return act;
}

Act with(Act act, std::string name, std::string value) {
  act.headers.set(name, std::move(value));
  return act;
}

Row store(std::string name, EdgeStore rule) {
  Row row{std::move(name), {}, {}};
  row.spec.locations = {prefix("/n/"), prefix("/api/")};
  row.spec.locations[0].store = std::move(rule);
  return row;
}

Row kept_answers() {
  EdgeStore rule;
  rule.keep = 1h;
  rule.not_with = {"Authorization"};
  Row row = store("KeptAnswers", rule);
  Act api = get("/api/a", 200);
  api.body = "call 2\n";
  api.has_not = {"X-Cache-Status"};
  Act post = api;
  post.target = "/n/a";
  post.method = "POST";
  Act head = counted("/n/head", "", "MISS");
  head.method = "HEAD";
  row.acts = {counted("/n/a", "1", "MISS"),
              counted("/n/a", "1", "HIT"),
              counted("/n/a?b", "1", "MISS"),
              with(counted("/n/a", "2", "BYPASS"), "Authorization", "Bearer x"),
              counted("/n/a", "1", "HIT"),
              get("/api/a", 200),
              api,
              head,
              counted("/n/head", "1", "HIT"),
              counted("/n/missing", "1", "MISS", 404),
              counted("/n/missing", "2", "MISS", 404)};
  post.body = "call 3\n";
  row.acts.push_back(post);
  row.acts[8].before = 300ms;  // what a HEAD brought is kept a little after it was answered
  return row;
}

Row said_by_the_service() {
  Row row = store("TheServiceSaysWhatIsKept", EdgeStore{});
  for (const char* never : {"/n/p?Cache-Control=private", "/n/s?Cache-Control=no-store", "/n/z?Cache-Control=max-age=0",
                            "/n/c?Set-Cookie=a", "/n/v?Vary=*"}) {
    row.acts.push_back(counted(never, "1", "MISS"));
    row.acts.push_back(counted(never, "2", "MISS"));
  }
  row.acts.push_back(counted("/n/missing?Cache-Control=max-age=60", "1", "MISS", 404));
  row.acts.push_back(counted("/n/missing?Cache-Control=max-age=60", "1", "HIT", 404));
  const std::string varies = "/n/l?Vary=X-Lang";
  row.acts.push_back(with(counted(varies, "1", "MISS"), "X-Lang", "de"));
  row.acts.push_back(with(counted(varies, "2", "MISS"), "X-Lang", "en"));
  row.acts.push_back(with(counted(varies, "1", "HIT"), "X-Lang", "de"));
  row.acts.push_back(with(counted("/n/e?ETag=%22x%22", "1", "MISS"), "If-None-Match", "\"other\""));
  row.acts.push_back(with(counted("/n/e?ETag=%22x%22", "", "HIT", 304), "If-None-Match", "W/\"x\""));
  row.acts.push_back(with(counted("/n/e?ETag=%22x%22", "1", "HIT"), "Range", "bytes=0-"));
  row.acts.push_back(counted("/n/o?Cache-Control=max-age=1", "1", "MISS"));
  row.acts.push_back(counted("/n/o?Cache-Control=max-age=1", "2", "EXPIRED"));
  row.acts.back().before = 3100ms;
  return row;
}

Row old_answers() {
  EdgeStore rule;
  rule.keep = 2s;
  rule.stale = true;
  Row row = store("OldAnswersGoBeforeFailures", rule);
  row.acts = {counted("/n/fails", "1", "MISS"), counted("/n/slow", "1", "MISS"),
              counted("/n/fails?Cache-Control=max-age=1,%20stale-if-error=60", "1", "MISS"),
              counted("/n/fails", "1", "STALE")};
  row.acts.back().before = 4100ms;
  Act many = get("/n/slow", 200);
  many.requests = 4;
  many.answers = {{200, 4}};
  many.together = true;
  row.acts.push_back(many);
  row.acts.push_back(counted("/n/slow", "2", "HIT"));
  return row;
}

Row failures_without() {
  EdgeStore rule;
  rule.keep = 1s;
  Row row = store("WithoutStaleFailuresShow", rule);
  // For the time when there is no answer at all, and for no other.
  const std::string allowed = "?Cache-Control=max-age=1,%20stale-if-error=60";
  row.acts = {counted("/n/fails", "1", "MISS"),         counted("/n/fails" + allowed, "1", "MISS"),
              counted("/n/silent", "1", "MISS"),        counted("/n/silent" + allowed, "1", "MISS"),
              counted("/n/fails", "", "EXPIRED", 503),  counted("/n/fails" + allowed, "", "EXPIRED", 503),
              counted("/n/silent", "", "EXPIRED", 504), counted("/n/silent" + allowed, "1", "STALE")};
  row.acts[4].before = 3100ms;
  return row;
}

Row one_at_a_time() {
  EdgeStore rule;
  rule.one_at_a_time = true;
  Row row = store("OneAsksTheOthersWait", rule);
  Act many = get("/n/slow", 200);
  many.requests = 6;
  many.answers = {{200, 6}};
  many.together = true;
  row.acts = {many, counted("/n/slow", "1", "HIT")};
  return row;
}

std::vector<Row> table() {
  return {headers(),    limits(),       limit_status(),        failures(),    forwarding(),       compression(),
          tls_policy(), kept_answers(), said_by_the_service(), old_answers(), failures_without(), one_at_a_time()};
}

// ---- what it is played on

using Calls = std::map<std::string, int>;

// Says which call of its target it is, with the headers that the query asks for.
world::Task<http::Response> counted_call(world::World& world, http::Request request, std::shared_ptr<Calls> calls) {
  const int call = ++(*calls)[request.method == "POST" ? request.path() : request.target];
  if (request.path() == "/n/slow") co_await world.clock().sleep_for(300ms);
  if (request.path() == "/n/silent" && call > 1) co_await world.clock().sleep_for(1h);
  int status = request.path() == "/n/missing" ? 404 : 200;
  if (request.path() == "/n/fails" && call > 1) status = 503;
  http::Response response = http::text_response(status, "call " + std::to_string(call) + "\n");
  for (const char* name : {"Cache-Control", "Set-Cookie", "Vary", "ETag"}) {
    if (const auto value = request.query(name)) response.headers.set(name, *value);
  }
  co_return response;
}

world::Task<http::Response> app(world::World& world, http::Request request, std::shared_ptr<Calls> calls) {
  if (request.target.starts_with("/n/") || request.target.starts_with("/api/")) {
    auto counted = co_await counted_call(world, std::move(request), std::move(calls));
    co_return counted;
  }
  if (request.target == "/silent") co_await world.clock().sleep_for(1h);
  if (request.target.starts_with("/json/")) {
    const auto bytes = std::stoul(request.target.substr(6));
    co_return http::json_response(200, "\"" + std::string(bytes - 2, 'x') + "\"");
  }
  std::string text = "ok\n";
  for (const auto& [name, value] : request.headers.fields()) text += name + ": " + value + "\n";
  co_return http::text_response(200, text);
}

world::Task<> serve_app(world::World& world, world::Endpoint at) {
  http::AsyncHandler handler = [&world, calls = std::make_shared<Calls>()](const http::Request& request) {
    return app(world, request, calls);
  };
  return contract::serve_behind(world, std::move(at), std::move(handler));
}

using Stage = contract::Front;

world::Task<Result<http::Response>> ask(const Stage& stage, const Act& act) {
  http::Url url = contract::url_of(stage, act.https);
  http::Request request;
  request.target = act.target;
  request.method = act.method;
  request.headers = act.headers;
  std::optional<tls::Client> trust;
  if (act.https) {
    const tls::ClientSettings settings = contract::offer_to(stage, act.least, act.most, act.ciphers);
    CO_TRY(trust, tls::Client::make(stage.client, settings));
  }
  auto answer = co_await http::fetch(stage.client, std::move(url), std::move(request), 30s, 1 << 20, std::move(trust));
  co_return answer;
}

void judge(const Stage& stage, const Act& act, const http::Response& answer) {
  for (const auto& [name, value] : act.has) {
    EXPECT_EQ(answer.headers.find(name).value_or("(none)"), contract::with_places(stage, value)) << name;
  }
  for (const std::string& name : act.has_not) EXPECT_FALSE(answer.headers.find(name).has_value()) << name;
  std::string body = answer.body;
  if (answer.headers.find("Content-Encoding") == "gzip") {
    const auto unpacked = compress::gunzip(answer.body);
    EXPECT_THAT(unpacked, test::IsOk());
    if (unpacked) body = *unpacked;
  }
  EXPECT_THAT(body, testing::HasSubstr(act.body));
}

world::Task<> ask_one(const Stage& stage, const Act& act, std::map<int, std::size_t>& answers) {
  const auto answer = co_await ask(stage, act);
  ++answers[answer ? answer->status : kRefused];
}

world::Task<> ask_together(const Stage& stage, const Act& act, std::map<int, std::size_t>& answers) {
  world::TaskGroup asking(stage.client.executor());
  for (std::size_t request = 0; request < act.requests; ++request) asking.spawn("ask", ask_one(stage, act, answers));
  co_await asking.join();
}

world::Task<> play(Stage stage, const Row& row) {
  for (std::size_t i = 0; i < row.acts.size(); ++i) {
    const Act& act = row.acts[i];
    SCOPED_TRACE("act " + std::to_string(i) + ", " + act.target);
    co_await stage.client.clock().sleep_for(act.before);
    std::map<int, std::size_t> answers;
    if (act.together) co_await ask_together(stage, act, answers);
    for (std::size_t request = 0; !act.together && request < act.requests; ++request) {
      const auto answer = co_await ask(stage, act);
      ++answers[answer ? answer->status : kRefused];
      if (answer && request + 1 == act.requests) judge(stage, act, *answer);
    }
    EXPECT_EQ(answers, act.answers);
  }
}

// ---- the two

class EdgeContract : public testing::TestWithParam<Row> {};

world::Task<int> play_model(world::VirtualWorld& world, world::VirtualHost& client, const Row& row) {
  contract::ModelProxy model(world, client);
  world::VirtualHost& server = world.add_host("app");
  world.add_host("gone");
  model.start(ServiceSpec(row.spec),
              {{"app", ServiceSpec(WebhookSpec{}), {"app", 80}}, {"gone", ServiceSpec(WebhookSpec{}), {"gone", 80}}});
  world::TaskGroup answering(server.executor());
  answering.spawn("app", serve_app(server, {"0.0.0.0", 80}));
  co_await client.clock().sleep_for(1s);
  Stage stage = model.front();
  co_await play(std::move(stage), row);
  co_await model.stop();
  (void)co_await answering.stop(client.clock(), 5s);
  co_return 0;
}

TEST_P(EdgeContract, HoldsForTheModel) {
  contract::play_on_virtual(
      [](world::VirtualWorld& world, world::VirtualHost& client) { return play_model(world, client, GetParam()); });
}

world::Task<int> play_real(world::RealWorld& world, const Row& row) {
  contract::ProgramProxy nginx(world, ServiceSpec(row.spec));
  const world::Endpoint at = nginx.add_service("app");
  nginx.add_service("gone");
  world::TaskGroup answering(world.executor());
  answering.spawn("app", serve_app(world, at));
  const bool started = co_await nginx.start();
  if (!started) co_return 1;
  Stage stage = nginx.front();
  co_await play(std::move(stage), row);
  co_await nginx.stop();
  (void)co_await answering.stop(world.clock(), 5s);
  co_return 0;
}

TEST_P(EdgeContract, HoldsForNginx) {
  contract::play_on_real([](world::RealWorld& world) { return play_real(world, GetParam()); });
}

INSTANTIATE_TEST_SUITE_P(Rows, EdgeContract, testing::ValuesIn(table()),
                         [](const testing::TestParamInfo<Row>& info) { return info.param.name; });

}  // namespace
}  // namespace checkride::harness::edge
