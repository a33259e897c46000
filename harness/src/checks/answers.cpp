#include "checks/answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/utf8.hpp"

namespace checkride::harness {

namespace json = boost::json;

namespace {

std::optional<json::value> parse(std::string_view text) {
  json::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error) return std::nullopt;
  return value;
}

}  // namespace

std::string brief(std::string_view text) {
  constexpr std::size_t kLength = 160;
  std::string line;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = std::max<std::size_t>(values::utf8_length(text.substr(at)), 1);
    if (at + length > kLength) break;
    line.append(text.substr(at, length));
    at += length;
  }
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return at < text.size() ? line + "..." : line;
}

Seen no_answer(const Error& error) {
  Seen seen;
  seen.known = false;
  seen.text = "no answer: " + error.message();
  return seen;
}

std::string text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

std::optional<double> number_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->to_number<double>();
}

Result<> for_each_object(std::string_view document, std::string_view name,
                         const std::function<void(const json::object&)>& each) {
  const auto root = parse(document);
  const json::value* list = root && root->is_object() ? root->get_object().if_contains(name) : nullptr;
  if (list == nullptr || !list->is_array()) {
    return Error::invalid(fmt::format("the answer has no list \"{}\": {}", name, brief(document)));
  }
  for (const auto& item : list->get_array()) {
    if (item.is_object()) each(item.get_object());
  }
  return {};
}

}  // namespace checkride::harness
