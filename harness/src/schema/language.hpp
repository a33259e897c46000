// What a scenario file may say, as its reader itself tells it (core/values, describe): the one source of the JSON
// Schema and of docs/scenario-keys.md.
//
// Every key has a path. It begins with the name of its shape ("scenario" is the file, "step" an entry of a timeline)
// and goes on with keys; NAME stands for a key that is free, and lists are gone through without a word:
// "scenario.simulators.NAME.profile", "step.freeze.for".
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "checkride/values/values.hpp"

namespace checkride::harness {

struct Language {
  std::shared_ptr<const values::Schema> scenario;
  values::Shapes shapes;
};

Language describe_language();

// Calls `each` with every key of the schema and of what is in it, the outer before the inner. Shapes that it refers to
// are not gone into.
using EachKey = std::function<void(const std::string& path, const values::Schema::Key& key)>;
void for_each_key(const std::string& path, const values::Schema& schema, const EachKey& each);
// The same for the whole language.
void for_each_key(const Language& language, const EachKey& each);

}  // namespace checkride::harness
