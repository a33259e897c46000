// Scale: how the numbers that a matcher compares are written in a file and told to people. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/values/diagnostic.hpp"
#include "checkride/values/document.hpp"
#include "matchers/value.hpp"

namespace checkride::catalog {
struct Unit;
}

namespace checkride::harness {

// What a matcher will be tried on; `any` is decided by each value.
enum class Domain {
  any,
  text,
  number,    // without a unit: the status of an answer, the value of a metric
  quantity,  // in a unit of the catalogue: 80 feet
  duration,  // values in seconds, written 1m30s; never negative
  bytes,     // whole numbers, written 64MiB
  count      // whole numbers from 0 on
};

class Scale {
 public:
  // `unit` is of the values, and for Domain::quantity only: a name of the catalogue, or empty for a number whose unit
  // is not known. Requires a name that catalog::find_unit finds.
  explicit Scale(Domain domain, std::string_view unit = {});

  Domain domain() const { return domain_; }
  // Are there only whole numbers on it?
  bool whole() const { return domain_ == Domain::bytes || domain_ == Domain::count; }
  bool has_negative() const { return !whole() && domain_ != Domain::duration; }
  // Unit of distances on it: "feet", "s", "bytes"; empty if there is none.
  const std::string& unit() const { return unit_; }
  // "a quantity in feet", for messages.
  std::string noun() const;

  // One value as a file has it: of the kind that stands on the scale, quantities in its unit. A mistake is added to
  // `errors`, with what would have been right, and gives no value.
  std::optional<Value> read(const values::Node& node, values::Diagnostics& errors) const;
  // A number. Requires a domain other than text.
  std::optional<double> read_number(const values::Node& node, values::Diagnostics& errors) const;
  // A distance from `middle`, above zero: "2 feet", "500ms", or a share of the middle's magnitude, "1 %". Requires a
  // domain other than text.
  std::optional<double> read_width(const values::Node& node, values::Diagnostics& errors, double middle) const;

  // "82 feet", "1m30s", "64MiB".
  std::string text(double number) const;
  // The same for any value: others than numbers as value_text.
  std::string text(const Value& value) const;

 private:
  enum class Part { place, width };  // of two: temperatures differ by degrees, whatever zero their units have
  std::optional<double> read_part(const values::Node& node, values::Diagnostics& errors, Part part) const;
  std::optional<double> read_quantity(const values::Node& node, values::Diagnostics& errors, Part part) const;
  // Requires a unit.
  Result<double> convert(const std::string& text, Part part) const;

  Domain domain_;
  const catalog::Unit* catalog_unit_ = nullptr;
  std::string unit_;
};

}  // namespace checkride::harness
