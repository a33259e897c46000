// The engine on a rig of fakes: programs of a few lines on virtual hosts, so that every time is known exactly.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"
#include "engine/engine.hpp"
#include "rigs/control_driver.hpp"

namespace checkride::harness {

using namespace std::chrono_literals;

// A monitor whose alert "Low" fires 20 s after the scenario began and whose /health answers 503 from 30 s to 40 s.
class FakeRig final : public Rig {
 public:
  explicit FakeRig(Duration tolerance = {}) : tolerance_(tolerance) {
    for (const char* name : {"sim", "mail", "chat", "monitor"}) hosts_[name] = &world_.add_host(name);
  }

  // Runs the scenario to its end.
  reports::ScenarioRecord run(const std::string& text) {
    auto scenario = load_scenario(text, "fake.yaml");
    EXPECT_THAT(scenario, test::IsOk());
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
    const auto asked = asked_to_end_.find(member);
    if (asked != asked_to_end_.end() && harness_->clock().now() >= asked->second + 2s) return exit_code;
    if (member != ends_by_itself || harness_->clock().now() < world::Instant(25s)) return std::nullopt;
    return 70;
  }
  std::optional<int> last_exit_code(const std::string& member) override {
    return member == refuses_to_start ? std::optional(78) : std::nullopt;
  }
  Result<> signal(const std::string& member, MemberSignal signal) override {
    signals.push_back(signal);
    if (asks_to_end(signal)) asked_to_end_[member] = harness_->clock().now();
    return {};
  }
  world::Task<Result<CommandResult>> run_command(std::string, std::vector<std::string> arguments) override {
    co_return CommandResult{arguments.front() == "audit" ? 0 : 64, "it said " + arguments.front() + "\n"};
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
  std::optional<std::string> impossible(const Action& action) const override {
    if (!std::holds_alternative<Kill>(action) || can_kill) return std::nullopt;
    return "nothing can be killed here";
  }
  RunningService* service(const std::string&) override { return nullptr; }
  MailInbox& mail(const std::string&) override { return mail_; }
  WebhookInbox& webhook(const std::string&) override { return webhook_; }
  ServedInbox& served(const std::string&) override { return served_; }
  Result<> inject(const LinkFault& fault) override { return injected.push_back(fault.kind), Result<>(); }
  Result<> clear(const LinkFault& fault) override { return cleared.push_back(fault.kind), Result<>(); }
  void note(const std::string&, std::string_view, std::string_view) override {}

  void mail_at(Duration at, std::string subject) {
    tasks_.spawn("mail", mail_later(world::Instant(1us) + at, std::move(subject)));
  }

  bool can_kill = true;
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
  std::vector<MemberSignal> signals;

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
  std::map<std::string, world::Instant> asked_to_end_;
  ControlDriver driver_{*this, "sim", {}};
  MailInbox mail_{harness_->clock()};
  WebhookInbox webhook_{harness_->clock()};
  ServedInbox served_{harness_->clock()};
  world::TaskGroup tasks_{harness_->executor()};
};

inline const std::string kMembers =
    "scenario: fake\n"
    "simulators: {sim: {}}\n"
    "services: {mail: {kind: smtp}, chat: {kind: webhook}}\n"
    "monitors: {monitor: {config: [c.yaml], simulators: [sim]}}\n";
inline const std::string kStart = kMembers + "timeline:\n  - start: [mail, chat, sim, monitor]\n";
// For tests about something else: a scenario must expect something.
inline const std::string kNoMail = "never:\n  - {mail: {in: mail}}\n";

}  // namespace checkride::harness
