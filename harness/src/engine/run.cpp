#include "run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace checkride::harness {

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
    : rig_(rig), scenario_(scenario), events_(events), changed_(rig.world().executor()) {
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
  }
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
  if (state == MemberState::up && std::find(started_.begin(), started_.end(), name) == started_.end()) {
    started_.push_back(name);
  }
  notify();
}

void Run::set_ended(const std::string& name, int exit_code) {
  members_.at(name).exit_code = exit_code;
}

void Run::begin_step(const Step& step) {
  events_.begin_step(step.place.line, describe(step));
  if (!step.name.empty()) step_starts_[step.name] = now();
}

std::optional<Duration> Run::step_start(const std::string& step) const {
  const auto found = step_starts_.find(step);
  return found == step_starts_.end() ? std::nullopt : std::optional<Duration>(found->second);
}

void Run::event(Duration at, std::string_view host, std::string_view kind, std::string text,
                std::vector<std::pair<std::string, std::string>> fields,
                std::vector<std::pair<std::string, double>> numbers) {
  rig_.note(std::string(host), kind, text);
  reports::Event event;
  event.at_seconds = world::to_seconds(at);
  event.host = std::string(host);
  event.kind = std::string(kind);
  event.text = std::move(text);
  event.fields = std::move(fields);
  event.numbers = std::move(numbers);
  events_.add(event);
}

void Run::fail(std::string reason, reports::Verdict verdict) {
  if (failed()) return;
  record_.verdict = verdict;
  record_.reason = std::move(reason);
  notify();
}

world::Task<> Run::wait_change(Duration limit) {
  (void)co_await changed_.wait_until(clock(), clock().now() + limit);  // the limit is as good as a change
}

world::Task<Result<http::Response>> Run::exchange(std::string member, Port port, http::Request request) {
  CO_TRY(const world::Endpoint endpoint, rig_.endpoint(member, port));
  http::Url url;
  url.scheme = "http";
  url.host = endpoint.host;
  url.port = endpoint.port;
  url.target = request.target;
  auto answer = co_await http::fetch(rig_.world(), std::move(url), std::move(request), kFetchLimit);
  co_return answer;
}

world::Task<Result<http::Response>> Run::get(std::string member, Port port, std::string target) {
  http::Request request;
  request.target = std::move(target);
  auto answer = co_await exchange(std::move(member), port, std::move(request));
  co_return answer;
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
  if (margin) expectation.margin_seconds = world::to_seconds(*margin);
  event(now(), "harness", "expectation", fmt::format("{}: {}: {}", expectation.name, expectation.text, seen),
        {{"name", expectation.name}, {"verdict", std::string(reports::to_string(verdict))}});
}

}  // namespace checkride::harness
