#include "health/health_service.hpp"

#include <utility>

#include "health/agent.hpp"
#include "health/api.hpp"
#include "metrics/table.hpp"
#include "service/http_front.hpp"
#include "service/http_metrics.hpp"
#include "service/listener_plan.hpp"

namespace checkride::runtime {

namespace {

using world::Task;

Error already_running(std::string_view name) {
  return Error(make_error_code(boost::system::errc::operation_in_progress), std::string(name) + " is already running");
}

ServiceHealth health_of(bool running) {
  ServiceHealth health;
  if (running) return health;
  health.status = Status::unhealthy;
  health.ready = false;
  health.errors.emplace_back("service not running");
  return health;
}

class Monitoring final : public Service {
 public:
  Monitoring(Context& context, HealthWatch& watch) : context_(context), watch_(watch) {}

  std::string_view name() const override { return "monitoring"; }
  ServiceHealth health() const override { return health_of(tasks_ != nullptr); }

  Task<Result<>> start() override {
    if (tasks_) co_return already_running(name());
    tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor());
    tasks_->spawn("health checks", check());
    co_return Result<>();
  }

  Task<Result<>> stop(world::Instant deadline) override {
    if (!tasks_) co_return Result<>();
    world::Clock& clock = context_.world.clock();
    const std::unique_ptr<world::TaskGroup> tasks = std::move(tasks_);
    (void)co_await tasks->stop(clock, time_left(clock, deadline));
    co_return Result<>();
  }

 private:
  Task<> check() {
    for (;;) {
      co_await context_.world.clock().sleep_for(context_.config.monitoring.check_interval);
      (void)watch_.look();  // it logs what changed
    }
  }

  Context& context_;
  HealthWatch& watch_;
  std::unique_ptr<world::TaskGroup> tasks_;
};

class HealthCheck final : public Service {
 public:
  HealthCheck(Context& context, HealthWatch& watch)
      : context_(context),
        watch_(watch),
        system_(context.world, context.config.app.state_dir),
        heartbeat_(context.world.clock().now()),
        front_(context, "health") {
    add_health_routes(context, {watch, system_, heartbeat_});
  }

  std::string_view name() const override { return "health-check"; }
  ServiceHealth health() const override { return health_of(front_.running()); }

  Task<Result<>> start() override {
    if (front_.running()) co_return already_running(name());
    for (const ListenerPlan& plan : plan_listeners(context_.config)) {
      if (!plan.health) continue;
      std::function<http::Response(const http::Request&)> handler = [this](const http::Request& request) {
        return route_and_count(context_, context_.api, request);
      };
      CO_TRY_VOID(co_await front_.start(plan, std::move(handler)));
    }
    tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor());
    tasks_->spawn("heartbeat", beat());
    (void)system_.look();  // processor use is known from the next look on
    if (!context_.config.monitoring.agent_port) co_return Result<>();
    std::function<std::string()> answer = [this] {
      return agent_answer(watch_.look(), context_.board.links, context_.world.clock().now());
    };
    Result<> agent = co_await start_agent(context_, *context_.config.monitoring.agent_port, std::move(answer), *tasks_);
    if (!agent) (void)co_await stop(context_.world.clock().now());
    co_return agent;
  }

  Task<Result<>> stop(world::Instant deadline) override {
    if (tasks_) {
      world::Clock& clock = context_.world.clock();
      const std::unique_ptr<world::TaskGroup> tasks = std::move(tasks_);
      (void)co_await tasks->stop(clock, time_left(clock, deadline));
    }
    co_return co_await front_.stop(deadline);
  }

 private:
  Task<> beat() {
    for (;;) {
      co_await context_.world.clock().sleep_for(Heartbeat::kPeriod);
      const world::Duration late = heartbeat_.beat(context_.world.clock().now());
      context_.metrics.histogram(metric::kLoopLag).observe(world::to_seconds(late));
    }
  }

  Context& context_;
  HealthWatch& watch_;
  SystemWatch system_;
  Heartbeat heartbeat_;
  HttpFront front_;
  std::unique_ptr<world::TaskGroup> tasks_;
};

}  // namespace

std::unique_ptr<Service> make_monitoring(Context& context, HealthWatch& watch) {
  return std::make_unique<Monitoring>(context, watch);
}

std::unique_ptr<Service> make_health_check(Context& context, HealthWatch& watch) {
  return std::make_unique<HealthCheck>(context, watch);
}

}  // namespace checkride::runtime
