#include "engine.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <chrono>
#include <climits>

#include "checkride/result/assert.hpp"
#include "watch.hpp"

namespace checkride::tls {
namespace {

// The name that the certificate must bear, among its alternative ones. An address is compared as one, and is not told
// to the server beforehand (RFC 6066, 3).
void expect_host(SSL* ssl, const std::string& host) {
  X509_VERIFY_PARAM* wanted = SSL_get0_param(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1) return;
  ERR_clear_error();  // it is no address
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  const int named = X509_VERIFY_PARAM_set1_host(wanted, host.data(), host.size());
  CHECKRIDE_ASSERT(named == 1 && !host.empty());  // without a name every certificate would do
  // As the macro SSL_set_tlsext_host_name does, which casts.
  SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
}

Ssl make_ssl(world::World& world, const Context& context) {
  const Drawing drawing(world);
  Ssl ssl(SSL_new(context.ssl.get()));
  CHECKRIDE_ASSERT(ssl != nullptr);
  return ssl;
}

}  // namespace

Engine::Engine(world::World& world, const Context& context, bool client, const std::string& host)
    : world_(world), watch_(context.watch), ssl_(make_ssl(world, context)) {
  SSL_set0_rbio(ssl_.get(), BIO_new(BIO_s_mem()));
  SSL_set0_wbio(ssl_.get(), BIO_new(BIO_s_mem()));
  const int ask = client ? SSL_VERIFY_PEER : SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  SSL_set_verify(ssl_.get(), context.verify ? ask : SSL_VERIFY_NONE, nullptr);
  const auto now = std::chrono::floor<std::chrono::seconds>(world.clock().utc_now().time_since_epoch());
  X509_VERIFY_PARAM_set_time(SSL_get0_param(ssl_.get()), static_cast<std::time_t>(now.count()));
  if (client) {
    expect_host(ssl_.get(), host);
    SSL_set_connect_state(ssl_.get());
    watch_->begin(ssl_.get());
  } else {
    SSL_set_accept_state(ssl_.get());
  }
}

void Engine::feed(std::span<const std::byte> cipher) {
  const int taken = BIO_write(SSL_get_rbio(ssl_.get()), cipher.data(), static_cast<int>(cipher.size()));
  CHECKRIDE_ASSERT(taken == static_cast<int>(cipher.size()));  // A memory buffer takes everything.
}

std::span<const std::byte> Engine::pending() const {
  char* data = nullptr;
  const long size = BIO_get_mem_data(SSL_get_wbio(ssl_.get()), &data);
  return std::as_bytes(std::span(data, static_cast<std::size_t>(size)));
}

void Engine::taken(std::size_t count) {
  std::byte scratch[1024];
  while (count > 0) {
    const int read = BIO_read(SSL_get_wbio(ssl_.get()), scratch, static_cast<int>(std::min(count, sizeof scratch)));
    CHECKRIDE_ASSERT(read > 0);
    count -= static_cast<std::size_t>(read);
  }
}

Step Engine::shake_hands() {
  const Drawing drawing(world_);
  ERR_clear_error();
  return outcome(SSL_do_handshake(ssl_.get()));
}

Step Engine::read(std::span<std::byte> into, std::size_t* count) {
  const Drawing drawing(world_);
  ERR_clear_error();
  return outcome(SSL_read_ex(ssl_.get(), into.data(), into.size(), count));
}

Step Engine::write(std::span<const std::byte> plain, std::size_t* count) {
  constexpr std::size_t kRecordBytesMax = 16 * 1024;
  const Drawing drawing(world_);
  ERR_clear_error();
  return outcome(SSL_write_ex(ssl_.get(), plain.data(), std::min(plain.size(), kRecordBytesMax), count));
}

void Engine::say_goodbye() {
  const Drawing drawing(world_);
  SSL_shutdown(ssl_.get());
  ERR_clear_error();  // a connection that never came about has no farewell
}

void Engine::tell_agreement() const {
  watch_->agreed(ssl_.get());
}

void Engine::tell_refusal(std::string why) const {
  watch_->refused(std::move(why));
}

Step Engine::outcome(int result) {
  if (result == 1) return Step::done;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Step::wants_more;
    case SSL_ERROR_ZERO_RETURN:
      reason_ = "the peer said goodbye";
      return Step::ended;
    default:
      reason_ = why();
      return Step::failed;
  }
}

std::string Engine::why() const {
  const long verified = SSL_get_verify_result(ssl_.get());
  const bool asked = SSL_get_verify_mode(ssl_.get()) != SSL_VERIFY_NONE;
  if (!asked || verified == X509_V_OK) return "TLS: " + take_reason();
  ERR_clear_error();
  return std::string("the certificate is refused: ") + X509_verify_cert_error_string(verified);
}

}  // namespace checkride::tls
