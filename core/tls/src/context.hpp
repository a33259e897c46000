// What OpenSSL wants in its own hands: its objects with owners, its errors as text, its chance from a world.
#pragma once

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "checkride/tls/tls.hpp"

namespace checkride::tls {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using SslContext = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Release<SSL_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;

struct Watch;  // watch.hpp

struct Context {
  Context();
  std::shared_ptr<Watch> watch;  // before what it is told by, which ends first
  SslContext ssl;
  bool verify = false;
};

// The oldest error that OpenSSL has kept, in its own words; the rest is dropped. "no reason given" if there is none.
std::string take_reason();

// As long as one lives, OpenSSL draws from that world: without one it gets nothing and fails. Around every call that
// may draw; they nest.
class Drawing {
 public:
  explicit Drawing(world::World& world);
  ~Drawing();
  Drawing(const Drawing&) = delete;
  Drawing& operator=(const Drawing&) = delete;

 private:
  world::World* before_;
};

}  // namespace checkride::tls
