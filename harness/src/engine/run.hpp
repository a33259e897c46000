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
#include "checkride/http/http.hpp"
#include "checkride/reports/record.hpp"
#include "checks/sight.hpp"
#include "engine/event_log.hpp"
#include "engine/log_tail.hpp"
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
  bool up() const { return state == MemberState::up; }
};

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
  std::optional<Duration> step_start(const std::string& step) const override;
  // Bounded by kFetchLimit.
  world::Task<Result<http::Response>> exchange(std::string member, Port port, http::Request request) override;
  const MailInbox& mail(const std::string& service) override { return rig_.mail(service); }
  const WebhookInbox& webhook(const std::string& service) override { return rig_.webhook(service); }
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
  // A step begins now.
  void begin_step(const Step& step);
  // Members that were started, in that order, each once.
  const std::vector<std::string>& started() const { return started_; }

  void event(Duration at, std::string_view host, std::string_view kind, std::string text,
             std::vector<std::pair<std::string, std::string>> fields = {},
             std::vector<std::pair<std::string, double>> numbers = {});

  // The first reason stays; everybody who waits is woken.
  void fail(std::string reason, reports::Verdict verdict = reports::Verdict::failed);
  bool failed() const { return record_.verdict != reports::Verdict::passed; }
  void notify() { changed_.notify_all(); }
  // Returns after the next notify(), or after `limit`.
  world::Task<> wait_change(Duration limit);

  // An exchange without a body.
  world::Task<Result<http::Response>> get(std::string member, Port port, std::string target);

  std::size_t begin_fault(std::string target, std::string text);
  void end_fault(std::size_t fault);

  reports::ScenarioRecord& record() { return record_; }
  void settle(reports::Expectation& expectation, reports::Verdict verdict, Duration at, const std::string& seen,
              std::optional<Duration> margin);

  static constexpr Duration kFetchLimit = std::chrono::seconds(5);

 private:
  void hear_services();

  Rig& rig_;
  const Scenario& scenario_;
  EventLog& events_;
  LogTail logs_{rig_};
  ScenarioStart start_;
  world::Notifier changed_;
  std::map<std::string, Member> members_;
  std::vector<std::string> started_;
  std::map<std::string, std::any> memory_;
  std::map<std::string, Duration> step_starts_;  // of steps with a name
  reports::ScenarioRecord record_;
};

}  // namespace checkride::harness
