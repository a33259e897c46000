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
  Decoded<ClientFrame> decoded(ClientFrame{header->version, header->send_id, {}});
  detail::PayloadError error;
  if (!detail::decode_message(kDecoders, frame, *header, header->version, decoded->message, error)) {
    return detail::with_header(error, *header);
  }
  return decoded;
}

std::span<const MessageInfo> client_message_infos() {
  return kInfos;
}

}  // namespace checkride::protocol
