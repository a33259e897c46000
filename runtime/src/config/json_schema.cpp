#include "config/key_table.hpp"
#include "config/print.hpp"

namespace checkride::runtime {

namespace {

using values::Schema;
using values::SchemaType;
using values::json::Writer;

class SchemaWriter {
 public:
  explicit SchemaWriter(std::string& out) : json_(out) {}

  void document(const Schema& root) {
    json_.begin_object();
    json_.member("$schema", "https://json-schema.org/draft/2020-12/schema");
    json_.member("title", "Configuration of checkride-monitor");
    map_members(root);
    json_.key("$defs").begin_object();
    // Any value may be made of variables, which are filled in after the file has been parsed.
    json_.key("variable").begin_object().member("type", "string").member("pattern", R"(\$\{)").end_object();
    json_.end_object().end_object();
  }

 private:
  void value(const Schema& schema) {
    json_.begin_object();
    if (const KeyRow* row = find_key_row(path_)) json_.member("description", row->text);
    if (schema.fallback) fallback(schema);
    switch (schema.type) {
      case SchemaType::map:
        map_members(schema);
        break;
      case SchemaType::list:
        json_.member("type", "array");
        child("items", "0", *schema.item);
        break;
      case SchemaType::entries:
        json_.member("type", "object");
        child("additionalProperties", "NAME", *schema.item);
        break;
      case SchemaType::texts:
        json_.member("type", "array").key("items").begin_object();
        text_type();
        json_.end_object();
        break;
      case SchemaType::text:
        text_type();
        break;
      case SchemaType::secret:
        text_type();
        json_.member("writeOnly", true);
        break;
      case SchemaType::any:
        break;
      default:
        scalar(schema);
    }
    json_.end_object();
  }

  void child(std::string_view keyword, std::string step, const Schema& schema) {
    json_.key(keyword);
    path_.push_back(std::move(step));
    value(schema);
    path_.pop_back();
  }

  void map_members(const Schema& schema) {
    json_.member("type", "object").member("additionalProperties", false);
    json_.key("properties").begin_object();
    for (const Schema::Key& key : schema.keys) {
      child(key.key, key.key, *key.schema);
      if (key.schema->type != SchemaType::secret) continue;
      json_.key(file_key_of(key.key)).begin_object();
      json_.member("description", "The file that holds " + key.key + ".").member("type", "string").end_object();
    }
    json_.end_object();
    json_.key("required").begin_array();
    for (const Schema::Key& key : schema.keys) {
      // A secret may stand in a file, in the environment, or in a folder of secrets.
      if (key.schema->required && key.schema->type != SchemaType::secret) json_.value(key.key);
    }
    json_.end_array();
  }

  // Any scalar reads as text: version: 1.0
  void text_type() { json_.key("type").begin_array().value("string").value("number").value("boolean").end_array(); }

  void fallback(const Schema& schema) {
    json_.key("default");
    std::string text;
    if (schema.type == SchemaType::text || schema.type == SchemaType::word) {
      values::json::append_json_string(text, schema.fallback->text());
    } else {
      values::append_json(text, *schema.fallback);
    }
    json_.raw(text);
  }

  // A value of one type, or a text with a variable in it.
  void scalar(const Schema& schema) {
    json_.key("anyOf").begin_array().begin_object();
    switch (schema.type) {
      case SchemaType::boolean:
        json_.member("type", "boolean");
        break;
      case SchemaType::integer:
      case SchemaType::number:
        json_.member("type", schema.type == SchemaType::integer ? "integer" : "number");
        if (!schema.min.empty()) json_.key("minimum").raw(schema.min);
        if (!schema.max.empty()) json_.key("maximum").raw(schema.max);
        break;
      case SchemaType::word:
        json_.key("enum").begin_array();
        for (const std::string& word : schema.words) json_.value(word);
        json_.end_array();
        break;
      default:
        json_.member("type", "string")
            .member("pattern", schema.type == SchemaType::size ? values::kSizePattern : values::kDurationPattern);
        json_.end_object().begin_object().member("const", 0);
    }
    json_.end_object();
    json_.begin_object().member("$ref", "#/$defs/variable").end_object();
    json_.end_array();
  }

  Writer json_;
  KeyPath path_;
};

}  // namespace

std::string json_schema() {
  std::string out;
  SchemaWriter(out).document(*config_schema());
  return out;
}

}  // namespace checkride::runtime
