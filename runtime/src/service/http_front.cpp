#include "service/http_front.hpp"

#include "checkride/result/assert.hpp"

namespace checkride::runtime {

HttpFront::HttpFront(Context& context, std::string logger) : context_(context), logger_(std::move(logger)) {}

world::Task<Result<>> HttpFront::start(ListenerPlan plan, std::function<http::Response(const http::Request&)> handler) {
  CHECKRIDE_ASSERT(!running());
  program::WrittenAs written = written_as(plan, context_.config);
  CO_TRY(auto listener, co_await program::listen(context_.world.network(), plan.where, std::move(written)));
  const std::string where = listener->local().text();
  Logger log = context_.log.logger(logger_);
  tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor(),
                                              [log](const std::string& task, const std::string& what) mutable {
                                                log.error("task_failed", {{"task", task}, {"reason", what}});
                                              });
  http::ServerLimits limits;
  limits.request = kRequestLimit;
  auto on_error = [log](const std::string& what) mutable { log.warn("http_error", {{"reason", what}}); };
  tasks_->spawn("http " + where,
                http::serve(context_.world, std::move(listener), std::move(handler), limits, std::move(on_error)));
  const std::string purpose = plan.purpose();
  context_.world.print_line("listening on " + where + " (" + purpose + ")");
  log.info("listening", {{"address", where}, {"purpose", purpose}});
  co_return Result<>();
}

world::Task<Result<>> HttpFront::stop(world::Instant deadline) {
  if (!running()) co_return Result<>();
  world::Clock& clock = context_.world.clock();
  const std::unique_ptr<world::TaskGroup> tasks = std::move(tasks_);
  const auto left = co_await tasks->stop(clock, std::max(deadline - clock.now(), world::Duration::zero()));
  if (!left.empty()) {
    co_return Error(make_error_code(boost::system::errc::timed_out), left.front() + " did not end");
  }
  co_return Result<>();
}

}  // namespace checkride::runtime
