#include "services/upstream/json_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

namespace checkride::harness {

namespace {

namespace json = boost::json;

using Mistake = std::optional<JsonMistake>;

re2::RE2::Options quiet() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return options;
}

// UTF-8 continuation bytes begin no character.
std::uint64_t characters(std::string_view text) {
  return static_cast<std::uint64_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string_view word_of(JsonType type) {
  switch (type) {
    case JsonType::any:
      return "any value";
    case JsonType::object:
      return "an object";
    case JsonType::array:
      return "an array";
    case JsonType::string:
      return "a text";
    case JsonType::number:
      return "a number";
    case JsonType::integer:
      return "a whole number";
    case JsonType::boolean:
      return "true or false";
  }
  return "";
}

bool is_whole(const json::value& value) {
  if (value.is_int64() || value.is_uint64()) return true;
  return value.is_double() && std::trunc(value.get_double()) == value.get_double();
}

bool fits(JsonType type, const json::value& value) {
  switch (type) {
    case JsonType::any:
      return true;
    case JsonType::object:
      return value.is_object();
    case JsonType::array:
      return value.is_array();
    case JsonType::string:
      return value.is_string();
    case JsonType::number:
      return value.is_number();
    case JsonType::integer:
      return is_whole(value);
    case JsonType::boolean:
      return value.is_bool();
  }
  return false;
}

Mistake check_text(const JsonSchema& schema, json::value& value, const std::string& field) {
  if (schema.trim) {
    const std::string inner(trimmed(std::string_view(value.get_string())));
    value = json::string(inner);
  }
  const std::string text(std::string_view(value.get_string()));
  const std::uint64_t length = characters(text);
  if (schema.min_length && length < *schema.min_length) {
    return JsonMistake{field, fmt::format("at least {} characters", *schema.min_length)};
  }
  if (schema.max_length && length > *schema.max_length) {
    return JsonMistake{field, fmt::format("at most {} characters", *schema.max_length)};
  }
  if (!schema.words.empty() && std::find(schema.words.begin(), schema.words.end(), text) == schema.words.end()) {
    return JsonMistake{field, fmt::format("one of {}", fmt::join(schema.words, ", "))};
  }
  if (!schema.pattern.empty() && !re2::RE2::FullMatch(text, re2::RE2(schema.pattern, quiet()))) {
    return JsonMistake{field, "a text like " + schema.pattern};
  }
  return std::nullopt;
}

Mistake check_number(const JsonSchema& schema, const json::value& value, const std::string& field) {
  const auto number = value.to_number<double>();
  if (schema.minimum && !(number >= *schema.minimum)) {
    return JsonMistake{field, fmt::format("at least {}", *schema.minimum)};
  }
  if (schema.maximum && !(number <= *schema.maximum)) {
    return JsonMistake{field, fmt::format("at most {}", *schema.maximum)};
  }
  if (schema.exclusive_minimum && !(number > *schema.exclusive_minimum)) {
    return JsonMistake{field, fmt::format("more than {}", *schema.exclusive_minimum)};
  }
  if (schema.exclusive_maximum && !(number < *schema.exclusive_maximum)) {
    return JsonMistake{field, fmt::format("less than {}", *schema.exclusive_maximum)};
  }
  return std::nullopt;
}

Mistake check_at(const JsonSchema& schema, json::value& value, const std::string& field);

Mistake check_members(const JsonSchema& schema, json::object& object, const std::string& field) {
  for (const std::string& name : schema.required) {
    if (!object.contains(name)) return JsonMistake{field + "/" + name, "this field, which is missing"};
  }
  for (const JsonSchema& property : schema.properties) {
    json::value* const value = object.if_contains(property.name);
    if (value == nullptr) {
      if (!property.default_json.empty()) object[property.name] = json::parse(property.default_json);
    } else if (auto mistake = check_at(property, *value, field + "/" + property.name)) {
      return mistake;
    }
  }
  return std::nullopt;
}

Mistake check_at(const JsonSchema& schema, json::value& value, const std::string& field) {
  if (!fits(schema.type, value)) return JsonMistake{field, std::string(word_of(schema.type))};
  if (value.is_string()) return check_text(schema, value, field);
  if (value.is_number()) return check_number(schema, value, field);
  if (auto* object = value.if_object()) return check_members(schema, *object, field);
  return std::nullopt;
}

}  // namespace

std::optional<JsonMistake> check_json(const JsonSchema& schema, boost::json::value& body) {
  return check_at(schema, body, "");
}

bool good_pattern(const std::string& pattern) {
  return re2::RE2(pattern, quiet()).ok();
}

}  // namespace checkride::harness
