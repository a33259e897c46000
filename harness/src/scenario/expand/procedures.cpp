#include "scenario/expand/procedures.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "scenario/expand/on_rig.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::Entry;
using values::Node;

// Of the budget, for each call: it costs time also where the procedure is short.
constexpr std::size_t kCallCost = 50;
constexpr std::string_view kStepLists[] = {"setup", "timeline", "teardown"};

Node replaced(const Node& map, std::string_view key, const Node& value) {
  std::vector<Entry> entries = map.entries();
  for (Entry& entry : entries) {
    if (entry.key == key) entry.value = value;
  }
  return Node::map(map.position(), std::move(entries));
}

// A call: `do: name` or `do: {procedure: name, with: {...}}`.
struct Call {
  Node name;
  std::vector<Entry> with;
};

std::optional<Call> read_call(const Node& node, values::Diagnostics& errors) {
  if (node.is_unreadable()) return std::nullopt;
  if (node.is_scalar()) return Call{node, {}};
  if (!node.is_map()) {
    errors.add(node.position(),
               "expected the name of a procedure, or {procedure: name, with: {...}}, not " + node.describe());
    return std::nullopt;
  }
  values::MapReader map(node, errors);
  const auto name = map.required_node("procedure");
  std::vector<Entry> with;
  map.entries("with", [&](const Entry& entry) { with.push_back(entry); });
  map.finish();
  if (!name || name->is_unreadable()) return std::nullopt;
  if (!name->is_scalar()) {
    errors.add(name->position(), "expected the name of a procedure, not " + name->describe());
    return std::nullopt;
  }
  return Call{*name, std::move(with)};
}

class Expander {
 public:
  Expander(const Node& procedures, Expansion& expansion) : procedures_(procedures), expansion_(expansion) {}

  // Whatever is no list stays, for the reader of steps to complain of.
  Node list(const Node& steps, const Scope& scope) {
    if (!steps.is_list()) return steps;
    std::vector<Node> items;
    for (const Node& step : steps.items()) items.push_back(one(step, scope));
    return Node::list(steps.position(), std::move(items));
  }

 private:
  Node one(const Node& node, const Scope& scope) {
    if (!node.is_map()) return node;
    Node step = for_rig(node, expansion_.rig, expansion_.errors);
    if (const auto call = step.find("do")) step = replaced(step, "do", called(*call, scope));
    if (const auto repeat = step.find("repeat")) {
      const auto steps = repeat->find("steps");
      if (steps) step = replaced(step, "repeat", replaced(*repeat, "steps", list(*steps, scope)));
    }
    if (const auto parallel = step.find("parallel")) step = replaced(step, "parallel", branches(*parallel, scope));
    return step;
  }

  Node branches(const Node& parallel, const Scope& scope) {
    if (parallel.is_list()) {
      std::vector<Node> items;
      for (const Node& branch : parallel.items()) items.push_back(list(branch, scope));
      return Node::list(parallel.position(), std::move(items));
    }
    if (!parallel.is_map()) return parallel;
    std::vector<Entry> entries = parallel.entries();
    for (Entry& entry : entries) entry.value = list(entry.value, scope);
    return Node::map(parallel.position(), std::move(entries));
  }

  // The steps of the call, or what is unreadable after a mistake.
  Node called(const Node& node, const Scope& scope) {
    const Node nothing = Node::unreadable(node.position(), node.text());
    if (!spend(expansion_.budget, kCallCost, 0, node, expansion_.errors)) return nothing;
    const auto call = read_call(node, expansion_.errors);
    if (!call) return nothing;
    const std::string& name = call->name.text();
    const auto body = find(call->name);
    if (!body || !may_enter(call->name)) return nothing;
    std::set<std::string, std::less<>> used;
    collect_references(*body, used);
    check_used(call->with, used, expansion_.errors);
    Scope inner = scope;
    for (const Entry& entry : call->with) {
      if (check_parameter(entry, expansion_.errors)) inner.set(entry.key, entry.value);
    }
    running_.push_back(name);
    Node steps = list(fill(*body, inner, expansion_.budget, expansion_.errors), inner);
    running_.pop_back();
    return Node::list(node.position(), steps.items());
  }

  std::optional<Node> find(const Node& name) {
    const auto body = procedures_.find(name.text());
    if (body && body->is_list()) return body;
    if (body) return std::nullopt;  // told with the procedures
    std::vector<std::string> names;
    for (const Entry& entry : procedures_.entries()) names.push_back(entry.key);
    std::string hint = values::suggestion(name.text(), names);
    if (hint.empty()) hint = ": declare it under procedures";
    expansion_.errors.add(name.position(), fmt::format("there is no procedure {}{}", values::quote(name.text()), hint));
    return std::nullopt;
  }

  bool may_enter(const Node& name) {
    const auto open = std::find(running_.begin(), running_.end(), name.text());
    if (open != running_.end()) {
      expansion_.errors.add(name.position(), fmt::format("the procedures do each other in a circle: {} -> {}",
                                                         fmt::join(open, running_.end(), " -> "), name.text()));
    } else if (running_.size() >= kCallDepthMax) {
      expansion_.errors.add(name.position(),
                            fmt::format("procedures within procedures, more than {} deep", kCallDepthMax));
    } else {
      return true;
    }
    return false;
  }

  const Node& procedures_;
  Expansion& expansion_;
  std::vector<std::string> running_;
};

void check_procedures(const Node& procedures, values::Diagnostics& errors) {
  if (!procedures.is_map() && !procedures.is_null()) {
    errors.add(procedures.position(), "expected a map of procedures: {go_low: [{wait: 5s}]}");
  }
  for (const Entry& entry : procedures.entries()) {
    if (!good_name(entry.key)) {
      errors.add(entry.key_position, fmt::format("{} cannot name a procedure: small letters, digits, - and _ (at most "
                                                 "63)",
                                                 values::quote(entry.key)));
    }
    if (!entry.value.is_list() || entry.value.items().empty()) {
      errors.add(entry.value.position(), fmt::format("a procedure is a list of steps, not {}", entry.value.describe()));
    }
  }
}

void collect_calls(const Node& node, std::set<std::string>& names) {
  for (const Node& item : node.items()) collect_calls(item, names);
  for (const Entry& entry : node.entries()) {
    if (entry.key == "do" && entry.value.is_scalar()) names.insert(entry.value.text());
    if (entry.key == "procedure" && entry.value.is_scalar()) names.insert(entry.value.text());
    collect_calls(entry.value, names);
  }
}

}  // namespace

Node expand_steps(const Node& body, const Node& procedures, const Scope& scope, Expansion& expansion) {
  check_procedures(procedures, expansion.errors);
  if (!body.is_map()) return body;
  Node expanded = body;
  Expander expander(procedures, expansion);
  for (const std::string_view key : kStepLists) {
    if (const auto steps = body.find(key)) expanded = replaced(expanded, key, expander.list(*steps, scope));
  }
  return expanded;
}

void check_called(const Node& procedures, const std::vector<Node>& files, const std::string& file,
                  values::Diagnostics& errors) {
  std::set<std::string> called;
  for (const Node& root : files) collect_calls(root, called);
  for (const Entry& entry : procedures.entries()) {
    if (called.contains(entry.key) || entry.key_position.file != file) continue;
    errors.add(entry.key_position, fmt::format("nothing does the procedure \"{}\": write \"do: {}\", or take it out",
                                               entry.key, entry.key));
  }
}

}  // namespace checkride::harness
