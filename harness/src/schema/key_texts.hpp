// What each key of a scenario file means, in a sentence: for editors, by the JSON Schema, and docs/scenario-keys.md.
// The keys themselves are listed nowhere: their readers tell them, and a test compares the two.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/values.hpp"

namespace checkride::harness {

// `path` as in language.hpp. "*.of" is the key `of` wherever it has no row of its own.
struct KeyText {
  std::string_view path;
  std::string_view text;
};

// The rows, by part of the language.
std::span<const KeyText> scenario_texts();
std::span<const KeyText> step_texts();
std::span<const KeyText> check_texts();
std::span<const KeyText> service_texts();
std::span<const KeyText> upstream_texts();
// All of them, and with them the meanings that actions, checks and matchers have in their own tables.
const std::vector<KeyText>& key_texts();

// The row of that path: its own, else the one for all such keys. Null if there is neither.
const KeyText* find_text(std::string_view path);
// The text of what stands at `path`; where it is a shape and the place has no text of its own, the shape's. Empty:
// none.
std::string text_of(const std::string& path, const values::Schema& schema);

}  // namespace checkride::harness
