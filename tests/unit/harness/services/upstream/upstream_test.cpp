// Goal: an upstream does what is declared of it, as its clients see it. Method: services in YAML on a virtual world;
// one exchange over the operating system's sockets.
#include <gmock/gmock.h>

#include "checkride/test/test_folder.hpp"
#include "checkride/world/port_reservation.hpp"
#include "checkride/world/real_world.hpp"
#include "upstream_rig.hpp"

namespace checkride::harness {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<http::Request> times(int number, const http::Request& request) {
  return std::vector<http::Request>(static_cast<std::size_t>(number), request);
}

TEST(Upstream, PathsMethodsAndItsOwnHeaders) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  version: '7'\n  endpoints:\n"
      "    - {path: /plan, methods: [GET], answer: {body: {ok: true}}}\n"
      "    - {path: /files/*, answer: {type: text/plain, body: here}}\n");
  rig.start_all();
  const auto answers = rig.ask("api", {get("/plan?a=1"), post("/plan", "{}"), get("/files/x/y"), get("/nothing")});
  EXPECT_THAT(statuses(answers), ElementsAre(200, 405, 200, 404));
  EXPECT_EQ(answers[0].body, R"({"ok":true})");
  EXPECT_EQ(header(answers[0], "X-Instance"), "api");
  EXPECT_EQ(header(answers[0], "X-Version"), "7");
  EXPECT_EQ(header(answers[0], "X-Request-Id"), "api-1");
  EXPECT_EQ(answers[2].body, "here");
  const auto& served = rig.inboxes->served("api").arrivals();
  ASSERT_EQ(served.size(), 4U);
  EXPECT_EQ(served[1].item.method, "POST");
  EXPECT_EQ(served[1].item.status, 405);
}

TEST(Upstream, LatencyIsWaitedForAndGrowsWithSize) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  endpoints:\n"
      "    - {path: /slow, latency: 2s}\n"
      "    - {path: /small, latency_per_mb: 100ms, answer: {bytes: 100kB}}\n"
      "    - {path: /large, latency_per_mb: 100ms, answer: {bytes: 10MB}}\n");
  rig.start_all();
  const auto took = [&rig](const std::string& target) {
    (void)rig.ask("api", get(target));
    return rig.inboxes->served("api").arrivals().back().item.duration;
  };
  EXPECT_GE(took("/slow"), 2s);
  const auto small = took("/small");
  EXPECT_GE(small, 10ms);
  EXPECT_LT(small, 100ms);
  EXPECT_GE(took("/large"), 1s);
}

TEST(Upstream, LimitsCountEachEndpointForItself) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  endpoints:\n"
      "    - {path: /plan, limits: [{rate: 10/min}]}\n    - {path: /other, limits: [{rate: 3/min}]}\n");
  rig.start_all();
  const auto plans = rig.ask("api", times(11, get("/plan")));
  EXPECT_EQ(plans[9].status, 200);
  EXPECT_EQ(plans[10].status, 429);
  EXPECT_EQ(header(plans[10], "Retry-After"), "6");
  EXPECT_THAT(statuses(rig.ask("api", times(4, get("/other")))), ElementsAre(200, 200, 200, 429));
  rig.wait(6s);
  EXPECT_EQ(rig.ask("api", get("/plan")).status, 200);
}

TEST(Upstream, EndpointsMayDrawOnOneLimit) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  limits: {readers: {rate: 4/min, status: 503}}\n  endpoints:\n"
      "    - {path: /a, limits: [{shared: readers}]}\n    - {path: /b, limits: [{rate: 2/min}, {shared: readers}]}\n"
      "    - {path: /c}\n");
  rig.start_all();
  EXPECT_THAT(statuses(rig.ask("api", times(3, get("/a")))), ElementsAre(200, 200, 200));
  EXPECT_THAT(statuses(rig.ask("api", times(3, get("/b")))), ElementsAre(200, 503, 429));
  EXPECT_THAT(statuses(rig.ask("api", {get("/a"), get("/c")})), ElementsAre(503, 200));
  rig.wait(15s);
  EXPECT_THAT(statuses(rig.ask("api", {get("/a"), get("/b")})), ElementsAre(200, 429));
}

TEST(Upstream, OnlyWhoIsKnownAndAsksRightlyIsWorkedFor) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  auth: {kind: bearer, keys: [sesame]}\n  parts: {solver: {takes: 1s}}\n  endpoints:\n"
      "    - {path: /plan, auth: true, uses: [{part: solver}], schema: {type: object, required: [city], properties: "
      "{city: {type: string, minLength: 2}}}, counts: [{metric: plans_total, labels: {city: /city, status: "
      "outcome}}]}\n");
  rig.start_all();
  http::Request good = post("/plan", R"({"city": "Oslo"})");
  good.headers.set("Authorization", "Bearer sesame");
  http::Request bad = good;
  bad.body = R"({"city": "<"})";
  http::Request no_json = good;
  no_json.body = "city";
  const auto answers = rig.ask("api", {post("/plan", R"({"city": "Oslo"})"), bad, no_json, good});
  EXPECT_THAT(statuses(answers), ElementsAre(401, 422, 400, 200));
  EXPECT_EQ(document(answers[1]).at("error").at("field"), "/city");
  EXPECT_THAT(answers[1].body, Not(HasSubstr("<")));
  const std::string metrics = rig.ask("api", get("/metrics")).body;
  EXPECT_THAT(metrics, HasSubstr("solver_calculation_seconds_count 1\n")) << "for the good one alone";
  EXPECT_THAT(metrics, HasSubstr("plans_total{city=\"Oslo\",status=\"ok\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("http_requests_total{method=\"POST\",path=\"/plan\",status=\"401\"} 1\n"));
  EXPECT_THAT(rig.log("api"), Not(HasSubstr("sesame")));
}

TEST(Upstream, WorkersAreAsManyAsDeclaredAndTheQueueIsBounded) {
  UpstreamRig rig("api:\n  kind: upstream\n  workers: 2\n  queue_max: 4\n  endpoints: [{path: /work, latency: 1s}]\n");
  rig.start_all();
  const auto began = rig.world.now();
  const auto answers = rig.ask("api", times(7, get("/work")), true);
  const auto found = statuses(answers);
  EXPECT_EQ(std::count(found.begin(), found.end(), 200), 6);
  EXPECT_EQ(std::count(found.begin(), found.end(), 503), 1);
  EXPECT_GE(rig.world.now() - began, 3s) << "three rounds of two";
  EXPECT_LT(rig.world.now() - began, 4s);
}

TEST(Upstream, ARecycledWorkerCostsNoRequest) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  workers: 1\n  recycle: {after: 2, takes: 5s}\n  endpoints: [{path: /work}]\n");
  rig.start_all();
  const auto began = rig.world.now();
  EXPECT_THAT(statuses(rig.ask("api", times(5, get("/work")))), Each(200));
  EXPECT_GE(rig.world.now() - began, 10s) << "the worker was away twice";
  EXPECT_THAT(rig.ask("api", get("/metrics")).body, HasSubstr("workers_recycled 2\n"));
}

TEST(Upstream, ErrorsComeAsOftenAsDeclared) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  endpoints:\n    - {path: /third, errors: [{every: 3, status: 502}]}\n"
      "    - {path: /tenth, errors: [{share: 10 %}]}\n    - {path: /reset, errors: [{every: 1, reset: true}]}\n");
  rig.start_all();
  EXPECT_THAT(statuses(rig.ask("api", times(4, get("/third")))), ElementsAre(200, 200, 502, 200));
  const auto drawn = statuses(rig.ask("api", times(400, get("/tenth"))));
  const auto failed = std::count(drawn.begin(), drawn.end(), 500);
  EXPECT_GT(failed, 20);
  EXPECT_LT(failed, 60);
  EXPECT_EQ(rig.ask("api", get("/reset")).status, 0);
}

constexpr const char* kShop =
    "api:\n  kind: upstream\n  dependencies:\n    db: {member: db, pool: {open_max: 2, idle_max: 1, lifetime: 1m}}\n"
    "    cache: {member: cache, optional: true, pool: {lifetime: 1m}}\n  endpoints:\n"
    "    - {path: /airports, methods: [POST], uses: [{db: {in: db, do: write, table: airports}}]}\n"
    "    - {path: /airports, uses: [{cache: {in: cache, ttl: 10s}}, {db: {in: db, table: airports, by: [iata]}}]}\n"
    "db: {kind: database, password: sesame, tables: {airports: {required: [iata], unique: [iata]}}}\n"
    "cache: {kind: keyvalue}\n";

TEST(Upstream, RowsAreWrittenReadAndRemembered) {
  UpstreamRig rig(kShop);
  rig.start_all();
  EXPECT_THAT(statuses(rig.ask("api", times(2, post("/airports", R"({"iata": "SEA", "name": "Seattle"})")))),
              ElementsAre(200, 409));
  const auto reads = rig.ask("api", times(2, get("/airports?iata=SEA")));
  EXPECT_EQ(document(reads[0]).at("airports").at(0).at("name"), "Seattle");
  EXPECT_EQ(header(reads[0], "X-Cache") + header(reads[1], "X-Cache"), "MISSHIT");
  EXPECT_EQ(reads[0].body, reads[1].body);
  rig.wait(11s);
  EXPECT_EQ(header(rig.ask("api", get("/airports?iata=SEA")), "X-Cache"), "MISS");
  rig.kill("db");
  EXPECT_EQ(header(rig.ask("api", get("/airports?iata=SEA")), "X-Cache"), "HIT") << "the cache knows it";
  EXPECT_EQ(rig.ask("api", get("/airports?iata=PDX")).status, 503);
}

// What is idempotent is asked again on a new connection; a write is not, for the database may have done it.
TEST(Upstream, AConnectionThatEndedWhileItWasIdleCostsNoRead) {
  UpstreamRig rig(kShop);
  rig.start_all();
  EXPECT_EQ(rig.ask("api", post("/airports", R"({"iata": "SEA"})")).status, 200);
  EXPECT_EQ(rig.ask("api", get("/airports?iata=SEA")).status, 200);
  for (const char* store : {"cache", "db"}) {
    rig.kill(store);
    rig.start(store);
  }
  const auto answer = rig.ask("api", get("/airports?iata=PDX"));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_FALSE(document(answer).as_object().contains("degraded")) << answer.body;
  EXPECT_THAT(rig.log("api"), Not(HasSubstr("dependency_failed")));
  rig.kill("db");
  rig.start("db");
  EXPECT_THAT(statuses(rig.ask("api", times(2, post("/airports", R"({"iata": "PDX"})")))), ElementsAre(503, 200));
}

TEST(Upstream, WithoutWhatIsOptionalItGoesOnAndSaysSo) {
  UpstreamRig rig(kShop);
  rig.start_all();
  rig.inject("api", "dependency_down", R"({"name": "cache"})");
  const auto answer = rig.ask("api", get("/airports?iata=SEA"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(document(answer).at("degraded").at(0), "cache");
  const auto health = rig.ask("api", get("/health"));
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(document(health).at("status"), "degraded");
  rig.kill("db");
  const auto down = rig.ask("api", get("/health"));
  EXPECT_EQ(down.status, 503);
  EXPECT_EQ(document(down).at("dependencies").at("db"), "down");
}

TEST(Upstream, ConnectionsArePooledAndALeakIsSeen) {
  UpstreamRig rig(kShop);
  rig.start_all();
  const auto ask_apart = [&rig](int number) {
    for (int i = 0; i < number; ++i) (void)rig.ask("api", get("/airports?iata=A" + std::to_string(i)));
  };
  ask_apart(5);
  const auto idle = [&rig](const std::string& of) {
    const std::string page = rig.ask("api", get("/metrics")).body;
    const std::string series = "db_connections_idle{dependency=\"" + of + "\"} ";
    return page.substr(page.find(series) + series.size(), 2);
  };
  EXPECT_EQ(idle("db"), "1\n");
  EXPECT_EQ(idle("cache"), "1\n");
  rig.wait(2min);
  EXPECT_EQ(idle("db"), "0\n");
  EXPECT_EQ(idle("cache"), "0\n") << "of a key-value store too";
  rig.inject("api", "leak", R"({"connections_of": "db"})");
  ask_apart(2);
  EXPECT_THAT(rig.ask("api", get("/metrics")).body, HasSubstr("db_connections_active{dependency=\"db\"} 2\n"));
  EXPECT_EQ(rig.ask("api", get("/airports?iata=X")).status, 504) << "the pool is empty";
}

TEST(Upstream, ACallCarriesTheRequestsIdAndItsHeaders) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  dependencies: {weather: {member: metar, optional: true, headers: {X-API-Key: k}}}\n"
      "  endpoints: [{path: /briefing, uses: [{call: {to: weather, target: /metar/KSEA/decoded}}]}]\n"
      "metar: {kind: metar, flavour: checkwx, key: k, limit: {rate: 1/min}, stations: {KSEA: {temperature_c: 4}}}\n");
  rig.start_all();
  http::Request request = get("/briefing");
  request.headers.set("X-Request-Id", "abc");
  const auto good = rig.ask("api", request);
  EXPECT_EQ(document(good).at("weather").at("data").at(0).at("temperature").at("celsius"), 4);
  EXPECT_EQ(header(good, "X-Request-Id"), "abc");
  const auto& served = rig.inboxes->served("metar").arrivals();
  ASSERT_EQ(served.size(), 1U);
  EXPECT_EQ(served[0].item.headers.find("X-Request-Id"), "abc");
  const auto limited = rig.ask("api", request);
  EXPECT_EQ(limited.status, 200);
  EXPECT_EQ(document(limited).at("degraded").at(0), "weather");
  EXPECT_THAT(rig.log("api"), HasSubstr("dependency_failed"));
}

TEST(Upstream, AMissingPartIsNamedWithItsReasonAndAnswersGoOn) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  parts: {openap: {available: false, reason: no wheel for this machine}, core: "
      "{optional: "
      "false}}\n  endpoints: [{path: /plan, uses: [{part: openap}, {part: core}]}]\n");
  rig.start_all();
  const auto health = rig.ask("api", get("/health"));
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(document(health).at("parts").at("openap").at("reason"), "no wheel for this machine");
  EXPECT_EQ(document(rig.ask("api", get("/plan"))).at("degraded").at(0), "openap");
  rig.inject("api", "part_missing", R"({"name": "core"})");
  EXPECT_THAT(statuses(rig.ask("api", {get("/health"), get("/plan")})), ElementsAre(503, 503));
}

TEST(Upstream, PartsComeAndGoWhileItRuns) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  parts: {openap: {}, core: {optional: false}}\n"
      "  endpoints: [{path: /plan, uses: [{part: openap}, {part: core}]}]\n");
  rig.start_all();
  EXPECT_FALSE(document(rig.ask("api", get("/plan"))).as_object().contains("degraded"));
  EXPECT_THAT(rig.set("api", R"({"parts": {"openap": false}})"), test::IsOk());
  EXPECT_EQ(document(rig.ask("api", get("/plan"))).at("degraded").at(0), "openap");
  EXPECT_EQ(document(rig.ask("api", get("/health"))).at("parts").at("openap").at("available"), false);
  EXPECT_THAT(rig.set("api", R"({"parts": {"openap": true, "core": false}})"), test::IsOk());
  EXPECT_EQ(rig.ask("api", get("/plan")).status, 503);
  EXPECT_THAT(rig.set("api", R"({"parts": {"wing": true}})").error().message(), HasSubstr("no part \"wing\""));
  EXPECT_FALSE(rig.set("api", R"({"parts": {"core": true, "wing": true}})"));
  EXPECT_EQ(rig.ask("api", get("/plan")).status, 503) << "what cannot be done as a whole is not begun";
  EXPECT_FALSE(rig.set("api", R"({"parts": {"core": 1}})"));
  EXPECT_FALSE(rig.set("api", "[]"));
}

TEST(Upstream, MemoryGrowsWithTheCacheAndIsFlatAfterEviction) {
  UpstreamRig rig(
      "api:\n  kind: upstream\n  memory: {base: 10MB, per_cached: 50kB}\n"
      "  endpoints: [{path: /m, uses: [{cache: {entries_max: 3}}]}]\n");
  rig.start_all();
  const auto memory_after = [&rig](const std::string& query) {
    (void)rig.ask("api", get("/m?" + query));
    const std::string page = rig.ask("api", get("/metrics")).body;
    const auto at = page.find("\nprocess_resident_memory_bytes ") + 31;
    return std::stoll(page.substr(at, page.find('\n', at) - at));
  };
  EXPECT_EQ(memory_after("a"), 10'050'000);
  EXPECT_EQ(memory_after("b"), 10'100'000);
  EXPECT_EQ(memory_after("b"), 10'100'000);
  EXPECT_EQ(memory_after("c"), 10'150'000);
  EXPECT_EQ(memory_after("d"), 10'150'000);
  rig.inject("api", "leak", R"({"bytes_per_request": "1kB"})");
  EXPECT_EQ(memory_after("d"), 10'151'000);
}

TEST(Upstream, ItStartsLateAndEndsInOrder) {
  UpstreamRig rig("api: {kind: upstream, start_time: 5s, body_max: 1kB, endpoints: [{path: /work, latency: 3s}]}\n");
  RunningService& api = rig.start("api");
  EXPECT_EQ(rig.ask("api", get("/health")).status, 0);
  rig.wait(5s);
  EXPECT_THAT(statuses(rig.ask("api", {get("/health"), post("/work", std::string(2000, 'x'))})), ElementsAre(200, 413));
  std::vector<http::Response> answers;
  rig.user.start("user", ask_all(rig.user, {"api", 80}, {get("/work")}, &answers, false));
  rig.wait(1s);
  const auto stop = [](RunningService& service, world::World& world) -> world::Task<int> {
    (void)co_await service.stop(world.clock().now() + 1min);
    co_return 0;
  };
  world::VirtualHost& operator_host = rig.world.add_host("operator");
  operator_host.start("stop", stop(api, operator_host));
  rig.wait(5s);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].status, 200) << "what was under way is answered";
  EXPECT_EQ(operator_host.exit_code(), 0);
}

TEST(Upstream, EveryRequestIsALineWithTheFieldsThatAreWanted) {
  UpstreamRig rig(
      "api: {kind: upstream, log: {fields: {user_id: /user}}, metrics: {port: 8001}, endpoints: [{path: /score}]}\n");
  rig.start_all();
  (void)rig.ask("api", post("/score?key=secret", R"({"user": 17})"));
  const auto line = boost::json::parse(rig.log("api"));
  EXPECT_EQ(line.at("user_id"), 17);
  EXPECT_EQ(line.at("path"), "/score");
  EXPECT_EQ(line.at("status"), 200);
  EXPECT_EQ(rig.ask("api", get("/metrics")).status, 404) << "they have a port of their own";
  EXPECT_EQ(rig.ask("api", {get("/metrics")}, false, 8001).at(0).status, 200);
}

TEST(Upstream, FaultsOfHttpAreItsToo) {
  UpstreamRig rig("api: {kind: upstream, endpoints: [{path: /a}]}\n");
  rig.start_all();
  rig.inject("api", "http_answer", R"({"status": 429, "retry_after": "30s", "times": 1})");
  EXPECT_THAT(statuses(rig.ask("api", times(2, get("/a")))), ElementsAre(429, 200));
}

TEST(MetarProvider, AnswersAsAviationweatherDoes) {
  UpstreamRig rig("metar: {kind: metar, stations: {KSEA: {}, KPDX: {}}}\n");
  rig.start_all();
  const auto answers = rig.ask("metar", {get("/api/data/metar?ids=KSEA,EDDF,KPDX&format=json"),
                                         get("/api/data/metar?ids=KSEA"), get("/api/data/metar"), get("/other")});
  EXPECT_THAT(statuses(answers), ElementsAre(200, 200, 400, 404));
  EXPECT_EQ(document(answers[0]).as_array().size(), 2U);
  EXPECT_THAT(answers[1].body, testing::StartsWith("METAR KSEA "));
}

// ---- over real sockets

world::Task<> exchange_for_real(world::RealWorld& world) {
  Scenario scenario;
  values::Diagnostics errors;
  Reader reader{errors, scenario, {}, RigKind::process_rig};
  const auto document = values::load("{kind: upstream, endpoints: [{path: /a, answer: {body: {a: 1}}}]}", "s", errors);
  read_service({"api", {}, document->root()}, reader);
  const checkride::test::TestFolder folder;
  ServicePlace place{world, "api", folder.path()};
  auto service = make_service(std::move(place), scenario.services.at(0).spec);
  auto reservation = world::PortReservation::take(world.random("ports"));
  CO_ASSERT_OK(reservation);
  ServicePorts ports;
  ports["http"] = reservation->endpoint();
  CO_ASSERT_OK(service->listen(ports));
  world::TaskGroup tasks(world.executor());
  tasks.spawn("upstream", service->serve());
  http::Response answer;
  co_await ask_into(world, reservation->endpoint(), get("/a"), &answer);
  EXPECT_EQ(answer.body, R"({"a":1})");
  const auto stopped = co_await service->stop(world.clock().now() + 10s);
  CO_ASSERT_OK(stopped);
  co_await tasks.join();
}

world::Task<int> run_exchange(world::RealWorld& world) {
  co_await exchange_for_real(world);
  co_return 0;
}

TEST(Upstream, IsTheSameOverRealSockets) {
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  EXPECT_EQ(world.run(run_exchange(world)), 0);
}

}  // namespace
}  // namespace checkride::harness
