// The TLS of services that have a policy of it.
#pragma once

#include <optional>

#include "checkride/harness/tls_policy.hpp"
#include "checkride/values/map_reader.hpp"

namespace checkride::harness {

// What stands under `tls`, a map; nothing: it speaks none.
std::optional<TlsPolicy> read_tls_policy(values::MapReader& map);

}  // namespace checkride::harness
