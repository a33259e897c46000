// Dispatch from ids to the decoders that the compiler makes out of the table: one function per message.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "checkride/protocol/codec.hpp"

namespace checkride::protocol::detail {

// What is wrong with a payload: the part of DecodeError that the header does not know.
struct PayloadError {
  DecodeErrorCode code{};
  std::string_view message;
  Failure where;
  std::size_t offset = 0;
};

// Reads the payload of one kind of message into `message`; on failure `error` says why.
template <class Variant>
using DecodePayload = bool (*)(Reader& reader, Protocol version, Variant& message, PayloadError& error);

template <class M, class Variant>
bool decode_payload(Reader& reader, Protocol version, Variant& message, PayloadError& error) {
  M& decoded = message.template emplace<M>();
  read_payload(reader, version, decoded, error.where);
  if (!reader.failed() && reader.remaining() == 0) return true;
  error.message = M::kInfo.name;
  error.code = reader.failed() ? DecodeErrorCode::field_cut : DecodeErrorCode::left_over;
  error.offset = reader.offset();
  return false;
}

template <class Variant>
struct DecoderRow {
  const MessageInfo* info;
  DecodePayload<Variant> decode;
};

// The rows of all messages of a list; the lists are in order of ids, which is checked here.
template <AnyMessage Variant, class... Messages>
constexpr auto make_decoders(MessageList<Messages...> /*list*/) {
  return std::array{DecoderRow<Variant>{&Messages::kInfo, &decode_payload<Messages, Variant>}...};
}

template <class... Messages>
constexpr auto make_infos(MessageList<Messages...> /*list*/) {
  return std::array{Messages::kInfo...};
}

// What the table promises of its messages, checked by the compiler: ascending unique ids, and sizes that agree with the
// rows in the newest version.
template <class... Messages>
constexpr bool is_sound(MessageList<Messages...> list) {
  const auto infos = make_infos(list);
  const auto out_of_order = [](const MessageInfo& a, const MessageInfo& b) { return a.id >= b.id; };
  const bool ordered = std::adjacent_find(infos.begin(), infos.end(), out_of_order) == infos.end();
  return ordered && ((Messages::kInfo.size ==
                      header_bytes(Messages::kInfo.direction) + settled_payload_bytes<Messages>(kNewestProtocol)) &&
                     ...);
}

template <class Rows>
constexpr const typename Rows::value_type* find_row(const Rows& rows, std::uint32_t id) {
  const auto found = std::lower_bound(rows.begin(), rows.end(), id,
                                      [](const auto& row, std::uint32_t wanted) { return row.info->id < wanted; });
  return found != rows.end() && found->info->id == id ? &*found : nullptr;
}

// Decodes the payload of `frame` into `message`, which is Unknown when no row has the header's id.
template <class Variant, class Rows, class Header>
bool decode_message(const Rows& rows, std::span<const std::byte> frame, const Header& header, Protocol version,
                    Variant& message, PayloadError& error) {
  constexpr std::size_t kHeader = std::is_same_v<Header, ClientHeader> ? kClientHeaderBytes : kServerHeaderBytes;
  const auto payload = frame.subspan(kHeader);
  const auto* const row = find_row(rows, header.id);
  if (row == nullptr) {
    message.template emplace<Unknown>(Unknown{header.id, payload});
    return true;
  }
  Reader reader(payload, kHeader);
  return row->decode(reader, version, message, error);
}

template <class Header>
DecodeError with_header(const PayloadError& payload, const Header& header) {
  DecodeError error{payload.code, payload.message, payload.where, payload.offset,
                    header.size,  header.version,  header.id,     {}};
  if constexpr (std::is_same_v<Header, ClientHeader>) error.send_id = header.send_id;
  return error;
}

}  // namespace checkride::protocol::detail
