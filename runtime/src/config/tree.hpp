// Places in the tree of a configuration, and trees with another value at a place. Nodes never change: a changed tree is
// a new one that shares what stayed.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/document.hpp"
#include "checkride/values/schema.hpp"

namespace checkride::runtime {

// The keys from the root to a value; of a list the index, from 0, in digits.
using KeyPath = std::vector<std::string>;

// "simulators.0.address"
std::string joined(const KeyPath& path);
// Splits at dots; "[0]" counts as ".0". Empty for what is no path: nothing between two dots, or at an end.
KeyPath split_path(std::string_view text);

// The value there, if the tree has it.
std::optional<values::Node> find_at(const values::Node& root, const KeyPath& path);
// The tree with `value` there, or without the key for nothing. Maps that lack are made; lists are never gone into.
values::Node with_value_at(const values::Node& root, const KeyPath& path, const std::optional<values::Node>& value);
// The map with its entry of that key made, replaced, or taken out for nothing.
values::Node with_entry(const values::Node& map, std::string_view key, const std::optional<values::Node>& value);

// Calls `each` for every key that has a value or a default, in the order of the schema: lists and maps with free keys
// as a whole, maps key by key. A map that is absent and then off has no keys. `node` is nothing for an absent key.
using EachValue =
    std::function<void(const KeyPath& path, const values::Schema& schema, const std::optional<values::Node>& node)>;
void each_value(const values::Schema& schema, const values::Node& root, const EachValue& each);

// Calls `each` for every secret that is there, also inside lists.
using EachSecret = std::function<void(const KeyPath& path, const values::Node& node)>;
void each_secret(const values::Schema& schema, const values::Node& root, const EachSecret& each);

}  // namespace checkride::runtime
