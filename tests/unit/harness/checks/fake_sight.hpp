// A sight on members that answer, print and write what a test says; and checks out of YAML text.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/check_table.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

// A simulator of which one variable and a list of calls is known.
class FakeDriver final : public SimulatorDriver {
 public:
  world::Task<Result<>> set(VariableValue) override { co_return Result<>(); }
  world::Task<Result<>> release(std::string) override { co_return Result<>(); }
  world::Task<Result<double>> read(std::string variable, std::string unit) override {
    asked.push_back(variable + " in " + unit);
    if (!value) co_return Error::invalid("connection refused");
    co_return *value;
  }
  world::Task<Result<>> transmit(TransmitEvent) override { co_return Result<>(); }
  world::Task<Result<>> load(LoadFlight) override { co_return Result<>(); }
  world::Task<Result<std::string>> inject(EmulatorFault) override { co_return std::string(); }
  world::Task<Result<>> remove(std::string) override { co_return Result<>(); }
  world::Task<Result<std::vector<WireCall>>> calls_since(std::uint64_t sequence) override {
    if (!lost.empty()) co_return Error::invalid(lost);
    std::vector<WireCall> newer;
    for (const WireCall& call : calls) {
      if (call.sequence > sequence) newer.push_back(call);
    }
    co_return newer;
  }

  std::optional<double> value;
  std::vector<std::string> asked;
  std::vector<WireCall> calls;
  std::string lost;
};

class FakeSight final : public Sight {
 public:
  explicit FakeSight(world::World& world)
      : mails(world.clock()),
        webhooks(world.clock()),
        asked(world.clock()),
        world_(world),
        start_{world.clock().now(), world.clock().utc_now()} {}

  world::Clock& clock() override { return world_.clock(); }
  const ScenarioStart& start() const override { return start_; }
  Duration now() const override { return start_.at(world_.clock().now()); }
  std::optional<Duration> step_start(const std::string& step) const override {
    const auto found = steps.find(step);
    return found == steps.end() ? std::nullopt : std::optional<Duration>(found->second);
  }
  world::Task<Result<http::Response>> exchange(std::string, Port, http::Request request) override {
    requests.push_back(request);
    co_await world_.clock().sleep_for(takes);
    const auto found = answers.find(request.target);
    if (found == answers.end()) co_return Error::invalid("connection refused");
    co_return found->second;
  }
  Result<stores::StoreDoor> store(const std::string& member) override {
    const auto found = doors.find(member);
    if (found == doors.end()) return Error::invalid("connection refused");
    return stores::StoreDoor{&world_, found->second, {}};
  }
  const MailInbox& mail(const std::string&) override { return mails; }
  const WebhookInbox& webhook(const std::string&) override { return webhooks; }
  const ServedInbox& served(const std::string&) override { return asked; }
  std::optional<TrafficFigures> traffic(const std::string& id) override {
    const auto found = figures.find(id);
    return found == figures.end() ? std::nullopt : std::optional<TrafficFigures>(found->second);
  }
  const std::vector<LogLine>& log(const std::string&) override { return lines; }
  world::Files& files(const std::string&) override { return world_.files(); }
  std::string folder(const std::string&) override { return "/data"; }
  std::string telemetry_folder(const std::string&) override { return "/telemetry"; }
  SimulatorDriver& simulator(const std::string&) override { return driver; }
  std::optional<int> exit_code(const std::string&) override { return exited; }
  std::uint64_t starts(const std::string&) override { return started; }
  std::any& memory(const std::string& key) override { return memory_[key]; }

  void answer(const std::string& target, int status, std::string body, http::Headers headers = {}) {
    http::Response response;
    response.status = status;
    response.headers = std::move(headers);
    response.body = std::move(body);
    answers[target] = std::move(response);
  }

  std::map<std::string, http::Response> answers;  // by target; what is not there refuses
  Duration takes{};
  std::map<std::string, world::Endpoint> doors;  // of stores; what is not there refuses
  std::vector<http::Request> requests;
  MailInbox mails;
  WebhookInbox webhooks;
  ServedInbox asked;
  std::map<std::string, TrafficFigures> figures;  // of traffic, by id
  std::vector<LogLine> lines;
  std::map<std::string, Duration> steps;
  FakeDriver driver;
  std::optional<int> exited;
  std::uint64_t started = 1;

 private:
  world::World& world_;
  ScenarioStart start_;
  std::map<std::string, std::any> memory_;
};

// A check read among the members sim, monitor, mail, chat, cache and db; null after mistakes.
inline Check read_check_text(std::string_view yaml, values::Diagnostics& errors) {
  Scenario scenario;
  scenario.simulators.emplace_back().name = "sim";
  scenario.monitors.emplace_back().name = "monitor";
  for (const char* name : {"mail", "chat", "cache", "db"}) scenario.services.emplace_back().name = name;
  scenario.services[1].spec = WebhookSpec{};
  scenario.services[2].spec = KeyValueSpec{};
  scenario.services[3].spec = DatabaseSpec{};
  Reader reader{errors, scenario, {}};
  return read_check(values::load(yaml, "t.yaml").value().root(), reader);
}

// The same of a text without mistakes.
inline Check check_of(std::string_view yaml) {
  values::Diagnostics errors;
  Check check = read_check_text(yaml, errors);
  if (!check || !errors.empty()) throw std::runtime_error("no check: " + errors.text());
  return check;
}

inline std::string mistakes_of(std::string_view yaml) {
  values::Diagnostics errors;
  (void)read_check_text(yaml, errors);
  return errors.text();
}

}  // namespace checkride::harness
