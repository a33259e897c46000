#include "app/succession.hpp"

#include <utility>

namespace checkride::runtime {

Succession::Succession(Context& context, std::vector<std::string> check)
    : context_(context), log_(context.log.logger("app")), check_(std::move(check)) {}

world::Task<bool> Succession::find_fit() {
  world::Handover* handover = context_.world.handover();
  if (handover == nullptr) {
    log_.warn("handover_refused", {{"reason", "this program has no file of its own that could take over"}});
    co_return false;
  }
  const std::string program = handover->program();
  log_.info("handover_tried", {{"program", program}});
  std::vector<std::string> arguments = check_;
  const auto trial = co_await handover->try_out(std::move(arguments), kTrialLimit);
  if (!trial) {
    log_.error("handover_refused", {{"program", program}, {"reason", trial.error().message()}});
    co_return false;
  }
  if (!trial->succeeded) {
    log_.error("handover_refused",
               {{"program", program}, {"reason", "its check-config: " + trial->ended}, {"output", trial->said}});
  }
  co_return trial->succeeded;
}

void Succession::hold_listeners() {
  context_.world.handover()->hold_listeners();
}

world::Task<> Succession::let_signals_pass() {
  context_.world.handover()->hold_signals();
  co_await context_.world.clock().sleep_for(kLastSignals);
}

void Succession::replace() {
  log_.info("handing_over", {{"program", context_.world.handover()->program()}});
  context_.world.handover()->replace();
}

}  // namespace checkride::runtime
