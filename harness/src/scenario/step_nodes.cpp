#include "scenario/step_nodes.hpp"

#include "checkride/result/assert.hpp"

namespace checkride::harness {

using values::Node;

std::vector<Node> branch_nodes(const Step& step, const Node& node) {
  const auto& block = std::get<Block>(step.what);
  std::vector<Node> lists;
  if (const auto steps = node.find("do")) lists.push_back(*steps);
  if (const auto repeat = node.find("repeat")) lists.push_back(key_node(*repeat, "steps"));
  if (const auto parallel = node.find("parallel")) {
    lists = parallel->items();
    for (const values::Entry& entry : parallel->entries()) lists.push_back(entry.value);
  }
  CHECKRIDE_ASSERT(lists.size() == block.branches.size());
  return lists;
}

Node key_node(const Node& step, std::string_view key) {
  return step.find(key).value_or(step);
}

}  // namespace checkride::harness
