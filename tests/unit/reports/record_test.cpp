// Goal: a record survives its JSON, equal records are equal bytes, and a bad document is named by path.
// Method: one sample with one of everything, and RapidCheck over events.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "sample_record.hpp"

namespace checkride::reports {
namespace {

using test::FailsWith;
using testing::HasSubstr;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(RecordJson, ReadsBackToTheSameBytes) {
  const std::string json = to_json(sample_record());
  const auto parsed = record_from_json(json);
  ASSERT_THAT(parsed, test::IsOk());
  EXPECT_EQ(to_json(parsed.value()), json);
}

TEST(RecordJson, HasTheFixedShape) {
  const boost::json::value json = boost::json::parse(to_json(sample_record()));
  EXPECT_EQ(json.at("format"), "checkride.record");
  EXPECT_EQ(json.at("version"), 1);
  const boost::json::value& scenario = json.at("scenarios").at(0);
  EXPECT_EQ(scenario.at("verdict"), "passed");
  EXPECT_EQ(scenario.at("trace_hash"), "00c0ffee00c0ffee");
  EXPECT_EQ(scenario.at("expectations").at(0).at("margin_seconds"), 4.75);
  EXPECT_TRUE(json.at("scenarios").at(2).at("trace_hash").is_null());
  EXPECT_TRUE(json.at("scenarios").at(1).at("faults").at(0).at("to_seconds").is_null());
}

TEST(RecordJson, CapturesAreThereWhenThereAreAny) {
  const auto record = record_from_json(to_json(sample_record()));
  ASSERT_TRUE(record.has_value());
  EXPECT_THAT(record->scenarios.at(0).captures, testing::ElementsAre("captures/low-altitude/monitor-sim.pcapng"));
  EXPECT_THAT(record->scenarios.at(1).captures, testing::IsEmpty());
  EXPECT_THAT(to_html(*record, sample_environment(), {}),
              testing::HasSubstr("<a href=\"captures/low-altitude/monitor-sim.pcapng\">"));
}

Traffic sample_traffic() {
  Traffic traffic;
  traffic.id = "users";
  traffic.text = "traffic users: GET /plan of edge, 50/s for 60s";
  traffic.sent = 2995;
  traffic.answered = 2990;
  traffic.dropped = 5;
  traffic.by_status = {{"200", 2990}, {"timeout", 5}};
  traffic.p50_seconds = 0.002;
  traffic.p95_seconds = 0.003;
  traffic.p99_seconds = 0.0125;
  traffic.p999_seconds = 10;
  traffic.max_seconds = 10;
  traffic.generator_p99_seconds = 0.0005;
  traffic.samples = TrafficSamples{60, 58, 2, 0.25};
  traffic.unfinished = true;
  return traffic;
}

TEST(RecordJson, TrafficIsThereWhenThereIsAny) {
  Record record = sample_record();
  record.scenarios.at(0).traffic.push_back(sample_traffic());
  record.scenarios.at(0).traffic.emplace_back().id = "nothing";
  const auto read = record_from_json(to_json(record));
  ASSERT_TRUE(read.has_value()) << read.error().message();
  EXPECT_EQ(to_json(*read), to_json(record));
  ASSERT_EQ(read->scenarios.at(0).traffic.size(), 2U);
  const Traffic& traffic = read->scenarios.at(0).traffic[0];
  EXPECT_EQ(traffic.by_status, sample_traffic().by_status);
  EXPECT_EQ(traffic.p99_seconds, 0.0125);
  EXPECT_EQ(traffic.samples.value().lost, 2U);
  EXPECT_TRUE(traffic.unfinished);
  EXPECT_EQ(read->scenarios.at(0).traffic[1].p50_seconds, std::nullopt);
  EXPECT_EQ(to_json(sample_record()).find("\"traffic\""), std::string::npos);
}

TEST(RecordJson, ThePageHasATableOfTraffic) {
  Record record = sample_record();
  EXPECT_THAT(to_html(record, sample_environment(), {}), testing::Not(testing::HasSubstr("<h3>Traffic</h3>")));
  record.scenarios.at(0).traffic.push_back(sample_traffic());
  const std::string page = to_html(record, sample_environment(), {});
  EXPECT_THAT(page, testing::HasSubstr("<h3>Traffic</h3>"));
  EXPECT_THAT(page, testing::HasSubstr("200: 2990, timeout: 5, 5 dropped, 58 of 60 samples, 2 lost, not finished"));
  EXPECT_THAT(page, testing::HasSubstr(">12.5<"));
}

// One that has everything that may be left out.
Record full_record() {
  Record record = sample_record();
  ScenarioRecord& scenario = record.scenarios.at(0);
  scenario.traffic.push_back(sample_traffic());
  scenario.scenario = "low-altitude";
  scenario.case_name = "fsx_sp2";
  scenario.skipped_steps.push_back({"7.b.2", 18, "common/guided.yaml", "kill sim", "it is real"});
  scenario.attempt = 2;
  scenario.attempts = 3;
  scenario.flaky = true;
  Expectation& expectation = scenario.expectations.at(0);
  expectation.kind = "always";
  expectation.file = "common/guided.yaml";
  expectation.column = 5;
  expectation.step = "7.b.2";
  expectation.reason = "the live rig cannot";
  expectation.looks = 12;
  expectation.window_from_seconds = 60;
  expectation.window_to_seconds = 75.5;
  Deciding deciding;
  deciding.name = "value";
  deciding.seen = "82";
  deciding.expected = "below 100";
  deciding.unit = "feet";
  deciding.margin = 18;
  expectation.values.push_back(deciding);
  Sometimes sometimes;
  sometimes.file = "scenarios/low.yaml";
  sometimes.line = 30;
  sometimes.scenario = "low-altitude";
  sometimes.name = "sometimes-1";
  sometimes.text = "1 mail in mail";
  sometimes.held_in = 2;
  sometimes.runs = 20;
  sometimes.wanted = 3;
  sometimes.verdict = Verdict::failed;
  sometimes.reason = "held in 2 of 20 runs, wanted in 3";
  record.sometimes.push_back(sometimes);
  return record;
}

TEST(RecordJson, WhatMayBeLeftOutReadsBackToo) {
  const std::string json = to_json(full_record());
  const auto parsed = record_from_json(json);
  ASSERT_THAT(parsed, test::IsOk());
  EXPECT_EQ(to_json(parsed.value()), json);
  const boost::json::value document = boost::json::parse(json);
  const boost::json::value& scenario = document.at("scenarios").at(0);
  EXPECT_EQ(scenario.at("case"), "fsx_sp2");
  EXPECT_EQ(scenario.at("flaky"), true);
  const boost::json::value& expectation = scenario.at("expectations").at(0);
  EXPECT_EQ(expectation.at("step"), "7.b.2");
  EXPECT_EQ(expectation.at("looks"), 12);
  EXPECT_EQ(expectation.at("values").at(0).at("margin"), 18);
  EXPECT_EQ(document.at("sometimes").at(0).at("held_in"), 2);
}

TEST(RecordJson, WhatSaysNothingIsLeftOut) {
  Record record = full_record();
  record.sometimes.clear();
  record.scenarios.at(0) = ScenarioRecord{};
  record.scenarios.at(0).expectations.resize(1);
  const boost::json::value document = boost::json::parse(to_json(record));
  EXPECT_FALSE(document.as_object().contains("sometimes"));
  const auto& scenario = document.at("scenarios").at(0).as_object();
  const auto& expectation = scenario.at("expectations").at(0).as_object();
  for (const char* key : {"case", "scenario", "attempt", "attempts", "flaky"}) EXPECT_FALSE(scenario.contains(key));
  for (const char* key : {"kind", "file", "column", "step", "reason", "looks", "values", "window_to_seconds"}) {
    EXPECT_FALSE(expectation.contains(key)) << key;
  }
}

TEST(RecordJson, ErrorsNameThePath) {
  const std::string json = to_json(sample_record());
  EXPECT_THAT(record_from_json("{"), FailsWith(HasSubstr("not JSON")));
  EXPECT_THAT(record_from_json("[]"), FailsWith(HasSubstr("an object")));
  EXPECT_THAT(record_from_json(replaced(json, "\"verdict\":\"passed\"", "\"verdict\":\"maybe\"")),
              FailsWith(HasSubstr("scenarios[0].verdict: expected passed, failed")));
  EXPECT_THAT(record_from_json(replaced(json, "00c0ffee00c0ffee", "00c0ffee")),
              FailsWith(HasSubstr("scenarios[0].trace_hash: expected 16 hexadecimal digits")));
  EXPECT_THAT(record_from_json(replaced(json, "\"seed\":7", "\"seed\":-7")), FailsWith(HasSubstr("seed: expected")));
  EXPECT_THAT(record_from_json(replaced(json, "\"rig\"", "\"gir\"")),
              FailsWith(HasSubstr("rig: expected to be there")));
  EXPECT_THAT(record_from_json(replaced(json, "\"version\":1", "\"version\":2")), FailsWith(HasSubstr("version 1")));
}

TEST(EnvironmentJson, HasWallSecondsPerScenario) {
  const boost::json::value json = boost::json::parse(to_json(sample_environment()));
  EXPECT_EQ(json.at("scenarios").at("must-fail").at("wall_seconds"), 0.03);
  EXPECT_EQ(json.at("started_at"), "2026-01-05T08:00:00.000000Z");
}

TEST(EventLine, KnowsItsStep) {
  Event event;
  event.kind = "action";
  EXPECT_THAT(to_json_line(event), testing::Not(HasSubstr("step")));
  event.step = "7.b.2";
  const auto read = event_from_json_line(to_json_line(event));
  ASSERT_THAT(read, test::IsOk());
  EXPECT_EQ(read->step, "7.b.2");
}

TEST(EventLine, ErrorsNameThePath) {
  EXPECT_THAT(event_from_json_line(R"({"at":1,"host":"a","kind":"log"})"), FailsWith(HasSubstr("text")));
  EXPECT_THAT(event_from_json_line(R"({"at":1,"host":"a","kind":"log","text":"x","fields":{"n":4}})"),
              FailsWith(HasSubstr("fields.n: expected a text")));
}

RC_GTEST_PROP(EventLine, AnyEventReadsBack, ()) {
  Event event;
  event.at_seconds = static_cast<double>(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000)) / 1e6;
  const auto ascii = rc::gen::container<std::string>(rc::gen::inRange<char>(0x01, 0x7F));
  event.host = *ascii;
  event.kind = *ascii;
  event.text = *ascii;
  event.fields = {{"field", *ascii}};
  event.numbers = {{"altitude", static_cast<double>(*rc::gen::inRange(-100000, 100000)) / 8}};
  const std::string line = to_json_line(event);
  const auto parsed = event_from_json_line(line);
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(to_json_line(parsed.value()) == line);
  RC_ASSERT(line.find('\n') == line.size() - 1);
}

}  // namespace
}  // namespace checkride::reports
