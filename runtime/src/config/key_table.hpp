// What the readers of the sections cannot say of a key: what it is for, and whether a change takes effect at once.
// Types, defaults and ranges are the readers' own (config_schema).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/tree.hpp"

namespace checkride::runtime {

enum class Change { at_once, after_restart };

struct KeyRow {
  std::string_view key;  // "simulators[].address"; a row of a map or list counts for what is below it, too
  std::string_view text;
  std::string_view example = {};  // of a key without a default, as YAML
  Change change = Change::after_restart;
  bool in_sample = false;  // stands in the sample although it may be absent
};
std::vector<KeyRow> key_table();

// The row of that key itself; null if there is none. An index of a list stands for every one.
const KeyRow* find_key_row(const KeyPath& path);
// As the row of the key, or of the nearest map or list above it that has one; without any: after a restart.
Change change_of(const KeyPath& path);

// The part of the table about the section alert_manager, by far the longest.
std::span<const KeyRow> alert_manager_key_rows();

}  // namespace checkride::runtime
