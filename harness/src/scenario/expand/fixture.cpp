#include "scenario/expand/fixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "scenario/expand/on_rig.hpp"
#include "scenario/expand/procedures.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::Entry;
using values::Node;

// Of the budget, for each use: a fixture costs time also where it holds little.
constexpr std::size_t kFixtureCost = 200;

// `use` and `with` of one fixture.
struct Use {
  Node path;
  std::vector<Entry> with;
};

std::optional<Use> read_use(const Node& node, values::Diagnostics& errors) {
  if (!node.is_map()) {
    if (!node.is_unreadable()) errors.add(node.position(), "expected a fixture: {use: path, with: {...}}");
    return std::nullopt;
  }
  values::MapReader map(node, errors);
  const auto path = map.required_node("use");
  std::vector<Entry> with;
  map.entries("with", [&](const Entry& entry) { with.push_back(entry); });
  map.finish();
  if (!path || !values::read_text(*path, errors)) return std::nullopt;
  return Use{*path, std::move(with)};
}

// What `with` gives to the fragment, whose parameters have these names.
Scope given_by(const Use& use, const std::vector<std::string>& names, values::Diagnostics& errors) {
  Scope given;
  for (const Entry& entry : use.with) {
    if (std::find(names.begin(), names.end(), entry.key) == names.end()) {
      errors.add(entry.key_position, fmt::format("{} has no parameter {}{}", use.path.text(), values::quote(entry.key),
                                                 values::suggestion(entry.key, names)));
    } else if (check_parameter(entry, errors)) {
      given.set(entry.key, entry.value);
    }
  }
  return given;
}

// The fragment's parameters: what is given, and the defaults of the others, which may be made of it.
Scope scope_of(const Joined& joined, const Use& use, Expansion& expansion) {
  values::Diagnostics& errors = expansion.errors;
  const std::vector<Entry> declared = declared_params(joined.root, errors);
  std::set<std::string, std::less<>> used;
  for (const Node& file : joined.unexpanded) collect_references(file, used);
  check_used(declared, used, errors);
  std::vector<std::string> names;
  for (const Entry& entry : declared) names.push_back(entry.key);
  for (const Need& need : joined.needs) names.push_back(need.name);
  Scope given = given_by(use, names, errors);
  std::vector<Entry> defaults;
  for (const Entry& entry : declared) {
    if (given.find(entry.key) == nullptr) defaults.push_back(entry);
  }
  Scope scope = make_scope(defaults, std::move(given), expansion.budget, errors);
  check_needs(joined.needs, scope, errors);
  return scope;
}

Node instantiate(const Use& use, const std::string& path, const Node& fragment, Expansion& expansion) {
  values::Diagnostics& errors = expansion.errors;
  Joined joined = join_includes(fragment, expansion);
  joined.root = root_for_rig(without(joined.root, {"description"}), expansion.rig, errors);
  const auto own = needs_of(fragment, path, use.path.position(), errors);
  joined.needs.insert(joined.needs.end(), own.begin(), own.end());
  const Scope scope = scope_of(joined, use, expansion);
  return settle(joined, scope, expansion);
}

std::optional<Node> one_fixture(const Node& node, Expansion& expansion) {
  if (!spend(expansion.budget, kFixtureCost, 0, node, expansion.errors)) return std::nullopt;
  const auto use = read_use(node, expansion.errors);
  if (!use) return std::nullopt;
  const std::string path = resolve_path(use->path.file(), use->path.text());
  const auto fragment = load_fragment(path, use->path.position(), expansion);
  if (!fragment) return std::nullopt;
  expansion.reading.push_back(path);
  Node content = instantiate(*use, path, *fragment, expansion);
  expansion.reading.pop_back();
  return content;
}

Node all_fixtures(const Node& fixtures, Expansion& expansion) {
  Node beneath = Node::map(fixtures.position(), {});
  if (!fixtures.is_list()) {
    if (!fixtures.is_unreadable()) {
      expansion.errors.add(fixtures.position(), "expected a list of fixtures: [{use: path, with: {...}}]");
    }
    return beneath;
  }
  for (const Node& node : fixtures.items()) {
    if (const auto content = one_fixture(node, expansion)) beneath = join(beneath, *content);
  }
  return beneath;
}

}  // namespace

Node settle(const Joined& joined, const Scope& scope, Expansion& expansion) {
  const Node procedures = joined.root.find("procedures").value_or(Node());
  const Node own = without(joined.root, {"params", "matrix", "exclude", "cases", "procedures"});
  const Node filled = fill(own, scope, expansion.budget, expansion.errors);
  const Node body = expand_steps(without(filled, {"fixtures"}), procedures, scope, expansion);
  const auto fixtures = filled.find("fixtures");
  return fixtures ? join(all_fixtures(*fixtures, expansion), body) : body;
}

void check_needs(const std::vector<Need>& needs, Scope& scope, values::Diagnostics& errors) {
  for (const Need& need : needs) {
    if (scope.find(need.name) != nullptr) continue;
    errors.add(need.wanted,
               fmt::format("{} needs the parameter {}: give it a value", need.fragment, values::quote(need.name)));
    scope.set(need.name, Node::unreadable(need.wanted, {}));
  }
}

}  // namespace checkride::harness
