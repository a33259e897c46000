// What is known of a handshake when it is over, and sessions by which the next one is shorter: for those who look at
// TLS itself. Sessions are of TLS 1.2 and by their ids (RFC 5246, 7.3); there are no tickets.
//
//   TRY(Witness witness, Witness::make(world, settings));
//   ... http::fetch(world, url, request, 5s, 1024, witness.client()) ...
//   witness.agreement()->cipher
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/tls/tls.hpp"

namespace checkride::tls {

// "tls_1_2", as scenarios and configurations have it.
std::string_view to_string(Version version);

// What both sides agreed on, as a client sees it.
struct Agreement {
  Version version = Version::tls_1_2;
  std::string cipher;              // by OpenSSL's name
  bool resumed = false;            // a session of before went on: the certificate is the one that was shown then
  std::vector<std::string> names;  // of the server's certificate: DNS names and addresses
  std::string issuer;              // its common name
  world::UtcTime until{};          // of the certificate
};

// A client that remembers its last handshake.
class Witness {
 public:
  // `resumes`: it offers the session of the handshake before, whomever it was with: one witness a server. Errors: those
  // of Client::make.
  static Result<Witness> make(world::World& world, const ClientSettings& settings, bool resumes = false);

  const Client& client() const { return client_; }
  // Of the last handshake; nothing: it did not come about, or there was none since forget().
  const std::optional<Agreement>& agreement() const;
  // Why the last one did not come about, by TLS's own reasons; empty: it did, or something else was wrong.
  const std::string& refusal() const;
  void forget();

 private:
  explicit Witness(Client client) : client_(std::move(client)) {}
  Client client_;
};

// From now on the server keeps the sessions of its clients for so long, and at most ten thousand of them: who offers
// one needs no new certificate. `world` outlives the server and its connections.
void keep_sessions(world::World& world, const Server& server, world::Duration life);

}  // namespace checkride::tls
