#include "config/compare.hpp"

#include <map>
#include <set>

#include "config/key_table.hpp"

namespace checkride::runtime {

namespace {

using values::Document;
using values::Node;

using Flat = std::map<KeyPath, Node>;

Flat flat(const values::Schema& schema, const Document& document) {
  Flat out;
  each_value(schema, document.root(), [&](const KeyPath& path, const values::Schema& at, const auto& node) {
    out.emplace(path, node ? *node : *at.fallback);
  });
  return out;
}

bool differ(const Flat& a, const Flat& b, const KeyPath& path) {
  const auto x = a.find(path);
  const auto y = b.find(path);
  if (x == a.end() || y == b.end()) return (x == a.end()) != (y == b.end());
  return !x->second.same_content(y->second);
}

}  // namespace

ConfigChange compare(const Document& before, const Document& after) {
  const auto schema = config_schema();
  const Flat old_values = flat(*schema, before);
  const Flat new_values = flat(*schema, after);
  std::set<KeyPath> paths;
  for (const auto& [path, node] : old_values) paths.insert(path);
  for (const auto& [path, node] : new_values) paths.insert(path);
  ConfigChange change;
  for (const KeyPath& path : paths) {
    if (!differ(old_values, new_values, path)) continue;
    (change_of(path) == Change::at_once ? change.at_once : change.after_restart).push_back(joined(path));
  }
  return change;
}

Document taken_over(const Document& before, const Document& after, const std::vector<std::string>& keys) {
  Node root = before.root();
  for (const std::string& key : keys) {
    const KeyPath path = split_path(key);
    root = with_value_at(root, path, find_at(after.root(), path));
  }
  return Document(root);
}

}  // namespace checkride::runtime
