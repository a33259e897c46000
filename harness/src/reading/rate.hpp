// Rates: how many in how long.
#pragma once

#include <optional>

#include "checkride/values/document.hpp"

namespace checkride::harness {

// "50/s", "10/min", "3600/h" as so many in a second; not below zero.
std::optional<double> read_rate(const values::Node& node, values::Diagnostics& errors);

}  // namespace checkride::harness
