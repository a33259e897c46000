#include "app/held_rules.hpp"

#include <algorithm>

#include "config/tree.hpp"

namespace checkride::runtime {

namespace {

using values::Document;
using values::Node;

constexpr const char* kRulesKey = "alert_manager.rules";

Document with_rules(const Document& document, const Node& place, std::vector<Node> rules) {
  const Node list = Node::list(place.position(), std::move(rules));
  return Document(with_value_at(document.root(), split_path(kRulesKey), list));
}

bool is_valid(const Document& document) {
  values::Diagnostics errors;
  (void)read_config(document, errors);
  return errors.empty();
}

bool has_name(const Node& rule, std::string_view name) {
  const auto own = rule.find("name");
  return own && own->is_scalar() && own->text() == name;
}

// The rule of that name, or the end.
std::vector<Node>::const_iterator find_named(const std::vector<Node>& rules, const Node& like) {
  const auto name = like.find("name");
  return std::find_if(rules.begin(), rules.end(),
                      [&](const Node& rule) { return name && has_name(rule, name->text()); });
}

}  // namespace

bool hold_rules_back(const Document& current, LoadedConfig* mixed, ConfigChange* change) {
  const auto changed = std::find(change->at_once.begin(), change->at_once.end(), kRulesKey);
  const auto running = find_at(current.root(), split_path(kRulesKey));
  const auto next = find_at(mixed->document.root(), split_path(kRulesKey));
  if (changed == change->at_once.end() || !running || !next) return false;
  std::vector<Node> rules;
  std::vector<std::string> held;
  for (std::size_t i = 0; i < next->items().size(); ++i) {
    const Node& rule = next->items()[i];
    if (is_valid(with_rules(mixed->document, *next, {rule}))) {
      rules.push_back(rule);
      continue;
    }
    held.push_back(kRulesKey + ("." + std::to_string(i)));
    const auto former = find_named(running->items(), rule);
    if (former != running->items().end()) rules.push_back(*former);
  }
  const Document document = with_rules(mixed->document, *next, std::move(rules));
  values::Diagnostics errors;
  Config config = read_config(document, errors);
  if (held.empty() || !errors.empty()) return false;
  const auto list = find_at(document.root(), split_path(kRulesKey));
  if (list && list->same_content(*running)) change->at_once.erase(changed);
  mixed->document = document;
  mixed->config = std::move(config);
  change->after_restart.insert(change->after_restart.end(), held.begin(), held.end());
  std::sort(change->after_restart.begin(), change->after_restart.end());
  return true;
}

}  // namespace checkride::runtime
