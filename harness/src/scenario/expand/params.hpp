// $parameters inside a scenario's values: `$altitude` alone is the value itself, a map or a list too; "${altitude}" may
// stand inside a text; $$ is one '$'. Keys are never filled in.
//
// What has a '.' in its name, and $folder, is the rig's to fill in (`$health.port`, "${sim.host}") and stays.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/values/values.hpp"

namespace checkride::harness {

// How much the parameters of one file may make of it, all cases together: nodes and bytes. A few bytes may stand for
// many, many times over.
struct FillBudget {
  std::size_t nodes = 1'000'000;
  std::size_t bytes = 16 * 1024 * 1024;
  bool told = false;
};

// Takes that much off the budget. False when there is not enough left, which is told once, and from then on always.
bool spend(FillBudget& budget, std::size_t nodes, std::size_t bytes, const values::Node& where,
           values::Diagnostics& errors);

// Small letters, digits, - and _, beginning with a letter; at most 63; not "folder", which the rigs fill in.
bool good_parameter(std::string_view name);
// Adds why the key cannot name a parameter; true if it can.
bool check_parameter(const values::Entry& entry, values::Diagnostics& errors);

// The values that parameters have in one place of one case, without parameters in them.
class Scope {
 public:
  void set(const std::string& name, values::Node value);
  // Null if there is no such parameter.
  const values::Node* find(std::string_view name) const;
  std::vector<std::string> names() const;

 private:
  std::map<std::string, values::Node, std::less<>> values_;
};

// What stands under `params` of a root. Mistake: that is no map.
std::vector<values::Entry> declared_params(const values::Node& root, values::Diagnostics& errors);

// `given`, and over it these declarations, whose values may refer to each other and to what is given; of two of a name
// the later counts. Mistakes: names that cannot name one, references in a circle.
Scope make_scope(const std::vector<values::Entry>& declared, Scope given, FillBudget& budget,
                 values::Diagnostics& errors);

// The node with its parameters filled in; the very same node where there are none. Values keep the places where they
// were written. After a mistake the scalar is unreadable(), so that nobody tells a second one of it.
values::Node fill(const values::Node& node, const Scope& scope, FillBudget& budget, values::Diagnostics& errors);

// Adds the names of all parameters that the node refers to.
void collect_references(const values::Node& node, std::set<std::string, std::less<>>& names);

// Tells of each declaration that `used` does not hold.
void check_used(const std::vector<values::Entry>& declared, const std::set<std::string, std::less<>>& used,
                values::Diagnostics& errors);

}  // namespace checkride::harness
