// Encoding of messages whose type is known only at run time.
#include <type_traits>
#include <variant>

#include "checkride/protocol/codec.hpp"

namespace checkride::protocol {
namespace {

template <class T>
inline constexpr bool kIsUnknown = std::is_same_v<T, Unknown>;

template <class V>
inline constexpr std::size_t kHeaderBytes = std::is_same_v<V, ClientMessage> ? kClientHeaderBytes : kServerHeaderBytes;

}  // namespace

template <AnyMessage V>
std::size_t encoded_size(const V& message, Protocol version) {
  const auto size = [&](const auto& known) {
    if constexpr (kIsUnknown<std::decay_t<decltype(known)>>) {
      return kHeaderBytes<V> + known.payload.size();
    } else {
      return encoded_size(known, version);
    }
  };
  return visit_message(message, size);
}

template <AnyMessage V>
const MessageInfo* info_of(const V& message) {
  const auto info = [](const auto& known) -> const MessageInfo* {
    using T = std::decay_t<decltype(known)>;
    if constexpr (kIsUnknown<T>) {
      return nullptr;
    } else {
      return &T::kInfo;
    }
  };
  return visit_message(message, info);
}

template <std::same_as<ClientMessage> V>
void encode(const V& message, Protocol version, SendId send_id, std::vector<std::byte>& out) {
  const auto encode_one = [&](const auto& known) {
    if constexpr (kIsUnknown<std::decay_t<decltype(known)>>) {
      Writer(append_client_frame(out, known.id, known.payload.size(), version, send_id)).bytes(known.payload);
    } else {
      encode(known, version, send_id, out);
    }
  };
  visit_message(message, encode_one);
}

template <std::same_as<ServerMessage> V>
void encode(const V& message, Protocol version, std::vector<std::byte>& out) {
  const auto encode_one = [&](const auto& known) {
    if constexpr (kIsUnknown<std::decay_t<decltype(known)>>) {
      Writer(append_server_frame(out, known.id, known.payload.size(), version)).bytes(known.payload);
    } else {
      encode(known, version, out);
    }
  };
  visit_message(message, encode_one);
}

template const MessageInfo* info_of(const ClientMessage& message);
template const MessageInfo* info_of(const ServerMessage& message);
template std::size_t encoded_size(const ClientMessage& message, Protocol version);
template std::size_t encoded_size(const ServerMessage& message, Protocol version);
template void encode(const ClientMessage& message, Protocol version, SendId send_id, std::vector<std::byte>& out);
template void encode(const ServerMessage& message, Protocol version, std::vector<std::byte>& out);

}  // namespace checkride::protocol
