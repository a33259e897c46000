#include "app/manager_link.hpp"

#include <algorithm>

namespace checkride::runtime {

std::string manager_status(const Board& board, std::size_t simulators) {
  const auto streaming = std::count_if(board.links.begin(), board.links.end(),
                                       [](const auto& one) { return one.second.state == LinkState::streaming; });
  const auto firing = std::count_if(board.alerts.begin(), board.alerts.end(),
                                    [](const auto& one) { return one.second.state == alerts::AlertState::firing; });
  if (simulators == 0) return "running, no simulators are configured";
  std::string text =
      "running, " + std::to_string(streaming) + " of " + std::to_string(simulators) + " simulators connected";
  if (firing > 0) text += ", " + std::to_string(firing) + (firing == 1 ? " alert fires" : " alerts fire");
  return text;
}

ManagerLink::ManagerLink(Context& context) : context_(context), log_(context.log.logger("app")) {}

// Whether the manager hears is not the monitor's life: a failure is told once.
void ManagerLink::tell(std::string_view state) {
  const Result<> told = context_.world.manager().notify(state);
  if (!told && !failing_) log_.warn("manager_not_told", {{"reason", told.error().message()}});
  failing_ = !told;
}

void ManagerLink::ready() {
  running_ = true;
  last_status_ = manager_status(context_.board, context_.config.simulators.size());
  tell("READY=1\nSTATUS=" + last_status_);
}

void ManagerLink::reloading() {
  tell("RELOADING=1\nSTATUS=reloading");
}

namespace {

std::string in_microseconds(world::Duration limit) {
  return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(limit).count());
}

}  // namespace

void ManagerLink::handing_over(world::Duration limit) {
  running_ = false;
  tell("RELOADING=1\nSTATUS=handing over to a new binary\nEXTEND_TIMEOUT_USEC=" + in_microseconds(limit));
}

void ManagerLink::stopping(world::Duration limit) {
  running_ = false;
  tell("STOPPING=1\nSTATUS=stopping\nEXTEND_TIMEOUT_USEC=" + in_microseconds(limit));
}

world::Task<> ManagerLink::run() {
  world::ServiceManager& manager = context_.world.manager();
  if (!manager.present()) co_return;
  const auto watchdog = manager.watchdog();
  const world::Duration period = watchdog ? std::min(*watchdog / 2, kStatusPeriod) : kStatusPeriod;
  for (;;) {
    if (watchdog) tell("WATCHDOG=1");
    if (running_) {
      std::string status = manager_status(context_.board, context_.config.simulators.size());
      if (status != last_status_) tell("STATUS=" + status);
      last_status_ = std::move(status);
    }
    co_await context_.world.clock().sleep_for(period);
  }
}

}  // namespace checkride::runtime
