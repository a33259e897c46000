#include "config/yaml_text.hpp"

#include <algorithm>

#include "checkride/values/json.hpp"

namespace checkride::runtime {

namespace {

using values::Node;
using values::Schema;
using values::SchemaType;

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-' || c == '+';
  });
}

constexpr std::string_view kMask = "<masked>";

// May the text stand bare and still be the scalar that it was? "---" would begin a document, "-" a list.
bool stands_bare(std::string_view text) {
  return is_word(text) && text.front() != '.' && !(text.front() == '-' && (text.size() == 1 || text[1] == '-'));
}

bool is_text(SchemaType type) {
  return type == SchemaType::text || type == SchemaType::texts || type == SchemaType::secret;
}

std::string scalar_yaml(const Node& node, const Schema& schema, Dollars dollars) {
  if (schema.type == SchemaType::secret) return quoted_yaml(masked(node.text()));
  if (node.is_unreadable()) dollars = Dollars::kept;  // its variables are still in it
  const bool bare = !is_text(schema.type) && !node.quoted() && stands_bare(node.text());
  const bool plain_word = schema.type == SchemaType::word || schema.type == SchemaType::duration;
  return bare || (plain_word && stands_bare(node.text())) ? node.text() : quoted_yaml(node.text(), dollars);
}

// The schema of what is inside; one without more is its own.
const Schema& item_schema(const Schema& schema) {
  return schema.item ? *schema.item : schema;
}

}  // namespace

std::string masked(std::string_view secret) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (secret.starts_with(scheme)) return std::string(scheme).append(kMask);
  }
  return std::string(kMask);
}

bool is_masked(std::string_view text) {
  return text.ends_with(kMask) && text == masked(text);
}

std::string quoted_yaml(std::string_view text, Dollars dollars) {
  std::string doubled;
  for (const char c : text) doubled.append(c == '$' && dollars == Dollars::doubled ? 2 : 1, c);
  std::string out;
  values::json::append_json_string(out, doubled);
  return out;
}

std::string yaml_key(std::string_view key) {
  if (stands_bare(key)) return std::string(key);
  std::string out;
  values::json::append_json_string(out, key);
  return out;
}

std::string inline_yaml(const Node& node, const Schema& schema, Dollars dollars) {
  if (node.is_scalar()) return scalar_yaml(node, schema, dollars);
  std::string out;
  if (node.is_list()) {
    for (const Node& item : node.items()) out += (out.empty() ? "" : ", ") + inline_yaml(item, item_schema(schema));
    return "[" + out + "]";
  }
  for (const values::Entry& entry : node.entries()) {
    const Schema* child = schema.type == SchemaType::map ? schema.find(entry.key) : nullptr;
    out += (out.empty() ? "" : ", ") + yaml_key(entry.key) + ": " +
           inline_yaml(entry.value, child != nullptr ? *child : item_schema(schema));
  }
  return "{" + out + "}";
}

}  // namespace checkride::runtime
