// AlertManager: the service that evaluates the rules and sends one notification per change of state and action.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "alerts/engine.hpp"
#include "checkride/world/task_group.hpp"
#include "notify/dispatcher.hpp"
#include "notify/notification.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime::alerts {

class AlertManager final : public Service {
 public:
  // Samples that may wait for evaluation; beyond it the oldest is dropped and counted.
  static constexpr std::size_t kSamplesMax = 1000;
  // How often an error rate, which changes by itself, is looked at.
  static constexpr world::Duration kRatePeriod = std::chrono::seconds(1);
  // How long a stop waits for notifications that are still on their way.
  static constexpr world::Duration kDrainLimit = std::chrono::seconds(10);

  // `context` outlives the service.
  explicit AlertManager(Context& context);

  std::string_view name() const override { return "alert-manager"; }
  world::Task<Result<>> start() override;
  world::Task<Result<>> stop(world::Instant deadline) override;
  ServiceHealth health() const override;

 private:
  std::unique_ptr<world::TaskGroup> make_group();
  world::Task<> evaluate();
  world::Task<Result<>> wait_for_sample();
  void step();
  void look_at_rates(Now present);
  void act_on(const std::vector<StateChange>& changes);
  void tell(const Alert& alert);
  void log_change(const StateChange& change);
  void publish();
  Now now() const;
  world::Duration left_until(world::Instant deadline) const;

  Context& context_;
  Logger log_;
  // Both set while running. Evaluation ends first: what it decided is still sent.
  std::unique_ptr<world::TaskGroup> evaluation_;
  std::unique_ptr<world::TaskGroup> sending_;
  std::shared_ptr<SampleSubscription> samples_;
  std::unique_ptr<AlertEngine> engine_;
  std::unique_ptr<notify::Dispatcher> dispatcher_;
  world::Instant next_rate_look_{};
};

// What people are told of `alert`, which has just begun or ceased to fire.
notify::Notification describe(const Alert& alert, const Config& config);

}  // namespace checkride::runtime::alerts
