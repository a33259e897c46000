// Rows of messages: size, reading and writing of every wire form, and of whole payloads. The codec is nothing but
// these functions folded over the table.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>

#include "checkride/protocol/input_value.hpp"
#include "checkride/protocol/layout.hpp"
#include "checkride/protocol/list.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

template <class T>
struct ElementOf;
template <class T>
struct ElementOf<List<T>> {
  using type = T;
};

namespace detail {

template <class Wire>
inline constexpr bool kIsElements = std::is_same_v<Wire, wire::Elements> || std::is_same_v<Wire, wire::PaddedElements>;
template <class Wire>
inline constexpr bool kIsNumberOfForm = std::is_same_v<Wire, wire::CountOf> || std::is_same_v<Wire, wire::ValueType>;
// These rows end the frame: what they hold depends on where it ends.
template <class Wire>
inline constexpr bool kIsOpenEnded = kIsElements<Wire> || std::is_same_v<Wire, wire::TextToEnd> ||
                                     std::is_same_v<Wire, wire::BytesToEnd> || std::is_same_v<Wire, wire::Value>;

inline std::size_t value_bytes(const InputValue& value) {
  if (const auto* opaque = std::get_if<OpaqueValue>(&value)) return opaque->bytes.size();
  return std::holds_alternative<double>(value) ? sizeof(double) : kInputTextBytes;
}

inline std::size_t text_bytes(std::string_view text) {
  return std::min(text.find('\0'), text.size()) + 1;
}

}  // namespace detail

// Bytes of `row` in a frame of `version` that carries `message`.
template <class M, class T, class Wire>
constexpr std::size_t row_bytes(const M& message, const Field<M, T, Wire>& row, Protocol version) {
  if (!row.exists_in(version)) return 0;
  [[maybe_unused]] const T& value = message.*row.member;
  if constexpr (detail::kIsNumberOfForm<Wire>) {
    return sizeof(std::uint32_t);
  } else if constexpr (std::is_same_v<Wire, wire::TextToEnd>) {
    return detail::text_bytes(value);
  } else if constexpr (std::is_same_v<Wire, wire::BytesToEnd>) {
    return value.size();
  } else if constexpr (std::is_same_v<Wire, wire::Value>) {
    return detail::value_bytes(value);
  } else if constexpr (detail::kIsElements<Wire>) {
    const std::size_t least = std::is_same_v<Wire, wire::PaddedElements> ? 1 : 0;
    return std::max(value.size(), least) * element_bytes<typename ElementOf<T>::type>(version);
  } else {
    return fixed_row_bytes(row, version);
  }
}

// Bytes of `row` that do not depend on the message: open-ended rows count nothing.
template <class M, class T, class Wire>
constexpr std::size_t settled_row_bytes(const Field<M, T, Wire>& row, Protocol version) {
  if (!row.exists_in(version)) return 0;
  if constexpr (detail::kIsNumberOfForm<Wire>) {
    return sizeof(std::uint32_t);
  } else if constexpr (detail::kIsOpenEnded<Wire>) {
    return 0;
  } else {
    return fixed_row_bytes(row, version);
  }
}

// Bytes of the payload of `message` in `version`: the header is not counted.
template <Structure M>
constexpr std::size_t payload_bytes(const M& message, Protocol version) {
  return with_rows<M>([&](const auto&... row) { return (std::size_t{0} + ... + row_bytes(message, row, version)); });
}

// Bytes of a payload of M in `version` without its open end.
template <Structure M>
constexpr std::size_t settled_payload_bytes(Protocol version) {
  return with_rows<M>([&](const auto&... row) { return (std::size_t{0} + ... + settled_row_bytes(row, version)); });
}

namespace detail {

template <class T>
void read_elements(Reader& reader, Protocol version, List<T>& list, Failure& failure) {
  const std::size_t width = element_bytes<T>(version);
  const std::size_t count = list.announced();
  if (count > reader.remaining() / width) {  // too few bytes: read the element that is cut, to name what is missing
    failure.element = reader.remaining() / width;
    static_cast<void>(reader.take(failure.element * width));
    T cut{};
    read_value(reader, version, cut, failure);
    return reader.fail();
  }
  list = List<T>(reader.take(count * width), version);
}

inline void read_input_value(Reader& reader, InputValue& value) {
  if (auto* number = std::get_if<double>(&value)) {
    *number = reader.number<double>();
  } else if (auto* text = std::get_if<std::string_view>(&value)) {
    *text = text_in(reader.take_rest());
  } else {
    std::get_if<OpaqueValue>(&value)->bytes = reader.take_rest();
  }
}

inline void write_input_value(Writer& writer, const InputValue& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    writer.number(*number);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    writer.text(*text, kInputTextBytes);
  } else {
    writer.bytes(std::get_if<OpaqueValue>(&value)->bytes);
  }
}

}  // namespace detail

// Reads `row`, which exists in `version`.
template <class M, class T, class Wire>
constexpr void read_row(Reader& reader, Protocol version, M& message, const Field<M, T, Wire>& row, Failure& failure) {
  [[maybe_unused]] T& value = message.*row.member;
  if constexpr (std::is_same_v<Wire, wire::CountOf>) {
    value.announce(reader.number<std::uint32_t>());
  } else if constexpr (std::is_same_v<Wire, wire::ValueType>) {
    value = empty_value(reader.number<std::uint32_t>());
  } else if constexpr (std::is_same_v<Wire, wire::Value>) {
    detail::read_input_value(reader, value);
  } else if constexpr (std::is_same_v<Wire, wire::TextToEnd>) {
    value = text_in(reader.take_rest());
  } else if constexpr (std::is_same_v<Wire, wire::BytesToEnd>) {
    value = reader.take_rest();
  } else if constexpr (detail::kIsElements<Wire>) {
    using Element = typename ElementOf<T>::type;
    detail::read_elements(reader, version, value, failure);
    if (std::is_same_v<Wire, wire::PaddedElements> && value.empty() &&
        reader.remaining() == element_bytes<Element>(version)) {
      static_cast<void>(reader.take_rest());
    }
  } else {
    if (reader.remaining() < fixed_row_bytes(row, version) && reader.remaining() >= row.least_bytes) {
      if (reader.remaining() == 0) return;  // absent as a whole: the member keeps its default, a text without data()
      if constexpr (std::is_same_v<T, std::string_view>) value = text_in(reader.take_rest());
      if (reader.remaining() == 0) return;
    }
    read_fixed_row(reader, version, message, row, failure);
  }
}

template <class M, class T, class Wire>
constexpr void write_row(Writer& writer, Protocol version, const M& message, const Field<M, T, Wire>& row) {
  [[maybe_unused]] const T& value = message.*row.member;
  if constexpr (std::is_same_v<Wire, wire::CountOf>) {
    CHECKRIDE_ASSERT(value.size() <= kMaxFrameBytes);
    writer.number(static_cast<std::uint32_t>(value.size()));
  } else if constexpr (std::is_same_v<Wire, wire::ValueType>) {
    writer.number(type_of(value));
  } else if constexpr (std::is_same_v<Wire, wire::Value>) {
    detail::write_input_value(writer, value);
  } else if constexpr (std::is_same_v<Wire, wire::TextToEnd>) {
    writer.text(value, detail::text_bytes(value));
  } else if constexpr (std::is_same_v<Wire, wire::BytesToEnd>) {
    writer.bytes(value);
  } else if constexpr (detail::kIsElements<Wire>) {
    using Element = typename ElementOf<T>::type;
    for (std::size_t i = 0; i < value.size(); ++i) write_value(writer, version, value[i]);
    if (std::is_same_v<Wire, wire::PaddedElements> && value.empty()) writer.skip(element_bytes<Element>(version));
  } else {
    write_fixed_row(writer, version, message, row);
  }
}

// Reads all rows of M until one fails, which `failure` then names; the reader stands where it failed.
template <Structure M>
constexpr void read_payload(Reader& reader, Protocol version, M& message, Failure& failure) {
  const auto read_one = [&](const auto& row) {
    if (!row.exists_in(version)) return true;
    read_row(reader, version, message, row, failure);
    if (!reader.failed()) return true;
    failure.field = row.name;
    return false;
  };
  with_rows<M>([&](const auto&... row) { static_cast<void>((read_one(row) && ...)); });
}

template <Structure M>
constexpr void write_payload(Writer& writer, Protocol version, const M& message) {
  const auto write_one = [&](const auto& row) {
    if (row.exists_in(version)) write_row(writer, version, message, row);
  };
  for_each_row<M>(write_one);
}

}  // namespace checkride::protocol
