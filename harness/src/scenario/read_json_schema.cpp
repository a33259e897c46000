// The part of JSON Schema that bodies of requests are checked by.
#include "scenario/read_upstream.hpp"
#include "services/upstream/json_check.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Node;

void read_texts_rules(MapReader& map, JsonSchema& schema) {
  map.optional("minLength", &schema.min_length);
  map.optional("maxLength", &schema.max_length);
  map.optional("trim", &schema.trim);
  map.optional("enum", &schema.words);
  if (map.optional("pattern", &schema.pattern) && !good_pattern(schema.pattern)) {
    map.error("pattern", "this is no regular expression that RE2 takes");
    schema.pattern.clear();
  }
  if (schema.min_length && schema.max_length && *schema.min_length > *schema.max_length) {
    map.error("minLength", "no text is as long as this and as short as maxLength");
  }
}

void read_number_rules(MapReader& map, JsonSchema& schema) {
  map.optional("minimum", &schema.minimum);
  map.optional("maximum", &schema.maximum);
  map.optional("exclusiveMinimum", &schema.exclusive_minimum);
  map.optional("exclusiveMaximum", &schema.exclusive_maximum);
}

JsonSchema read_rules(const Node& node, values::Diagnostics& errors) {
  JsonSchema schema;
  MapReader map(node, errors);
  map.choice("type", &schema.type,
             {{"any", JsonType::any},
              {"object", JsonType::object},
              {"array", JsonType::array},
              {"string", JsonType::string},
              {"number", JsonType::number},
              {"integer", JsonType::integer},
              {"boolean", JsonType::boolean}});
  map.optional("required", &schema.required);
  map.entries("properties", [&](const values::Entry& entry) {
    schema.properties.push_back(read_json_schema(entry.value, errors));
    schema.properties.back().name = entry.key;
  });
  read_texts_rules(map, schema);
  read_number_rules(map, schema);
  if (const auto otherwise = map.node("default")) values::append_json(schema.default_json, *otherwise);
  map.finish();
  return schema;
}

}  // namespace

JsonSchema read_json_schema(const Node& node, values::Diagnostics& errors) {
  JsonSchema schema;
  values::read_shape(node, "json_schema", [&](const Node& shape) { schema = read_rules(shape, errors); });
  return schema;
}

}  // namespace checkride::harness
