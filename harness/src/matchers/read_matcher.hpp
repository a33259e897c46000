// The words of matchers, and how they are read. Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "checkride/values/diagnostic.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/map_reader.hpp"
#include "matchers/scale.hpp"
#include "matchers/term.hpp"

namespace checkride::harness {

// One word, for documentation: "less_than", "{less_than: 100 feet}", "is below it".
struct MatcherWord {
  std::string_view word;
  std::string_view example;
  std::string_view meaning;
};
// In the order in which they are documented.
std::span<const MatcherWord> matcher_words();

// The conditions that `node` puts on values of `scale`; at least one. No value after a mistake, which is added to
// `errors`, and of a node of which a mistake has been told already.
std::optional<Terms> read_terms(const values::Node& node, const Scale& scale, values::Diagnostics& errors);
// Those among the keys of a map that has other keys too, which the caller reads and finishes. No value if there are
// none.
std::optional<Terms> read_words(values::MapReader& map, const Scale& scale);

}  // namespace checkride::harness
