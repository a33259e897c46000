// The keys of databases and key-value stores.
#pragma once

#include "checkride/harness/store_specs.hpp"
#include "checkride/values/values.hpp"

namespace checkride::harness {

// Mistakes are in the map's Diagnostics. Whether the member under `replica_of` is there is not looked at.
DatabaseSpec read_database(values::MapReader& map);
KeyValueSpec read_key_value(values::MapReader& map);

}  // namespace checkride::harness
