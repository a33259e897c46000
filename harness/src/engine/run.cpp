#include "run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "services/inboxes.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kAnswerBytesMax = 16 * 1024 * 1024;

}  // namespace

reports::ScenarioRecord blank_record(const Scenario& scenario, RigKind rig) {
  reports::ScenarioRecord record;
  record.name = scenario.name;
  record.file = scenario.file;
  record.description = scenario.description;
  record.tags = scenario.tags;
  record.promises = scenario.promises;
  record.rig = std::string(to_string(rig));
  return record;
}

Run::Run(Rig& rig, const Scenario& scenario, EventLog& events)
    : rig_(rig),
      scenario_(scenario),
      events_(events),
      visits_(rig, scenario),
      glances_(rig.world(), {}, visits_.trust()),
      changed_(rig.world().executor()) {
  record_ = blank_record(scenario, rig.kind());
  start_ = {clock().now(), clock().utc_now()};
  for (const auto& name : scenario.members()) {
    members_[name].kind = *scenario.kind_of(name);
    record_.hosts.push_back({name, std::string(to_string(members_[name].kind))});
  }
  record_.hosts.push_back({"harness", "harness"});
  record_.verdict = reports::Verdict::passed;
  hear_services();
}

void Run::hear_services() {
  for (const auto& service : scenario_.services) {
    const std::string name = service.name;
    if (service.kind() == MemberKind::smtp) {
      rig_.mail(name).on_arrival([this, name](const MailInbox::Arrival& arrival) {
        const Mail& mail = arrival.item;
        event(start_.at(arrival.at), name, "mail", mail.subject,
              {{"from", mail.from}, {"to", fmt::format("{}", fmt::join(mail.to, ", "))}});
        notify();
      });
    }
    if (service.kind() == MemberKind::webhook) {
      rig_.webhook(name).on_arrival([this, name](const WebhookInbox::Arrival& arrival) {
        const WebhookCall& call = arrival.item;
        event(start_.at(arrival.at), name, "webhook", call.method + " " + call.target, {{"body", call.body}});
        notify();
      });
    }
    if (tells_at_once(service.kind())) hear_served(name);
  }
}

// What they took is told already.
void Run::hear_served(const std::string& name) {
  rig_.served(name).on_arrival([this, name](const ServedInbox::Arrival& arrival) {
    const Served& served = arrival.item;
    if (served.status >= 400 || !served.complete) {
      event(start_.at(arrival.at), name, "served", text_of(served));
    }
    notify();
  });
}

Member& Run::member(const std::string& name) {
  return members_.at(name);
}

void Run::set_state(const std::string& name, MemberState state) {
  Member& m = members_.at(name);
  if (state == MemberState::up && m.state == MemberState::down) ++m.starts;
  m.state = state;
  ++m.epoch;
  m.exit_code.reset();
  m.may_end = false;
  if (state == MemberState::up && std::find(started_.begin(), started_.end(), name) == started_.end()) {
    started_.push_back(name);
  }
  notify();
}

void Run::set_ended(const std::string& name, int exit_code) {
  members_.at(name).exit_code = exit_code;
}

void Run::let_end(const std::string& name, std::optional<int> exit_code) {
  Member& m = members_.at(name);
  m.may_end = true;
  m.may_end_with = exit_code;
  ++m.epoch;
}

void Run::has_ended(const std::string& name, int exit_code) {
  const Member& m = members_.at(name);
  const bool may = m.may_end && m.may_end_with.value_or(exit_code) == exit_code;
  set_state(name, MemberState::down);
  set_ended(name, exit_code);
  if (may) {
    event(now(), name, "process", fmt::format("ended, exit code {}", exit_code));
  } else {
    fail(fmt::format("{} ended by itself with exit code {}", name, exit_code));
  }
}

void Run::begin_step(const Step& step) {
  events_.begin_step(step.place.line, describe(step));
  steps_.begin(step, now());
  if (!step.name.empty()) notify();
}

void Run::end_step(const Step& step) {
  steps_.end(step, now());
  if (!step.name.empty()) notify();
}

void Run::skip_step(const Step& step, const std::string& why) {
  for (reports::Expectation& expectation : record_.expectations) {
    const bool inside = expectation.step == step.path || expectation.step.starts_with(step.path + ".");
    if (inside && expectation.looks == 0 && expectation.reason.empty()) expectation.reason = why;
  }
  auto& skipped = record_.skipped_steps;
  const auto same = [&](const reports::SkippedStep& other) { return other.step == step.path; };
  if (std::none_of(skipped.begin(), skipped.end(), same)) {
    const std::string file = step.place.file == scenario().file ? "" : step.place.file;
    skipped.push_back({step.path, step.place.line, file, describe(step), why});
  }
  steps_.skip(step, now());
  notify();
}

void Run::event(Duration at, std::string_view host, std::string_view kind, std::string text,
                std::vector<std::pair<std::string, std::string>> fields,
                std::vector<std::pair<std::string, double>> numbers, std::string step) {
  rig_.note(std::string(host), kind, text);
  reports::Event event;
  event.at_seconds = world::to_seconds(at);
  event.host = std::string(host);
  event.kind = std::string(kind);
  event.text = std::move(text);
  event.fields = std::move(fields);
  event.numbers = std::move(numbers);
  event.step = step.empty() ? steps_.path_at(at, host) : std::move(step);
  events_.add(event);
}

void Run::begin_phase(Phase phase) {
  steps_.abandon(now());
  phase_ = phase;
}

void Run::fail(std::string reason, reports::Verdict verdict, std::string step) {
  if (failed()) return;
  const bool own_fault = verdict == reports::Verdict::failed;
  if (phase_ == Phase::setup && own_fault) {
    verdict = reports::Verdict::error;
    reason = "setup, " + reason;
  }
  if (phase_ == Phase::teardown) {
    teardown_failed_ = true;
    if (own_fault) reason = "teardown, " + reason;
  }
  if (record_.verdict == reports::Verdict::passed) {
    record_.verdict = verdict;
    record_.reason = std::move(reason);
    failed_step_ = step.empty() ? steps_.path_at(now(), {}) : std::move(step);
  } else {
    record_.reason += "; and then " + reason;
  }
  notify();
}

world::Task<> Run::wait_change(Duration limit) {
  (void)co_await changed_.wait_until(clock(), clock().now() + limit);  // the limit is as good as a change
}

Result<http::Url> Run::url(const std::string& member, Port port, const std::string& target) {
  TRY(const world::Endpoint endpoint, rig_.endpoint(member, port));
  http::Url url;
  url.scheme = visits_.is_secure(member, port, Scheme::own) ? "https" : "http";
  url.host = endpoint.host;
  url.port = endpoint.port;
  url.target = target;
  return url;
}

world::Task<Result<http::Response>> Run::exchange(std::string member, Port port, http::Request request) {
  CO_TRY(http::Url to, url(member, port, request.target));
  std::optional<tls::Client> trust = visits_.trust();
  auto answer = co_await http::fetch(rig_.world(), std::move(to), std::move(request), kFetchLimit, kAnswerBytesMax,
                                     std::move(trust));
  co_return answer;
}

world::Task<Visit> Run::visit(std::string member, Port port, http::Request request, Approach approach) {
  auto to = url(member, port, request.target);
  if (!to) co_return Visit(to.error());
  to->scheme = visits_.is_secure(member, port, approach.scheme) ? "https" : "http";
  auto visit =
      co_await visits_.visit(std::move(member), std::move(*to), std::move(request), std::move(approach), kFetchLimit);
  co_return visit;
}

world::Task<Result<http::Response>> Run::glance(std::string member, Port port, std::string target) {
  http::Request request;
  request.target = std::move(target);
  CO_TRY(http::Url to, url(member, port, request.target));
  auto answer = co_await glances_.fetch(std::move(to), std::move(request), kFetchLimit);
  co_return answer;
}

Result<stores::StoreDoor> Run::store(const std::string& member) {
  TRY(const world::Endpoint endpoint, rig_.endpoint(member, Port::health));
  const ServiceSpec& spec = scenario_.service(member)->spec;
  stores::StoreDoor door{&rig_.world(), endpoint, {}};
  if (const auto* database = std::get_if<DatabaseSpec>(&spec)) door.password = database->password;
  if (const auto* keys = std::get_if<KeyValueSpec>(&spec)) door.password = keys->password;
  return door;
}

std::optional<TrafficFigures> Run::traffic(const std::string& id) {
  const TrafficRun* const found = traffic_.find(id);
  return found == nullptr ? std::nullopt : std::optional(found->figures());
}

std::size_t Run::begin_fault(std::string target, std::string text) {
  event(now(), target, "fault", text + " begins");
  record_.faults.push_back({world::to_seconds(now()), std::nullopt, std::move(target), std::move(text)});
  return record_.faults.size() - 1;
}

void Run::end_fault(std::size_t fault) {
  reports::Fault& f = record_.faults.at(fault);
  if (f.to_seconds) return;
  f.to_seconds = world::to_seconds(now());
  event(now(), f.target, "fault", f.text + " ends");
}

void Run::settle(reports::Expectation& expectation, reports::Verdict verdict, Duration at, const std::string& seen,
                 std::optional<Duration> margin) {
  expectation.verdict = verdict;
  expectation.at_seconds = world::to_seconds(at);
  expectation.seen = seen;
  // A row may be settled again: a surplus after it passed, or a later round.
  expectation.margin_seconds.reset();
  if (margin) expectation.margin_seconds = world::to_seconds(*margin);
  event(now(), "harness", "expectation", fmt::format("{}: {}: {}", expectation.name, expectation.text, seen),
        {{"name", expectation.name}, {"verdict", std::string(reports::to_string(verdict))}}, {}, expectation.step);
}

}  // namespace checkride::harness
