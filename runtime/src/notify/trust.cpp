#include "notify/trust.hpp"

namespace checkride::runtime::notify {

Result<tls::Client> trusted_client(world::World& world, const std::string& ca_file) {
  auto pem = ca_file.empty() ? tls::system_trust(world) : world.files().read(ca_file);
  if (!pem) return pem.error().with("ca_file");
  tls::ClientSettings settings;
  settings.trust_pem = std::move(*pem);
  auto client = tls::Client::make(world, settings);
  if (!client) return client.error().with(ca_file.empty() ? "the machine's certificates" : "ca_file " + ca_file);
  return client;
}

}  // namespace checkride::runtime::notify
