// The keys of HTTP services and of providers of weather reports, beside those that every service has.
#pragma once

#include "checkride/harness/upstream_specs.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

UpstreamSpec read_upstream(values::MapReader& map, Reader& reader);
// parts, as RunningService::set takes them. `service`: the upstream; null: no name is looked up.
std::string read_upstream_change(values::MapReader& map, const Service* service, Reader& reader);
MetarSpec read_metar(values::MapReader& map);
// What a request's body is like (read_json_schema.cpp).
JsonSchema read_json_schema(const values::Node& node, values::Diagnostics& errors);

// ---- parts of an upstream (read_endpoint.cpp)
// Which of dependencies and parts there are is known.
EndpointSpec read_endpoint(const values::Node& node, const UpstreamSpec& spec, Reader& reader);
void read_limit(values::MapReader& map, LimitSpec& limit);

}  // namespace checkride::harness
