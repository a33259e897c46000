// What a valid configuration says that its writer hardly meant: told with its place, never refused.
#pragma once

#include <vector>

#include "config/load.hpp"

namespace checkride::runtime {

// - Variables and units that the catalogue of simulators' names has not, with the nearest that it has. A newer
//   simulator may know them. Names with a prefix of their own (L:, Z: and so on) are an aircraft's, in no catalogue.
// - Rules that tell nobody.
// - Simulators that have one address.
// - Time-outs and pauses of more than 30s, the time in which what was away is to work again.
// - A failover that may take longer than a minute from the failure on.
// - Labels of inhibit_rules and maintenance that no alert can have, and expressions that fit none.
// `root` is what `config` was read from.
std::vector<Notice> doubts_of(const Config& config, const values::Node& root);

}  // namespace checkride::runtime
