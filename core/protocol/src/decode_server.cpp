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
  Decoded<ServerFrame> decoded(ServerFrame{header->version, {}});
  detail::PayloadError error;
  if (!detail::decode_message(kDecoders, frame, *header, version, decoded->message, error)) {
    return detail::with_header(error, *header);
  }
  return decoded;
}

std::span<const MessageInfo> server_message_infos() {
  return kInfos;
}

}  // namespace checkride::protocol
