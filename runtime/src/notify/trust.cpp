#include "notify/trust.hpp"

#include <utility>

namespace checkride::runtime::notify {

Result<tls::Client> TrustStore::client(world::World& world, const std::string& ca_file) {
  auto pem = ca_file.empty() ? tls::system_trust(world) : world.files().read(ca_file);
  if (!pem) return pem.error().with("ca_file");
  const auto known = by_file_.find(ca_file);
  if (known != by_file_.end() && known->second.pem == *pem) return known->second.client;
  tls::ClientSettings settings;
  settings.trust_pem = *pem;
  auto client = tls::Client::make(world, settings);
  if (!client) return client.error().with(ca_file.empty() ? "the machine's certificates" : "ca_file " + ca_file);
  by_file_.insert_or_assign(ca_file, Known{std::move(*pem), *client});
  return client;
}

}  // namespace checkride::runtime::notify
