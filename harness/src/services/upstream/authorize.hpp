// Who asks? By the ways that an upstream knows. Pure.
//
//   bearer      Authorization: Bearer KEY
//   api_key     X-API-Key: KEY, or the header that is named
//   jwt_hs256   Authorization: Bearer HEADER.PAYLOAD.SIGNATURE; exp and nbf are looked at
//   hmac_v1     X-Timestamp: seconds since 1970; X-Signature: HMAC-SHA256, in hexadecimal, of METHOD, target, timestamp
//               and body, a line end between each two
#pragma once

#include <optional>
#include <string>

#include "checkride/harness/upstream_specs.hpp"
#include "checkride/http/http.hpp"

namespace checkride::harness {

// The caller, as limits count callers; nothing: nobody who is known. `now`: UTC.
std::optional<std::string> authorize(const AuthSpec& spec, const http::Request& request, world::UtcTime now);

// What a caller of hmac_v1 says in X-Signature.
std::string hmac_v1_signature(const std::string& secret, const http::Request& request, const std::string& timestamp);

}  // namespace checkride::harness
