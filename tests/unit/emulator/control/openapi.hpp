// The part of JSON Schema that openapi.json uses, for judging answers by the document.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "control/control.hpp"

namespace checkride::emulator {

namespace json = boost::json;

inline const json::object& openapi() {
  static const json::value document = json::parse(openapi_document());
  return document.as_object();
}

// "" or the first thing that is wrong, with its place.
class Schema {
 public:
  static std::string mistake(const json::value& value, const json::value& schema, const std::string& at = "$") {
    const json::object& rules = resolved(schema);
    for (const auto check : {&Schema::of_type, &Schema::of_words, &Schema::of_object, &Schema::of_items,
                             &Schema::of_choice, &Schema::of_range}) {
      if (std::string wrong = (*check)(value, rules, at); !wrong.empty()) return wrong;
    }
    return {};
  }

 private:
  static const json::object& resolved(const json::value& schema) {
    const json::object* rules = &schema.as_object();
    while (const json::value* reference = rules->if_contains("$ref")) {
      const std::string name(reference->as_string());
      rules = &openapi().at("components").at("schemas").as_object().at(name.substr(name.rfind('/') + 1)).as_object();
    }
    return *rules;
  }

  static bool is(const json::value& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_bool();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    return value.is_number();
  }

  static std::string of_type(const json::value& value, const json::object& rules, const std::string& at) {
    const json::value* type = rules.if_contains("type");
    if (type == nullptr) return {};
    if (type->is_string() && is(value, type->as_string())) return {};
    if (type->is_array()) {
      for (const json::value& one : type->as_array()) {
        if (is(value, one.as_string())) return {};
      }
    }
    return at + ": " + json::serialize(value) + " is no " + json::serialize(*type);
  }

  static std::string of_words(const json::value& value, const json::object& rules, const std::string& at) {
    if (const json::value* wanted = rules.if_contains("const"))
      return value == *wanted ? "" : at + ": not the constant";
    const json::value* words = rules.if_contains("enum");
    if (words == nullptr) return {};
    for (const json::value& word : words->as_array()) {
      if (word == value) return {};
    }
    return at + ": " + json::serialize(value) + " is none of the words";
  }

  static std::string of_object(const json::value& value, const json::object& rules, const std::string& at) {
    if (!value.is_object()) return {};
    if (const json::value* required = rules.if_contains("required")) {
      for (const json::value& key : required->as_array()) {
        if (!value.as_object().contains(key.as_string())) return at + ": no " + std::string(key.as_string());
      }
    }
    const json::value* known = rules.if_contains("properties");
    const json::value* others = rules.if_contains("additionalProperties");
    for (const auto& [key, member] : value.as_object()) {
      const std::string place = at + "." + std::string(key);
      const json::value* rule = known != nullptr ? known->as_object().if_contains(key) : nullptr;
      if (rule == nullptr && others != nullptr && others->is_bool() && !others->as_bool()) return place + ": unknown";
      if (rule == nullptr && others != nullptr && others->is_object()) rule = others;
      if (rule == nullptr) continue;
      if (std::string wrong = mistake(member, *rule, place); !wrong.empty()) return wrong;
    }
    return {};
  }

  static std::string of_items(const json::value& value, const json::object& rules, const std::string& at) {
    if (!value.is_array()) return {};
    const std::size_t size = value.as_array().size();
    if (const auto* least = rules.if_contains("minItems"); least && size < least->to_number<std::size_t>()) {
      return at + ": too short";
    }
    if (const auto* most = rules.if_contains("maxItems"); most && size > most->to_number<std::size_t>()) {
      return at + ": too long";
    }
    const json::value* items = rules.if_contains("items");
    for (std::size_t i = 0; items != nullptr && i < size; ++i) {
      const std::string place = at + "[" + std::to_string(i) + "]";
      if (std::string wrong = mistake(value.as_array()[i], *items, place); !wrong.empty()) return wrong;
    }
    return {};
  }

  static std::string of_choice(const json::value& value, const json::object& rules, const std::string& at) {
    for (const char* kind : {"oneOf", "anyOf"}) {
      const json::value* choices = rules.if_contains(kind);
      if (choices == nullptr) continue;
      int fitting = 0;
      for (const json::value& choice : choices->as_array()) fitting += mistake(value, choice, at).empty() ? 1 : 0;
      if (fitting == 0 || (fitting > 1 && std::string(kind) == "oneOf"))
        return at + ": fits " + std::to_string(fitting);
    }
    return {};
  }

  static std::string of_range(const json::value& value, const json::object& rules, const std::string& at) {
    if (!value.is_number()) return {};
    const double number = value.to_number<double>();
    const json::value* least = rules.if_contains("minimum");
    const json::value* most = rules.if_contains("maximum");
    if (least != nullptr && number < least->to_number<double>()) return at + ": below the minimum";
    return most != nullptr && number > most->to_number<double>() ? at + ": above the maximum" : "";
  }
};

// What the document says of a method and path, or null.
inline const json::object* operation_of(std::string method, const std::string& path) {
  for (char& c : method) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  const json::value* item = openapi().at("paths").as_object().if_contains(path);
  const json::value* operation = item == nullptr ? nullptr : item->as_object().if_contains(method);
  return operation == nullptr ? nullptr : &operation->as_object();
}

// What is wrong with an answer to the route, by the document.
inline std::string mistake_in_answer(const std::string& method, const std::string& path, int status,
                                     const std::string& type, const std::string& body) {
  const json::object* operation = operation_of(method, path);
  if (operation == nullptr) return method + " " + path + " is not described";
  const json::value* response = operation->at("responses").as_object().if_contains(std::to_string(status));
  if (response == nullptr) return method + " " + path + ": " + std::to_string(status) + " is not described";
  if (const json::value* reference = response->as_object().if_contains("$ref")) {
    const std::string name(reference->as_string());
    response = &openapi().at("components").at("responses").as_object().at(name.substr(name.rfind('/') + 1));
  }
  const json::value* content = response->at("content").as_object().if_contains(type.substr(0, type.find(';')));
  if (content == nullptr) return method + " " + path + ": " + type + " is not described";
  if (type != "application/json") return {};
  ErrorCode error;
  const json::value document = json::parse(body, error);
  if (error) return method + " " + path + ": no JSON";
  return Schema::mistake(document, content->at("schema"));
}

}  // namespace checkride::emulator
