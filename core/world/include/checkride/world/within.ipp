// The templates of task_group.hpp.
#pragma once

#include <boost/system/errc.hpp>
#include <optional>
#include <utility>

#include "checkride/world/task_group.hpp"

namespace checkride::world {
namespace detail {

// Runs `work`; cancels it after `limit`. True if the limit passed before it ended.
Task<bool> run_bounded(Clock& clock, Duration limit, Task<> work);

template <class T>
Task<> store_result(std::optional<Result<T>>& into, Task<Result<T>> work) {
  Result<T> result = co_await std::move(work);
  into.emplace(std::move(result));
}

Error timed_out_after(Duration limit);

}  // namespace detail

template <class T>
Task<Result<T>> within(Clock& clock, Duration limit, Task<Result<T>> work) {
  std::optional<Result<T>> result;
  Task<> storing = detail::store_result(result, std::move(work));
  const bool timed_out = co_await detail::run_bounded(clock, limit, std::move(storing));
  // Work that succeeded in the very instant of the deadline did succeed; one that failed did so because of it.
  if (timed_out && (!result || result->has_error())) co_return detail::timed_out_after(limit);
  co_return std::move(*result);
}

}  // namespace checkride::world
