#include "control/message_json.hpp"

#include <type_traits>
#include <variant>

#include "checkride/protocol/messages.hpp"
#include "session/wire_text.hpp"

namespace checkride::emulator {
namespace {

using protocol::Field;
using protocol::Protocol;
using values::json::Writer;

std::string hexadecimal(std::span<const std::byte> bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : bytes) {
    text += kDigits[std::to_integer<std::size_t>(byte >> 4)];
    text += kDigits[std::to_integer<std::size_t>(byte & std::byte{0x0F})];
  }
  return text;
}

template <protocol::Structure M>
void write_structure(Writer& json, const M& message, Protocol version);

template <class T>
void write_enum(Writer& json, T value) {
  const auto number = static_cast<std::underlying_type_t<T>>(value);
  if constexpr (!protocol::kIsFlags<T>) {
    if (const std::string_view name = to_string(value); name != "unknown") return void(json.value(name));
  }
  json.value(number);
}

// A hash of 64 bits is more than a JSON number holds everywhere.
std::string hash_text(std::uint64_t hash) {
  std::array<std::byte, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::byte>(hash >> (8 * (bytes.size() - 1 - i)));
  return "0x" + hexadecimal(bytes);
}

template <class T>
void write_plain(Writer& json, const T& value, Protocol version) {
  if constexpr (protocol::Structure<T>) {
    write_structure(json, value, version);
  } else if constexpr (std::is_same_v<T, protocol::InputEventHash>) {
    json.value(hash_text(value.value));
  } else if constexpr (std::is_enum_v<T>) {
    write_enum(json, value);
  } else if constexpr (std::is_same_v<T, protocol::Guid>) {
    json.value(hexadecimal(value.bytes));
  } else if constexpr (protocol::kByteArray<T> != 0) {
    json.value(hexadecimal(value));
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    json.value(readable(value));
  } else if constexpr (requires { value.value; }) {
    json.value(value.value);
  } else {
    json.value(value);
  }
}

template <class M, class T, class Wire>
void write_field(Writer& json, const M& message, const Field<M, T, Wire>& row, Protocol version) {
  const T& value = message.*row.member;
  if constexpr (std::is_same_v<Wire, protocol::wire::CountOf>) {
    json.value(value.size());
  } else if constexpr (protocol::detail::kIsElements<Wire>) {
    json.begin_array();
    for (std::size_t i = 0; i < value.size(); ++i) write_plain(json, value[i], version);
    json.end_array();
  } else if constexpr (std::is_same_v<Wire, protocol::wire::BytesToEnd>) {
    json.value(hexadecimal(value));
  } else if constexpr (std::is_same_v<Wire, protocol::wire::Character>) {
    json.value(value == '\0' ? std::string_view() : std::string_view(&value, 1));
  } else {
    write_plain(json, value, version);
  }
}

template <protocol::Structure M>
void write_structure(Writer& json, const M& message, Protocol version) {
  json.begin_object();
  protocol::for_each_row<M>([&](const auto& row) {
    if (!row.exists_in(version)) return;
    json.key(row.name);
    write_field(json, message, row, version);
  });
  json.end_object();
}

}  // namespace

void write_fields(Writer& json, const protocol::ClientMessage& message, Protocol version) {
  protocol::visit_message(message, [&](const auto& known) {
    if constexpr (std::is_same_v<std::decay_t<decltype(known)>, protocol::Unknown>) {
      json.begin_object().member("id", known.id).member("payload", hexadecimal(known.payload)).end_object();
    } else {
      write_structure(json, known, version);
    }
  });
}

void write_datum(Writer& json, const protocol::DatumValue& value) {
  std::visit([&json](const auto& held) { write_plain(json, held, protocol::kNewestProtocol); }, value);
}

}  // namespace checkride::emulator
