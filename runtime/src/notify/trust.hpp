// Trust: whose certificates a channel believes.
#pragma once

#include <string>

#include "checkride/tls/tls.hpp"

namespace checkride::runtime::notify {

// The authorities of `ca_file`, or those of the machine where it is empty; read anew at each call, so that a bundle
// that was renewed needs no restart. Errors name the file and the key `ca_file`.
Result<tls::Client> trusted_client(world::World& world, const std::string& ca_file);

}  // namespace checkride::runtime::notify
