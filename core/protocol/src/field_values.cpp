// Values of all fields of a message, from the table.
#include "checkride/protocol/field_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <type_traits>

#include "id_kind.hpp"

namespace checkride::protocol {
namespace {

// Where the walk is: values are appended to `fields`.
struct Walk {
  std::vector<FieldValue>& fields;
  Protocol version;
  std::size_t offset;
  std::string prefix;

  FieldValue& add(std::string_view name, Unit unit, std::size_t bytes) {
    FieldValue& field = fields.emplace_back();
    field.path = prefix;
    field.path += name;
    field.unit = unit;
    field.offset = offset;
    field.bytes = bytes;
    offset += bytes;
    return field;
  }
};

std::vector<std::byte> copy_of(std::span<const std::byte> bytes) {
  return {bytes.begin(), bytes.end()};
}

template <Structure M>
void walk_rows(Walk& walk, const M& message);

template <class T>
void set_enum(FieldValue& field, T value) {
  field.value = static_cast<std::uint64_t>(value);
  if constexpr (kIsFlags<T>) {
    field.flags = true;
  } else if (const std::string_view word = to_string(value); word != "unknown") {
    field.word = word;
  }
}

// A value in the form of its type that is no structure.
template <class T>
void set_simple(FieldValue& field, const T& value) {
  field.id = detail::kIdKind<T>;
  if constexpr (std::is_same_v<T, bool>) {
    field.value = value;
  } else if constexpr (std::is_same_v<T, std::string_view>) {
    field.value = std::string(value);
  } else if constexpr (std::is_enum_v<T>) {
    set_enum(field, value);
  } else if constexpr (std::is_floating_point_v<T>) {
    field.value = value;
  } else if constexpr (std::is_signed_v<T>) {
    field.value = std::int64_t{value};
  } else if constexpr (Number<T>) {
    field.value = std::uint64_t{value};
  } else {
    field.value = std::uint64_t{value.value};
    field.flags = std::is_same_v<T, InputEventHash>;
  }
}

template <class T>
void walk_value(Walk& walk, std::string_view name, Unit unit, const T& value, std::size_t bytes) {
  if constexpr (Structure<T>) {
    const std::string outer = walk.prefix;
    walk.prefix += name;
    walk.prefix += '.';
    walk_rows(walk, value);
    walk.prefix = outer;
  } else if constexpr (std::is_same_v<T, Guid>) {
    walk.add(name, unit, bytes).value = copy_of(value.bytes);
  } else if constexpr (kByteArray<T> != 0) {
    walk.add(name, unit, bytes).value = copy_of(value);
  } else {
    set_simple(walk.add(name, unit, bytes), value);
  }
}

template <class T>
void walk_list(Walk& walk, std::string_view name, Unit unit, const List<T>& list) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const T element = list[i];
    walk_value(walk, std::string(name) + "[" + std::to_string(i) + "]", unit, element, element_bytes<T>(walk.version));
  }
}

void set_input_value(FieldValue& field, const InputValue& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    field.value = *number;
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    field.value = std::string(*text);
  } else {
    field.value = copy_of(std::get_if<OpaqueValue>(&value)->bytes);
  }
}

template <class M, class T, class Wire>
void walk_row(Walk& walk, const M& message, const Field<M, T, Wire>& row) {
  const T& value = message.*row.member;
  const std::size_t bytes = row_bytes(message, row, walk.version);
  if constexpr (std::is_same_v<Wire, wire::CountOf>) {
    walk.add(row.name, row.unit, bytes).value = std::uint64_t{value.size()};
  } else if constexpr (detail::kIsElements<Wire>) {
    walk_list(walk, row.name, row.unit, value);
  } else if constexpr (std::is_same_v<Wire, wire::ValueType>) {
    set_enum(walk.add(row.name, row.unit, bytes), static_cast<InputEventType>(type_of(value)));
  } else if constexpr (std::is_same_v<Wire, wire::Value>) {
    set_input_value(walk.add(row.name, row.unit, bytes), value);
  } else if constexpr (std::is_same_v<Wire, wire::BytesToEnd>) {
    walk.add(row.name, row.unit, bytes).value = copy_of(value);
  } else if constexpr (std::is_same_v<Wire, wire::Character>) {
    walk.add(row.name, row.unit, bytes).value = std::string(value == '\0' ? 0 : 1, value);
  } else {
    walk_value(walk, row.name, row.unit, value, bytes);
  }
}

template <Structure M>
void walk_rows(Walk& walk, const M& message) {
  for_each_row<M>([&](const auto& row) {
    if (row.exists_in(walk.version)) walk_row(walk, message, row);
  });
}

template <class T>
std::string number_text(T number, int base = 10) {
  std::array<char, 40> digits{};
  std::to_chars_result end{};
  if constexpr (std::is_floating_point_v<T>) {
    end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  } else {
    end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base);
  }
  return {digits.data(), end.ptr};
}

std::string hex_text(std::span<const std::byte> bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : bytes) {
    text += kDigits[std::to_integer<std::size_t>(byte >> 4)];
    text += kDigits[std::to_integer<std::size_t>(byte & std::byte{0x0F})];
  }
  return text;
}

}  // namespace

std::string_view to_string(IdKind kind) {
  static constexpr std::array<std::string_view, 12> kNames{"none",  "request", "definition",  "datum",
                                                           "event", "group",   "input_group", "client_data",
                                                           "send",  "object",  "record",      "input_event"};
  const auto place = static_cast<std::size_t>(kind);
  return place < kNames.size() ? kNames[place] : std::string_view("unknown");
}

std::string text_of(const FieldValue& field) {
  if (!field.word.empty()) return std::string(field.word);
  if (const auto* truth = std::get_if<bool>(&field.value)) return *truth ? "true" : "false";
  if (const auto* text = std::get_if<std::string>(&field.value)) return *text;
  if (const auto* bytes = std::get_if<std::vector<std::byte>>(&field.value)) return hex_text(*bytes);
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) return number_text(*number);
  if (const auto* number = std::get_if<float>(&field.value)) return number_text(*number);
  if (const auto* number = std::get_if<double>(&field.value)) return number_text(*number);
  const auto number = std::get<std::uint64_t>(field.value);
  return field.flags ? "0x" + number_text(number, 16) : number_text(number);
}

template <AnyMessage V>
std::vector<FieldValue> field_values(const V& message, Protocol version) {
  std::vector<FieldValue> fields;
  const auto walk_one = [&](const auto& known) {
    using T = std::decay_t<decltype(known)>;
    if constexpr (std::is_same_v<T, Unknown>) {
      constexpr Direction kDirection =
          std::is_same_v<V, ClientMessage> ? Direction::client_to_server : Direction::server_to_client;
      Walk walk{fields, version, header_bytes(kDirection), {}};
      walk.add("payload", Unit::none, known.payload.size()).value = copy_of(known.payload);
    } else {
      Walk walk{fields, version, header_bytes(T::kInfo.direction), {}};
      walk_rows(walk, known);
    }
  };
  visit_message(message, walk_one);
  return fields;
}

template std::vector<FieldValue> field_values(const ClientMessage& message, Protocol version);
template std::vector<FieldValue> field_values(const ServerMessage& message, Protocol version);

}  // namespace checkride::protocol
