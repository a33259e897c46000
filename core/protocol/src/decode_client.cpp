#include "checkride/protocol/codec.hpp"
#include "decode.hpp"

namespace checkride::protocol {
namespace {

constexpr auto kDecoders = detail::make_decoders<ClientMessage>(ClientMessages{});
constexpr auto kInfos = detail::make_infos(ClientMessages{});
static_assert(detail::is_sound(ClientMessages{}));

}  // namespace

Decoded<ClientFrame> decode_client(std::span<const std::byte> frame) {
  const Decoded<ClientHeader> header = read_client_header(frame);
  if (!header) return header.error();
  DecodeError error;
  error.frame_bytes = frame.size();
  error.version = header->version;
  error.id = header->id;
  error.send_id = header->send_id;
  ClientFrame decoded{header->version, header->send_id, {}};
  const auto payload = frame.subspan(kClientHeaderBytes);
  if (!detail::decode_message(kDecoders, payload, kClientHeaderBytes, header->version, decoded.message, error)) {
    return error;
  }
  return decoded;
}

std::span<const MessageInfo> client_message_infos() {
  return kInfos;
}

}  // namespace checkride::protocol
