// How requests come to a member: a path or a whole URL, the port, and what is offered to it of TLS.
#pragma once

#include <string>
#include <string_view>

#include "checkride/harness/tls_policy.hpp"
#include "checkride/values/map_reader.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// Of `text`, which stands under `key`: "/plan?a=b", or "https://example.com/plan?a=b", whose first half goes into the
// approach. Mistakes are told; the target then starts with /.
std::string read_target(values::MapReader& map, std::string_view key, const std::string& text, Approach& approach);

// Reads `offer`, finds the port of an https URL, and tells what `member` cannot do. The port is read before.
void read_approach(values::MapReader& map, const std::string& member, Port* port, Approach& approach, Reader& reader);

// Why a member cannot be asked by https there, and what to do, or `instead`; empty: it can. `service`: the member, if
// it is one of the services.
std::string why_no_https(const Reader& reader, const std::string& member, const Service* service, Port port,
                         std::string_view instead);

// What may stand under `port`.
void read_port_word(values::MapReader& map, Port* port);

// What a policy and an offer have in common: least, most and ciphers.
void read_ciphers(values::MapReader& map, std::vector<std::string>* ciphers);

}  // namespace checkride::harness
