// FlightMonitor: the service that keeps a link with every configured simulator.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "checkride/world/task_group.hpp"
#include "link/failover_watch.hpp"
#include "link/simulator_link.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime::link {

class FlightMonitor final : public Service {
 public:
  // `context` outlives the service.
  explicit FlightMonitor(Context& context);

  std::string_view name() const override { return "flight-monitor"; }
  // Returns at once: a simulator that is not there yet is waited for, for ever.
  world::Task<Result<>> start() override;
  // Closes every connection in order.
  world::Task<Result<>> stop(world::Instant deadline) override;
  SamplePart part() const override { return SamplePart::source; }
  // Closes them, too: no sample is published afterwards.
  world::Task<Result<>> end_samples(world::Instant deadline) override;
  ServiceHealth health() const override;

 private:
  // How long the links may take to see their own connection closed before their tasks are cancelled.
  static constexpr world::Duration kCloseLimit = std::chrono::milliseconds(500);

  world::Task<Result<>> links_ended();
  void make_links();
  void add_routes();
  http::Response switch_flight(const std::string& flight, const std::string& simulator);

  Context& context_;
  Logger log_;
  std::vector<std::unique_ptr<SimulatorLink>> links_;
  std::vector<std::unique_ptr<FailoverWatch>> watches_;
  std::unique_ptr<world::TaskGroup> tasks_;     // of the links; set while running
  std::unique_ptr<world::TaskGroup> watching_;  // of the watches; set while running
  world::Instant started_{};
};

}  // namespace checkride::runtime::link
