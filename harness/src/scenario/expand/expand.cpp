#include "scenario/expand/expand.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "scenario/expand/fixture.hpp"
#include "scenario/expand/matrix.hpp"
#include "scenario/expand/on_rig.hpp"
#include "scenario/expand/procedures.hpp"

namespace checkride::harness {

namespace {

using values::Diagnostics;
using values::Entry;
using values::Node;

// As deep as a file may be nested.
constexpr int kDepthMax = values::LoadLimits{}.depth_max;

// The first node that is nested deeper, if there is one.
std::optional<Node> beyond_depth(const Node& node, int depth) {
  if (depth > kDepthMax) return node;
  for (const Node& item : node.items()) {
    if (const auto found = beyond_depth(item, depth + 1)) return found;
  }
  for (const Entry& entry : node.entries()) {
    if (const auto found = beyond_depth(entry.value, depth + 1)) return found;
  }
  return std::nullopt;
}

// What a value is called in reports.
std::string text_of(const Node& value) {
  if (value.is_scalar()) return value.text();
  std::string json;
  values::append_json(json, value);
  return json;
}

// A file, for its cases.
class Cases {
 public:
  Cases(Joined joined, const LoadRequest& request, const std::string& path)
      : joined_(std::move(joined)), request_(request), path_(path) {}

  std::vector<CaseRow> rows(Diagnostics& errors) {
    joined_.root = override_params(joined_.root, request_.params, errors);
    declared_ = declared_params(joined_.root, errors);
    const std::size_t mistakes = errors.size();
    std::vector<CaseRow> rows = read_rows(joined_.root, errors);
    doubtful_ = errors.size() != mistakes;
    check(errors);
    return rows;
  }

  ExpandedCase expand(const CaseRow& row, Expansion& expansion) const {
    std::vector<Entry> declared = declared_;
    declared.insert(declared.end(), row.values.begin(), row.values.end());
    Scope scope = make_scope(declared, Scope(), expansion.budget, expansion.errors);
    if (doubtful_) {  // what is missing is told already
      for (const Entry& entry : row_parameters(joined_.root)) {
        if (scope.find(entry.key) == nullptr) scope.set(entry.key, Node::unreadable(entry.key_position, {}));
      }
    }
    check_needs(joined_.needs, scope, expansion.errors);
    ExpandedCase one{{row.name, params_of(row, scope)}, settle(joined_, scope, expansion)};
    if (const auto deep = beyond_depth(one.root, 0)) {
      expansion.errors.add(deep->position(), "nested too deeply once parameters and procedures are in their places");
      one.root = Node::map(one.root.position(), {});
    }
    return one;
  }

 private:
  void check(Diagnostics& errors) const {
    std::set<std::string, std::less<>> used;
    for (const Node& file : joined_.unexpanded) collect_references(file, used);
    check_used(declared_, used, errors);
    std::vector<Entry> of_rows;
    for (const Entry& entry : row_parameters(joined_.root)) {
      const bool told =
          std::any_of(declared_.begin(), declared_.end(), [&](const Entry& e) { return e.key == entry.key; });
      if (!told) of_rows.push_back(entry);
    }
    check_used(of_rows, used, errors);
    if (const auto procedures = joined_.root.find("procedures")) {
      check_called(*procedures, joined_.unexpanded, path_, errors);
    }
  }

  std::vector<std::pair<std::string, std::string>> params_of(const CaseRow& row, const Scope& scope) const {
    std::vector<std::string> names;
    for (const Entry& entry : row.values) names.push_back(entry.key);
    for (const auto& [name, value] : request_.params) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::vector<std::pair<std::string, std::string>> params;
    for (const std::string& name : names) {
      if (const Node* value = scope.find(name)) params.emplace_back(name, text_of(*value));
    }
    return params;
  }

  Joined joined_;
  const LoadRequest& request_;
  const std::string& path_;
  std::vector<Entry> declared_;
  bool doubtful_ = false;  // the rows have a mistake
};

}  // namespace

std::vector<ExpandedCase> expand(const Node& root, const std::string& path, const LoadRequest& request,
                                 SourceFiles& sources, Diagnostics& errors) {
  FillBudget budget;
  Diagnostics met;
  Expansion expansion{sources, request.rig, met, budget, {path}};
  Joined joined = join_includes(root, expansion);
  joined.root = root_for_rig(joined.root, request.rig, met);
  Cases cases(std::move(joined), request, path);
  const std::vector<CaseRow> rows = cases.rows(met);
  add_new(met, errors);
  std::vector<ExpandedCase> expanded;
  for (const CaseRow& row : rows) {
    Diagnostics here;
    Expansion of_case{sources, request.rig, here, budget, {path}};
    expanded.push_back(cases.expand(row, of_case));
    add_new(here, errors);
    if (budget.told) break;
  }
  return expanded;
}

void add_new(const Diagnostics& from, Diagnostics& into) {
  if (from.empty()) return;
  const auto key = [](const values::Diagnostic& d) { return std::tie(d.file, d.line, d.column, d.message); };
  std::set<std::tuple<std::string, int, int, std::string>> known;
  for (const auto& item : into.items()) known.insert(key(item));
  for (const auto& item : from.items()) {
    if (known.insert(key(item)).second) into.add(item);
  }
}

}  // namespace checkride::harness
