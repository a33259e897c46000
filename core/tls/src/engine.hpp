// Engine: one TLS connection as OpenSSL sees it, bytes in and bytes out; knows no stream and never waits.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "context.hpp"

namespace checkride::tls {

// How a step of the engine ended: it needs bytes of the peer to go on, the peer said its end, or something is wrong.
enum class Step { done, wants_more, ended, failed };

class Engine {
 public:
  // `host` is whom a client wants to reach; empty for a server.
  Engine(world::World& world, const Context& context, bool client, const std::string& host);

  // What came from the peer.
  void feed(std::span<const std::byte> cipher);
  // What is to be sent to the peer and was not taken yet.
  std::span<const std::byte> pending() const;
  void taken(std::size_t count);

  Step shake_hands();
  // `count` is what was read into `into`.
  Step read(std::span<std::byte> into, std::size_t* count);
  // Encrypts a record of `plain` at most; `count` is how much of it.
  Step write(std::span<const std::byte> plain, std::size_t* count);
  // Puts the farewell among what is pending.
  void say_goodbye();

  // Tells the context's watch how the handshake ended.
  void tell_agreement() const;
  void tell_refusal(std::string why) const;

  // Why the last step failed, for the person who reads it.
  const std::string& reason() const { return reason_; }

 private:
  Step outcome(int result);
  std::string why() const;

  world::World& world_;
  std::shared_ptr<Watch> watch_;
  Ssl ssl_;
  std::string reason_;
};

}  // namespace checkride::tls
