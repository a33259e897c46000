// From frames to messages and back. Pure functions over bounded bytes; all layouts come from the table.
//
//   Decoded<ClientFrame> frame = decode_client(bytes);
//   if (!frame) return answer_with(Exception::size_mismatch, frame.error().send_id);
//   if (const auto* open = std::get_if<Open>(&frame->message)) ...
//
//   std::vector<std::byte> out;
//   encode(RecvEvent{.group_id = kUnknownGroup, .client_event_id = id}, frame->version, out);
//
// Decoding is total: every byte string gives a message, Unknown, or an error that says what was cut and where.
// Source: wire.md 2.
#pragma once

#include <boost/system/result.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/messages.hpp"
#include "checkride/protocol/rows.hpp"

namespace checkride::protocol {

enum class DecodeErrorCode : std::uint8_t {
  frame_too_short,  // not even a header
  wrong_length,     // the header's length is not that of the bytes
  field_cut,        // the frame ends inside the field, or before it
  left_over,        // bytes follow the last field
};
// "frame_too_short" ...
std::string_view to_string(DecodeErrorCode code);

// Why a frame could not be decoded. Names are the table's; `offset` counts from the start of the frame.
struct DecodeError {
  DecodeErrorCode code{};
  std::string_view message;     // "RequestDataOnSimObject", "SIMOBJECT_DATA"; "frame" while the id is not known
  Failure where;                // the field; empty for left_over
  std::size_t offset = 0;       // first byte of what was cut, or of what is left over
  std::size_t frame_bytes = 0;  // bytes that there were
  Protocol version{};           // of the header, as far as there was one
  std::uint32_t id = 0;
  SendId send_id{};  // of a client frame: what EXCEPTION has to name

  // "VOR_LIST.elements[3].region at offset 61: the frame ends after 62 bytes".
  std::string text() const;
};

// What result::value() does with an error: it throws std::runtime_error with its text.
[[noreturn]] void throw_exception_from_error(const DecodeError& error, const boost::source_location& where);

// A T, or why there is none.
template <class T>
class [[nodiscard]] Decoded : public boost::system::result<T, DecodeError> {
 public:
  using boost::system::result<T, DecodeError>::result;
};

struct ClientHeader {
  std::uint32_t size = 0;
  Protocol version{};    // may be one that nobody speaks: is_spoken()
  std::uint32_t id = 0;  // without the high bits
  SendId send_id{};
};

struct ServerHeader {
  std::uint32_t size = 0;
  Protocol version{};
  std::uint32_t id = 0;
};

struct ClientFrame {
  Protocol version{};
  SendId send_id{};
  ClientMessage message;
};

struct ServerFrame {
  Protocol version{};
  ServerMessage message;
};

// The header of `frame`, whose length field must be the number of its bytes.
Decoded<ClientHeader> read_client_header(std::span<const std::byte> frame);
Decoded<ServerHeader> read_server_header(std::span<const std::byte> frame);

// Decodes one whole frame, as FrameReader gives it. The message views into `frame`. Ids that the table does not have
// give Unknown. A message newer than the frame's version is decoded all the same: kInfo.since tells.
Decoded<ClientFrame> decode_client(std::span<const std::byte> frame);

// The same for a frame of a server, laid out for a client of the header's version...
Decoded<ServerFrame> decode_server(std::span<const std::byte> frame);
// ...or for a client of `version`, whatever the header says: not every server writes the client's version there.
Decoded<ServerFrame> decode_server(std::span<const std::byte> frame, Protocol version);

// Functions of any message are templates, and no overloads, for the sake of compile time: a call with a struct of the
// table would otherwise try its conversion to every alternative of both variants.

// The table's identity of a message, or null for Unknown.
template <AnyMessage V>
const MessageInfo* info_of(const V& message);
// All messages of a direction, by ascending id.
std::span<const MessageInfo> client_message_infos();
std::span<const MessageInfo> server_message_infos();

// One line with the name and every field the version has: `TransmitClientEvent object_id=0 client_event_id=257 ...`.
// Texts are quoted and escaped; data are given as their length and first bytes.
template <AnyMessage V>
std::string describe(const V& message, Protocol version = kNewestProtocol);

template <class M>
concept SentByClient = Message<M> && (M::kInfo.direction == Direction::client_to_server);
template <class M>
concept SentByServer = Message<M> && (M::kInfo.direction == Direction::server_to_client);

// Bytes of the whole frame of `message` in `version`.
template <Message M>
constexpr std::size_t encoded_size(const M& message, Protocol version) {
  return header_bytes(M::kInfo.direction) + payload_bytes(message, version);
}
template <AnyMessage V>
std::size_t encoded_size(const V& message, Protocol version);

// Appends a header to `out` and zeros for a payload of `payload_size` bytes, which it returns for filling.
std::span<std::byte> append_client_frame(std::vector<std::byte>& out, std::uint32_t id, std::size_t payload_size,
                                         Protocol version, SendId send_id);
std::span<std::byte> append_server_frame(std::vector<std::byte>& out, std::uint32_t id, std::size_t payload_size,
                                         Protocol version);

// Appends exactly one frame to `out`; allocates only when `out` lacks the capacity. Text that does not fit its field is
// cut to leave a NUL. The frame must not be longer than kMaxFrameBytes: what the message carries comes from the
// caller, who asks encoded_size() first where its length depends on somebody else's request.
template <SentByClient M>
void encode(const M& message, Protocol version, SendId send_id, std::vector<std::byte>& out) {
  const std::size_t size = payload_bytes(message, version);
  Writer writer(append_client_frame(out, M::kInfo.id, size, version, send_id));
  write_payload(writer, version, message);
  CHECKRIDE_ASSERT(writer.unwritten() == 0);
}

template <SentByServer M>
void encode(const M& message, Protocol version, std::vector<std::byte>& out) {
  const std::size_t size = payload_bytes(message, version);
  Writer writer(append_server_frame(out, M::kInfo.id, size, version));
  write_payload(writer, version, message);
  CHECKRIDE_ASSERT(writer.unwritten() == 0);
}

// The same for a message whose type is known only at run time. Unknown is sent on as it came.
template <std::same_as<ClientMessage> V>
void encode(const V& message, Protocol version, SendId send_id, std::vector<std::byte>& out);
template <std::same_as<ServerMessage> V>
void encode(const V& message, Protocol version, std::vector<std::byte>& out);

extern template const MessageInfo* info_of(const ClientMessage& message);
extern template const MessageInfo* info_of(const ServerMessage& message);
extern template std::string describe(const ClientMessage& message, Protocol version);
extern template std::string describe(const ServerMessage& message, Protocol version);
extern template std::size_t encoded_size(const ClientMessage& message, Protocol version);
extern template std::size_t encoded_size(const ServerMessage& message, Protocol version);
extern template void encode(const ClientMessage& message, Protocol version, SendId send_id,
                            std::vector<std::byte>& out);
extern template void encode(const ServerMessage& message, Protocol version, std::vector<std::byte>& out);

}  // namespace checkride::protocol
