// Field: a name and a value of an event.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "checkride/world/time.hpp"
#include "config/level.hpp"

namespace checkride::runtime {

// A name and a value. Views: both live until the call returns. Durations are written in seconds.
class Field {
 public:
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  Field(std::string_view name, std::string_view value) : name_(name), value_(value) {}
  Field(std::string_view name, const char* value) : name_(name), value_(std::string_view(value)) {}
  Field(std::string_view name, const std::string& value) : name_(name), value_(std::string_view(value)) {}
  Field(std::string_view name, double value) : name_(name), value_(value) {}
  Field(std::string_view name, bool value) : name_(name), value_(value) {}
  Field(std::string_view name, world::Duration value) : name_(name), value_(world::to_seconds(value)) {}
  template <class Integer>
    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
  Field(std::string_view name, Integer value) : name_(name) {
    if constexpr (std::is_signed_v<Integer>) {
      value_ = static_cast<std::int64_t>(value);
    } else {
      value_ = static_cast<std::uint64_t>(value);
    }
  }

  std::string_view name() const { return name_; }
  const Value& value() const { return value_; }

 private:
  std::string_view name_;
  Value value_;
};

// A list of fields that lives until the call returns.
class Fields {
 public:
  Fields() = default;
  // Not explicit: fields are written in braces, in the call.
  Fields(std::initializer_list<Field> fields) : fields_(fields.begin(), fields.size()) {}
  explicit Fields(std::span<const Field> fields) : fields_(fields) {}
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::span<const Field> fields_;
};

}  // namespace checkride::runtime
