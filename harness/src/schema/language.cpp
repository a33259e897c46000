#include "schema/language.hpp"

#include "scenario/readers.hpp"

namespace checkride::harness {

Language describe_language() {
  Language language;
  language.scenario = values::describe(
      [](values::MapReader& map) {
        Scenario scenario;
        Reader reader{map.errors(), scenario, {}, RigKind::virtual_rig};
        read_scenario(map, reader);
      },
      language.shapes);
  return language;
}

void for_each_key(const std::string& path, const values::Schema& schema, const EachKey& each) {
  for (const auto& form : schema.forms) for_each_key(path, *form, each);
  if (!schema.forms.empty() || !schema.reference.empty()) return;
  for (const values::Schema::Key& key : schema.keys) {
    const std::string inner = path + "." + key.key;
    each(inner, key);
    for_each_key(inner, *key.schema, each);
  }
  if (schema.item) {
    for_each_key(schema.type == values::SchemaType::entries ? path + ".NAME" : path, *schema.item, each);
  }
}

void for_each_key(const Language& language, const EachKey& each) {
  for_each_key("scenario", *language.scenario, each);
  for (const auto& [name, shape] : language.shapes.by_name) for_each_key(name, *shape, each);
}

}  // namespace checkride::harness
