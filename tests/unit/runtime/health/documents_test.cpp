// Goal: the documents keep their shape. Method: golden text; the version and what depends on the build is cut out.
#include "health/documents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/program/build_facts.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;

const DocumentTime kTime{world::UtcTime(1767600000s + 250ms), 90500ms};

std::string without_version(std::string text) {
  const std::string version = "\"version\":\"" + std::string(program::kBuildFacts.version) + "\"";
  const auto at = text.find(version);
  EXPECT_NE(at, std::string::npos) << text;
  return at == std::string::npos ? text : text.replace(at, version.size(), "\"version\":\"V\"");
}

HealthReport report() {
  HealthReport out;
  out.phase = Phase::running;
  ServiceHealth monitor;
  monitor.status = Status::degraded;
  monitor.errors = {"sim: not connected [waiting]"};
  monitor.details = {{"data_count", std::int64_t{7}}, {"uptime", 1.5}, {"last_data_time", std::string("T")}};
  out.services.push_back({"flight-monitor", monitor, world::UtcTime(1767600000s), 1500us});
  out.services.push_back({"alert-manager", ServiceHealth(), world::UtcTime(1767600000s)});
  return out;
}

// A disk that is nearly full, a processor nobody has looked at twice.
SystemView system_view() {
  SystemView view;
  view.memory_percent = 25;
  view.disk_percent = 80.4;
  view.usage.cpu_cores = 1.5;
  view.usage.memory_used_bytes = 1024;
  view.usage.memory_limit_bytes = 4096;
  view.usage.load = {0.5, 0.25, 0};
  view.usage.confined = true;
  return view;
}

TEST(HealthDocument, SaysWhatTheGuidesSay) {
  EXPECT_EQ(without_version(health_document(report(), system_view(), kTime)),
            R"({"status":"degraded","timestamp":"2026-01-05T08:00:00.250000Z","timestamp_ms":1767600000250,)"
            R"("version":"V","uptime_seconds":90.5,"uptime":90.5,"checks":[)"
            R"({"name":"flight-monitor","status":"warn","message":"sim: not connected [waiting]","duration":1.5},)"
            R"({"name":"alert-manager","status":"pass","duration":0},)"
            R"({"name":"memory","status":"pass","message":"25% used","duration":0},)"
            R"({"name":"disk","status":"warn","message":"80% used","duration":0}]})");
}

TEST(HealthDetailDocument, LeavesOutEmptyDetailsAndErrors) {
  AppConfig app;
  app.name = "site";
  app.version = "1.2.3";
  app.environment = "test";
  DocumentTime time = kTime;
  time.response_time = 2500us;
  const std::string text = health_detail_document(report(), system_view(), app, time);
  EXPECT_THAT(
      text,
      testing::EndsWith(
          R"("environment":"test","response_time":0.0025,"app":{"name":"site","version":"1.2.3","environment":"test"},"services":{)"
          R"("flight-monitor":{"status":"degraded","last_check":"2026-01-05T08:00:00.000000Z",)"
          R"("details":{"data_count":7,"uptime":1.5,"last_data_time":"T"},)"
          R"("errors":["sim: not connected [waiting]"]},)"
          R"("alert-manager":{"status":"healthy","last_check":"2026-01-05T08:00:00.000000Z"}},"system":{)"
          R"("cpu_percent":null,"cpu_cores":1.5,"memory_percent":25,"memory_used_bytes":1024,)"
          R"("memory_limit_bytes":4096,"disk_percent":80.4,"disk_free_bytes":null,)"
          R"("disk_total_bytes":null,"load_average":[0.5,0.25,0],"confined":true}})"));
}

TEST(HealthDetailDocument, AServiceThatComplainsOrDoesNotDoItsWorkIsNotHealthy) {
  HealthReport given;
  given.phase = Phase::running;
  ServiceHealth complains;
  complains.errors = {"influx: not written"};
  given.services.push_back({"data-collector", complains, world::UtcTime(1767600000s)});
  ServiceHealth idle;
  idle.ready = false;
  given.services.push_back({"flight-monitor", idle, world::UtcTime(1767600000s)});
  ServiceHealth starts;
  starts.status = Status::starting;
  given.services.push_back({"alert-manager", starts, world::UtcTime(1767600000s)});
  const std::string text = health_detail_document(given, system_view(), AppConfig(), kTime);
  EXPECT_THAT(text, testing::HasSubstr(R"("data-collector":{"status":"degraded")"));
  EXPECT_THAT(text, testing::HasSubstr(R"("flight-monitor":{"status":"degraded")"));
  EXPECT_THAT(text, testing::HasSubstr(R"("alert-manager":{"status":"starting")"));
}

TEST(LiveDocument, SaysHowTheLoopIs) {
  EXPECT_EQ(live_document(true, 250ms, kTime),
            R"({"status":"alive","timestamp":"2026-01-05T08:00:00.250000Z","timestamp_ms":1767600000250,)"
            R"("heartbeat_age_seconds":0.25})");
  EXPECT_THAT(live_document(false, 40s, kTime), testing::StartsWith(R"({"status":"stuck",)"));
}

TEST(ReadyDocument, GivesItsReasons) {
  HealthReport given = report();
  EXPECT_THAT(ready_document(given, kTime),
              testing::AllOf(testing::StartsWith(R"({"status":"ready",)"), testing::EndsWith(R"("reasons":[]})")));
  given.phase = Phase::stopping;
  EXPECT_THAT(ready_document(given, kTime),
              testing::AllOf(testing::StartsWith(R"({"status":"not_ready",)"),
                             testing::EndsWith(R"("reasons":["the monitor is stopping"]})")));
}

TEST(AlertsDocument, ListsEveryRuleAndSimulator) {
  Board board;
  EXPECT_EQ(alerts_document(board), R"({"alerts":[],"total":0})");
  AlertStatus& alert = board.alerts[{"Low \"Altitude\"", "sim"}];
  alert.rule = "Low \"Altitude\"";
  alert.simulator = "sim";
  alert.state = alerts::AlertState::firing;
  alert.since = world::UtcTime(1767600000s);
  alert.value = 80.5;
  alert.threshold = 100;
  alert.severity = Severity::critical;
  alert.fired_count = 2;
  alert.resolved_count = 1;
  alert.id = "00ff";
  alert.metric = "altitude";
  alert.condition = "less_than";
  alert.unit = "feet";
  alert.severity_level = 1;
  alert.tier = 3;
  alert.acknowledged_by = "me";
  alert.respond_by = world::UtcTime(1767600060s);
  EXPECT_EQ(alerts_document(board),
            R"({"alerts":[{"rule":"Low \"Altitude\"","simulator":"sim","state":"firing",)"
            R"("since":"2026-01-05T08:00:00.000000Z","value":80.5,"threshold":100,"severity":"critical",)"
            R"("fired_count":2,"resolved_count":1,"id":"00ff","metric":"altitude","condition":"less_than",)"
            R"("unit":"feet","severity_level":1,"tier":3,"respond_by":"2026-01-05T08:01:00.000000Z",)"
            R"("acknowledged_by":"me","suppressed_by":""}],"total":1})");
}

TEST(AlertsDocument, ARuleAboutTimeHasNoThreshold) {
  Board board;
  AlertStatus& alert = board.alerts[{"Gone", "sim"}];
  for (const char* condition : {"absent", "stale", "unchanged"}) {
    alert.condition = condition;
    EXPECT_THAT(alerts_document(board), testing::Not(testing::HasSubstr("threshold"))) << condition;
  }
  alert.condition = "equals";
  EXPECT_THAT(alerts_document(board), testing::HasSubstr(R"("threshold":0)"));
}

TEST(SimulatorsDocument, TellsTheFlightItsLastGapAndWhoStandsBy) {
  Board board;
  LinkStatus& link = board.links["flight"];
  link.simulator = "flight";
  link.source = "two";
  link.flags.set(SampleFlag::paused);
  link.flags.set(SampleFlag::jump);
  link.phase = FlightPhase::approach;
  link.rate_ratio = 0.5;
  link.last_loss = "reset";
  link.last_capture = "state/link/flight/x-reset.pcapng";
  DataGap gap;
  gap.duration = std::chrono::seconds(17);
  gap.missed = 16;
  gap.cause = "reset";
  gap.source = "two";
  link.last_gap = gap;
  FailoverStatus& failover = board.failovers["flight"];
  failover.failovers = 1;
  failover.last_reason = "failure_threshold";
  failover.last_at = world::UtcTime{};
  failover.last_duration = std::chrono::seconds(2);
  failover.instances.push_back({"one", "one:5111", false, false, 3, 9, "refused"});
  failover.instances.push_back({"two", "two:5111", true, true, 0, 9, ""});
  const std::string document = simulators_document(board, world::Instant(std::chrono::seconds(3)));
  for (const char* part :
       {R"("source":"two","paused":false,"ignored":false,"flags":["paused","jump"],"phase":"approach")",
        R"("rate_ratio":0.5)", R"("seconds":17,"missed":16,"cause":"reset","source":"two")", R"("last_loss":"reset")",
        R"("last_capture":"state/link/flight/x-reset.pcapng")",
        R"("failover":{"failovers":1,"failed":0,"switching":false,"last_reason":"failure_threshold")",
        R"({"name":"one","address":"one:5111","active":false,"healthy":false,"checks":9,"failed_checks":3,)",
        R"("last_error":"refused"})", R"({"name":"two","address":"two:5111","active":true,"healthy":true)"}) {
    EXPECT_NE(document.find(part), std::string::npos) << part << " in " << document;
  }
}

TEST(SimulatorsDocument, TellsStateCountersAndTheLastDecodeError) {
  Board board;
  LinkStatus& link = board.links["sim"];
  link.simulator = "sim";
  link.address = "10.0.0.1:5111";
  link.state = LinkState::streaming;
  link.state_since_utc = world::UtcTime(1767600000s);
  link.session = 2;
  link.application = "KittyHawk";
  link.samples = 9;
  link.last_decode_error = "SIMOBJECT_DATA: define_count at 36";
  link.variables = {{"PLANE ALTITUDE", true, world::Instant(1s), 80.0, "", "altitude", "feet"}};
  EXPECT_EQ(
      simulators_document(board, world::Instant(3s)),
      R"({"simulators":[{"name":"sim","address":"10.0.0.1:5111","state":"streaming",)"
      R"("since":"2026-01-05T08:00:00.000000Z","session":2,"application":"KittyHawk","last_data_time":null,)"
      R"("error_rate":null,"last_error":"","last_decode_error":"SIMOBJECT_DATA: define_count at 36",)"
      R"("source":"","paused":false,"ignored":false,"flags":[],"phase":"unknown","flight":0,"segment":0,"flagged":0,"gaps":0,)"
      R"("counters":{"connect_attempts":0,"messages":0,"samples":9,"exceptions":0,"undecodable":0,"link_losses":0},)"
      R"("facts":{},"variables":[{"name":"PLANE ALTITUDE","alias":"altitude","unit":"feet","critical":true,"value":80,)"
      R"("age_seconds":2}]}]})");
}

}  // namespace
}  // namespace checkride::runtime
