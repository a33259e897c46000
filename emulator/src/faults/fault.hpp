// A fault as somebody asked for it: its kind and the values of its parameters, by the names of the table.
//
//   Fault fault(FaultKind::latency);
//   fault.set("delay", 300ms);
//   fault.get<world::Duration>("delay");
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checkride/result/assert.hpp"
#include "checkride/values/json.hpp"
#include "checkride/world/time.hpp"
#include "faults/fault_table.hpp"

namespace checkride::emulator {

// By ParameterType: whole and exception; number; duration; boolean; text and word; requests, messages and variables.
using ParameterValue = std::variant<std::int64_t, double, world::Duration, bool, std::string, std::vector<std::string>>;

class Fault {
 public:
  using Values = std::map<std::string, ParameterValue, std::less<>>;

  // With the defaults of the table.
  explicit Fault(FaultKind kind);

  FaultKind kind() const { return kind_; }
  const FaultInfo& info() const { return info_of(kind_); }
  // Requires a parameter that faults of this kind have, and a value of its type.
  Fault& set(std::string_view name, ParameterValue value);

  // Null: it was not given and has no default.
  template <class T>
  const T* find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : std::get_if<T>(&found->second);
  }
  // Of parameters that are required or have a default.
  template <class T>
  const T& get(std::string_view name) const {
    const T* value = find<T>(name);
    CHECKRIDE_ASSERT(value != nullptr);  // the reader tells what is missing, and the board what does not fit
    return *value;
  }
  std::int64_t whole(std::string_view name) const { return get<std::int64_t>(name); }
  double number(std::string_view name) const { return get<double>(name); }
  const std::string& word(std::string_view name) const { return get<std::string>(name); }

  // The kind and every value, as members of the object that is being written.
  void write(values::json::Writer& json) const;
  bool operator==(const Fault&) const = default;

 private:
  FaultKind kind_;
  Values values_;
};

// What the values of a fault must be to each other, which no single range can say. Errors (invalid) name the parameter
// and what is allowed.
Result<> check(const Fault& fault);

}  // namespace checkride::emulator
