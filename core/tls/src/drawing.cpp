// OpenSSL asks for chance through a table of functions of the whole process; this one asks the world of the call.
#define OPENSSL_SUPPRESS_DEPRECATED  // the table's successor, a provider, takes a hundred lines to say the same
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <span>

#include "context.hpp"

namespace checkride::tls {
namespace {

// Set only while a call of OpenSSL runs on this thread.
thread_local world::World* g_world = nullptr;

// Nothing may be thrown through OpenSSL's frames: what fails is "no randomness" to it.
int draw(unsigned char* into, int count) noexcept {
  if (g_world == nullptr || count < 0) return 0;
  try {
    g_world->fill_secret(std::as_writable_bytes(std::span(into, static_cast<std::size_t>(count))));
    return 1;
  } catch (...) {
    return 0;
  }
}

int ready() {
  return 1;
}

void install() {
  static const RAND_METHOD method{nullptr, draw, nullptr, nullptr, draw, ready};
  // A configuration of the machine's would be an input from outside of the world, and could bring other chance.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  if (RAND_get_rand_method() != &method) RAND_set_rand_method(&method);
}

}  // namespace

Drawing::Drawing(world::World& world) : before_(g_world) {
  install();
  g_world = &world;
}

Drawing::~Drawing() {
  g_world = before_;
}

}  // namespace checkride::tls
