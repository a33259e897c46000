// TrustStore: whose certificates the channels believe.
#pragma once

#include <map>
#include <string>

#include "checkride/tls/tls.hpp"

namespace checkride::runtime::notify {

// The files are read anew at each call, so that a bundle that was renewed needs no restart; taken apart, which costs
// tens of milliseconds for the machine's own, only when their text has changed.
class TrustStore {
 public:
  // The authorities of `ca_file`, or those of the machine where it is empty. Errors name the file and the key
  // `ca_file`.
  Result<tls::Client> client(world::World& world, const std::string& ca_file);

 private:
  struct Known {
    std::string pem;
    tls::Client client;
  };
  std::map<std::string, Known> by_file_;  // as many as the configuration names
};

}  // namespace checkride::runtime::notify
