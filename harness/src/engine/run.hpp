// The state of one scenario while it runs, shared by timeline, watch and sampling. One thread, one world.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/http/http.hpp"
#include "checkride/reports/record.hpp"
#include "checks/checks.hpp"
#include "engine/event_log.hpp"
#include "engine/log_tail.hpp"
#include "engine/seen.hpp"
#include "rigs/rig.hpp"

namespace checkride::harness {

enum class MemberState { down, up, frozen };

struct Member {
  MemberKind kind = MemberKind::simulator;
  MemberState state = MemberState::down;
  // Counts changes of state: what was fetched across one is of no use.
  std::uint64_t epoch = 0;
  bool up() const { return state == MemberState::up; }
};

// A record that says which scenario it is of and on which rig, and no more.
reports::ScenarioRecord blank_record(const Scenario& scenario, std::string_view rig);

class Run {
 public:
  // All three outlive the run.
  Run(Rig& rig, const Scenario& scenario, EventLog& events);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Rig& rig() { return rig_; }
  const Scenario& scenario() const { return scenario_; }
  const ScenarioStart& start() const { return start_; }
  world::Clock& clock() { return rig_.world().clock(); }
  // Scenario time.
  Duration now() { return start_.at(clock().now()); }

  Member& member(const std::string& name);
  const std::map<std::string, Member>& members() const { return members_; }
  void set_state(const std::string& name, MemberState state);
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

  // An exchange with a running member, bounded by kFetchLimit.
  world::Task<Result<http::Response>> fetch(std::string member, Port port, http::Request request);
  world::Task<Result<http::Response>> get(std::string member, Port port, std::string target);

  std::size_t begin_fault(std::string target, std::string text);
  void end_fault(std::size_t fault);

  // All lines of a member so far; valid until the next call for it.
  const std::vector<LogLine>& log(const std::string& name) { return logs_.read(name); }

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
  reports::ScenarioRecord record_;
};

}  // namespace checkride::harness
