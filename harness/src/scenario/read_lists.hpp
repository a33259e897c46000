// What a scenario says beside its members and steps: what must hold all the time, objectives, sums, how far rigs may
// differ, and which outcome is wanted.
#pragma once

#include "reading/reader.hpp"

namespace checkride::harness {

// always, never, eventually, sometimes.
void read_invariants(values::MapReader& map, Reader& reader);
void read_slos(values::MapReader& map, Reader& reader);
void read_conservation(values::MapReader& map, Reader& reader);
void read_compare(values::MapReader& map, Reader& reader);
// skip and expect_failure.
void read_outcome(values::MapReader& map, Reader& reader);

// "99.9 %" as 0.999; between 0 and 100.
std::optional<double> read_percent(const values::Node& node, values::Diagnostics& errors);

}  // namespace checkride::harness
