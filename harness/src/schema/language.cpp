#include "schema/language.hpp"

#include <algorithm>

#include "scenario/expand/include.hpp"
#include "scenario/read_scenario.hpp"
#include "scenario/read_steps.hpp"

namespace checkride::harness {

namespace {

using values::Entry;
using values::MapReader;
using values::Node;
using values::Schema;

// ---- keys that the expansion takes out of a file before the rest is read (scenario/expand)

void describe_any(const Entry&) {}

void describe_fixture(const Node& node, values::Diagnostics& errors) {
  MapReader map(node, errors);
  std::string use;
  map.required("use", &use);
  map.entries("with", describe_any);
}

void describe_case(const Node& node, values::Diagnostics& errors) {
  (void)values::read_entries(node, errors, describe_any);
}

void describe_expanded(MapReader& map, Reader& reader) {
  values::Diagnostics& errors = map.errors();
  if (const auto include = map.node("include")) (void)reader.texts(*include);
  map.entries("params", describe_any);
  map.entries("matrix", [&](const Entry& entry) { (void)values::read_items(entry.value, errors, [](const Node&) {}); });
  map.list("exclude", [&](const Node& node) { describe_case(node, errors); });
  map.list("cases", [&](const Node& node) { describe_case(node, errors); });
  map.list("fixtures", [&](const Node& node) { describe_fixture(node, errors); });
  map.entries("procedures", [&](const Entry& entry) { (void)read_steps(entry.value, "", "", reader); });
  map.map("on_rig", [&](MapReader& rigs) {
    for (const RigKind rig : {RigKind::virtual_rig, RigKind::process_rig, RigKind::live_rig}) {
      rigs.entries(to_string(rig), describe_any);
    }
  });
}

// ---- fragments: some keys of a scenario, and two of their own

std::shared_ptr<Schema> fragment_of(const Schema& scenario) {
  auto fragment = std::make_shared<Schema>();
  values::Diagnostics ignored;
  MapReader map(Node::probe(fragment), ignored);
  std::string name;
  std::vector<std::string> needs;
  map.required(kFragmentShape, &name);
  map.optional("needs", &needs);
  const auto& keys = fragment_keys();
  for (const Schema::Key& key : scenario.keys) {
    if (std::find(keys.begin(), keys.end(), key.key) != keys.end()) fragment->keys.push_back(key);
  }
  return fragment;
}

}  // namespace

values::Shapes describe_language() {
  values::Shapes language;
  values::Diagnostics ignored;
  Scenario scenario;
  Reader reader{ignored, scenario, {}, RigKind::virtual_rig};
  auto schema = std::make_shared<Schema>();
  const Node root = Node::probe(schema, &language);
  read_scenario(root, reader);
  MapReader map(root, ignored);
  describe_expanded(map, reader);
  language.by_name.emplace(kFragmentShape, fragment_of(*schema));
  language.by_name.emplace(kScenarioShape, std::move(schema));
  return language;
}

void for_each_key(const std::string& path, const Schema& schema, const EachKey& each) {
  for (const auto& form : schema.forms) for_each_key(path, *form, each);
  if (!schema.forms.empty() || !schema.reference.empty()) return;
  for (const Schema::Key& key : schema.keys) {
    const std::string inner = path + "." + key.key;
    each(inner, key);
    for_each_key(inner, *key.schema, each);
  }
  if (schema.item) {
    for_each_key(schema.type == values::SchemaType::entries ? path + ".NAME" : path, *schema.item, each);
  }
}

void for_each_key(const values::Shapes& language, const EachKey& each) {
  for (const auto& [name, shape] : language.by_name) for_each_key(name, *shape, each);
}

}  // namespace checkride::harness
