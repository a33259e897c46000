// The fields of a decoded message as values with names: for tools that print, compare or translate any message.
//
//   for (const FieldValue& field : field_values(frame->message, frame->version)) {
//     if (field.id == IdKind::request) remember(field.path, std::get<std::uint64_t>(field.value));
//   }
//
// Walks the table, as the codec does. Values are copies: they outlive message and frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checkride/protocol/codec.hpp"

namespace checkride::protocol {

// What a number names, for those that name something.
enum class IdKind : std::uint8_t {
  none,
  request,
  definition,
  datum,
  event,
  group,
  input_group,
  client_data,
  send,
  object,
  record,
  input_event,
};
// "none", "request" ... "input_event".
std::string_view to_string(IdKind kind);

struct FieldValue {
  std::string path;  // "period", "camera_data.pitch", "elements[3].region"
  std::variant<bool, std::uint64_t, std::int64_t, float, double, std::string, std::vector<std::byte>> value;
  std::string_view word;  // of an enumeration's value: "second"; empty for a value outside it, and for everything else
  bool flags = false;     // a number whose bits stand alone
  IdKind id = IdKind::none;
  Unit unit = Unit::none;
  std::size_t offset = 0;  // of the first byte in the frame
  std::size_t bytes = 0;   // as the table has them; a field that the frame's end cut has fewer
};

// All fields that the version has, in wire order. Unknown gives its id and its payload.
template <AnyMessage V>
std::vector<FieldValue> field_values(const V& message, Protocol version);

extern template std::vector<FieldValue> field_values(const ClientMessage& message, Protocol version);
extern template std::vector<FieldValue> field_values(const ServerMessage& message, Protocol version);

// The value as text: numbers in the shortest form, flags and hashes in hexadecimal, words for enumerations, texts as
// they are, bytes in hexadecimal.
std::string text_of(const FieldValue& field);

// ---- the layouts themselves, for what is generated from them

enum class RowForm : std::uint8_t {
  boolean,
  unsigned_number,
  signed_number,
  floating,
  enumeration,
  flags,
  text,         // `bytes` wide
  text_to_end,  // up to the end of the frame
  bytes,
  bytes_to_end,
  character,
  count,      // number of elements of the list that follows later
  structure,  // `members`
  elements,   // the list: `members` of each
  padded_elements,
  value_type,  // says which of number and text the next row is
  value,
};

struct RowLayout {
  std::string_view name;
  std::string_view meaning;
  RowForm form{};
  std::size_t bytes = 0;  // 0 for what has no fixed size
  Unit unit = Unit::none;
  IdKind id = IdKind::none;
  Protocol first_version = kOldestProtocol;
  Protocol last_version = kNewestProtocol;
  std::optional<std::size_t> least_bytes;  // the frame may end in this row, if so many of its bytes are there
  std::string_view (*word)(std::uint32_t value) = nullptr;  // of enumerations: "unknown" beyond the last
  std::vector<RowLayout> members;
};

struct MessageLayout {
  MessageInfo info;
  std::vector<RowLayout> rows;
};

// All messages: those of clients, then those of servers, each by ascending id.
std::vector<MessageLayout> message_layouts();

}  // namespace checkride::protocol
