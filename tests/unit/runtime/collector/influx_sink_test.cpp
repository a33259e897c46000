// Goal: every point that the server would take arrives, once asked or twice; a bad one ends in the dead-letter file;
// what fails for now and for good is told apart. Method: a server on a virtual host that refuses as it is told.
#include "collector/influx_sink.hpp"

#include "../link/service_bench.hpp"
#include "checkride/test/property.hpp"

namespace checkride::runtime::collector {
namespace {

using namespace std::chrono_literals;
using Kind = InfluxVerdict::Kind;

TEST(JudgeInflux, TellsWhatFailsForNowFromWhatFailsForGood) {
  EXPECT_EQ(judge_influx(204, {}, "").kind, Kind::taken);
  EXPECT_EQ(judge_influx(400, {}, "{\"error\":\"partial write: field type conflict\"}").kind, Kind::refused);
  EXPECT_EQ(judge_influx(400, {}, "{\"error\":\"database not found: \\\"x\\\"\"}").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(401, {}, "").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(404, {}, "").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(413, {}, "").kind, Kind::too_large);
  EXPECT_EQ(judge_influx(422, {}, "").kind, Kind::refused);
  EXPECT_EQ(judge_influx(503, {}, "").kind, Kind::temporary);
  EXPECT_EQ(judge_influx(429, "7", "").retry_after, world::Duration(7s));
  EXPECT_EQ(judge_influx(429, "soon", "").retry_after, std::nullopt);
}

RC_GTEST_PROP(JudgeInflux, AnyAnswerGivesAShortPrintableReason, (int status, const std::string& body)) {
  const std::string reason = judge_influx(status, body, body).reason;
  RC_ASSERT(reason.size() < 240U);
  RC_ASSERT(std::all_of(reason.begin(), reason.end(), [](char c) { return c >= ' ' && c <= '~'; }));
}

struct FakeInflux {
  std::vector<std::string> lines;  // taken
  std::string refused;             // a line that holds this is refused for good
  int status = 0;                  // answered to everything, unless it is zero
  int requests = 0;
  std::string target;
  std::string authorization;

  http::Response answer(const http::Request& request) {
    ++requests;
    target = request.target;
    authorization = std::string(request.headers.find("Authorization").value_or(""));
    if (status != 0) return http::text_response(status, "");
    if (!refused.empty() && request.body.find(refused) != std::string::npos) {
      return http::json_response(400, "{\"error\":\"partial write: no such thing\"}");
    }
    std::string_view body = request.body;
    for (std::size_t end; (end = body.find('\n')) != std::string_view::npos; body.remove_prefix(end + 1)) {
      lines.emplace_back(body.substr(0, end));
    }
    return http::text_response(204, "");
  }
};

world::Task<int> serve(world::World& world, FakeInflux& influx) {
  auto listener = world.network().listen({"0.0.0.0", 8086});
  if (!listener) co_return 1;
  std::function<http::Response(const http::Request&)> handler = [&influx](const http::Request& request) {
    return influx.answer(request);
  };
  co_await http::serve(world, std::move(*listener), std::move(handler));
  co_return 0;
}

std::vector<JournalRecord> records(std::uint64_t count) {
  const auto columns = std::make_shared<const Columns>(Columns{{"ALTITUDE", "feet", ""}});
  std::vector<JournalRecord> out;
  for (std::uint64_t i = 1; i <= count; ++i) {
    JournalRecord record;
    record.index = i;
    record.sample.simulator = "sim";
    record.sample.sequence = i;
    record.sample.values = {static_cast<double>(i)};
    record.columns = columns;
    out.push_back(std::move(record));
  }
  return out;
}

class InfluxRig {
 public:
  InfluxRig() : server(world.add_host("influx")), host(world.add_host("monitor")) {
    config.output_path = "/data";
    config.influx.emplace();
    config.influx->url = "http://influx:8086";
    EXPECT_FALSE(host.files().make_directories("/data/journal").has_error());
    server.start("influx", serve(server, influx));
  }
  Delivery deliver(std::uint64_t count) {
    InfluxSink sink(host, config);
    const std::vector<JournalRecord> batch = records(count);
    Delivery delivery;
    host.start("deliver", run(sink, batch, delivery));
    world.run_until(world.now() + 60s, [this] { return host.exit_code().has_value(); });
    EXPECT_EQ(host.exit_code(), 0) << host.failure();
    return delivery;
  }
  static world::Task<int> run(Sink& sink, const std::vector<JournalRecord>& batch, Delivery& delivery) {
    delivery = co_await sink.deliver(batch);
    co_return 0;
  }

  world::VirtualWorld world;
  world::VirtualHost& server;
  world::VirtualHost& host;
  FakeInflux influx;
  DataCollectorConfig config;
};

TEST(InfluxSink, BadPointsAreFoundAndPutAwayAllOthersArrive) {
  InfluxRig rig;
  rig.influx.refused = "sequence=37i";
  const Delivery delivery = rig.deliver(100);
  EXPECT_EQ(delivery.state, Delivery::State::done) << delivery.reason;
  EXPECT_EQ(delivery.taken, 100U);
  EXPECT_EQ(delivery.dead, 1U);
  EXPECT_EQ(rig.influx.lines.size(), 99U);
  EXPECT_LT(rig.influx.requests, 25);
  const auto letters = rig.host.files().read(InfluxSink::dead_letter_path("/data/journal"));
  ASSERT_TRUE(letters.has_value());
  EXPECT_THAT(*letters, testing::HasSubstr("sequence=37i"));
  EXPECT_THAT(*letters, testing::HasSubstr("no such thing"));
  EXPECT_EQ(std::count(letters->begin(), letters->end(), '\n'), 1);
}

TEST(InfluxSink, FailuresOfTheServerThrowNothingAway) {
  for (const auto& [status, state] : {std::pair{503, Delivery::State::temporary}, {401, Delivery::State::permanent}}) {
    InfluxRig rig;
    rig.influx.status = status;
    const Delivery delivery = rig.deliver(10);
    EXPECT_EQ(delivery.state, state);
    EXPECT_EQ(delivery.taken, 0U);
    EXPECT_FALSE(rig.host.files().exists(InfluxSink::dead_letter_path("/data/journal")));
  }
}

TEST(InfluxSink, ADeadServerIsTemporaryAndNamed) {
  InfluxRig rig;
  rig.world.refuse(rig.server, 8086, true);
  const Delivery delivery = rig.deliver(1);
  EXPECT_EQ(delivery.state, Delivery::State::temporary);
  EXPECT_THAT(delivery.reason, testing::HasSubstr("influx:8086"));
}

TEST(InfluxSink, SpeaksBothVersions) {
  InfluxRig rig;
  rig.config.influx->username = "u";
  rig.config.influx->password = Secret("p");
  rig.deliver(1);
  EXPECT_EQ(rig.influx.target, "/write?db=telemetry&precision=ns");
  EXPECT_EQ(rig.influx.authorization, "Basic dTpw");
  rig.config.influx->version = 2;
  rig.config.influx->organization = "my org";
  rig.config.influx->bucket = "b";
  rig.config.influx->token = Secret("t");
  rig.deliver(1);
  EXPECT_EQ(rig.influx.target, "/api/v2/write?org=my%20org&bucket=b&precision=ns");
  EXPECT_EQ(rig.influx.authorization, "Token t");
}

}  // namespace
}  // namespace checkride::runtime::collector
