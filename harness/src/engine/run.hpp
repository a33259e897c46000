// The state of one scenario while it runs, shared by timeline, watch and sampling. One thread, one world.
#pragma once

#include <any>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/http/connections.hpp"
#include "checkride/http/http.hpp"
#include "checkride/reports/record.hpp"
#include "checks/sight.hpp"
#include "engine/event_log.hpp"
#include "engine/log_tail.hpp"
#include "engine/step_log.hpp"
#include "engine/traffic_runs.hpp"
#include "engine/visits.hpp"
#include "rigs/rig.hpp"

namespace checkride::harness {

enum class MemberState { down, up, frozen };

struct Member {
  MemberKind kind = MemberKind::simulator;
  MemberState state = MemberState::down;
  // Counts changes of state: what was fetched across one is of no use.
  std::uint64_t epoch = 0;
  std::uint64_t starts = 0;
  // Of its last end, while it is down.
  std::optional<int> exit_code;
  // It was asked to end: it may, with this exit code; none: with any.
  bool may_end = false;
  std::optional<int> may_end_with;
  bool up() const { return state == MemberState::up; }
};

// setup and timeline are the scenario proper; what fails in teardown never hides what failed before.
enum class Phase { setup, timeline, teardown, over };

// A record that says which scenario it is of and on which rig, and no more.
reports::ScenarioRecord blank_record(const Scenario& scenario, RigKind rig);

class Run final : public Sight {
 public:
  // All three outlive the run.
  Run(Rig& rig, const Scenario& scenario, EventLog& events);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Rig& rig() { return rig_; }
  const Scenario& scenario() const { return scenario_; }

  // ---- what checks can look at
  const ScenarioStart& start() const override { return start_; }
  world::Clock& clock() override { return rig_.world().clock(); }
  Duration now() const override { return start_.at(rig_.world().clock().now()); }
  std::optional<Duration> step_start(const std::string& step) const override { return steps_.start_of(step); }
  // Bounded by kFetchLimit.
  world::Task<Result<http::Response>> exchange(std::string member, Port port, http::Request request) override;
  world::Task<Visit> visit(std::string member, Port port, http::Request request, Approach approach) override;
  // By which the rig's own clients come to members.
  Visits& visits() { return visits_; }
  Result<stores::StoreDoor> store(const std::string& member) override;
  const MailInbox& mail(const std::string& service) override { return rig_.mail(service); }
  const WebhookInbox& webhook(const std::string& service) override { return rig_.webhook(service); }
  const ServedInbox& served(const std::string& service) override { return rig_.served(service); }
  std::optional<TrafficFigures> traffic(const std::string& id) override;
  const std::vector<LogLine>& log(const std::string& member) override { return logs_.read(member); }
  world::Files& files(const std::string& member) override { return rig_.files(member); }
  std::string folder(const std::string& member) override { return rig_.folder(member); }
  std::string telemetry_folder(const std::string& member) override { return rig_.telemetry_folder(member); }
  SimulatorDriver& simulator(const std::string& member) override { return rig_.simulator(member); }
  std::optional<int> exit_code(const std::string& member) override { return members_.at(member).exit_code; }
  std::uint64_t starts(const std::string& member) override { return members_.at(member).starts; }
  std::any& memory(const std::string& key) override { return memory_[key]; }

  Member& member(const std::string& name);
  const std::map<std::string, Member>& members() const { return members_; }
  void set_state(const std::string& name, MemberState state);
  // The member has ended.
  void set_ended(const std::string& name, int exit_code);
  // It may end by itself from now on, with this exit code; none: with any.
  void let_end(const std::string& name, std::optional<int> exit_code);
  // It has ended by itself, as it may or not.
  void has_ended(const std::string& name, int exit_code);
  // A step begins or ends now.
  void begin_step(const Step& step);
  void end_step(const Step& step);
  // It does not run; what it expects is told as skipped, and why.
  void skip_step(const Step& step, const std::string& why);
  StepLog& steps() { return steps_; }
  TrafficRuns& traffic() { return traffic_; }
  // Members that were started, in that order, each once.
  const std::vector<std::string>& started() const { return started_; }

  // `step`: path of the step that it belongs to; empty: the one that ran at that time.
  void event(Duration at, std::string_view host, std::string_view kind, std::string text,
             std::vector<std::pair<std::string, std::string>> fields = {},
             std::vector<std::pair<std::string, double>> numbers = {}, std::string step = {});

  // Whatever runs of the phase before is abandoned.
  void begin_phase(Phase phase);
  // The first reason of a phase stays; everybody who waits is woken. A failure in setup is an error of the scenario,
  // not of what it is about. `step` as in event().
  void fail(std::string reason, reports::Verdict verdict = reports::Verdict::failed, std::string step = {});
  // Has something failed that ends the present phase?
  bool failed() const {
    return phase_ == Phase::teardown ? teardown_failed_ : record_.verdict != reports::Verdict::passed;
  }
  // Path of the step in which the scenario failed; empty: in none.
  const std::string& failed_step() const { return failed_step_; }
  void notify() { changed_.notify_all(); }
  // Returns after the next notify(), or after `limit`.
  world::Task<> wait_change(Duration limit);

  // A look that nobody is to notice: a GET on a connection that is kept from one to the next.
  world::Task<Result<http::Response>> glance(std::string member, Port port, std::string target);

  std::size_t begin_fault(std::string target, std::string text);
  void end_fault(std::size_t fault);

  reports::ScenarioRecord& record() { return record_; }
  void settle(reports::Expectation& expectation, reports::Verdict verdict, Duration at, const std::string& seen,
              std::optional<Duration> margin);

  static constexpr Duration kFetchLimit = std::chrono::seconds(5);

 private:
  void hear_services();
  void hear_served(const std::string& name);
  Result<http::Url> url(const std::string& member, Port port, const std::string& target);

  Rig& rig_;
  const Scenario& scenario_;
  EventLog& events_;
  Visits visits_;
  http::Connections glances_;
  LogTail logs_{rig_};
  ScenarioStart start_;
  world::Notifier changed_;
  std::map<std::string, Member> members_;
  std::vector<std::string> started_;
  std::map<std::string, std::any> memory_;
  StepLog steps_;
  Phase phase_ = Phase::setup;
  bool teardown_failed_ = false;
  std::string failed_step_;
  reports::ScenarioRecord record_;
  TrafficRuns traffic_{*this};
};

}  // namespace checkride::harness
