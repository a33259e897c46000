// Goal: no stream of bytes crashes or misleads the frame reader, in either direction.
// Method: the stream is fed in pieces whose sizes are drawn from it. The frames must be those that next_frame() cuts
// out of the whole stream, and each is decoded.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "checkride/protocol/protocol.hpp"

namespace {

using namespace checkride::protocol;

std::vector<std::byte> bytes_of(std::span<const std::uint8_t> input) {
  std::vector<std::byte> bytes;
  bytes.reserve(input.size());
  for (const std::uint8_t byte : input) bytes.push_back(static_cast<std::byte>(byte));
  return bytes;
}

void decode(Direction direction, std::span<const std::byte> frame) {
  if (direction == Direction::client_to_server) {
    CHECKRIDE_ASSERT(read_client_header(frame).has_value());
    static_cast<void>(decode_client(frame).has_value());
  } else {
    CHECKRIDE_ASSERT(read_server_header(frame).has_value());
    static_cast<void>(decode_server(frame).has_value());
  }
}

// Takes all frames of `reader`, which must be those at the front of `rest`; false once the stream has ended.
bool drain(FrameReader& reader, Direction direction, std::span<const std::byte>& rest) {
  for (;;) {
    const FrameStep step = reader.next();
    if (std::holds_alternative<NeedMore>(step)) return true;
    if (std::holds_alternative<FramingError>(step)) return false;
    const auto frame = std::get<Frame>(step).bytes;
    const FrameStep expected = next_frame(rest, direction);
    CHECKRIDE_ASSERT(std::ranges::equal(std::get<Frame>(expected).bytes, frame));
    rest = rest.subspan(frame.size());
    decode(direction, frame);
  }
}

void read_stream(Direction direction, std::span<const std::byte> stream) {
  FrameReader reader(direction);
  std::span<const std::byte> rest = stream;
  std::size_t position = 0;
  while (position < stream.size()) {
    const std::size_t wanted = 1 + std::to_integer<std::size_t>(stream[position]) * 7;
    const std::size_t size = std::min(wanted, stream.size() - position);
    reader.feed(stream.subspan(position, size));
    position += size;
    if (!drain(reader, direction, rest)) return;
    CHECKRIDE_ASSERT(reader.buffered() < kMaxFrameBytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::byte> stream = bytes_of({data, size});
  read_stream(Direction::client_to_server, stream);
  read_stream(Direction::server_to_client, stream);
  return 0;
}
