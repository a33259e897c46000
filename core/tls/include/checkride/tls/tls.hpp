// TLS 1.2 and 1.3 over any world's streams: a Stream in, a Stream out. OpenSSL does the work; chance and time are the
// world's, so that on a virtual world the same seed gives the same bytes.
//
//   CO_TRY(Client client, Client::make(world, settings));
//   CO_TRY(Stream secure, co_await connect(world, client, std::move(plain), "smtp.example.com"));
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/world.hpp"

namespace checkride::tls {

// The oldest is broken, and only for clients that want to see it refused: no server takes it.
enum class Version { tls_1_1, tls_1_2, tls_1_3 };

// Who one is: the certificate, followed by those that vouch for it, and its private key; both as PEM.
struct Identity {
  std::string chain_pem;
  std::string key_pem;
  bool empty() const { return chain_pem.empty() && key_pem.empty(); }
};

struct ClientSettings {
  // The authorities that are trusted, as PEM; system_trust() reads those of the machine.
  std::string trust_pem;
  // Off: any certificate is taken, whoever made it and for whatever name. For tests and lonely networks.
  bool verify = true;
  Identity identity{};  // for servers that ask who is there
  Version least = Version::tls_1_2;
  Version most = Version::tls_1_3;
  // The suites that are offered, the best first, by OpenSSL's names: "ECDHE-ECDSA-AES128-GCM-SHA256", of TLS 1.3
  // "TLS_AES_128_GCM_SHA256". If none is named of 1.3, or none of what is older, the library's own for that.
  std::vector<std::string> ciphers{};
};

struct ServerSettings {
  Identity identity;
  // Not empty: clients must show a certificate of one of these authorities.
  std::string client_trust_pem{};
  Version least = Version::tls_1_2;
  Version most = Version::tls_1_3;
  // Those that are taken, as of a client; the server's order counts.
  std::vector<std::string> ciphers{};
};

struct Context;  // OpenSSL's, shared by all connections made with it

// What every connection of a client has in common. Cheap to copy.
class Client {
 public:
  // Errors (invalid) say which text cannot be used and why; they never repeat a key.
  static Result<Client> make(world::World& world, const ClientSettings& settings);
  const std::shared_ptr<const Context>& shared() const { return context_; }

 private:
  explicit Client(std::shared_ptr<const Context> context) : context_(std::move(context)) {}
  std::shared_ptr<const Context> context_;
};

// The same of a server.
class Server {
 public:
  static Result<Server> make(world::World& world, const ServerSettings& settings);
  const std::shared_ptr<const Context>& shared() const { return context_; }

 private:
  explicit Server(std::shared_ptr<const Context> context) : context_(std::move(context)) {}
  std::shared_ptr<const Context> context_;
};

// "OpenSSL 3.0.17": the library that does it, as it says itself.
std::string library_version();

// The authorities that the machine trusts: of SSL_CERT_FILE, or where Debian, Fedora and Alpine keep them. The error
// names what was looked for.
Result<std::string> system_trust(world::World& world);

// The handshake, as client: `host` is the name, or the address, that the certificate must bear. The stream that comes
// back is the plain one behind TLS; a peer that ends without saying so gives connection_reset, never an end that could
// be somebody else's. Errors (protocol_error) name the peer and say what is wrong with its certificate, or what was not
// agreed on; an empty host is invalid. No time limit of its own: use within(). `world` outlives the stream.
world::Task<Result<world::Stream>> connect(world::World& world, Client client, world::Stream plain, std::string host);
// The same as server.
world::Task<Result<world::Stream>> accept(world::World& world, Server server, world::Stream plain);

}  // namespace checkride::tls
