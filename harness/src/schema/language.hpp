// What a scenario file may say, as its reader itself tells it (core/values, describe): the one source of the JSON
// Schema and of docs/scenario-keys.md.
//
// Everything is a shape: "scenario" and "fragment" are the two kinds of files, "step" is an entry of a timeline,
// "check" what can be expected. Every key has a path: it begins with the name of its shape and goes on with keys; NAME
// stands for a key that is free, and lists are gone through without a word: "scenario.simulators.NAME.profile",
// "step.freeze.for".
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "checkride/values/values.hpp"

namespace checkride::harness {

inline constexpr std::string_view kScenarioShape = "scenario";
inline constexpr std::string_view kFragmentShape = "fragment";

values::Shapes describe_language();

// Calls `each` with every key of the schema and of what is in it, the outer before the inner. Shapes that it refers to
// are not gone into.
using EachKey = std::function<void(const std::string& path, const values::Schema::Key& key)>;
void for_each_key(const std::string& path, const values::Schema& schema, const EachKey& each);
// The same for the whole language.
void for_each_key(const values::Shapes& language, const EachKey& each);

}  // namespace checkride::harness
