// What a context remembers of its connections: the last handshake of a client, the sessions that a server keeps.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "checkride/tls/session.hpp"
#include "context.hpp"

namespace checkride::tls {

using Session = std::unique_ptr<SSL_SESSION, Release<SSL_SESSION_free>>;

// By their ids, each for a time of the world's, the oldest going first when there are too many.
class Sessions {
 public:
  Sessions(world::Clock& clock, world::Duration life) : clock_(clock), life_(life) {}
  // Takes the reference.
  void add(SSL_SESSION* session);
  // Null: there is none of that id, or it is too old.
  SSL_SESSION* find(const std::string& id);
  void drop(const std::string& id);

 private:
  struct Kept {
    Session session;
    world::Instant since;
    std::uint64_t number = 0;
  };
  world::Clock& clock_;
  world::Duration life_;
  std::uint64_t last_ = 0;
  std::map<std::string, Kept> kept_;
  std::map<std::uint64_t, std::string> order_;  // by age
};

struct Watch {
  // Before a handshake, after one, and instead of the end of one.
  void begin(SSL* ssl) const;
  void agreed(SSL* ssl);
  void refused(std::string why);

  bool on = false;
  bool resumes = false;
  Session session{};
  std::optional<Agreement> agreement{};
  std::string refusal{};
  std::unique_ptr<Sessions> sessions{};  // of a server
};

}  // namespace checkride::tls
