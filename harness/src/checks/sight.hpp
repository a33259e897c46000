// What a check can look at: the running members as anybody could see them, and what the harness's own services got.
#pragma once

#include <any>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checkride/harness/scenario.hpp"
#include "checkride/http/http.hpp"
#include "checkride/world/world.hpp"
#include "checks/log_lines.hpp"
#include "checks/scenario_start.hpp"
#include "checks/visit.hpp"
#include "rigs/simulator_driver.hpp"
#include "services/served.hpp"
#include "services/stores/store_door.hpp"
#include "traffic/figures.hpp"

namespace checkride::harness {

// Implemented by engine/run; by a fake in tests.
class Sight {
 public:
  virtual ~Sight() = default;

  virtual world::Clock& clock() = 0;
  virtual const ScenarioStart& start() const = 0;
  // Scenario time.
  virtual Duration now() const = 0;
  // When the step of that name began; nothing before it has.
  virtual std::optional<Duration> step_start(const std::string& step) const = 0;

  // An exchange with a running member, bounded by a limit. Errors say why there is no answer.
  virtual world::Task<Result<http::Response>> exchange(std::string member, Port port, http::Request request) = 0;

  // The same by an approach of its own. Without one of them it is an exchange.
  virtual world::Task<Visit> visit(std::string member, Port port, http::Request request, Approach /*approach*/) {
    auto answer = co_await exchange(std::move(member), port, std::move(request));
    co_return Visit(std::move(answer));
  }

  // Where a running store is asked. Errors say why it cannot be.
  virtual Result<stores::StoreDoor> store(const std::string& member) = 0;

  // What services got; they stay valid and only grow.
  virtual const MailInbox& mail(const std::string& service) = 0;
  virtual const WebhookInbox& webhook(const std::string& service) = 0;
  virtual const ServedInbox& served(const std::string& service) = 0;
  // What came of traffic by its id, so far; nothing before it has begun.
  virtual std::optional<TrafficFigures> traffic(const std::string& id) = 0;
  // All lines that a member printed and logged so far; only grows. Valid until the next call for the same member.
  virtual const std::vector<LogLine>& log(const std::string& member) = 0;

  // The disk of a member, the folder of its own on it, and where a monitor's telemetry lies.
  virtual world::Files& files(const std::string& member) = 0;
  virtual std::string folder(const std::string& member) = 0;
  virtual std::string telemetry_folder(const std::string& member) = 0;

  virtual SimulatorDriver& simulator(const std::string& member) = 0;
  // Of a member that has ended, asked or not; nothing while it runs.
  virtual std::optional<int> exit_code(const std::string& member) = 0;
  // How often it was started: what it counts itself began anew with each.
  virtual std::uint64_t starts(const std::string& member) = 0;

  // What checks remember from one look to the next, by a key of their own; empty at first. It stays where it is.
  virtual std::any& memory(const std::string& key) = 0;
};

// The T that is remembered under `key`, which no other type uses.
template <class T>
T& remembered(Sight& sight, const std::string& key) {
  std::any& slot = sight.memory(key);
  return slot.has_value() ? std::any_cast<T&>(slot) : slot.emplace<T>();
}

}  // namespace checkride::harness
