// The environment as a layer of the configuration: CHECKRIDE_SECTION__KEY, and the names that the guides use.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "config/load.hpp"
#include "config/override.hpp"

namespace checkride::runtime {

// A name of the guides and the key it stands for.
struct VariableAlias {
  std::string_view variable;
  std::string_view key;
};
std::span<const VariableAlias> variable_aliases();

// The values that the environment gives, weakest first: aliases, then CHECKRIDE_SECTION__KEY in the order of their
// paths. Names are lowered; "__" parts the keys; a number is an index of a list; a name with _FILE gives the file of a
// secret. A variable that is empty counts as not set. An alias counts only where its section is there or works without
// being there. Names that look meant and are not are told in `notices`.
std::vector<Override> environment_overrides(const values::Node& root, const values::Schema& schema,
                                            const ConfigSource& source, std::vector<Notice>& notices);

}  // namespace checkride::runtime
