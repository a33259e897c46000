#include "config/override.hpp"

#include <algorithm>
#include <charconv>

#include "checkride/values/suggest.hpp"

namespace checkride::runtime {

namespace {

using values::Node;
using values::Schema;
using values::SchemaType;

class Overlayer {
 public:
  Overlayer(const Override& override, values::Diagnostics& errors)
      : override_(override), errors_(errors), where_{override.origin, 0, 0} {}

  // The node with the value at the rest of the path, or nothing after a mistake has been told.
  std::optional<Node> laid(const std::optional<Node>& node, const Schema& schema, std::size_t depth) {
    if (depth == override_.path.size()) return value(schema);
    switch (schema.type) {
      case SchemaType::map:
        return in_map(node, schema, depth);
      case SchemaType::list:
      case SchemaType::texts:
        return in_list(node, schema, depth);
      case SchemaType::entries:
        return in_entries(node, schema, depth);
      case SchemaType::any:
        return in_entries(node, schema, depth);
      default:
        fail("\"" + head(depth) + "\" is a single value and has no keys");
        return std::nullopt;
    }
  }

 private:
  void fail(std::string message) { errors_.add(where_, std::move(message)); }
  std::string head(std::size_t length) const {
    return joined(KeyPath(override_.path.begin(), override_.path.begin() + static_cast<std::ptrdiff_t>(length)));
  }
  Node map_of(const std::optional<Node>& node) const { return node && node->is_map() ? *node : Node::map(where_, {}); }

  std::optional<Node> in_map(const std::optional<Node>& node, const Schema& schema, std::size_t depth) {
    const std::string& key = override_.path[depth];
    const Schema* child = schema.find(key);
    Schema text;
    text.type = SchemaType::text;
    if (child == nullptr && is_file_key(schema, key)) child = &text;
    if (child == nullptr) {
      unknown(schema, depth);
      return std::nullopt;
    }
    const Node map = map_of(node);
    const auto below = laid(map.find(key), *child, depth + 1);
    if (!below) return std::nullopt;
    return with_secret_entry(map, schema, key, *below);
  }

  // What is laid over takes the place of a secret in its other form, too.
  static Node with_secret_entry(const Node& map, const Schema& schema, const std::string& key, const Node& value) {
    const auto rival = rival_of(schema, key);
    return with_entry(rival ? with_entry(map, *rival, std::nullopt) : map, key, value);
  }

  void unknown(const Schema& schema, std::size_t depth) {
    std::vector<std::string> names;
    for (const Schema::Key& key : schema.keys) names.push_back(key.key);
    fail("unknown key \"" + head(depth + 1) + "\"" +
         values::suggestion(override_.path[depth], std::span<const std::string>(names)));
  }

  std::optional<Node> in_list(const std::optional<Node>& node, const Schema& schema, std::size_t depth) {
    std::vector<Node> items = node ? node->items() : std::vector<Node>();
    const std::string& key = override_.path[depth];
    std::size_t index = 0;
    const auto [end, code] = std::from_chars(key.data(), key.data() + key.size(), index);
    if (code != std::errc() || end != key.data() + key.size() || index > items.size()) {
      fail("\"" + key + "\" is no index of " + head(depth) + ": expected 0 to " + std::to_string(items.size()) +
           " (the last adds an item)");
      return std::nullopt;
    }
    Schema text;
    text.type = SchemaType::text;
    const Schema& item = schema.type == SchemaType::texts ? text : *schema.item;
    const auto below = laid(index < items.size() ? std::optional(items[index]) : std::nullopt, item, depth + 1);
    if (!below) return std::nullopt;
    if (index == items.size()) items.push_back(*below);
    items[index] = *below;
    return Node::list(node ? node->position() : where_, std::move(items));
  }

  std::optional<Node> in_entries(const std::optional<Node>& node, const Schema& schema, std::size_t depth) {
    const Node map = map_of(node);
    const std::string& key = override_.path[depth];
    const auto below = laid(map.find(key), schema.item ? *schema.item : Schema{}, depth + 1);
    if (!below) return std::nullopt;
    return with_secret_entry(map, schema, key, *below);
  }

  std::optional<Node> value(const Schema& schema) {
    switch (schema.type) {
      case SchemaType::text:
      case SchemaType::secret:
        return Node::scalar(where_, override_.text, true);
      case SchemaType::duration:
      case SchemaType::size:
      case SchemaType::word:
      case SchemaType::boolean:
      case SchemaType::integer:
      case SchemaType::number:
        return Node::scalar(where_, override_.text, false);
      case SchemaType::texts:
        if (!override_.text.starts_with('[')) return texts();
        break;
      default:
        break;
    }
    const auto document = values::load(override_.text, override_.origin, errors_);
    return document ? std::optional(document->root()) : std::nullopt;
  }

  // "a, b" as a list of texts.
  Node texts() const {
    std::vector<Node> items;
    for (std::string_view rest = override_.text; !rest.empty();) {
      const auto comma = std::min(rest.find(','), rest.size());
      std::string_view item = rest.substr(0, comma);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
      while (item.starts_with(' ')) item.remove_prefix(1);
      while (item.ends_with(' ')) item.remove_suffix(1);
      items.push_back(Node::scalar(where_, std::string(item), true));
    }
    return Node::list(where_, std::move(items));
  }

  const Override& override_;
  values::Diagnostics& errors_;
  values::Position where_;
};

}  // namespace

Node with_override(const Node& root, const Schema& schema, const Override& override, values::Diagnostics& errors) {
  return Overlayer(override, errors).laid(root, schema, 0).value_or(root);
}

}  // namespace checkride::runtime
