// One readable line per message, from the table.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <type_traits>
#include <variant>

#include "checkride/protocol/codec.hpp"

namespace checkride::protocol {
namespace {

// What a line shows of long data and lists before it says how much there is.
constexpr std::size_t kShownBytes = 16;
constexpr std::size_t kShownElements = 3;

template <class T>
void append_number(std::string& line, T number, int base = 10) {
  std::array<char, 40> digits{};
  std::to_chars_result end{};
  if constexpr (std::is_floating_point_v<T>) {
    end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  } else {
    end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base);
  }
  line.append(digits.data(), end.ptr);
}

void append_hex(std::string& line, std::span<const std::byte> bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  for (const std::byte byte : bytes) {
    line += kDigits[std::to_integer<std::size_t>(byte >> 4)];
    line += kDigits[std::to_integer<std::size_t>(byte & std::byte{0x0F})];
  }
}

// Bytes of an unknown encoding: what is not printable ASCII is escaped, so that a line stays a line.
void append_text(std::string& line, std::string_view text) {
  line += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') line += '\\';
    if (c >= ' ' && c <= '~') {
      line += c;
    } else {
      const std::byte byte = static_cast<std::byte>(c);
      line += "\\x";
      append_hex(line, {&byte, 1});
    }
  }
  line += '"';
}

void append_bytes(std::string& line, std::span<const std::byte> bytes) {
  append_number(line, bytes.size());
  line += " bytes";
  if (bytes.empty()) return;
  line += " ";
  append_hex(line, bytes.first(std::min(bytes.size(), kShownBytes)));
  if (bytes.size() > kShownBytes) line += "...";
}

template <Structure M>
void append_fields(std::string& line, const M& message, Protocol version, std::string_view separator);

template <class T>
void append_enum(std::string& line, T value) {
  const auto number = static_cast<std::underlying_type_t<T>>(value);
  if constexpr (kIsFlags<T>) {
    line += "0x";
    append_number(line, number, 16);
  } else if (const std::string_view name = to_string(value); name != "unknown") {
    line += name;
  } else {
    append_number(line, number);
  }
}

void append_input_value(std::string& line, const InputValue& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    append_number(line, *number);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_text(line, *text);
  } else {
    append_bytes(line, std::get_if<OpaqueValue>(&value)->bytes);
  }
}

// A value in the form of its type.
template <class T>
void append_plain(std::string& line, const T& value, Protocol version) {
  if constexpr (Structure<T>) {
    line += '{';
    append_fields(line, value, version, "");
    line += '}';
  } else if constexpr (std::is_same_v<T, bool>) {
    line += value ? "true" : "false";
  } else if constexpr (std::is_same_v<T, std::string_view>) {
    append_text(line, value);
  } else if constexpr (std::is_same_v<T, InputEventHash>) {
    line += "0x";
    append_number(line, value.value, 16);
  } else if constexpr (std::is_enum_v<T>) {
    append_enum(line, value);
  } else if constexpr (std::is_same_v<T, Guid>) {
    append_hex(line, value.bytes);
  } else if constexpr (kByteArray<T> != 0) {
    append_hex(line, value);
  } else if constexpr (Number<T>) {
    append_number(line, value);
  } else {
    append_number(line, value.value);
  }
}

template <class T>
void append_list(std::string& line, const List<T>& list, Protocol version) {
  line += '[';
  for (std::size_t i = 0; i < std::min(list.size(), kShownElements); ++i) {
    if (i > 0) line += ' ';
    append_plain(line, list[i], version);
  }
  line += list.size() > kShownElements ? " ...]" : "]";
}

template <class M, class T, class Wire>
void append_value(std::string& line, const M& message, const Field<M, T, Wire>& row, Protocol version) {
  const T& value = message.*row.member;
  if constexpr (std::is_same_v<Wire, wire::CountOf>) {
    append_number(line, value.size());
  } else if constexpr (detail::kIsElements<Wire>) {
    append_list(line, value, version);
  } else if constexpr (std::is_same_v<Wire, wire::ValueType>) {
    append_enum(line, static_cast<InputEventType>(type_of(value)));
  } else if constexpr (std::is_same_v<Wire, wire::Value>) {
    append_input_value(line, value);
  } else if constexpr (std::is_same_v<Wire, wire::BytesToEnd>) {
    append_bytes(line, value);
  } else if constexpr (std::is_same_v<Wire, wire::Character>) {
    append_text(line, value == '\0' ? std::string_view() : std::string_view(&value, 1));
  } else {
    append_plain(line, value, version);
  }
}

template <Structure M>
void append_fields(std::string& line, const M& message, Protocol version, std::string_view separator) {
  const auto append_row = [&](const auto& row) {
    if (!row.exists_in(version)) return;
    line.append(separator).append(row.name) += '=';
    append_value(line, message, row, version);
    separator = " ";
  };
  for_each_row<M>(append_row);
}

}  // namespace

template <AnyMessage V>
std::string describe(const V& message, Protocol version) {
  std::string line;
  const auto describe_one = [&](const auto& known) {
    using T = std::decay_t<decltype(known)>;
    if constexpr (std::is_same_v<T, Unknown>) {
      line += "Unknown id=0x";
      append_number(line, known.id, 16);
      line += " payload=";
      append_bytes(line, known.payload);
    } else {
      line += T::kInfo.name;
      append_fields(line, known, version, " ");
    }
  };
  visit_message(message, describe_one);
  return line;
}

template std::string describe(const ClientMessage& message, Protocol version);
template std::string describe(const ServerMessage& message, Protocol version);

}  // namespace checkride::protocol
