// Values of a size that is known from their type and the protocol version: numbers, ids, enumerations, flags, byte
// arrays, fixed text inside structures, and structures of these.
//
// `measure`, `read_value` and `write_value` are the three things the codec does with a value. Lists and open-ended rows
// are in rows.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "checkride/protocol/bytes.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Where a frame could not be read. The names are those of the table and live as long as the program.
struct Failure {
  static constexpr std::size_t kNoElement = ~std::size_t{0};

  std::string_view field;            // the row of the message
  std::string_view member;           // the row of the structure inside it, if the field is one
  std::size_t element = kNoElement;  // the element of the list inside it, if the field is one
};

template <class T>
concept StrongId = Number<decltype(T::value)> && std::is_aggregate_v<T> && !Structure<T>;

template <class T>
inline constexpr std::size_t kByteArray = 0;
template <std::size_t kCount>
inline constexpr std::size_t kByteArray<std::array<std::byte, kCount>> = kCount;

// Bytes of a value that is no structure.
template <class T>
constexpr std::size_t simple_bytes() {
  if constexpr (std::is_same_v<T, bool>) {
    return sizeof(std::uint32_t);
  } else if constexpr (Number<T>) {
    return sizeof(T);
  } else if constexpr (std::is_enum_v<T>) {
    return sizeof(std::underlying_type_t<T>);
  } else if constexpr (kByteArray<T> != 0) {
    return kByteArray<T>;
  } else if constexpr (std::is_same_v<T, Guid>) {
    return sizeof(Guid::bytes);
  } else {
    static_assert(StrongId<T>, "this type has no plain form on the wire");
    return sizeof(T{}.value);
  }
}

template <class T>
constexpr std::size_t element_bytes(Protocol version);

// Bytes of a row that has one size in `version`.
template <class M, class T, class Wire>
constexpr std::size_t fixed_row_bytes(const Field<M, T, Wire>& row, Protocol version) {
  if (!row.exists_in(version)) return 0;
  if constexpr (std::is_same_v<Wire, wire::Plain>) {
    return element_bytes<T>(version);
  } else {
    return Wire::kBytes;
  }
}

// Bytes of a T in `version`.
template <class T>
constexpr std::size_t element_bytes(Protocol version) {
  if constexpr (Structure<T>) {
    return with_rows<T>(
        [version](const auto&... row) { return (std::size_t{0} + ... + fixed_row_bytes(row, version)); });
  } else {
    return simple_bytes<T>();
  }
}

template <class T>
constexpr void read_simple(Reader& reader, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    value = reader.number<std::uint32_t>() != 0;
  } else if constexpr (Number<T>) {
    value = reader.number<T>();
  } else if constexpr (std::is_enum_v<T>) {
    value = static_cast<T>(reader.number<std::underlying_type_t<T>>());
  } else if constexpr (kByteArray<T> != 0) {
    const auto bytes = reader.take(kByteArray<T>);
    for (std::size_t i = 0; i < bytes.size(); ++i) value[i] = bytes[i];
  } else if constexpr (std::is_same_v<T, Guid>) {
    read_simple(reader, value.bytes);
  } else {
    value.value = reader.number<decltype(value.value)>();
  }
}

template <class T>
constexpr void write_simple(Writer& writer, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    writer.number(std::uint32_t{value});
  } else if constexpr (Number<T>) {
    writer.number(value);
  } else if constexpr (std::is_enum_v<T>) {
    writer.number(static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (kByteArray<T> != 0) {
    writer.bytes(value);
  } else if constexpr (std::is_same_v<T, Guid>) {
    writer.bytes(value.bytes);
  } else {
    writer.number(value.value);
  }
}

template <Structure T>
constexpr void read_structure(Reader& reader, Protocol version, T& value, Failure& failure);

// Reads a row of one size. On failure the reader stands at the row's first byte, or at the member that was cut.
template <class M, class T, class Wire>
constexpr void read_fixed_row(Reader& reader, Protocol version, M& message, const Field<M, T, Wire>& row,
                              Failure& failure) {
  T& value = message.*row.member;
  if constexpr (!std::is_same_v<Wire, wire::Plain>) {
    Wire::read(reader, value);
  } else if constexpr (Structure<T>) {
    read_structure(reader, version, value, failure);
  } else {
    read_simple(reader, value);
  }
}

template <Structure T>
constexpr void read_structure(Reader& reader, Protocol version, T& value, Failure& failure) {
  const auto read_one = [&](const auto& row) {
    if (!row.exists_in(version)) return true;
    read_fixed_row(reader, version, value, row, failure);
    if (reader.failed() && failure.member.empty()) failure.member = row.name;
    return !reader.failed();
  };
  with_rows<T>([&](const auto&... row) { static_cast<void>((read_one(row) && ...)); });
}

template <Structure T>
constexpr void write_structure(Writer& writer, Protocol version, const T& value);

template <class M, class T, class Wire>
constexpr void write_fixed_row(Writer& writer, Protocol version, const M& message, const Field<M, T, Wire>& row) {
  const T& value = message.*row.member;
  if constexpr (!std::is_same_v<Wire, wire::Plain>) {
    Wire::write(writer, value);
  } else if constexpr (Structure<T>) {
    write_structure(writer, version, value);
  } else {
    write_simple(writer, value);
  }
}

template <Structure T>
constexpr void write_structure(Writer& writer, Protocol version, const T& value) {
  const auto write_one = [&](const auto& row) {
    if (row.exists_in(version)) write_fixed_row(writer, version, value, row);
  };
  for_each_row<T>(write_one);
}

// Reads a T that is no list: an element of one, or a datum.
template <class T>
constexpr void read_value(Reader& reader, Protocol version, T& value, Failure& failure) {
  if constexpr (Structure<T>) {
    read_structure(reader, version, value, failure);
  } else {
    read_simple(reader, value);
  }
}

template <class T>
constexpr void write_value(Writer& writer, Protocol version, const T& value) {
  if constexpr (Structure<T>) {
    write_structure(writer, version, value);
  } else {
    write_simple(writer, value);
  }
}

}  // namespace checkride::protocol
