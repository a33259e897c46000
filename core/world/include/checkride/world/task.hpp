// Task<T>: the coroutine type of the whole project, and the few things that wait: sleep, notify, group, deadline.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace checkride::world {

namespace asio = boost::asio;

// Runs on one world's executor. Cancellation ends it at its next wait: awaits throw operation_aborted, which the
// TaskGroup that holds the task treats as an ordinary end. Nobody swallows it.
template <class T = void>
using Task = asio::awaitable<T>;

}  // namespace checkride::world
