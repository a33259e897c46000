#include "config/tree.hpp"

#include <algorithm>
#include <charconv>

namespace checkride::runtime {

using values::Entry;
using values::Node;
using values::Schema;
using values::SchemaType;

std::string joined(const KeyPath& path) {
  std::string out;
  for (const std::string& key : path) {
    if (!out.empty()) out += '.';
    out += key;
  }
  return out;
}

KeyPath split_path(std::string_view text) {
  std::string dotted;
  for (const char c : text) {
    if (c == '[') dotted += '.';
    if (c != '[' && c != ']') dotted += c;
  }
  KeyPath path;
  for (std::size_t begin = 0; begin <= dotted.size();) {
    const std::size_t end = std::min(dotted.find('.', begin), dotted.size());
    if (end == begin) return {};
    path.push_back(dotted.substr(begin, end - begin));
    begin = end + 1;
  }
  return path;
}

std::optional<Node> find_at(const Node& root, const KeyPath& path) {
  std::optional<Node> at = root;
  for (const std::string& key : path) {
    if (at->is_list()) {
      std::size_t index = 0;
      const auto [end, code] = std::from_chars(key.data(), key.data() + key.size(), index);
      const bool good = code == std::errc() && end == key.data() + key.size() && index < at->items().size();
      at = good ? std::optional(at->items()[index]) : std::nullopt;
    } else {
      at = at->find(key);
    }
    if (!at) return std::nullopt;
  }
  return at;
}

Node with_entry(const Node& map, std::string_view key, const std::optional<Node>& value) {
  std::vector<Entry> entries = map.entries();
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
  if (found != entries.end()) {
    if (value) {
      found->value = *value;
      found->key_position = value->position();
    } else {
      entries.erase(found);
    }
  } else if (value) {
    entries.push_back(Entry{std::string(key), value->position(), *value});
  }
  return Node::map(map.position(), std::move(entries));
}

namespace {

Node with_value(const Node& node, std::span<const std::string> path, const std::optional<Node>& value) {
  if (path.size() == 1) return with_entry(node, path.front(), value);
  const auto child = node.find(path.front());
  if (!child && !value) return node;
  const Node below = child && child->is_map() ? *child : Node::map(value ? value->position() : node.position(), {});
  return with_entry(node, path.front(), with_value(below, path.subspan(1), value));
}

// Walks the values of one map with its path in hand.
void each_of_map(const Schema& schema, const Node& map, KeyPath& path, const EachValue& each) {
  for (const Schema::Key& key : schema.keys) {
    const auto node = map.find(key.key);
    path.push_back(key.key);
    if (key.schema->type != SchemaType::map) {
      if (node || key.schema->fallback) each(path, *key.schema, node);
    } else if (node || key.schema->works_when_absent) {
      each_of_map(*key.schema, node.value_or(Node()), path, each);
    }
    path.pop_back();
  }
}

void each_secret_in(const Schema& schema, const Node& node, KeyPath& path, const EachSecret& each) {
  const auto below = [&](const Schema& child, std::string key, const Node& value) {
    path.push_back(std::move(key));
    each_secret_in(child, value, path, each);
    path.pop_back();
  };
  if (schema.type == SchemaType::map && node.is_map()) {
    for (const Schema::Key& key : schema.keys) {
      const auto value = node.find(key.key);
      if (!value) continue;
      path.push_back(key.key);
      if (key.schema->type == SchemaType::secret) each(path, *value);
      each_secret_in(*key.schema, *value, path, each);
      path.pop_back();
    }
  } else if (schema.type == SchemaType::list) {
    for (std::size_t i = 0; i < node.items().size(); ++i) below(*schema.item, std::to_string(i), node.items()[i]);
  } else if (schema.type == SchemaType::entries) {
    for (const Entry& entry : node.entries()) below(*schema.item, entry.key, entry.value);
  }
}

}  // namespace

Node with_value_at(const Node& root, const KeyPath& path, const std::optional<Node>& value) {
  return path.empty() ? value.value_or(Node()) : with_value(root, path, value);
}

void each_value(const Schema& schema, const Node& root, const EachValue& each) {
  KeyPath path;
  each_of_map(schema, root, path, each);
}

void each_secret(const Schema& schema, const Node& root, const EachSecret& each) {
  KeyPath path;
  each_secret_in(schema, root, path, each);
}

}  // namespace checkride::runtime
