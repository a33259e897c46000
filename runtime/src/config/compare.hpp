// Two configurations side by side: what a reload changes, and what of it can take effect without a restart. Pure.
#pragma once

#include <string>
#include <vector>

#include "config/load.hpp"

namespace checkride::runtime {

struct ConfigChange {
  std::vector<std::string> at_once;        // keys whose values differ and may be taken over
  std::vector<std::string> after_restart;  // keys whose values differ and stay as they were
  bool empty() const { return at_once.empty() && after_restart.empty(); }
};

// Absent keys have their defaults. Lists count as one value.
ConfigChange compare(const values::Document& before, const values::Document& after);

// `before` with the values that `after` has of those keys.
values::Document taken_over(const values::Document& before, const values::Document& after,
                            const std::vector<std::string>& keys);

}  // namespace checkride::runtime
