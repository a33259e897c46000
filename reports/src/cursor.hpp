// Reading JSON with places: every error names the path in the document, "scenarios[2].verdict: expected ...".
#pragma once

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/reports/verdict.hpp"
#include "checkride/result/result.hpp"

namespace checkride::reports {

namespace json = boost::json;

// A value and the path that led to it. The first failure sticks in `error`; later reads give defaults.
class Cursor {
 public:
  Cursor(const json::value& value, std::string path, std::string& error)
      : value_(&value), path_(std::move(path)), error_(&error) {}

  Cursor operator[](std::string_view name) const {
    static const json::value kNull;
    const std::string path = path_.empty() ? std::string(name) : path_ + "." + std::string(name);
    const json::object* object = value_->if_object();
    const json::value* member = object ? object->if_contains(name) : nullptr;
    Cursor cursor(member ? *member : kNull, path, *error_);
    if (!object) {
      fail("an object");
    } else if (!member) {
      cursor.fail("to be there");
    }
    return cursor;
  }

  bool has(std::string_view name) const {
    const json::object* object = value_->if_object();
    return object != nullptr && object->contains(name);
  }

  template <class Visit>
  void each(Visit visit) const {
    const json::array* array = value_->if_array();
    if (!array) return fail("a list");
    for (std::size_t i = 0; i < array->size(); ++i)
      visit(Cursor((*array)[i], fmt::format("{}[{}]", path_, i), *error_));
  }

  std::string text() const {
    const json::string* string = value_->if_string();
    if (!string) fail("a text");
    return string ? std::string(*string) : std::string();
  }

  double number() const {
    if (value_->is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (!value_->is_number()) fail("a number");
    return value_->is_number() ? value_->to_number<double>() : 0;
  }

  std::optional<double> number_or_null() const {
    if (value_->is_null()) return std::nullopt;
    return number();
  }

  std::uint64_t whole() const {
    boost::system::error_code code;
    const std::uint64_t number = value_->is_number() ? value_->to_number<std::uint64_t>(code) : 0;
    if (!value_->is_number() || code) fail("a whole number");
    return number;
  }

  bool truth() const {
    if (!value_->is_bool()) fail("true or false");
    return value_->is_bool() && value_->get_bool();
  }

  bool is_null() const { return value_->is_null(); }
  const json::object* object() const { return value_->if_object(); }
  void fail(std::string_view expected) const {
    if (error_->empty()) *error_ = fmt::format("{}: expected {}", path_.empty() ? "document" : path_, expected);
  }

 private:
  const json::value* value_;
  std::string path_;
  std::string* error_;
};

inline Verdict read_verdict(const Cursor& cursor) {
  const std::string text = cursor.text();
  for (const Verdict verdict :
       {Verdict::passed, Verdict::failed, Verdict::skipped, Verdict::expected_failure, Verdict::error}) {
    if (text == to_string(verdict)) return verdict;
  }
  cursor.fail("passed, failed, skipped, expected_failure or error");
  return Verdict::error;
}

inline std::vector<std::string> read_texts(const Cursor& cursor) {
  std::vector<std::string> texts;
  cursor.each([&](const Cursor& entry) { texts.push_back(entry.text()); });
  return texts;
}

inline std::optional<std::uint64_t> read_hash(const Cursor& cursor) {
  if (cursor.is_null()) return std::nullopt;
  const std::string text = cursor.text();
  char* end = nullptr;
  const std::uint64_t hash = std::strtoull(text.c_str(), &end, 16);
  if (text.size() != 16 || *end != '\0') cursor.fail("16 hexadecimal digits or null");
  return hash;
}

inline Result<json::value> parse_json(std::string_view text, std::string_view what) {
  boost::system::error_code code;
  json::value value = json::parse(json::string_view(text.data(), text.size()), code);
  if (code) return Error::invalid(fmt::format("{} is not JSON: {}", what, code.message()));
  return value;
}

}  // namespace checkride::reports
