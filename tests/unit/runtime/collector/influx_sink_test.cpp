// Goal: every point that the server would take arrives, once asked or twice; a bad one ends in the dead-letter file;
// what fails for now and for good is told apart. Method: a server on a virtual host that refuses as it is told.
#include "collector/influx_sink.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <memory>
#include <set>
#include <sstream>

#include "../link/service_bench.hpp"
#include "checkride/test/property.hpp"
#include "fake_influx.hpp"

namespace checkride::runtime::collector {
namespace {

using namespace std::chrono_literals;
using Kind = InfluxVerdict::Kind;
using test::FakeInflux;
using test::serve;

TEST(JudgeInflux, TellsWhatFailsForNowFromWhatFailsForGood) {
  EXPECT_EQ(judge_influx(204, {}, "").kind, Kind::taken);
  EXPECT_EQ(judge_influx(400, {}, "{\"error\":\"partial write: field type conflict\"}").kind, Kind::refused);
  EXPECT_EQ(judge_influx(400, {}, "{\"error\":\"database not found: \\\"x\\\"\"}").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(401, {}, "").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(404, {}, "").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(413, {}, "").kind, Kind::too_large);
  EXPECT_EQ(judge_influx(422, {}, "{\"code\":\"unprocessable entity\",\"message\":\"late\"}").kind, Kind::refused);
  EXPECT_EQ(judge_influx(503, {}, "").kind, Kind::temporary);
  EXPECT_EQ(judge_influx(429, "7", "").retry_after, world::Duration(7s));
  EXPECT_EQ(judge_influx(429, "soon", "").retry_after, std::nullopt);
}

TEST(JudgeInflux, OnlyInfluxDbItselfSpeaksAboutPoints) {
  EXPECT_EQ(judge_influx(200, {}, "<html>welcome</html>").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(200, {}, "").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(400, {}, "").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(400, {}, "<html>Bad Request</html>").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(400, {}, "\"error\":\"not JSON\"").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(400, {}, "[{\"error\":\"another's JSON\"}]").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(400, {}, "{\"error\":\"database is required\"}").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(422, {}, "").kind, Kind::permanent);
  EXPECT_EQ(judge_influx(400, {}, "{\"code\":\"invalid\",\"message\":\"unable to parse\"}").kind, Kind::refused);
}

TEST(JudgeInflux, AReasonIsTheTextBehindJson) {
  EXPECT_EQ(judge_influx(404, {}, R"({"error":"database not found: \"x\""})").reason,
            "HTTP 404: database not found: \"x\"");
  EXPECT_EQ(judge_influx(500, {}, R"({"message":"a\nb\u0063\u20acd\u"})").reason, "HTTP 500: a bc?d?");
  EXPECT_EQ(judge_influx(500, {}, "a\\").reason, "HTTP 500: a\\");
}

TEST(JudgeInflux, WhatTheServerWasToldIsNotToldOn) {
  const std::vector<Secret> told = {Secret("a+b/Pz8="), Secret("P\"w"), Secret("")};
  const auto reason = [&](std::string_view body) { return judge_influx(400, {}, body, told).reason; };
  EXPECT_EQ(reason("Authorization: Basic a+b/Pz8="), "HTTP 400: Authorization: Basic ***");
  EXPECT_EQ(reason(R"({"error":"you said Basic a\u002Bb\/Pz8="})"), "HTTP 400: you said Basic ***");
  EXPECT_EQ(reason(R"({"message":"not P\"w, surely"})"), "HTTP 400: not ***, surely");
  EXPECT_EQ(reason("you said P\"w"), "HTTP 400: you said ***");
  // The cut goes through what was hidden, not through the secret.
  for (std::size_t before = 180; before < 210; ++before) {
    EXPECT_THAT(reason(std::string(before, 'x') + "a+b/Pz8="), testing::Not(testing::HasSubstr("a+")));
  }
}

RC_GTEST_PROP(JudgeInflux, AnyAnswerGivesAShortPrintableReason, (int status, const std::string& body)) {
  const std::string reason = judge_influx(status, body, body).reason;
  RC_ASSERT(reason.size() < 240U);
  RC_ASSERT(std::all_of(reason.begin(), reason.end(), [](char c) { return c >= ' ' && c <= '~'; }));
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
    return deliver(count, sink);
  }
  Delivery deliver(std::uint64_t count, InfluxSink& sink) {
    const std::vector<JournalRecord> batch = records(count);
    Delivery delivery;
    host.start("deliver", run(sink, batch, delivery));
    world.run_until(world.now() + 60s, [this] { return host.exit_code().has_value(); });
    EXPECT_EQ(host.exit_code(), 0) << host.failure();
    return delivery;
  }
  void expect_nothing_thrown_away(const Delivery& delivery) {
    EXPECT_EQ(delivery.taken, 0U);
    EXPECT_FALSE(host.files().exists(InfluxSink::dead_letter_path("/data/journal")));
  }
  static world::Task<int> run(Sink& sink, const std::vector<JournalRecord>& batch, Delivery& delivery) {
    delivery = co_await sink.deliver(batch);
    co_return 0;
  }
  // One that a stop cuts off after `limit`.
  static world::Task<int> run_for(world::World& on, world::Duration limit, Sink& sink,
                                  const std::vector<JournalRecord>& batch, Delivery& delivery) {
    world::Task<Result<>> work = deliver_to(sink, batch, delivery);
    (void)co_await world::within(on.clock(), limit, std::move(work));
    co_return 0;
  }
  static world::Task<Result<>> deliver_to(Sink& sink, const std::vector<JournalRecord>& batch, Delivery& delivery) {
    delivery = co_await sink.deliver(batch);
    co_return Result<>();
  }
  // As the next program does: what the sink does not hold by its own word comes again.
  static world::Task<int> open_and_run(Sink& sink, std::vector<JournalRecord> batch, Delivery& delivery) {
    auto opened = co_await sink.open();
    if (!opened) co_return 1;
    std::erase_if(batch, [&](const JournalRecord& record) { return record.index < opened->next; });
    if (!batch.empty()) delivery = co_await sink.deliver(batch);
    co_return 0;
  }
  void wait_for_the_end() {
    world.run_until(world.now() + 60s, [this] { return host.exit_code().has_value() || host.power_is_cut(); });
    if (!host.power_is_cut()) EXPECT_EQ(host.exit_code(), 0) << host.failure();
  }
  // The points of the letters that are whole.
  std::vector<std::string> buried() {
    std::vector<std::string> points;
    std::istringstream letters(host.files().read(InfluxSink::dead_letter_path("/data/journal")).value());
    for (std::string letter; std::getline(letters, letter);) {
      boost::system::error_code broken;
      const boost::json::value read = boost::json::parse(letter, broken);
      if (!broken) points.emplace_back(read.at("line").as_string());
    }
    return points;
  }
  // Of 20 points the 7th and the 17th are refused: each is one letter, and every other one arrived.
  void expect_all_told_apart() {
    EXPECT_THAT(buried(), testing::ElementsAre(testing::HasSubstr("sequence=7i"), testing::HasSubstr("sequence=17i")));
    EXPECT_EQ(std::set<std::string>(influx.lines.begin(), influx.lines.end()).size(), 18U);
    const Ledger ledger = read_ledger(host.files(), ledger_path("/data/journal", Ledger::kInflux)).value();
    const Ledger::Entry* told = ledger.find({"sim", 0});
    ASSERT_NE(told, nullptr);
    EXPECT_EQ(told->taken.count(), 18U);
    EXPECT_EQ(told->dead.count(), 2U);
    EXPECT_EQ(read_position(host.files(), position_path("/data/journal", "influx")).value().next, 21U);
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
    rig.expect_nothing_thrown_away(delivery);
  }
}

TEST(InfluxSink, AnEndpointThatIsNoInfluxDbThrowsNothingAway) {
  for (const int status : {200, 400, 422}) {
    InfluxRig rig;
    rig.influx.status = status;
    const Delivery delivery = rig.deliver(10);
    EXPECT_EQ(delivery.state, Delivery::State::permanent);
    EXPECT_EQ(rig.influx.requests, 1);
    rig.expect_nothing_thrown_away(delivery);
  }
}

TEST(InfluxSink, AServerThatRefusesEveryPointNeedsSomebodyAndDoesNotBuryAll) {
  InfluxRig rig;
  rig.influx.refused = "sequence=";
  InfluxSink sink(rig.host, rig.config);
  const Delivery first = rig.deliver(100, sink);
  EXPECT_EQ(first.state, Delivery::State::permanent);
  EXPECT_EQ(first.dead, InfluxSink::kDeadInARowMax);
  EXPECT_EQ(first.taken, InfluxSink::kDeadInARowMax);
  EXPECT_THAT(first.reason, testing::HasSubstr("no such thing; 10 points in a row were refused"));
  const Delivery again = rig.deliver(100, sink);
  EXPECT_EQ(again.state, Delivery::State::permanent);
  EXPECT_EQ(again.dead, 1U);
  rig.influx.refused.clear();
  EXPECT_EQ(rig.deliver(100, sink).state, Delivery::State::done);
  rig.influx.refused = "sequence=37i";
  const Delivery mended = rig.deliver(100, sink);
  EXPECT_EQ(mended.state, Delivery::State::done) << mended.reason;
  EXPECT_EQ(mended.dead, 1U);
}

TEST(InfluxSink, ManyBadPointsBetweenGoodOnesAreNoFailure) {
  InfluxRig rig;
  rig.influx.refused = "7i";
  const Delivery delivery = rig.deliver(150);
  EXPECT_EQ(delivery.state, Delivery::State::done) << delivery.reason;
  EXPECT_GT(delivery.dead, InfluxSink::kDeadInARowMax);
  EXPECT_EQ(delivery.taken, 150U);
}

TEST(InfluxSink, AStopAtAnyInstantLosesNothingAndBuriesEachPointOnce) {
  constexpr world::Duration kStep = 100us;
  const std::vector<JournalRecord> batch = records(20);
  bool untouched = false;
  for (int at = 0; !untouched; ++at) {
    SCOPED_TRACE(at);
    ASSERT_LT(at, 5000);
    InfluxRig rig;
    rig.influx.refused = "7i ";
    rig.host.set_disk({.capacity_bytes = 0, .delay = 100us});
    InfluxSink sink(rig.host, rig.config);
    Delivery delivery;
    rig.host.start("cut", InfluxRig::run_for(rig.host, at * kStep, sink, batch, delivery));
    rig.wait_for_the_end();
    untouched = delivery.taken > 0;
    if (!untouched) delivery = rig.deliver(20, sink);
    EXPECT_EQ(delivery.state, Delivery::State::done) << delivery.reason;
    EXPECT_EQ(delivery.taken, 20U);
    EXPECT_EQ(delivery.dead, 2U);
    EXPECT_THAT(delivery.reason, testing::HasSubstr("no such thing"));
    rig.expect_all_told_apart();
  }
}

// In the midst of any change of the disk, so that a letter is there and nothing that tells of it.
TEST(InfluxSink, ALossOfPowerAtAnyMomentLosesNothingAndBuriesEachPointOnce) {
  const std::vector<JournalRecord> batch = records(20);
  bool untouched = false;
  for (std::uint64_t n = 0; !untouched; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 500U);
    InfluxRig rig;
    rig.influx.refused = "7i ";
    auto sink = std::make_unique<InfluxSink>(rig.host, rig.config);
    Delivery delivery;
    rig.host.cut_power_after(n);
    rig.host.start("deliver", InfluxRig::run(*sink, batch, delivery));
    rig.wait_for_the_end();
    untouched = !rig.host.power_is_cut();
    rig.host.lose_power();
    sink = nullptr;  // while nothing of the host runs
    rig.host.restart();
    sink = std::make_unique<InfluxSink>(rig.host, rig.config);
    rig.host.start("again", InfluxRig::open_and_run(*sink, batch, delivery));
    rig.wait_for_the_end();
    EXPECT_EQ(delivery.state, Delivery::State::done) << delivery.reason;
    rig.expect_all_told_apart();
  }
}

TEST(InfluxSink, APieceOfALetterIsNoLetterAndSpoilsNone) {
  InfluxRig rig;
  const std::string path = InfluxSink::dead_letter_path("/data/journal");
  const std::string whole = "{\"reason\":\"before\",\"line\":\"m sequence=1i 1\"}\n";
  ASSERT_FALSE(rig.host.files().write(path, whole + "{\"reason\":\"torn").has_error());
  rig.influx.refused = "7i ";
  EXPECT_EQ(rig.deliver(10).dead, 1U);
  EXPECT_THAT(rig.buried(), testing::ElementsAre("m sequence=1i 1", testing::HasSubstr("sequence=7i")));
  const std::string text = rig.host.files().read(path).value();
  EXPECT_TRUE(text.starts_with(whole));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("torn")));
}

TEST(InfluxSink, ADeadLetterFileThatIsLargeMakesRoomForAnother) {
  InfluxRig rig;
  const std::string path = InfluxSink::dead_letter_path("/data/journal");
  std::string large(InfluxSink::kDeadBytesMax, 'x');
  large += '\n';
  ASSERT_FALSE(rig.host.files().write(path, large).has_error());
  rig.influx.refused = "7i ";
  EXPECT_EQ(rig.deliver(10).dead, 1U);
  EXPECT_THAT(rig.buried(), testing::ElementsAre(testing::HasSubstr("sequence=7i")));
  EXPECT_EQ(rig.host.files().read(path + ".1").value().size(), large.size());
}

TEST(InfluxSink, AnAnswerThatRepeatsTheRequestGivesNoSecretAway) {
  for (const int version : {1, 2}) {
    InfluxRig rig;
    rig.config.influx->version = version;
    rig.config.influx->username = "user";
    rig.config.influx->password = Secret("s");  // also a letter of its own base64, dXNlcjpz
    rig.config.influx->token = Secret("SEKtoken");
    rig.influx.status = 401;
    rig.influx.echoes = true;
    const Delivery delivery = rig.deliver(1);
    EXPECT_THAT(rig.influx.authorization, testing::AnyOf("Basic dXNlcjpz", "Token SEKtoken"));
    EXPECT_THAT(delivery.reason, testing::HasSubstr(version == 1 ? "Ba***ic ***" : "Token ***"));
    EXPECT_THAT(delivery.reason, testing::Not(testing::HasSubstr("dXNlcjp")));
    EXPECT_THAT(delivery.reason, testing::Not(testing::HasSubstr("SEK")));
  }
}

TEST(InfluxSink, AsksWhetherTheServerIsThere) {
  const auto probe = [](InfluxSink& sink, Result<>& into) -> world::Task<int> {
    into = co_await sink.probe();
    co_return 0;
  };
  for (const int status : {0, 404}) {
    InfluxRig rig;
    rig.influx.status = status;
    InfluxSink sink(rig.host, rig.config);
    Result<> asked;
    rig.host.start("probe", probe(sink, asked));
    rig.world.run_until(rig.world.now() + 60s, [&rig] { return rig.host.exit_code().has_value(); });
    EXPECT_EQ(rig.influx.target, "/ping");
    EXPECT_EQ(asked.has_value(), status == 0);
    if (!asked) EXPECT_THAT(asked.error().message(), testing::HasSubstr("influx:8086 answers 404 to GET /ping"));
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
