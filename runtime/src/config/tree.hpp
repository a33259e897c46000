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
// The tree with `value` there, or without the key for nothing. Maps that lack are made. Of a
// list the items that are there are gone into, and none is made or taken out.
values::Node with_value_at(const values::Node& root, const KeyPath& path, const std::optional<values::Node>& value);
// The map with its entry of that key made, replaced, or taken out for nothing.
values::Node with_entry(const values::Node& map, std::string_view key, const std::optional<values::Node>& value);

// Calls `each` for every key that has a value or a default, in the order of the schema: lists and maps with free keys
// as a whole, maps key by key. A map that is absent and then off has no keys. `node` is nothing for an absent key.
using EachValue =
    std::function<void(const KeyPath& path, const values::Schema& schema, const std::optional<values::Node>& node)>;
void each_value(const values::Schema& schema, const values::Node& root, const EachValue& each);

// Of KEY_file, which names the file that holds the secret KEY: KEY. Nothing for every other key.
std::optional<std::string> secret_of_file_key(std::string_view key);
std::string file_key_of(std::string_view secret);
// Is that key of a map one that names the file of a secret?
bool is_file_key(const values::Schema& map_schema, std::string_view key);
// A secret and the file that holds it are one: of either key the other; nothing for a key that is neither.
std::optional<std::string> rival_of(const values::Schema& map_schema, std::string_view key);
// `over` laid over `base`: values::merge, but a secret takes the place of its KEY_file and the other way round.
values::Document merged_layers(const values::Document& base, const values::Document& over,
                               const values::Schema& schema);
// Is that the place of a secret with a free key, as the value of a header?
bool has_free_key(const values::Schema& schema, const KeyPath& path);

// Calls `each` for every secret that is there, also inside lists and maps with free keys; not for KEY_file.
using EachSecret = std::function<void(const KeyPath& path, const values::Node& node)>;
void each_secret(const values::Schema& schema, const values::Node& root, const EachSecret& each);

}  // namespace checkride::runtime
