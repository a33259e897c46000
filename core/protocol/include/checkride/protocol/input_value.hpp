// The value of an input event, whose form is chosen by a type that travels before it (wire.md 4.5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "checkride/protocol/enums.hpp"

namespace checkride::protocol {

// A value of a type that nobody has described, kept as it came.
struct OpaqueValue {
  std::uint32_t type = 0;
  std::span<const std::byte> bytes;
};

// A number, a text, or something unknown. A text is sent in kInputTextBytes, and read to its NUL or the frame's end.
using InputValue = std::variant<double, std::string_view, OpaqueValue>;

inline constexpr std::size_t kInputTextBytes = 256;

// The number on the wire that announces `value`.
constexpr std::uint32_t type_of(const InputValue& value) {
  if (const auto* opaque = std::get_if<OpaqueValue>(&value)) return opaque->type;
  return static_cast<std::uint32_t>(std::holds_alternative<double>(value) ? InputEventType::number
                                                                          : InputEventType::text);
}

// An empty value of the form that `type` announces.
constexpr InputValue empty_value(std::uint32_t type) {
  if (type == static_cast<std::uint32_t>(InputEventType::number)) return 0.0;
  if (type == static_cast<std::uint32_t>(InputEventType::text)) return std::string_view();
  return OpaqueValue{type, {}};
}

}  // namespace checkride::protocol
