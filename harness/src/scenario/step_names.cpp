#include "scenario/step_names.hpp"

#include <fmt/format.h>

#include <functional>
#include <map>

#include "scenario/step_nodes.hpp"

namespace checkride::harness {

namespace {

using values::Node;

// Calls `each` with every step, its node and what stands in front of the names beside it: "dive.".
using Each = std::function<void(Step& step, const Node& node, const std::string& prefix)>;

void walk(std::vector<Step>& steps, const Node& list, const std::string& prefix, const Each& each) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Step& step = steps[i];
    const Node& node = list.items().at(i);
    each(step, node, prefix);
    auto* block = std::get_if<Block>(&step.what);
    if (block == nullptr) continue;
    const bool is_call = block->kind == Block::Kind::sequence && !step.name.empty();
    const std::string inner = is_call ? step.name + "." : prefix;
    const auto lists = branch_nodes(step, node);
    for (std::size_t b = 0; b < lists.size(); ++b) walk(block->branches[b], lists[b], inner, each);
  }
}

class Names {
 public:
  Names(const Node& root, Reader& reader) : root_(root), reader_(reader) {}

  void resolve() {
    each_step([this](Step& step, const Node& node, const std::string& prefix) { give(step, node, prefix); });
    each_step([this](Step& step, const Node& node, const std::string& prefix) { look_up(step, node, prefix); });
    for (const auto& mention : reader_.steps_named) {
      if (!lines_.contains(mention.text)) tell_unknown(mention.text, mention.where);
    }
  }

 private:
  void each_step(const Each& each) {
    Scenario& scenario = reader_.scenario;
    const std::pair<std::string_view, std::vector<Step>*> lists[] = {
        {"setup", &scenario.setup}, {"timeline", &scenario.timeline}, {"teardown", &scenario.teardown}};
    for (const auto& [key, steps] : lists) {
      if (const auto list = root_.find(key)) walk(*steps, *list, "", each);
    }
  }

  void give(Step& step, const Node& node, const std::string& prefix) {
    if (step.name.empty()) return;
    step.name = prefix + step.name;
    const auto [known, fresh] = lines_.emplace(step.name, step.place.line);
    if (fresh) return;
    reader_.errors.add(key_node(node, "name").position(),
                       fmt::format("there is a step \"{}\" already, in line {}{}", step.name, known->second,
                                   known->second == step.place.line ? ": give each \"do\" a name of its own" : ""));
  }

  void look_up(Step& step, const Node& node, const std::string& prefix) {
    if (!step.trigger.after || step.trigger.after->step.empty()) return;
    std::string& named = step.trigger.after->step;
    for (std::string front = prefix;;) {
      if (lines_.contains(front + named)) {
        named = front + named;
        return;
      }
      if (front.empty()) break;
      front.pop_back();
      const auto dot = front.rfind('.');
      front.resize(dot == std::string::npos ? 0 : dot + 1);
    }
    tell_unknown(named, key_node(key_node(node, "after"), "step").position());
  }

  void tell_unknown(const std::string& name, const values::Position& where) {
    std::vector<std::string> names;
    for (const auto& [known, line] : lines_) names.push_back(known);
    std::string hint = values::suggestion(name, names);
    if (hint.empty()) hint = ": write \"name: " + name + "\" in the step that is meant";
    reader_.errors.add(where, fmt::format("no step has the name {}{}", values::quote(name), hint));
  }

  const Node& root_;
  Reader& reader_;
  std::map<std::string, int> lines_;  // of the steps, by name
};

}  // namespace

void resolve_step_names(const Node& root, Reader& reader) {
  Names(root, reader).resolve();
}

}  // namespace checkride::harness
