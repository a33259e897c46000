// What a check compares: one value out of an answer, a mail, a page of metrics. Pure.
#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/values/document.hpp"

namespace checkride::harness {

// A JSON array or object, or null: what is there and is no single value. Cheap to copy.
class Structure {
 public:
  // Requires a value; what it stands in lives as long.
  explicit Structure(std::shared_ptr<const boost::json::value> json);
  const boost::json::value& json() const { return *json_; }
  // Equal content: numbers by value (3 is 3.0), objects without regard to the order of their keys.
  bool operator==(const Structure& other) const;

 private:
  std::shared_ptr<const boost::json::value> json_;
};

// monostate: it is not there. Numbers are doubles: whole ones beyond 2^53 are the nearest double.
using Value = std::variant<std::monostate, bool, double, std::string, Structure>;

// As a document has it: 3 is a number, "3" a text, nothing is JSON's null.
Value value_of(const values::Node& node);

// For people, in one line of reasonable length: 82, "high", {"state":"firing"}; `nothing` if it is not there.
std::string value_text(const Value& value);

// Entries of an array; nothing of any other value.
std::optional<std::vector<Value>> items_of(const Value& value);
// Characters of a text (a byte that is no UTF-8 counts as one), entries of an array or object; nothing of other values.
std::optional<double> length_of(const Value& value);

// A JSON text, parsed once for any number of questions.
class JsonDocument {
 public:
  // Error (invalid): it is no JSON, with its begin.
  static Result<JsonDocument> parse(std::string_view text);
  // What stands at a JSON pointer (RFC 6901); monostate if nothing does.
  Value at(std::string_view pointer) const;

 private:
  explicit JsonDocument(std::shared_ptr<const boost::json::value> root) : root_(std::move(root)) {}
  std::shared_ptr<const boost::json::value> root_;
};

}  // namespace checkride::harness
