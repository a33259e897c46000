// What a handler may be: a function that answers at once, or a task. To the server each is a task.
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <exception>
#include <utility>

#include "checkride/result/assert.hpp"
#include "server.hpp"

namespace checkride::http {
namespace {

namespace asio = boost::asio;
using world::Duration;
using world::Instant;
using world::Task;
using world::World;
using Function = std::function<Response(const Request&)>;

// How long serve(), cancelled, waits for handlers that do not end.
constexpr Duration kHandlersEnd = std::chrono::seconds(1);

Task<Response> answer_at_once(const Function& handler, const Request& request) {
  co_return handler(request);
}

// How many handlers are at work.
struct Working {
  explicit Working(asio::any_io_executor executor) : less(std::move(executor)) {}
  std::size_t handlers = 0;
  world::Notifier less;
};

class AtWork {
 public:
  explicit AtWork(std::shared_ptr<Working> working) : working_(std::move(working)) { ++working_->handlers; }
  ~AtWork() {
    --working_->handlers;
    working_->less.notify_all();
  }
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;

 private:
  std::shared_ptr<Working> working_;
};

Task<Result<Response>> as_result(const AsyncHandler& handler, const Request& request) {
  Response response = co_await handler(request);
  co_return response;
}

Task<Response> answer_in_time(world::Clock& clock, Duration limit, std::shared_ptr<Working> working,
                              const AsyncHandler& handler, const Request& request) {
  const AtWork mark(std::move(working));
  Task<Result<Response>> work = as_result(handler, request);
  auto response = co_await world::within(clock, limit, std::move(work));
  if (!response) co_return error_response(503, "answer_timeout", response.error().detail());
  co_return std::move(*response);
}

}  // namespace

ServerLimits::ServerLimits() = default;

Task<> serve(World& world, std::unique_ptr<world::Listener> listener, Function handler, ServerLimits limits,
             std::function<void(const std::string&)> on_error) {
  ServerHooks hooks;
  hooks.on_error = std::move(on_error);
  return serve(world, std::move(listener), std::move(handler), std::move(limits), std::move(hooks));
}

Task<> serve(World& world, std::unique_ptr<world::Listener> listener, Function handler, ServerLimits limits,
             ServerHooks hooks) {
  CHECKRIDE_ASSERT(handler != nullptr);
  AsyncHandler at_once = [handler = std::move(handler)](const Request& request) {
    return answer_at_once(handler, request);
  };
  return serve_all(world, std::move(listener), std::move(at_once), std::move(limits), std::move(hooks));
}

Task<> serve(World& world, std::unique_ptr<world::Listener> listener, AsyncHandler handler, ServerLimits limits,
             ServerHooks hooks) {
  CHECKRIDE_ASSERT(handler != nullptr);
  world::Clock& clock = world.clock();
  const auto working = std::make_shared<Working>(world.executor());
  AsyncHandler in_time = [&clock, working, limit = limits.answer, asked = std::move(handler)](const Request& request) {
    return answer_in_time(clock, limit, working, asked, request);
  };
  Task<> serving = serve_all(world, std::move(listener), std::move(in_time), std::move(limits), std::move(hooks));
  std::exception_ptr ended;
  try {
    co_await std::move(serving);
  } catch (...) {
    ended = std::current_exception();
  }
  if (!ended) co_return;
  // Cancelled: the handlers are being so, too, and whose they are may be gone once this has ended.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  const Instant deadline = clock.now() + kHandlersEnd;
  while (working->handlers > 0 && clock.now() < deadline) (void)co_await working->less.wait_until(clock, deadline);
  std::rethrow_exception(ended);
}

}  // namespace checkride::http
