// The two headers: read and written here and nowhere else.
#include "checkride/protocol/codec.hpp"

namespace checkride::protocol {
namespace {

constexpr std::size_t kVersionOffset = 4;
constexpr std::size_t kIdOffset = 8;
constexpr std::size_t kSendIdOffset = 12;

DecodeError no_header(std::span<const std::byte> frame) {
  DecodeError error;
  error.code = DecodeErrorCode::frame_too_short;
  error.message = "frame";
  error.offset = frame.size();
  error.frame_bytes = frame.size();
  return error;
}

std::uint32_t number_at(std::span<const std::byte> frame, std::size_t offset) {
  return load_little_endian<std::uint32_t>(frame.data() + offset);
}

DecodeError wrong_length(std::size_t frame_bytes, Protocol version, std::uint32_t id, SendId send_id) {
  DecodeError error;
  error.code = DecodeErrorCode::wrong_length;
  error.message = "frame";
  error.where.field = "size";
  error.frame_bytes = frame_bytes;
  error.version = version;
  error.id = id;
  error.send_id = send_id;
  return error;
}

// Appends a zeroed frame with the fields that both headers have.
std::span<std::byte> append_frame(std::vector<std::byte>& out, std::size_t size, Protocol version, std::uint32_t id) {
  CHECKRIDE_ASSERT(size <= kMaxFrameBytes);
  const std::size_t before = out.size();
  out.resize(before + size);
  const std::span<std::byte> frame = std::span(out).subspan(before);
  store_little_endian(frame.data(), static_cast<std::uint32_t>(size));
  store_little_endian(frame.data() + kVersionOffset, number_of(version));
  store_little_endian(frame.data() + kIdOffset, id);
  return frame;
}

}  // namespace

Decoded<ClientHeader> read_client_header(std::span<const std::byte> frame) {
  if (frame.size() < kClientHeaderBytes) return no_header(frame);
  const ClientHeader header{number_at(frame, 0), static_cast<Protocol>(number_at(frame, kVersionOffset)),
                            number_at(frame, kIdOffset) & kClientIdMask, SendId{number_at(frame, kSendIdOffset)}};
  if (header.size != frame.size()) return wrong_length(frame.size(), header.version, header.id, header.send_id);
  return header;
}

Decoded<ServerHeader> read_server_header(std::span<const std::byte> frame) {
  if (frame.size() < kServerHeaderBytes) return no_header(frame);
  const ServerHeader header{number_at(frame, 0), static_cast<Protocol>(number_at(frame, kVersionOffset)),
                            number_at(frame, kIdOffset)};
  if (header.size != frame.size()) return wrong_length(frame.size(), header.version, header.id, SendId{});
  return header;
}

std::span<std::byte> append_client_frame(std::vector<std::byte>& out, std::uint32_t id, std::size_t payload_size,
                                         Protocol version, SendId send_id) {
  CHECKRIDE_ASSERT(id <= kClientIdMask);
  const auto frame = append_frame(out, kClientHeaderBytes + payload_size, version, id | kClientIdBits);
  store_little_endian(frame.data() + kSendIdOffset, send_id.value);
  return frame.subspan(kClientHeaderBytes);
}

std::span<std::byte> append_server_frame(std::vector<std::byte>& out, std::uint32_t id, std::size_t payload_size,
                                         Protocol version) {
  return append_frame(out, kServerHeaderBytes + payload_size, version, id).subspan(kServerHeaderBytes);
}

}  // namespace checkride::protocol
