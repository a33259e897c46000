// The engine on a rig of fakes: programs of a few lines on virtual hosts, so that every time is known exactly.
#include "engine/engine.hpp"

#include <fmt/format.h>

#include <map>

#include "checkride/compress/gzip.hpp"
#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"
#include "rigs/control_driver.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using reports::Verdict;
using test::IsOk;
using testing::HasSubstr;

// A monitor whose alert "Low" fires 20 s after the scenario began and whose /health answers 503 from 30 s to 40 s.
class FakeRig final : public Rig {
 public:
  explicit FakeRig(Duration tolerance = {}) : tolerance_(tolerance) {
    for (const char* name : {"sim", "mail", "chat", "monitor"}) hosts_[name] = &world_.add_host(name);
  }

  // Runs the scenario to its end.
  reports::ScenarioRecord run(const std::string& text) {
    auto scenario = load_scenario(text, "fake.yaml");
    EXPECT_THAT(scenario, IsOk());
    EventLog events([this](const std::string& block) { blocks += block; });
    reports::ScenarioRecord record;
    harness_->start("engine", keep(play(*this, *scenario, events, interruption), record));
    const auto done = [this] { return harness_->exit_code().has_value(); };
    if (interrupt_after) {
      world_.run_until(world_.now() + *interrupt_after, done);
      interruption.ask();
    }
    world_.run_until(world_.now() + 1h, done);
    EXPECT_EQ(harness_->failure(), "");
    events.flush();
    return record;
  }

  RigKind kind() const override { return RigKind::virtual_rig; }
  world::World& world() override { return *harness_; }
  Duration poll_period() const override { return 200ms; }
  Duration tolerance() const override { return tolerance_; }

  world::Task<Result<>> start(std::string member) override {
    if (member == refuses_to_start) co_return Error::invalid("it has no wish to");
    if (member == "monitor") {
      auto listener = hosts_.at(member)->network().listen({"0.0.0.0", 8080});
      hosts_.at(member)->start("fake", serve(std::move(listener.value())));
    }
    co_return Result<>();
  }
  world::Task<Result<int>> stop(std::string member) override {
    hosts_.at(member)->crash();
    stopped.push_back(member);
    co_return member == "monitor" ? exit_code : 0;
  }
  world::Task<Result<>> kill(std::string member) override {
    hosts_.at(member)->crash();
    hosts_.at(member)->restart();
    co_return Result<>();
  }
  Result<> freeze(const std::string& member) override { return hosts_.at(member)->freeze(), Result<>(); }
  Result<> thaw(const std::string& member) override { return hosts_.at(member)->thaw(), Result<>(); }
  std::optional<int> ended(const std::string& member) override {
    if (member != ends_by_itself || harness_->clock().now() < world::Instant(25s)) return std::nullopt;
    return 70;
  }
  Result<world::Endpoint> endpoint(const std::string& member, Port) override { return world::Endpoint{member, 8080}; }
  std::string read_log(const std::string&, LogCursor& cursor) override {
    const std::vector<std::string> nothing;
    return read_printed(harness_->clock().now() >= world::Instant(15s) ? log : nothing, cursor);
  }
  world::Files& files(const std::string& member) override { return hosts_.at(member)->files(); }
  std::string folder(const std::string&) override { return "/data"; }
  std::string telemetry_folder(const std::string&) override { return "/telemetry"; }
  SimulatorDriver& simulator(const std::string&) override { return driver_; }
  std::optional<std::string> impossible(const Action&) const override { return std::nullopt; }
  RunningService* service(const std::string&) override { return nullptr; }
  MailInbox& mail(const std::string&) override { return mail_; }
  WebhookInbox& webhook(const std::string&) override { return webhook_; }
  Result<> inject(const LinkFault& fault) override { return injected.push_back(fault.kind), Result<>(); }
  Result<> clear(const LinkFault& fault) override { return cleared.push_back(fault.kind), Result<>(); }
  void note(const std::string&, std::string_view, std::string_view) override {}

  void mail_at(Duration at, std::string subject) {
    tasks_.spawn("mail", mail_later(world::Instant(1us) + at, std::move(subject)));
  }

  std::string refuses_to_start;
  std::string ends_by_itself;
  std::vector<std::string> log;
  std::string blocks;
  Interruption interruption;
  std::optional<Duration> interrupt_after;
  int exit_code = 0;
  std::vector<std::string> stopped;
  std::vector<LinkFaultKind> injected;
  std::vector<LinkFaultKind> cleared;

 private:
  static world::Task<int> keep(world::Task<reports::ScenarioRecord> play, reports::ScenarioRecord& record) {
    record = co_await std::move(play);
    co_return 0;
  }
  world::Task<> mail_later(world::Instant at, std::string subject) {
    co_await harness_->clock().sleep_until(at);
    Mail mail{"a@x", {"b@x"}, subject, ""};
    mail_.add(std::move(mail));
  }
  world::Task<int> serve(std::unique_ptr<world::Listener> listener) {
    std::function<http::Response(const http::Request&)> answer = [this](const http::Request& request) {
      return respond(request.target);
    };
    co_await http::serve(*hosts_.at("monitor"), std::move(listener), std::move(answer));
    co_return 0;
  }
  http::Response respond(const std::string& target) const {
    const Duration at = harness_->clock().now() - world::Instant(1us);
    if (target != "/api/v1/alerts") return http::text_response(at >= 30s && at < 40s ? 503 : 200, "x");
    const bool firing = at >= 20s;
    const auto since = world::format_rfc3339(harness_->clock().utc_now() - (firing ? at - 20s : at));
    return http::json_response(
        200,
        fmt::format(R"({{"alerts":[{{"rule":"Low","simulator":"sim","state":"{}","since":"{}","threshold":100}}]}})",
                    firing ? "firing" : "inactive", since));
  }

  Duration tolerance_;
  world::VirtualWorld world_;
  world::VirtualHost* harness_ = &world_.add_host("harness");
  std::map<std::string, world::VirtualHost*> hosts_;
  ControlDriver driver_{*this, "sim", {}};
  MailInbox mail_{harness_->clock()};
  WebhookInbox webhook_{harness_->clock()};
  world::TaskGroup tasks_{harness_->executor()};
};

const std::string kMembers =
    "scenario: fake\n"
    "simulators: {sim: {}}\n"
    "services: {mail: {kind: smtp}, chat: {kind: webhook}}\n"
    "monitors: {monitor: {config: [c.yaml], simulators: [sim]}}\n";
const std::string kStart = kMembers + "timeline:\n  - start: [mail, chat, sim, monitor]\n";
// For tests about something else: a scenario must expect something.
const std::string kNoMail = "never:\n  - {mail: {in: mail}}\n";

TEST(Engine, AnAlertIsTimedByTheMonitorAndTheMarginIsExact) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - at: 8s\n    wait: 0s\n"
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n"
                              "    not_before: 10s\n    within: 15s\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  const auto& expectation = record.expectations.at(0);
  EXPECT_EQ(expectation.verdict, Verdict::passed);
  EXPECT_DOUBLE_EQ(expectation.at_seconds.value(), 20.0);
  EXPECT_DOUBLE_EQ(expectation.margin_seconds.value(), 2.0) << "12 s after the step, which is 2 s from not_before";
  EXPECT_EQ(expectation.expected, "between 10s and 15s after the step");
  EXPECT_EQ(expectation.seen, "firing since 20.000 s");
}

TEST(Engine, TooEarlyFails) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n"
                              "    not_before: 21s\n    within: 30s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("expect-1 (line 7)"));
  EXPECT_THAT(record.reason, HasSubstr("too early, after 2"));
}

TEST(Engine, TooLateFailsWhenTheWindowCloses) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n    within: 10s\n"
                              "  - expect: {alert: {of: monitor, rule: Low, state: inactive}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("not seen; last: inactive since 0.000 s"));
  EXPECT_EQ(record.expectations.at(1).verdict, Verdict::skipped) << "the timeline ends at the first failure";
}

TEST(Engine, ToleranceOfTheRigIsUsedAndPrinted) {
  FakeRig rig(1s);
  const auto record = rig.run(kStart +
                              "  - at: 10s\n    wait: 0s\n"
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n    within: 9500ms\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_DOUBLE_EQ(record.expectations.at(0).margin_seconds.value(), -0.5);
  EXPECT_EQ(record.expectations.at(0).expected, "within 9.5s (tolerance 1s)");
}

TEST(Engine, AMailIsSeenAtTheInstantOfItsArrival) {
  FakeRig rig;
  rig.mail_at(12345ms, "Low");
  const auto record =
      rig.run(kStart + "  - expect: {mail: {in: mail, subject: {contains: Low}, count: 1}}\n    within: 20s\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_DOUBLE_EQ(record.expectations.at(0).at_seconds.value(), 12.345);
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 20.0) << "one mail is exact: the window is watched to its end";
}

TEST(Engine, OneMailTooManyBreaksAnExactCountUntilTheWindowCloses) {
  FakeRig rig;
  rig.mail_at(5s, "Low");
  rig.mail_at(15s, "Low");
  const auto record = rig.run(kStart + "  - expect: {mail: {in: mail, count: 1}}\n    within: 20s\n  - wait: 30s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("seen 2 mails"));
  EXPECT_EQ(record.expectations.at(0).verdict, Verdict::failed);
  EXPECT_DOUBLE_EQ(record.expectations.at(0).at_seconds.value(), 15.0);
}

TEST(Engine, AbsenceIsWatchedToTheEndOfTheWindow) {
  FakeRig rig;
  EXPECT_EQ(rig.run(kStart + "  - expect: {mail: {in: mail, count: 0}}\n    within: 20s\n").verdict, Verdict::passed);
  FakeRig other;
  other.mail_at(19s, "Low");
  const auto record = other.run(kStart + "  - expect: {mail: {in: mail, count: 0}}\n    within: 20s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("after 19.000 s: 1 mail"));
}

TEST(Engine, AlwaysFailsWhenItIsSeenBroken) {
  FakeRig rig;
  const auto record =
      rig.run(kStart + "  - wait: 60s\nalways:\n  - {http: {of: monitor, get: /health, status: 200}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("always-1 (line 9): GET /health of monitor answers 200: seen at 30."));
}

TEST(Engine, AlwaysSaysNothingOfAMemberThatIsKilled) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - at: 29s\n    kill: monitor\n  - at: 41s\n    start: monitor\n  - wait: 5s\n"
                              "always:\n  - {http: {of: monitor, get: /health, status: 200}}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  ASSERT_EQ(record.faults.size(), 1U);
  EXPECT_DOUBLE_EQ(record.faults[0].from_seconds, 29.0);
  EXPECT_DOUBLE_EQ(record.faults[0].to_seconds.value(), 41.0);
}

TEST(Engine, AnAlwaysThatWasNeverLookedAtDoesNotPass) {
  FakeRig rig;
  const auto record = rig.run(kMembers +
                              "timeline:\n  - start: sim\n  - wait: 5s\n"
                              "always:\n  - {http: {of: monitor, get: /health, status: 200}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("nothing was looked at"));
}

TEST(Engine, NeverFailsAsSoonAsItIsSeen) {
  FakeRig rig;
  rig.log = {"{\"level\":\"error\",\"msg\":\"broken\"}"};
  const auto record = rig.run(kStart + "  - wait: 60s\nnever:\n  - {log: {of: monitor, level: error}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("never-1"));
  EXPECT_LT(record.virtual_seconds, 17);
}

TEST(Engine, TelemetryIsCheckedAfterTheEnd) {
  FakeRig rig;
  const auto record = rig.run(kStart + "  - wait: 5s\nalways:\n  - {no_sample_lost: {of: monitor}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("no telemetry at all"));
}

TEST(Engine, AnInterruptionStopsEveryMemberAndKeepsWhatWasSeen) {
  FakeRig rig;
  rig.interrupt_after = 12s;
  const auto record = rig.run(kStart +
                              "  - expect: {http: {of: monitor, get: /health, status: 200}}\n    within: 5s\n"
                              "  - wait: 60s\n");
  EXPECT_EQ(record.verdict, Verdict::error);
  EXPECT_EQ(record.reason, "interrupted");
  EXPECT_EQ(record.expectations.at(0).verdict, Verdict::passed);
  EXPECT_GE(record.virtual_seconds, 12);
  EXPECT_LT(record.virtual_seconds, 20);
  EXPECT_EQ(rig.stopped.size(), 4U);
}

TEST(Engine, AMemberThatEndsByItselfFailsTheRun) {
  FakeRig rig;
  rig.ends_by_itself = "sim";
  const auto record = rig.run(kStart + "  - wait: 60s\n" + kNoMail);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "sim ended by itself with exit code 70");
}

TEST(Engine, AMemberThatDoesNotStartIsNamed) {
  FakeRig rig;
  rig.refuses_to_start = "monitor";
  EXPECT_EQ(rig.run(kStart + kNoMail).reason, "line 6: start monitor: it has no wish to");
}

TEST(Engine, MonitorsAreStoppedFirstAndTheirExitCodeCounts) {
  FakeRig rig;
  rig.exit_code = 75;
  const auto record = rig.run(kStart + kNoMail);
  EXPECT_THAT(rig.stopped, testing::ElementsAre("monitor", "sim", "chat", "mail"));
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("monitor ended with exit code 75"));
}

TEST(Engine, TheTimeLimitNamesTheStep) {
  FakeRig rig;
  const auto record = rig.run("time_limit: 7s\n" + kStart + "  - expect: {mail: {in: mail}}\n    within: 60s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "time limit of 7s reached in line 8: expect at least 1 mail in mail");
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 7.0);
}

TEST(Engine, AStepThatIsDueTooEarlyFails) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n    within: 30s\n"
                              "  - at: 5s\n    wait: 1s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "line 9: due at 5.000 s, but the step before it ended at 20.040 s");
}

TEST(Engine, FaultsWithADurationClearThemselves) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - inject: {link: [monitor, sim], fault: stall, for: 5s}\n"
                              "  - inject: {link: [monitor, sim], fault: partition}\n"
                              "  - freeze: {what: sim, for: 3s}\n"
                              "  - wait: 10s\n" +
                              kNoMail);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_THAT(rig.injected, testing::ElementsAre(LinkFaultKind::stall, LinkFaultKind::partition));
  EXPECT_THAT(rig.cleared, testing::ElementsAre(LinkFaultKind::stall));
  ASSERT_EQ(record.faults.size(), 3U);
  EXPECT_DOUBLE_EQ(record.faults[0].to_seconds.value(), 5.0);
  EXPECT_EQ(record.faults[1].to_seconds, std::nullopt);
  EXPECT_DOUBLE_EQ(record.faults[2].to_seconds.value(), 3.0);
}

TEST(Engine, EventsAreLinesOfGzipBlocks) {
  FakeRig rig;
  rig.mail_at(5s, "Low");
  (void)rig.run(kStart + "  - expect: {mail: {in: mail, count: 1}}\n    within: 25s\n");
  const auto text = compress::gunzip(rig.blocks);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("\"at\":5,\"host\":\"mail\",\"kind\":\"mail\",\"text\":\"Low\""));
  EXPECT_THAT(*text, HasSubstr("\"kind\":\"alert\"")) << "alerts are sampled without being asked for";
  EXPECT_THAT(*text, HasSubstr("\"numbers\":{\"threshold\":100}")) << "the report draws it";
}

}  // namespace
}  // namespace checkride::harness
