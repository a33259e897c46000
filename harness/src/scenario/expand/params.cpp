#include "scenario/expand/params.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::Diagnostics;
using values::Entry;
using values::Node;

constexpr std::size_t kChainMax = 16;  // parameters that refer to parameters

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Of the rig: not ours to fill in.
bool is_of_the_rig(std::string_view name) {
  return name == "folder" || name.find('.') != std::string_view::npos;
}

// The name, when the whole text is one parameter: "$name" or "${name}".
std::optional<std::string_view> whole_reference(std::string_view text) {
  if (text.starts_with("${") && text.find('}') == text.size() - 1) return text.substr(2, text.size() - 3);
  if (text.size() < 2 || text.front() != '$' || !is_letter(text[1])) return std::nullopt;
  const std::string_view name = text.substr(1);
  const bool plain =
      std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; });
  return plain ? std::optional(name) : std::nullopt;
}

// Calls back with the pieces of a text: `literal` as it is, "${name}" as its name. False if a "${" is not closed.
bool each_piece(std::string_view rest, const std::function<void(std::string_view)>& literal,
                const std::function<void(std::string_view)>& reference) {
  while (!rest.empty()) {
    const auto dollar = std::min(rest.find('$'), rest.size());
    literal(rest.substr(0, dollar));
    rest.remove_prefix(dollar);
    if (rest.starts_with("$$")) {
      literal("$");
      rest.remove_prefix(2);
    } else if (rest.starts_with("${")) {
      const auto end = rest.find('}');
      if (end == std::string_view::npos) return false;
      reference(rest.substr(2, end - 2));
      rest.remove_prefix(end + 1);
    } else if (!rest.empty()) {
      literal("$");
      rest.remove_prefix(1);
    }
  }
  return true;
}

// Nodes are handles: these two are the same tree, and not merely alike.
bool same_node(const Node& a, const Node& b) {
  return &a.text() == &b.text();
}

std::size_t count_nodes(const Node& node) {
  std::size_t count = 1;
  for (const Node& item : node.items()) count += count_nodes(item);
  for (const Entry& entry : node.entries()) count += count_nodes(entry.value);
  return count;
}

// Fills one tree. Where the values come from is the caller's: a scope, or declarations that are still being resolved.
class Filler {
 public:
  using Find = std::function<const Node*(const std::string& name, const Node& where)>;

  Filler(Find find, FillBudget& budget, Diagnostics& errors)
      : find_(std::move(find)), budget_(budget), errors_(errors) {}

  Node walk(const Node& node) {
    if (!spend(1, 0, node)) return node;
    switch (node.kind()) {
      case values::Kind::null:
        return node;
      case values::Kind::scalar:
        return node.text().find('$') == std::string::npos ? node : scalar(node);
      case values::Kind::list:
        return list(node);
      case values::Kind::map:
        return map(node);
    }
    return node;
  }

 private:
  Node list(const Node& node) {
    std::vector<Node> items = node.items();
    bool changed = false;
    for (Node& item : items) changed = replace(item) || changed;
    return changed ? Node::list(node.position(), std::move(items)) : node;
  }

  Node map(const Node& node) {
    std::vector<Entry> entries = node.entries();
    bool changed = false;
    for (Entry& entry : entries) changed = replace(entry.value) || changed;
    return changed ? Node::map(node.position(), std::move(entries)) : node;
  }

  // A walk that found nothing gives back the node itself.
  bool replace(Node& node) {
    Node filled = walk(node);
    const bool changed = !same_node(filled, node);
    node = std::move(filled);
    return changed;
  }

  Node scalar(const Node& node) {
    if (const auto name = whole_reference(node.text())) {
      if (is_of_the_rig(*name)) return node;
      const Node* value = find_(std::string(*name), node);
      if (value == nullptr) return Node::unreadable(node.position(), node.text());
      return spend(count_nodes(*value), 0, node) ? *value : Node::unreadable(node.position(), node.text());
    }
    return text(node);
  }

  Node text(const Node& node) {
    std::string out;
    bool good = true;
    const bool closed = each_piece(
        node.text(), [&](std::string_view literal) { out += literal; },
        [&](std::string_view name) { good = append(out, name, node) && good; });
    if (!closed) errors_.add(node.position(), "\"${\" without \"}\" (write $$ for a plain $)");
    if (!closed || !good) return Node::unreadable(node.position(), node.text());
    return Node::scalar(node.position(), std::move(out), node.quoted());
  }

  bool append(std::string& out, std::string_view name, const Node& node) {
    if (is_of_the_rig(name)) {
      out += fmt::format("${{{}}}", name);
      return true;
    }
    const Node* value = find_(std::string(name), node);
    if (value == nullptr || value->is_unreadable()) return false;
    if (!value->is_scalar()) {
      errors_.add(node.position(), fmt::format("\"{}\" is {}, which cannot stand inside a text: write ${} alone", name,
                                               value->describe(), name));
      return false;
    }
    if (!spend(0, value->text().size(), node)) return false;
    out += value->text();
    return true;
  }

  bool spend(std::size_t nodes, std::size_t bytes, const Node& where) {
    return harness::spend(budget_, nodes, bytes, where, errors_);
  }

  Find find_;
  FillBudget& budget_;
  Diagnostics& errors_;
};

void tell_unknown(std::string_view name, const Node& where, const std::vector<std::string>& names,
                  Diagnostics& errors) {
  std::string hint = values::suggestion(name, names);
  if (hint.empty()) hint = "; declare it under params, or write $$ for a plain $";
  errors.add(where.position(), fmt::format("there is no parameter {}{}", values::quote(name), hint));
}

// Declarations refer to each other in any order.
class Resolver {
 public:
  Resolver(const std::vector<Entry>& declared, Scope given, FillBudget& budget, Diagnostics& errors)
      : budget_(budget), errors_(errors), scope_(std::move(given)) {
    for (const Entry& entry : declared) {
      if (check_parameter(entry, errors)) declared_.insert_or_assign(entry.key, entry);
    }
  }

  Scope all() {
    for (const auto& [name, entry] : declared_) {
      if (!resolved_.contains(name)) resolve(name);
    }
    return std::move(scope_);
  }

 private:
  void resolve(const std::string& name) {
    const Entry& entry = declared_.at(name);
    chain_.push_back(name);
    Filler filler([this](const std::string& inner, const Node& where) { return refer(inner, where); }, budget_,
                  errors_);
    scope_.set(name, entry.value.is_null() ? Node::unreadable(entry.key_position, {}) : filler.walk(entry.value));
    chain_.pop_back();
    resolved_.insert(name);
  }

  const Node* refer(const std::string& name, const Node& where) {
    const bool circle = std::find(chain_.begin(), chain_.end(), name) != chain_.end();
    if (circle) {
      errors_.add(where.position(), fmt::format("the parameter \"{}\" is made of itself", name));
      return nullptr;
    }
    if (!declared_.contains(name)) {
      if (const Node* given = scope_.find(name)) return given;
      std::vector<std::string> names = scope_.names();
      for (const auto& [other, entry] : declared_) names.push_back(other);
      tell_unknown(name, where, names, errors_);
      return nullptr;
    }
    if (resolved_.contains(name)) return scope_.find(name);
    if (chain_.size() >= kChainMax) {
      errors_.add(where.position(), fmt::format("more than {} parameters are made of each other", kChainMax));
      return nullptr;
    }
    resolve(name);
    return scope_.find(name);
  }

  FillBudget& budget_;
  Diagnostics& errors_;
  std::map<std::string, Entry> declared_;
  std::vector<std::string> chain_;  // being resolved
  std::set<std::string> resolved_;
  Scope scope_;
};

}  // namespace

bool spend(FillBudget& budget, std::size_t nodes, std::size_t bytes, const Node& where, Diagnostics& errors) {
  if (!budget.told && nodes <= budget.nodes && bytes <= budget.bytes) {
    budget.nodes -= nodes;
    budget.bytes -= bytes;
    return true;
  }
  if (!budget.told) {
    errors.add(where.position(), "the parameters and cases make too much of this file: have fewer of them");
  }
  budget.told = true;
  return false;
}

bool good_parameter(std::string_view name) {
  return good_name(name) && name.front() >= 'a' && name.front() <= 'z' && !is_of_the_rig(name);
}

bool check_parameter(const Entry& entry, Diagnostics& errors) {
  if (!good_parameter(entry.key)) {
    errors.add(entry.key_position, fmt::format("{} cannot name a parameter: small letters, digits, - and _, beginning "
                                               "with a letter, and not \"folder\"",
                                               values::quote(entry.key)));
    return false;
  }
  if (entry.value.is_null()) {
    errors.add(entry.key_position, fmt::format("the parameter \"{}\" has no value (\"\" is an empty one)", entry.key));
  }
  return true;
}

void Scope::set(const std::string& name, Node value) {
  values_.insert_or_assign(name, std::move(value));
}

const Node* Scope::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

std::vector<std::string> Scope::names() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : values_) names.push_back(name);
  return names;
}

std::vector<Entry> declared_params(const Node& root, Diagnostics& errors) {
  const auto params = root.find("params");
  if (!params) return {};
  if (!params->is_map()) errors.add(params->position(), "expected a map of parameters: {altitude: 80 feet}");
  return params->entries();
}

Scope make_scope(const std::vector<Entry>& declared, Scope given, FillBudget& budget, Diagnostics& errors) {
  return Resolver(declared, std::move(given), budget, errors).all();
}

Node fill(const Node& node, const Scope& scope, FillBudget& budget, Diagnostics& errors) {
  const auto find = [&](const std::string& name, const Node& where) {
    const Node* value = scope.find(name);
    if (value == nullptr) tell_unknown(name, where, scope.names(), errors);
    return value;
  };
  return Filler(find, budget, errors).walk(node);
}

void collect_references(const Node& node, std::set<std::string, std::less<>>& names) {
  if (node.is_scalar() && node.text().find('$') != std::string::npos) {
    if (const auto name = whole_reference(node.text())) {
      names.emplace(*name);
    } else {
      (void)each_piece(
          node.text(), [](std::string_view) {}, [&](std::string_view piece) { names.emplace(piece); });
    }
  }
  for (const Node& item : node.items()) collect_references(item, names);
  for (const Entry& entry : node.entries()) collect_references(entry.value, names);
}

void check_used(const std::vector<Entry>& declared, const std::set<std::string, std::less<>>& used,
                Diagnostics& errors) {
  for (const Entry& entry : declared) {
    if (used.contains(entry.key) || !good_parameter(entry.key)) continue;
    errors.add(entry.key_position,
               fmt::format("nothing uses the parameter \"{}\": write ${} where it belongs, or take it out", entry.key,
                           entry.key));
  }
}

}  // namespace checkride::harness
