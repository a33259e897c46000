// Cuts a byte stream into frames: reassembles what arrives in pieces, splits what arrives together.
//
//   FrameReader reader(Direction::client_to_server);
//   reader.feed(bytes_from_the_socket);
//   for (FrameStep step = reader.next();; step = reader.next()) {
//     if (const auto* frame = std::get_if<Frame>(&step)) handle(frame->bytes);
//     else if (std::holds_alternative<NeedMore>(step)) break;   // read again
//     else return std::get<FramingError>(step);                 // the place in the stream is lost: close
//   }
//
// Source: wire.md 1.2 and 1.3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// One whole frame, header included: a view, see who gave it.
struct Frame {
  std::span<const std::byte> bytes;
};

// Not an error: the frame goes on. `bytes` is the least number to wait for.
struct NeedMore {
  std::size_t bytes = 0;
};

enum class FramingErrorCode : std::uint8_t {
  frame_too_short,  // the length is less than a header
  frame_too_long,   // the length is above the limit
};
// "frame_too_short", "frame_too_long".
std::string_view to_string(FramingErrorCode code);

// A length that no frame can have. The stream cannot go on after it.
struct FramingError {
  FramingErrorCode code{};
  std::uint32_t length = 0;  // what the frame claims
  std::size_t limit = 0;     // what was allowed: the least or the most
  std::uint64_t offset = 0;  // of the frame in the stream

  // "frame_too_long: 70000 bytes at stream offset 296, at most 41088 are allowed".
  std::string text() const;
};

using FrameStep = std::variant<Frame, NeedMore, FramingError>;

// Reads one frame: the four-byte little-endian length, then that many bytes less four.
//
// `input`   bytes received so far; may hold less or more than one frame.
// Returns   the frame, a view into `input`; or NeedMore with the least number of bytes to wait for.
// Errors    frame_too_short: length below the header of `direction`.   frame_too_long: above `max_frame_bytes`.
FrameStep next_frame(std::span<const std::byte> input, Direction direction,
                     std::size_t max_frame_bytes = kMaxFrameBytes);

// Holds at most one frame that is not complete, plus what was fed since next() last said NeedMore.
class FrameReader {
 public:
  explicit FrameReader(Direction direction, std::size_t max_frame_bytes = kMaxFrameBytes);

  // Copies `bytes` behind what is held. Ends the life of every view given out.
  void feed(std::span<const std::byte> bytes);

  // Room for `size` more bytes, to be read into and then committed, which saves the copy of feed(). Ends the life of
  // every view given out.
  std::span<std::byte> prepare(std::size_t size);
  // The first `size` bytes of the prepared room are filled; at most as many as were prepared.
  void commit(std::size_t size);

  // The next frame, valid until feed() or prepare(). After an error it gives the same error for ever.
  FrameStep next();

  // Bytes held that are not given out yet.
  std::size_t buffered() const { return end_ - begin_; }

 private:
  Direction direction_;
  std::size_t max_frame_bytes_;
  std::vector<std::byte> buffer_;
  std::size_t begin_ = 0;     // first byte not given out
  std::size_t end_ = 0;       // behind the last byte received
  std::uint64_t offset_ = 0;  // of begin_ in the stream
};

}  // namespace checkride::protocol
