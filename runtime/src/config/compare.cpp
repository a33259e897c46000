#include "config/compare.hpp"

#include <map>
#include <optional>
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

// The outermost section above the path that only one of the two has: what stands in it comes and goes as a whole. None
// for a section that works when it is absent.
std::optional<KeyPath> section_of_one(const values::Schema& schema, const Node& before, const Node& after,
                                      const KeyPath& path) {
  const values::Schema* at = &schema;
  KeyPath section;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    at = at->find(path[i]);
    if (at == nullptr) return std::nullopt;
    section.push_back(path[i]);
    if (at->works_when_absent) continue;
    if (find_at(before, section).has_value() != find_at(after, section).has_value()) return section;
  }
  return std::nullopt;
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
    const KeyPath whole = section_of_one(*schema, before.root(), after.root(), path).value_or(path);
    if (change_of(whole) == Change::after_restart) {
      change.after_restart.push_back(joined(path));
    } else if (change.at_once.empty() || change.at_once.back() != joined(whole)) {
      change.at_once.push_back(joined(whole));
    }
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
