#include "schema/json_schema.hpp"

#include <algorithm>

#include "schema/key_texts.hpp"

namespace checkride::harness {

namespace {

using values::Schema;
using values::SchemaType;
using values::json::Writer;

// ---- what one map of a file must have besides the types of its keys

// The conditions under which a key may be there, as a schema of the map.
class MapRules {
 public:
  MapRules(Writer& json, const Schema& map) : json_(json), map_(map) {}

  void write() {
    required();
    const bool none = map_.exactly_one_of.empty() && map_.at_most_one_of.empty() && !has_conditions();
    if (none) return;
    json_.key("allOf").begin_array();
    for (const auto& group : map_.exactly_one_of) exactly_one(group);
    for (const auto& group : map_.at_most_one_of) at_most_one(group);
    for (const Schema::Key& key : map_.keys) conditions(key);
    json_.end_array();
  }

 private:
  bool has_conditions() const {
    return std::any_of(map_.keys.begin(), map_.keys.end(), [](const auto& key) { return !key.only_with.empty(); });
  }

  void required() {
    json_.key("required").begin_array();
    for (const Schema::Key& key : map_.keys) {
      if (key.schema->required && key.only_with.empty()) json_.value(key.key);
    }
    json_.end_array();
  }

  void requires_keys(std::initializer_list<std::string_view> keys) {
    json_.key("required").begin_array();
    for (const std::string_view key : keys) json_.value(key);
    json_.end_array();
  }

  void exactly_one(const std::vector<std::string>& group) {
    json_.begin_object().key("oneOf").begin_array();
    for (const std::string& key : group) {
      json_.begin_object();
      requires_keys({key});
      json_.end_object();
    }
    json_.end_array().end_object();
  }

  void at_most_one(const std::vector<std::string>& group) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (std::size_t k = i + 1; k < group.size(); ++k) {
        json_.begin_object().key("not").begin_object();
        requires_keys({group[i], group[k]});
        json_.end_object().end_object();
      }
    }
  }

  void condition(const Schema::Condition& condition) {
    json_.begin_object();
    requires_keys({condition.key});
    if (!condition.word.empty()) {
      json_.key("properties").begin_object().key(condition.key).begin_object();
      json_.key("anyOf").begin_array();
      json_.begin_object().member("const", condition.word).end_object();
      json_.begin_object().member("$ref", "#/$defs/parameter").end_object();
      json_.end_array().end_object().end_object();
    }
    json_.end_object();
  }

  // The key is there only where one of its conditions holds; a required one always then, unless a parameter decides.
  void conditions(const Schema::Key& key) {
    if (key.only_with.empty()) return;
    json_.begin_object().key("if").begin_object();
    requires_keys({key.key});
    json_.end_object().key("then").begin_object().key("anyOf").begin_array();
    for (const auto& one : key.only_with) condition(one);
    json_.end_array().end_object().end_object();
    if (!key.schema->required) return;
    for (const auto& one : key.only_with) demand(one, key.key);
  }

  void demand(const Schema::Condition& one, const std::string& key) {
    json_.begin_object().key("if").begin_object();
    requires_keys({one.key});
    if (!one.word.empty()) {
      json_.key("properties").begin_object().key(one.key).begin_object();
      json_.member("const", one.word).end_object().end_object();
    }
    json_.end_object().key("then").begin_object();
    requires_keys({key});
    json_.end_object().end_object();
  }

  Writer& json_;
  const Schema& map_;
};

// ---- values

// Includes and overlays join these maps by key: what is missing of a member here may stand in a fragment.
bool may_be_part(const std::string& path) {
  const auto is_member = [&](std::string_view kind) { return path.find(kind) != std::string::npos; };
  return is_member(".simulators.NAME") || is_member(".services.NAME") || is_member(".monitors.NAME");
}

class SchemaWriter {
 public:
  explicit SchemaWriter(std::string& out) : json_(out) {}

  void document(const values::Shapes& language) {
    json_.begin_object();
    json_.member("$schema", "https://json-schema.org/draft/2020-12/schema");
    json_.member("title", "A scenario of checkride, or a fragment that scenarios include").member("type", "object");
    json_.key("if").begin_object().key("required").begin_array().value(kFragmentShape).end_array().end_object();
    json_.key("then").begin_object().member("$ref", in_definitions(kFragmentShape)).end_object();
    json_.key("else").begin_object().member("$ref", in_definitions(kScenarioShape)).end_object();
    json_.key("$defs").begin_object();
    for (const auto& [name, shape] : language.by_name) {
      json_.key(name);
      definition(name, *shape);
    }
    // Parameters are filled in before anything is read, so any value may be made of them.
    json_.key("parameter").begin_object().member("type", "string").member("pattern", R"(\$)").end_object();
    json_.end_object().end_object();
  }

 private:
  static std::string in_definitions(std::string_view shape) { return "#/$defs/" + std::string(shape); }

  // What a place refers to; that it may be a parameter is said there.
  void definition(const std::string& name, const Schema& shape) {
    json_.begin_object();
    if (const KeyText* row = find_text(name)) json_.member("description", row->text);
    if (shape.forms.empty()) {
      one(name, shape);
    } else {
      alternatives(name, shape);
    }
    json_.end_object();
  }

  void value(const std::string& path, const Schema& schema) {
    json_.begin_object();
    if (const std::string text = text_of(path, schema); !text.empty()) json_.member("description", text);
    if (schema.fallback) fallback(schema);
    if (schema.forms.empty() && is_text(schema)) {
      one(path, schema);
    } else if (!(schema.forms.empty() && is_free(schema))) {
      alternatives(path, schema);
    }
    json_.end_object();
  }

  static bool is_text(const Schema& schema) {
    return schema.reference.empty() && (schema.type == SchemaType::text || schema.type == SchemaType::secret);
  }
  static bool is_free(const Schema& schema) { return schema.reference.empty() && schema.type == SchemaType::any; }

  void alternatives(const std::string& path, const Schema& schema) {
    json_.key("anyOf").begin_array();
    const auto alternative = [&](const Schema& form) {
      json_.begin_object();
      one(path, form);
      json_.end_object();
      if (form.reference.empty() && (form.type == SchemaType::duration || form.type == SchemaType::size)) {
        json_.begin_object().member("const", 0).end_object();
      }
    };
    if (schema.forms.empty()) alternative(schema);
    for (const auto& form : schema.forms) alternative(*form);
    json_.begin_object().member("$ref", "#/$defs/parameter").end_object();
    json_.end_array();
  }

  // The members of an object that stands for one form of a value.
  void one(const std::string& path, const Schema& schema) {
    if (!schema.reference.empty()) {
      json_.member("$ref", in_definitions(schema.reference));
      return;
    }
    switch (schema.type) {
      case SchemaType::any:
        break;
      case SchemaType::map:
        map(path, schema);
        break;
      case SchemaType::entries:
        json_.member("type", "object").key("additionalProperties");
        value(path + ".NAME", *schema.item);
        break;
      case SchemaType::list:
        json_.member("type", "array").key("items");
        value(path, *schema.item);
        break;
      case SchemaType::texts:
        json_.member("type", "array").key("items").begin_object();
        text();
        json_.end_object();
        break;
      case SchemaType::text:
      case SchemaType::secret:
        text();
        break;
      default:
        scalar(schema);
    }
  }

  void map(const std::string& path, const Schema& schema) {
    json_.member("type", "object").member("additionalProperties", false);
    json_.key("properties").begin_object();
    for (const Schema::Key& key : schema.keys) {
      json_.key(key.key);
      value(path + "." + key.key, *key.schema);
    }
    json_.end_object();
    if (!may_be_part(path)) MapRules(json_, schema).write();
  }

  // Any scalar reads as text: version: 1.0
  void text() { json_.key("type").begin_array().value("string").value("number").value("boolean").end_array(); }

  void scalar(const Schema& schema) {
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
      case SchemaType::size:
        json_.member("type", "string").member("pattern", values::kSizePattern);
        break;
      default:
        json_.member("type", "string").member("pattern", values::kDurationPattern);
    }
  }

  void fallback(const Schema& schema) {
    std::string text;
    if (schema.type == SchemaType::text || schema.type == SchemaType::word) {
      values::json::append_json_string(text, schema.fallback->text());
    } else {
      values::append_json(text, *schema.fallback);
    }
    json_.key("default").raw(text);
  }

  Writer json_;
};

}  // namespace

std::string json_schema(const values::Shapes& language) {
  std::string out;
  SchemaWriter(out).document(language);
  return out;
}

}  // namespace checkride::harness
