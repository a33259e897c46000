#include "faults/wire_message.hpp"

#include <utility>
#include <variant>

#include "checkride/protocol/bytes.hpp"
#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/frame_reader.hpp"
#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

constexpr std::size_t kLengthAt = 0;
constexpr std::size_t kVersionAt = 4;
constexpr std::size_t kIdAt = 8;

void put(Bytes& message, std::size_t at, std::uint32_t value) {
  if (at + sizeof(value) > message.size()) return;  // an earlier fault cut it there
  protocol::store_little_endian(message.data() + at, value);
}

template <class Decoded>
MessageTraits traits_in(const Decoded& decoded) {
  MessageTraits traits;
  if (decoded.has_error()) return {decoded.error().message};
  const protocol::MessageInfo* info = protocol::info_of(decoded->message);
  if (info != nullptr) traits.name = info->name;
  std::visit(
      [&traits](const auto& known) {
        if constexpr (requires { known.request_id.value; }) traits.request_id = known.request_id.value;
        if constexpr (requires { known.define_id.value; }) traits.definition_id = known.define_id.value;
      },
      decoded->message);
  return traits;
}

}  // namespace

std::span<const std::byte> first_message(std::span<const std::byte> rest) {
  const auto step = protocol::next_frame(rest, protocol::Direction::server_to_client);
  const auto* frame = std::get_if<protocol::Frame>(&step);
  CHECKRIDE_ASSERT(frame != nullptr);  // sessions say whole messages
  return frame->bytes;
}

MessageTraits traits_of(std::span<const std::byte> message) {
  return traits_in(protocol::decode_server(message));
}

MessageTraits client_traits_of(std::span<const std::byte> message) {
  return traits_in(protocol::decode_client(message));
}

std::optional<std::uint32_t> request_id_of(std::span<const std::byte> message) {
  return traits_of(message).request_id;
}

void set_length(Bytes& message, std::uint32_t length) {
  put(message, kLengthAt, length);
}
void set_version(Bytes& message, std::uint32_t version) {
  put(message, kVersionAt, version);
}
void set_message_id(Bytes& message, std::uint32_t id, protocol::Direction direction) {
  put(message, kIdAt, direction == protocol::Direction::client_to_server ? id | protocol::kClientIdBits : id);
}

void set_request_id(Bytes& message, std::uint32_t id) {
  auto decoded = protocol::decode_server(message);
  if (decoded.has_error()) return;
  const bool changed = std::visit(
      [id](auto& known) {
        if constexpr (requires { known.request_id.value; }) {
          known.request_id.value = id;
          return true;
        }
        return false;
      },
      decoded->message);
  if (!changed) return;
  Bytes encoded;
  protocol::encode(decoded->message, decoded->version, encoded);  // it views into `message`
  message = std::move(encoded);
}

Bytes quit_like(std::span<const std::byte> message) {
  const auto header = protocol::read_server_header(message);
  Bytes quit;
  protocol::encode(protocol::RecvQuit(), header.has_error() ? protocol::kNewestProtocol : header->version, quit);
  return quit;
}

}  // namespace checkride::emulator
