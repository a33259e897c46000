#include "checkride/protocol/codec.hpp"
#include "decode.hpp"

namespace checkride::protocol {
namespace {

constexpr auto kDecoders = detail::make_decoders<ServerMessage>(ServerMessages{});
constexpr auto kInfos = detail::make_infos(ServerMessages{});
static_assert(detail::is_sound(ServerMessages{}));

}  // namespace

Decoded<ServerFrame> decode_server(std::span<const std::byte> frame) {
  const Decoded<ServerHeader> header = read_server_header(frame);
  if (!header) return header.error();
  return decode_server(frame, header->version);
}

Decoded<ServerFrame> decode_server(std::span<const std::byte> frame, Protocol version) {
  const Decoded<ServerHeader> header = read_server_header(frame);
  if (!header) return header.error();
  DecodeError error;
  error.frame_bytes = frame.size();
  error.version = header->version;
  error.id = header->id;
  ServerFrame decoded{header->version, {}};
  const auto payload = frame.subspan(kServerHeaderBytes);
  if (!detail::decode_message(kDecoders, payload, kServerHeaderBytes, version, decoded.message, error)) return error;
  return decoded;
}

std::span<const MessageInfo> server_message_infos() {
  return kInfos;
}

}  // namespace checkride::protocol
