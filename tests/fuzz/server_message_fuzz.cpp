// Goal: no frame crashes the decoder of server messages or makes it read past the end; what it decodes, it can
// describe, measure and encode, and the encoding decodes to a message with the same description.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checkride/protocol/protocol.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace checkride::protocol;
  std::vector<std::byte> frame;
  for (std::size_t i = 0; i < size; ++i) frame.push_back(static_cast<std::byte>(data[i]));
  // Half of all inputs would fail on their length alone: it is mended.
  if (size >= kServerHeaderBytes) store_little_endian(frame.data(), static_cast<std::uint32_t>(size));
  const auto decoded = decode_server(frame);
  if (!decoded) {
    CHECKRIDE_ASSERT(!decoded.error().text().empty());
    CHECKRIDE_ASSERT(decoded.error().offset <= size);
    return 0;
  }
  const std::string line = describe(decoded->message, decoded->version);
  const std::size_t bytes = encoded_size(decoded->message, decoded->version);
  if (bytes > kMaxFrameBytes) return 0;
  std::vector<std::byte> again;
  encode(decoded->message, decoded->version, again);
  CHECKRIDE_ASSERT(again.size() == bytes);
  const auto back = decode_server(again);
  CHECKRIDE_ASSERT(back.has_value());
  // A text that fills its field without a NUL loses its last character when it is sent on.
  const bool same_size = describe(back->message, back->version).size() == line.size();
  if (same_size) CHECKRIDE_ASSERT(describe(back->message, back->version) == line);
  return 0;
}
