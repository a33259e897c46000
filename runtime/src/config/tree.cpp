#include "config/tree.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace checkride::runtime {

using values::Document;
using values::Entry;
using values::Node;
using values::Schema;
using values::SchemaType;

namespace {
constexpr std::string_view kFile = "_file";
}  // namespace

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

namespace {

// The item of the list that the key names; none if there is none.
std::optional<std::size_t> index_in(const Node& list, std::string_view key) {
  std::size_t index = 0;
  const auto [end, code] = std::from_chars(key.data(), key.data() + key.size(), index);
  const bool good = code == std::errc() && end == key.data() + key.size() && index < list.items().size();
  return good ? std::optional(index) : std::nullopt;
}

}  // namespace

std::optional<Node> find_at(const Node& root, const KeyPath& path) {
  std::optional<Node> at = root;
  for (const std::string& key : path) {
    if (at->is_list()) {
      const auto index = index_in(*at, key);
      at = index ? std::optional(at->items()[*index]) : std::nullopt;
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

Node with_value(const Node& node, std::span<const std::string> path, const std::optional<Node>& value);

Node with_value_in_item(const Node& list, std::span<const std::string> path, const std::optional<Node>& value) {
  const auto index = index_in(list, path.front());
  if (!index || path.size() == 1) return list;
  std::vector<Node> items = list.items();
  items[*index] = with_value(items[*index], path.subspan(1), value);
  return Node::list(list.position(), std::move(items));
}

Node with_value(const Node& node, std::span<const std::string> path, const std::optional<Node>& value) {
  if (node.is_list()) return with_value_in_item(node, path, value);
  if (path.size() == 1) return with_entry(node, path.front(), value);
  const auto child = node.find(path.front());
  if (!child && !value) return node;
  const bool goes_on = child && (child->is_map() || child->is_list());
  const Node below = goes_on ? *child : Node::map(value ? value->position() : node.position(), {});
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
  if (schema.type == SchemaType::secret) {
    each(path, node);
  } else if (schema.type == SchemaType::map) {
    for (const Schema::Key& key : schema.keys) {
      if (const auto value = node.find(key.key)) below(*key.schema, key.key, *value);
    }
  } else if (schema.type == SchemaType::list) {
    for (std::size_t i = 0; i < node.items().size(); ++i) below(*schema.item, std::to_string(i), node.items()[i]);
  } else if (schema.type == SchemaType::entries) {
    const bool secrets = schema.item->type == SchemaType::secret;
    for (const Entry& entry : node.entries()) {
      if (!secrets || !secret_of_file_key(entry.key)) below(*schema.item, entry.key, entry.value);
    }
  }
}

}  // namespace

std::optional<std::string> secret_of_file_key(std::string_view key) {
  if (!key.ends_with(kFile) || key.size() == kFile.size()) return std::nullopt;
  return std::string(key.substr(0, key.size() - kFile.size()));
}

std::string file_key_of(std::string_view secret) {
  return std::string(secret).append(kFile);
}

bool is_file_key(const Schema& map_schema, std::string_view key) {
  const auto secret = secret_of_file_key(key);
  if (!secret || map_schema.find(key) != nullptr) return false;
  const Schema* schema = map_schema.type == SchemaType::entries ? map_schema.item.get() : map_schema.find(*secret);
  return schema != nullptr && schema->type == SchemaType::secret;
}

std::optional<std::string> rival_of(const Schema& map_schema, std::string_view key) {
  if (is_file_key(map_schema, key)) return secret_of_file_key(key);
  std::string file_key = file_key_of(key);
  return is_file_key(map_schema, file_key) ? std::optional(std::move(file_key)) : std::nullopt;
}

namespace {

// The base without the secrets, and the files of secrets, that `over` has in the other form.
Node without_rivals(const Node& base, const Node& over, const Schema& schema) {
  const bool has_keys = schema.type == SchemaType::map || schema.type == SchemaType::entries;
  if (!has_keys || !base.is_map() || !over.is_map()) return base;
  std::map<std::string_view, Node> over_of;
  std::set<std::string> rivals;
  for (const Entry& entry : over.entries()) {
    over_of.emplace(entry.key, entry.value);
    if (auto rival = rival_of(schema, entry.key)) rivals.insert(std::move(*rival));
  }
  std::vector<Entry> entries;
  for (Entry entry : base.entries()) {
    if (rivals.contains(entry.key)) continue;
    const Schema* child = schema.type == SchemaType::map ? schema.find(entry.key) : schema.item.get();
    const auto below = over_of.find(entry.key);
    if (child != nullptr && below != over_of.end()) entry.value = without_rivals(entry.value, below->second, *child);
    entries.push_back(std::move(entry));
  }
  return Node::map(base.position(), std::move(entries));
}

}  // namespace

Document merged_layers(const Document& base, const Document& over, const Schema& schema) {
  return values::merge(Document(without_rivals(base.root(), over.root(), schema)), over);
}

bool has_free_key(const Schema& schema, const KeyPath& path) {
  const Schema* at = &schema;
  for (std::size_t i = 0; i + 1 < path.size() && at != nullptr; ++i) {
    at = at->type == SchemaType::map ? at->find(path[i]) : at->item.get();
  }
  return at != nullptr && at->type == SchemaType::entries;
}

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
