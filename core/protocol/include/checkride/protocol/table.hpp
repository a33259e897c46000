// The mechanism of the message table.
//
// A message is a struct with its identity in `kInfo` and one row per field of its payload in `fields()`. Nothing else
// lists fields: encoder, decoder, size, describe(), tests, generators, fuzz dictionary and documents read these rows.
//
//   struct RequestSystemState {
//     RequestId request_id{};
//     std::string_view state_name{};
//
//     static constexpr auto kInfo = message(SendType{0x35}, "RequestSystemState", Since{Protocol::fsx_rtm}, Size{276});
//     template <class M = RequestSystemState>
//     static constexpr auto fields() {
//       return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
//                         text<256>(&M::state_name, "state_name", "which state")};
//     }
//   };
//
// fields() is a template with a default so that a file which includes the messages pays only for those it uses.
// Which rows a frame has may depend on the protocol version (since, until); a member may stand in several rows whose
// versions do not overlap. The wire form of a row follows from the type of its member, or from its builder.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "checkride/protocol/bytes.hpp"
#include "checkride/protocol/ids.hpp"

namespace checkride::protocol {

enum class Unit : std::uint8_t {
  none,
  bytes,
  degrees,
  feet,
  feet_per_second,
  frames_per_second,
  hertz,
  knots,
  metres,
  percent,
  radians,
  seconds,
  simulation_rate,
  ticks,
};
// "none" ... "ticks".
std::string_view to_string(Unit unit);

// How well a layout is known. confirmed: seen in traffic or agreed between the public header and running clients.
// inferred: nobody has confirmed it; the documents say so.
enum class Evidence : std::uint8_t { confirmed, inferred };

enum class Direction : std::uint8_t { client_to_server, server_to_client };

struct SendType {
  std::uint32_t id;
};
struct ReceiveType {
  std::uint32_t id;
};
struct Since {
  Protocol protocol;
};
// Bytes of the whole frame in the newest version, header included; its open end not counted.
struct Size {
  std::size_t bytes;
};

// Identity of a message. `since` is the first version whose simulators know it; the codec does not refuse it before.
struct MessageInfo {
  Direction direction{};
  std::uint32_t id = 0;
  std::string_view name;
  Protocol since{};
  std::size_t size = 0;
  Evidence evidence = Evidence::confirmed;

  constexpr MessageInfo inferred() const {
    MessageInfo copy = *this;
    copy.evidence = Evidence::inferred;
    return copy;
  }
};

constexpr MessageInfo message(SendType type, std::string_view name, Since since, Size size) {
  return {Direction::client_to_server, type.id, name, since.protocol, size.bytes};
}

constexpr MessageInfo message(ReceiveType type, std::string_view name, Since since, Size size) {
  return {Direction::server_to_client, type.id, name, since.protocol, size.bytes};
}

constexpr std::size_t header_bytes(Direction direction) {
  return direction == Direction::client_to_server ? kClientHeaderBytes : kServerHeaderBytes;
}

// Wire forms that a member's type does not tell. Those with kBytes have one size.
namespace wire {

struct Plain {};  // the form of the member's type

// Characters, a NUL, zeros up to kWidth bytes.
template <std::size_t kWidth>
struct Text {
  static constexpr std::size_t kBytes = kWidth;
  static void read(Reader& reader, std::string_view& value) { value = text_in(reader.take(kWidth)); }
  static void write(Writer& writer, std::string_view value) { writer.text(value, kWidth); }
};

// A bool of one byte; plain ones take four.
struct Flag8 {
  static constexpr std::size_t kBytes = 1;
  static void read(Reader& reader, bool& value) { value = reader.number<std::uint8_t>() != 0; }
  static void write(Writer& writer, bool value) { writer.number(std::uint8_t{value}); }
};

// One character, 0 for none.
struct Character {
  static constexpr std::size_t kBytes = 1;
  static void read(Reader& reader, char& value) { value = static_cast<char>(reader.number<std::uint8_t>()); }
  static void write(Writer& writer, char value) { writer.number(static_cast<std::uint8_t>(value)); }
};

struct TextToEnd {};       // characters and a NUL that end the frame
struct BytesToEnd {};      // everything up to the end of the frame
struct CountOf {};         // u32 number of elements of the list that follows later
struct Elements {};        // the elements of a list
struct PaddedElements {};  // the same, but an empty list sends one zero element, and may be read with or without it
struct ValueType {};       // u32 that says the form of an input event's value
struct Value {};           // that value

}  // namespace wire

// One row: where the value lives, how it travels, what it means.
template <class Message, class Member, class Wire>
struct Field {
  using MemberType = Member;
  using WireForm = Wire;

  Member Message::*member;
  std::string_view name;
  Unit unit;
  std::string_view meaning;
  Protocol first_version = kOldestProtocol;
  Protocol last_version = kNewestProtocol;
  // The row may be cut by the end of the frame as long as this many of its bytes are there (kWhole: it may not). Text
  // keeps what is there; other values must be there wholly, or keep their default.
  std::size_t least_bytes = kWhole;

  static constexpr std::size_t kWhole = ~std::size_t{0};

  // The row exists from this version on.
  constexpr Field since(Protocol version) const {
    Field copy = *this;
    copy.first_version = version;
    return copy;
  }
  // This version is the last that has the row.
  constexpr Field until(Protocol version) const {
    Field copy = *this;
    copy.last_version = version;
    return copy;
  }
  constexpr Field may_be_cut_to(std::size_t bytes) const {
    Field copy = *this;
    copy.least_bytes = bytes;
    return copy;
  }

  // Versions outside the spoken ones are laid out like the nearest that is spoken.
  constexpr bool exists_in(Protocol version) const {
    return (version >= first_version || first_version == kOldestProtocol) &&
           (version <= last_version || last_version == kNewestProtocol);
  }
};

// A value in the form of its type: integers and floats as they are, ids and enumerations as their number, bool as u32,
// std::array<std::byte, N> as N bytes, structures by their own rows.
template <class M, class T>
constexpr auto field(T M::*member, std::string_view name, Unit unit, std::string_view meaning) {
  return Field<M, T, wire::Plain>{member, name, unit, meaning};
}

template <std::size_t kWidth, class M>
constexpr auto text(std::string_view M::*member, std::string_view name, std::string_view meaning) {
  return Field<M, std::string_view, wire::Text<kWidth>>{member, name, Unit::none, meaning};
}

template <class M>
constexpr auto text_to_end(std::string_view M::*member, std::string_view name, std::string_view meaning) {
  return Field<M, std::string_view, wire::TextToEnd>{member, name, Unit::none, meaning};
}

template <class M>
constexpr auto bytes_to_end(std::span<const std::byte> M::*member, std::string_view name, std::string_view meaning) {
  return Field<M, std::span<const std::byte>, wire::BytesToEnd>{member, name, Unit::none, meaning};
}

template <class M>
constexpr auto flag8(bool M::*member, std::string_view name, std::string_view meaning) {
  return Field<M, bool, wire::Flag8>{member, name, Unit::none, meaning};
}

template <class M>
constexpr auto character(char M::*member, std::string_view name, std::string_view meaning) {
  return Field<M, char, wire::Character>{member, name, Unit::none, meaning};
}

// The number of elements of `list`, whose own row comes later.
template <class M, class L>
constexpr auto count_of(L M::*list, std::string_view name, std::string_view meaning) {
  return Field<M, L, wire::CountOf>{list, name, Unit::none, meaning};
}

template <class M, class L>
constexpr auto list_elements(L M::*list, std::string_view name, std::string_view meaning) {
  return Field<M, L, wire::Elements>{list, name, Unit::none, meaning};
}

template <class M, class L>
constexpr auto padded_list_elements(L M::*list, std::string_view name, std::string_view meaning) {
  return Field<M, L, wire::PaddedElements>{list, name, Unit::none, meaning};
}

template <class M, class V>
constexpr auto chosen_type(V M::*chosen, std::string_view name, std::string_view meaning) {
  return Field<M, V, wire::ValueType>{chosen, name, Unit::none, meaning};
}

template <class M, class V>
constexpr auto chosen_value(V M::*chosen, std::string_view name, std::string_view meaning) {
  return Field<M, V, wire::Value>{chosen, name, Unit::none, meaning};
}

namespace detail {

template <std::size_t kIndex, class Row>
struct RowAt {
  Row row;
};

template <class Indices, class... Row>
struct RowSet;
template <std::size_t... kIndex, class... Row>
struct RowSet<std::index_sequence<kIndex...>, Row...> : RowAt<kIndex, Row>... {
  template <class Visit>
  constexpr decltype(auto) apply(const Visit& visit) const {
    return visit(static_cast<const RowAt<kIndex, Row>&>(*this).row...);
  }
};

}  // namespace detail

// The rows of one message, in wire order: a tuple that costs half the compile time and memory of std::tuple.
template <class... Row>
struct Rows : detail::RowSet<std::index_sequence_for<Row...>, Row...> {
  constexpr explicit Rows(Row... row) : detail::RowSet<std::index_sequence_for<Row...>, Row...>{{row}...} {}
};

template <class... A, class... B>
constexpr auto join(const Rows<A...>& first, const Rows<B...>& second) {
  return first.apply(
      [&](const A&... a) { return second.apply([&](const B&... b) { return Rows<A..., B...>(a..., b...); }); });
}

// A struct that has rows: a structure inside messages, or a message.
template <class T>
concept Structure = requires { T::fields(); };

template <class T>
concept Message = Structure<T> && requires { T::kInfo; };

// The rows of M, made once.
template <Structure M>
inline constexpr auto kRows = M::fields();

// Calls `visit(rows...)` with all rows of M, in wire order.
template <Structure M, class Visit>
constexpr decltype(auto) with_rows(const Visit& visit) {
  return kRows<M>.apply(visit);
}

// Calls `visit(row)` for every row of M, in wire order.
template <Structure M, class Visit>
constexpr void for_each_row(const Visit& visit) {
  with_rows<M>([&visit](const auto&... row) { (visit(row), ...); });
}

}  // namespace checkride::protocol
