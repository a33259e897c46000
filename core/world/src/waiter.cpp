#include "checkride/world/waiter.hpp"

#include <boost/asio/post.hpp>

namespace checkride::world {
namespace {

// A waiter with its outcome.
struct Completion {
  Waiter waiter;
  ErrorCode code;
  std::size_t count;
  void operator()() { waiter(code, count); }
};

}  // namespace

void Waiter::post(const asio::any_io_executor& fallback, ErrorCode code, std::size_t count) && {
  CHECKRIDE_ASSERT(operations_ != nullptr);
  const asio::any_io_executor own = executor();
  asio::post(own ? own : fallback, Completion{std::move(*this), code, count});
}

}  // namespace checkride::world
