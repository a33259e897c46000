// How the end of a stream's operation becomes an error, or the end of its task.
#pragma once

#include <boost/asio/cancellation_state.hpp>

#include "checkride/world/stream.hpp"

namespace checkride::world {

// An operation that ended because its task is cancelled ends the task; one that ended because somebody closed the
// stream is an error like any other.
void throw_if_task_cancelled(ErrorCode code, const asio::cancellation_state& state);
Error stream_error(ErrorCode code, const Stream& stream);

}  // namespace checkride::world
