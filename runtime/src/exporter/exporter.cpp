#include "exporter/exporter.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "checkride/http/http.hpp"
#include "exporter/influx_push.hpp"
#include "exporter/otlp_push.hpp"
#include "exporter/scrape_pages.hpp"
#include "metrics/rate.hpp"
#include "metrics/table.hpp"
#include "service/http_front.hpp"
#include "service/http_metrics.hpp"
#include "service/landing_page.hpp"
#include "service/listener_plan.hpp"

namespace checkride::runtime {

namespace {

using world::Task;

double messages_received(const Board& board) {
  double sum = 0;
  for (const auto& [name, link] : board.links) sum += static_cast<double>(link.messages);
  return sum;
}

class MetricsExporter final : public Service {
 public:
  explicit MetricsExporter(Context& context)
      : context_(context), pages_(context.metrics, context.world.clock(), context.board) {
    const std::string& path = context.config.metrics_exporter.path;
    const auto page = [this](const http::Request& request, const http::Router::Parameters&) {
      return served([&] { return pages_.answer(request); });
    };
    router_.add("GET", path, page);
    router_.add("GET", "/", [path](const http::Request&, const http::Router::Parameters&) {
      return landing_page({{path, "metrics as text, OpenMetrics or JSON, by the Accept field"}});
    });
    context.api.add("GET", "/api/metrics", page);
    for (const ListenerPlan& plan : plan_listeners(context.config)) {
      if (plan.health && plan.metrics) context.api.add("GET", path, page);
    }
    if (context.config.metrics_exporter.otlp) push_.emplace(context, *context.config.metrics_exporter.otlp);
    if (context.config.metrics_exporter.influx) influx_.emplace(context, *context.config.metrics_exporter.influx);
  }

  std::string_view name() const override { return "metrics-exporter"; }

  ServiceHealth health() const override {
    ServiceHealth health;
    if (!tasks_) {
      health.status = Status::unhealthy;
      health.ready = false;
      health.errors.emplace_back("service not running");
    }
    health.details.push_back({"series", static_cast<std::int64_t>(context_.metrics.series())});
    if (push_) push_->report(health);
    if (influx_) influx_->report(health);
    return health;
  }

  Task<Result<>> start() override {
    if (tasks_) {
      co_return Error(make_error_code(boost::system::errc::operation_in_progress),
                      "metrics-exporter is already running");
    }
    for (const ListenerPlan& plan : plan_listeners(context_.config)) {
      if (!plan.metrics || plan.health) continue;  // a port shared with health is the health service's
      fronts_.push_back(std::make_unique<HttpFront>(context_, "metrics"));
      std::function<http::Response(const http::Request&)> handler = [this](const http::Request& request) {
        return route_and_count(context_, router_, request);
      };
      if (auto listening = co_await fronts_.back()->start(plan, std::move(handler)); !listening) {
        (void)co_await stop_fronts(context_.world.clock().now());
        co_return listening.error();
      }
    }
    tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor());
    tasks_->spawn("derived metrics", derive());
    if (push_) tasks_->spawn("otlp push", push_->run());
    if (influx_) tasks_->spawn("influx push", influx_->run());
    co_return Result<>();
  }

  Task<Result<>> stop(world::Instant deadline) override {
    if (!tasks_) co_return Result<>();
    world::Clock& clock = context_.world.clock();
    const std::unique_ptr<world::TaskGroup> tasks = std::move(tasks_);
    (void)co_await tasks->stop(clock, time_left(clock, deadline));
    co_return co_await stop_fronts(deadline);
  }

 private:
  http::Response served(const std::function<http::Response()>& page) const {
    if (!tasks_) return http::error_response(503, "not_running", "the metrics exporter does not run");
    return page();
  }

  Task<Result<>> stop_fronts(world::Instant deadline) {
    Result<> all;
    for (const auto& front : fronts_) {
      Result<> one = co_await front->stop(deadline);
      if (!one) all = std::move(one);
    }
    fronts_.clear();
    co_return all;
  }

  // Rates over the exporter's interval, so that what a page shows is never older than that.
  Task<> derive() {
    for (;;) {
      const world::Instant now = context_.world.clock().now();
      messages_.update(now, messages_received(context_.board));
      cpu_.update(now, context_.world.process_usage().cpu_seconds);
      context_.metrics.gauge(metric::kMessagesPerSecond).set(messages_.per_second());
      context_.metrics.gauge(metric::kCpuUsage).set(cpu_.per_second() * 100);
      co_await context_.world.clock().sleep_for(context_.config.metrics_exporter.interval);
    }
  }

  Context& context_;
  ScrapePages pages_;
  http::Router router_;
  std::optional<OtlpPush> push_;
  std::optional<InfluxPush> influx_;
  std::vector<std::unique_ptr<HttpFront>> fronts_;
  std::unique_ptr<world::TaskGroup> tasks_;
  Rate messages_;
  Rate cpu_;
};

}  // namespace

std::unique_ptr<Service> make_metrics_exporter(Context& context) {
  return std::make_unique<MetricsExporter>(context);
}

}  // namespace checkride::runtime
