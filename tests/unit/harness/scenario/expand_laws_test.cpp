// Laws of the expansion over trees made at random: a file without this language is left alone, node by node; a matrix
// makes the product of its values, in one order; whatever goes wrong has a place.
#include "checkride/test/property.hpp"
#include "checkride/world/virtual_world.hpp"
#include "scenario/expand/expand.hpp"
#include "scenario/expand/params.hpp"

namespace checkride::harness {
namespace {

using values::Entry;
using values::Node;

// Scalars of few letters, '$' among them when asked for; no keys of the expansion's own.
Node any_tree(bool dollars, int depth) {
  const values::Position where{"/s/a.yaml", *rc::gen::inRange(1, 99), *rc::gen::inRange(1, 99)};
  const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 3);
  const int count = *rc::gen::inRange(0, 4);
  if (kind == 1) {
    std::vector<Node> items;
    for (int i = 0; i < count; ++i) items.push_back(any_tree(dollars, depth - 1));
    return Node::list(where, std::move(items));
  }
  if (kind == 2) {
    std::vector<Entry> entries;
    for (int i = 0; i < count; ++i) entries.push_back({"k" + std::to_string(i), where, any_tree(dollars, depth - 1)});
    return Node::map(where, std::move(entries));
  }
  const std::string letters = dollars ? "ab${}." : "ab{}.:";
  std::string text;
  const int length = *rc::gen::inRange(0, 7);
  for (int i = 0; i < length; ++i) text += letters[*rc::gen::inRange<std::size_t>(0, letters.size())];
  return Node::scalar(where, text, *rc::gen::arbitrary<bool>());
}

bool same_places(const Node& a, const Node& b) {
  if (a.position() != b.position() || a.quoted() != b.quoted()) return false;
  for (std::size_t i = 0; i < a.items().size(); ++i) {
    if (!same_places(a.items()[i], b.items()[i])) return false;
  }
  for (std::size_t i = 0; i < a.entries().size(); ++i) {
    if (a.entries()[i].key_position != b.entries()[i].key_position) return false;
    if (!same_places(a.entries()[i].value, b.entries()[i].value)) return false;
  }
  return true;
}

std::vector<ExpandedCase> expanded(const Node& root, values::Diagnostics& errors) {
  world::VirtualWorld world;
  SourceFiles sources(world.add_host("a").files());
  return expand(root, "/s/a.yaml", {}, sources, errors);
}

RC_GTEST_PROP(ExpandLaws, WithoutParametersEveryNodeStaysItself, ()) {
  const Node root = any_tree(false, 4);
  values::Diagnostics errors;
  const auto cases = expanded(root, errors);
  RC_ASSERT(errors.empty());
  RC_ASSERT(cases.size() == 1U);
  RC_ASSERT(cases[0].root.same_content(root));
  RC_ASSERT(same_places(cases[0].root, root));
}

RC_GTEST_PROP(ExpandLaws, AFilledTreeHasTheShapeAndEachMistakeAPlaceInIt, ()) {
  const Node root = Node::map({"/s/a.yaml", 1, 1}, {{"x", {"/s/a.yaml", 1, 1}, any_tree(true, 4)}});
  values::Diagnostics errors;
  const auto cases = expanded(root, errors);
  RC_ASSERT(cases.size() == 1U);
  for (const auto& mistake : errors.items()) {
    RC_ASSERT(mistake.file == "/s/a.yaml" && mistake.line > 0 && mistake.column > 0 && !mistake.message.empty());
  }
  std::set<std::string, std::less<>> names;
  collect_references(root, names);
  if (names.empty()) RC_ASSERT(errors.text().find("no parameter") == std::string::npos);
}

// `counts[i]` values of the parameter p<i>.
Node with_matrix(const std::vector<int>& counts) {
  const values::Position where{"/s/a.yaml", 1, 1};
  std::vector<Entry> columns;
  std::vector<Node> uses;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::string name = "p" + std::to_string(i);
    std::vector<Node> items;
    for (int j = 0; j < counts[i]; ++j) items.push_back(Node::scalar(where, "v" + std::to_string(j), false));
    columns.push_back({name, where, Node::list(where, std::move(items))});
    uses.push_back(Node::scalar(where, "$" + name, false));
  }
  return Node::map(where, {{"matrix", where, Node::map(where, std::move(columns))},
                           {"x", where, Node::list(where, std::move(uses))}});
}

RC_GTEST_PROP(ExpandLaws, AMatrixIsAProductInOneOrder, ()) {
  const auto counts =
      *rc::gen::container<std::vector<int>>(*rc::gen::inRange<std::size_t>(1, 4), rc::gen::inRange(1, 5));
  values::Diagnostics errors;
  const auto cases = expanded(with_matrix(counts), errors);
  RC_ASSERT(errors.empty());
  std::size_t product = 1;
  for (const int count : counts) product *= static_cast<std::size_t>(count);
  RC_ASSERT(cases.size() == product);
  // The number of a case, written in the system of these counts, is its values: the last changes fastest.
  for (std::size_t number = 0; number < cases.size(); ++number) {
    const auto& values = cases[number].root.find("x")->items();
    std::size_t rest = number;
    for (std::size_t i = counts.size(); i-- > 0;) {
      const auto count = static_cast<std::size_t>(counts[i]);
      RC_ASSERT(values[i].text() == "v" + std::to_string(rest % count));
      RC_ASSERT(cases[number].case_.params[i].second == values[i].text());
      rest /= count;
    }
  }
  std::set<std::string> names;
  for (const auto& one : cases) names.insert(one.case_.name);
  RC_ASSERT(names.size() == cases.size());
}

}  // namespace
}  // namespace checkride::harness
