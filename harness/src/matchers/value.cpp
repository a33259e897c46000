#include "matchers/value.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/utf8.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

bool same(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_number()) {
    // Two whole numbers are compared in all their digits.
    return a.is_double() || b.is_double() ? a.to_number<double>() == b.to_number<double>() : a == b;
  }
  if (a.kind() != b.kind()) return false;
  if (a.is_array()) {
    return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(), b.get_array().end(), same);
  }
  if (!a.is_object()) return a == b;
  return a.get_object().size() == b.get_object().size() &&
         std::all_of(a.get_object().begin(), a.get_object().end(), [&](const json::key_value_pair& pair) {
           const json::value* other = b.get_object().if_contains(pair.key());
           return other != nullptr && same(pair.value(), *other);
         });
}

json::value to_json(const values::Node& node) {
  switch (node.kind()) {
    case values::Kind::null:
      return nullptr;
    case values::Kind::scalar:
      if (const auto truth = node.as_bool()) return *truth;
      if (const auto whole = node.as_integer()) return *whole;
      if (const auto number = node.as_number()) return *number;
      return json::string(node.text());
    case values::Kind::list: {
      json::array array;
      for (const auto& item : node.items()) array.push_back(to_json(item));
      return array;
    }
    case values::Kind::map:
      break;
  }
  json::object object;
  for (const auto& entry : node.entries()) object.insert_or_assign(entry.key, to_json(entry.value));
  return object;
}

// `json` may be a part of what its pointer keeps alive.
Value value_of(std::shared_ptr<const json::value> json) {
  if (json->is_bool()) return json->get_bool();
  if (json->is_number()) return json->to_number<double>();
  if (json->is_string()) return std::string(std::string_view(json->get_string()));
  return Structure(std::move(json));
}

std::string brief(std::string text) {
  constexpr std::size_t kShownMax = 160;
  if (text.size() <= kShownMax) return text;
  std::size_t end = kShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // no half character
  return text.substr(0, end) + "...";
}

double characters(std::string_view text) {
  std::size_t number = 0;
  while (!text.empty()) {
    text.remove_prefix(std::max<std::size_t>(values::utf8_length(text), 1));
    ++number;
  }
  return static_cast<double>(number);
}

}  // namespace

Structure::Structure(std::shared_ptr<const json::value> json) : json_(std::move(json)) {
  CHECKRIDE_ASSERT(json_ != nullptr);
}

bool Structure::operator==(const Structure& other) const {
  return json_ == other.json_ || same(*json_, *other.json_);
}

Value value_of(const values::Node& node) {
  return value_of(std::make_shared<const json::value>(to_json(node)));
}

std::string value_text(const Value& value) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value)) return values::format_number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return values::quote(*text);
  if (const auto* structure = std::get_if<Structure>(&value)) return brief(json::serialize(structure->json()));
  return "nothing";
}

std::optional<std::vector<Value>> items_of(const Value& value) {
  const auto* structure = std::get_if<Structure>(&value);
  if (structure == nullptr || !structure->json().is_array()) return std::nullopt;
  std::vector<Value> items;
  for (const json::value& item : structure->json().get_array()) {
    items.push_back(value_of(std::make_shared<const json::value>(item)));
  }
  return items;
}

std::optional<double> length_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return characters(*text);
  const auto* structure = std::get_if<Structure>(&value);
  if (structure == nullptr) return std::nullopt;
  if (structure->json().is_array()) return static_cast<double>(structure->json().get_array().size());
  if (structure->json().is_object()) return static_cast<double>(structure->json().get_object().size());
  return std::nullopt;
}

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
  json::error_code error;
  json::value root = json::parse(json::string_view(text.data(), text.size()), error);
  if (error) return Error::invalid("this is no JSON (" + error.message() + "): " + values::quote(text));
  return JsonDocument(std::make_shared<const json::value>(std::move(root)));
}

Value JsonDocument::at(std::string_view pointer) const {
  json::error_code error;
  const json::value* found = root_->find_pointer(json::string_view(pointer.data(), pointer.size()), error);
  if (found == nullptr) return std::monostate();
  return value_of(std::shared_ptr<const json::value>(root_, found));
}

}  // namespace checkride::harness
