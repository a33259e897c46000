// The client's half of one exchange. Where its connection comes from is the caller's affair.
#pragma once

#include <optional>
#include <string>

#include "checkride/http/http.hpp"

namespace checkride::http {

// What the client wants to do with the connection after the exchange.
enum class Afterwards { close, keep };

// A request as it goes out, and to whom.
struct Outgoing {
  world::Endpoint to;
  bool secure = false;
  bool to_head = false;
  bool idempotent = false;  // twice does no more than once (RFC 9110 9.2.2)
  std::string bytes;
  std::size_t body_bytes_max = 0;
};

// Errors (invalid) name the host and port. `trusting`: it is known whose certificates to believe. With Afterwards::keep
// a Host among the request's headers is the one sent: those who keep connections speak for others, as proxies do.
Result<Outgoing> prepare(const Url& url, const Request& request, std::size_t body_bytes_max, bool trusting,
                         Afterwards afterwards);

// A connection of its own, behind TLS with `trust`; the certificate bears `name`, or where that is empty the host's.
world::Task<Result<world::Stream>> open(world::World& world, world::Endpoint to, std::optional<tls::Client> trust,
                                        std::string name);

// The answer of one that failed says where.
Result<Response> with_place(Result<Response> response, const world::Endpoint& to);

class ClientExchange {
 public:
  // Both outlive it.
  ClientExchange(world::Stream& stream, const Outgoing& request) : stream_(stream), request_(request) {}

  // Once.
  world::Task<Result<Response>> run();
  // Whether anything came from the server.
  bool heard() const { return heard_; }
  // Whether the connection is good for another exchange.
  bool may_follow() const { return may_follow_; }

 private:
  world::Task<Result<Response>> read();

  world::Stream& stream_;
  const Outgoing& request_;
  bool heard_ = false;
  bool may_follow_ = false;
};

}  // namespace checkride::http
