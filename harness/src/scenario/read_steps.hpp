// Steps: when they begin, how often, and what they are: an action, an expectation, or other steps.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reading/reader.hpp"

namespace checkride::harness {

// Every action of the language. There is no other list of them.
struct ActionRow {
  std::string_view word;
  std::string_view meaning;  // for docs/scenarios.md and the JSON Schema
  // Reads what stands behind the word. After a mistake, which has been told, what it gives is of no use.
  Action (*read)(const values::Node& node, Reader& reader);
};
std::span<const ActionRow> action_rows();

// The steps of a list, which stand behind `prefix` in their paths: "setup.1", "7.b.2"; empty: "7". `what` is said when
// there are none: "nothing happens". Steps with a mistake are left out.
std::vector<Step> read_steps(const values::Node& list, const std::string& prefix, std::string_view what,
                             Reader& reader);

// The rigs that a list names, of which there is at least one.
std::vector<std::string> read_rig_words(const values::Node& list, values::Diagnostics& errors);

}  // namespace checkride::harness
