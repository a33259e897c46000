#include "config/print.hpp"

#include <algorithm>
#include <utility>

#include "config/tree.hpp"
#include "config/yaml_text.hpp"

namespace checkride::runtime {

namespace {

using values::Node;
using values::Schema;
using values::SchemaType;

bool all_scalars(const Node& list) {
  return std::all_of(list.items().begin(), list.items().end(), [](const Node& item) { return item.is_scalar(); });
}

class Printer {
 public:
  explicit Printer(const LoadedConfig& loaded) : loaded_(loaded) {}

  std::string out;

  void map(const Schema& schema, const Node& node) {
    for (const Schema::Key& key : schema.keys) {
      path_.push_back(key.key);
      key_of_map(key, node);
      path_.pop_back();
    }
  }

 private:
  void key_of_map(const Schema::Key& key, const Node& map) {
    const auto value = map.find(key.key);
    const std::string file_key = file_key_of(key.key);
    if (value) {
      if (!is_unknown(*value)) entry(key.key, *key.schema, *value);
    } else if (const auto file = map.find(file_key); file && key.schema->type == SchemaType::secret) {
      file_of_secret(file_key, *file);
    } else if (key.schema->fallback) {
      line(key.key, inline_yaml(*key.schema->fallback, *key.schema), "default");
    } else if (key.schema->works_when_absent) {
      entry(key.key, *key.schema, Node::map({}, {}));
    }
  }

  // A secret that only another machine has.
  static bool is_unknown(const Node& value) { return value.is_unreadable() && value.text().empty(); }

  // As it stands in the configuration: nobody has looked for it.
  void file_of_secret(std::string_view key, const Node& path) {
    line(key, quoted_yaml(path.text(), path.is_unreadable() ? Dollars::kept : Dollars::doubled),
         path.position().text());
  }

  void line(std::string_view key, const std::string& value, const std::string& origin) {
    out += lead() + yaml_key(key) + ": " + value + "  # " + origin + "\n";
  }

  // The spaces before the line; of the first line of a list's item its dash.
  std::string lead() {
    std::string spaces(indent_, ' ');
    if (std::exchange(at_dash_, false)) spaces.replace(indent_ - 2, 2, "- ");
    return spaces;
  }

  void entry(const std::string& key, const Schema& schema, const Node& value) {
    const bool block_list = schema.type == SchemaType::list && value.is_list() && !all_scalars(value);
    const bool block_map = (schema.type == SchemaType::map && value.is_map()) ||
                           (schema.type == SchemaType::entries && !value.entries().empty());
    if (schema.type == SchemaType::secret) {
      secret(key, schema, value);
    } else if (block_list || block_map) {
      out += lead() + yaml_key(key) + ":\n";
      indent_ += 2;
      const std::size_t before = out.size();
      if (block_list) items(*schema.item, value);
      if (schema.type == SchemaType::map) map(schema, value);
      if (schema.type == SchemaType::entries) entries(*schema.item, value);
      indent_ -= 2;
      // A map in which nothing is set and nothing has a default.
      if (out.size() == before) out.insert(before - 1, " {}");
    } else {
      const Dollars dollars = is_interpolated(key) ? Dollars::doubled : Dollars::kept;
      line(key, inline_yaml(value, schema, dollars), value.position().text());
    }
  }

  void secret(const std::string& key, const Schema& schema, const Node& value) {
    const auto place = loaded_.secret_places.find(joined(path_));
    if (place == loaded_.secret_places.end()) {
      line(key, inline_yaml(value, schema), value.position().text());
    } else if (place->second.named) {
      line(file_key_of(key), quoted_yaml(place->second.file), "holds the secret");
    } else {
      out += std::string(indent_, ' ') + "# " + key + ": from " + place->second.file + "\n";
    }
  }

  void items(const Schema& schema, const Node& list) {
    for (std::size_t i = 0; i < list.items().size(); ++i) {
      const Node& item = list.items()[i];
      path_.push_back(std::to_string(i));
      if (schema.type == SchemaType::map && item.is_map()) {
        indent_ += 2;
        at_dash_ = true;
        map(schema, item);
        indent_ -= 2;
        if (std::exchange(at_dash_, false)) out += std::string(indent_, ' ') + "- {}\n";
      } else {
        out += std::string(indent_, ' ') + "- " + inline_yaml(item, schema) + "  # " + item.position().text() + "\n";
      }
      path_.pop_back();
    }
  }

  void entries(const Schema& schema, const Node& map) {
    for (const values::Entry& one : map.entries()) {
      path_.push_back(one.key);
      if (schema.type == SchemaType::secret && secret_of_file_key(one.key)) {
        file_of_secret(one.key, one.value);
      } else {
        entry(one.key, schema, one.value);
      }
      path_.pop_back();
    }
  }

  const LoadedConfig& loaded_;
  KeyPath path_;
  std::size_t indent_ = 0;
  bool at_dash_ = false;  // the next line begins an item of a list
};

void add_value(values::json::Writer& json, const Node& node, const Schema& schema);

void add_map(values::json::Writer& json, const Node& node, const Schema& schema) {
  json.begin_object();
  for (const Schema::Key& key : schema.keys) {
    const auto value = node.find(key.key);
    if (!value && !key.schema->fallback && !key.schema->works_when_absent) continue;
    json.key(key.key);
    add_value(json, value ? *value : key.schema->fallback.value_or(Node()), *key.schema);
  }
  json.end_object();
}

void add_value(values::json::Writer& json, const Node& node, const Schema& schema) {
  if (schema.type == SchemaType::secret) {
    json.value(masked(node.text()));
  } else if (schema.type == SchemaType::map) {
    add_map(json, node, schema);
  } else if (schema.type == SchemaType::list && node.is_list()) {
    json.begin_array();
    for (const Node& item : node.items()) add_value(json, item, *schema.item);
    json.end_array();
  } else if (schema.type == SchemaType::entries && node.is_map()) {
    json.begin_object();
    for (const values::Entry& entry : node.entries()) {
      json.key(entry.key);
      add_value(json, entry.value, *schema.item);
    }
    json.end_object();
  } else if (node.is_scalar() && (schema.type == SchemaType::text || node.quoted())) {
    json.value(node.text());
  } else {
    std::string text;
    values::append_json(text, node);
    json.raw(text);
  }
}

}  // namespace

std::string printed_config(const LoadedConfig& loaded) {
  Printer printer(loaded);
  printer.map(*config_schema(), loaded.document.root());
  return std::move(printer.out);
}

void add_config_members(values::json::Writer& json, const LoadedConfig& loaded) {
  const auto schema = config_schema();
  json.key("config");
  add_map(json, loaded.document.root(), *schema);
  json.key("origins").begin_object();
  each_value(*schema, loaded.document.root(), [&](const KeyPath& path, const Schema& at, const auto& node) {
    json.member(joined(path), node ? node->position().text() : at.fallback->position().text());
  });
  json.end_object();
}

std::uint64_t config_hash(const LoadedConfig& loaded) {
  std::string text;
  values::json::Writer json(text);
  add_map(json, loaded.document.root(), *config_schema());
  // FNV-1a.
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash & ((1ULL << 48U) - 1);
}

}  // namespace checkride::runtime
