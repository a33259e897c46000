// Reads and writes of a Stream that are done by a deadline.
//
//   Result<std::size_t> count = co_await read_some(stream, buffer, world.clock(), deadline);
#pragma once

#include "checkride/world/clock.hpp"
#include "checkride/world/stream.hpp"

namespace checkride::world {

// As those of stream.hpp; at `deadline` the operation is cancelled, and the error is timed_out. For connections that
// read and write all the time: unlike within(), no task is started for it.
Task<Result<std::size_t>> read_some(Stream& stream, std::span<std::byte> into, Clock& clock, Instant deadline);
Task<Result<>> write_all(Stream& stream, std::span<const std::byte> bytes, Clock& clock, Instant deadline);
Task<Result<>> write_all(Stream& stream, std::string_view bytes, Clock& clock, Instant deadline);

}  // namespace checkride::world
