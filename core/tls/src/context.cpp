#include "context.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <vector>

#include "checkride/result/assert.hpp"
#include "watch.hpp"

namespace checkride::tls {
namespace {

using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;

Bio reader_of(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

Error unusable(const std::string& what) {
  return Error::invalid(what + ": " + take_reason());
}

// A key with a pass phrase is refused: there is nobody to ask.
int no_pass_phrase(char*, int, int, void*) {
  return -1;
}

// At least one. A text that is damaged in the middle is refused as a whole: half of a chain, or of the authorities,
// would do its harm later.
Result<std::vector<Certificate>> certificates(const std::string& pem, const std::string& what) {
  std::vector<Certificate> found;
  const Bio reader = reader_of(pem);
  while (X509* one = PEM_read_bio_X509(reader.get(), nullptr, no_pass_phrase, nullptr)) found.emplace_back(one);
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) return unusable(what);
  ERR_clear_error();  // the end of the text is an error to it
  if (found.empty()) return Error::invalid(what + ": there is no PEM certificate");
  return found;
}

Result<> trust(SSL_CTX* context, const std::string& pem, const std::string& what) {
  TRY(const std::vector<Certificate> roots, certificates(pem, what));
  for (const Certificate& root : roots) {
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root.get()) != 1) return unusable(what);
  }
  return {};
}

Result<> identify(SSL_CTX* context, const Identity& identity) {
  TRY(const std::vector<Certificate> chain, certificates(identity.chain_pem, "the certificate file"));
  const Bio reader = reader_of(identity.key_pem);
  const Key key(PEM_read_bio_PrivateKey(reader.get(), nullptr, no_pass_phrase, nullptr));
  if (!key) return unusable("the key file holds no PEM private key without a pass phrase");
  if (SSL_CTX_use_certificate(context, chain.front().get()) != 1) return unusable("the certificate cannot be used");
  for (std::size_t i = 1; i < chain.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1) return unusable("the chain cannot be used");
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    return unusable("the private key does not belong to the certificate");
  }
  return {};
}

int number_of(Version version) {
  if (version == Version::tls_1_1) return TLS1_1_VERSION;
  return version == Version::tls_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION;
}

// By name, the best first.
std::vector<std::string> ciphers_of(SSL_CTX* context) {
  const Ssl ssl(SSL_new(context));
  CHECKRIDE_ASSERT(ssl != nullptr);
  std::vector<std::string> names;
  for (const char* name = SSL_get_cipher_list(ssl.get(), 0); name != nullptr;) {
    names.emplace_back(name);
    name = SSL_get_cipher_list(ssl.get(), static_cast<int>(names.size()));
  }
  return names;
}

// OpenSSL has two lists, and passes over what it does not know.
Result<> choose_ciphers(SSL_CTX* context, const std::vector<std::string>& names) {
  if (names.empty()) return {};
  std::string newest;
  std::string older;
  for (const std::string& name : names) {
    std::string& list = name.starts_with("TLS_") ? newest : older;
    list += (list.empty() ? "" : ":") + name;
  }
  if (!newest.empty()) SSL_CTX_set_ciphersuites(context, newest.c_str());
  if (!older.empty()) SSL_CTX_set_cipher_list(context, older.c_str());
  ERR_clear_error();
  const std::vector<std::string> chosen = ciphers_of(context);
  for (const std::string& name : names) {
    if (std::find(chosen.begin(), chosen.end(), name) != chosen.end()) continue;
    return Error::invalid("\"" + name + "\" is no cipher suite of " + library_version() +
                          ": \"openssl ciphers\" lists their names");
  }
  return {};
}

// No renegotiation, no compression, no tickets: nothing of one connection reaches into another.
SslContext make_context(const SSL_METHOD* method, Version least, Version most) {
  SslContext context(SSL_CTX_new(method));
  CHECKRIDE_ASSERT(context != nullptr);
  SSL_CTX_set_min_proto_version(context.get(), number_of(least));
  SSL_CTX_set_max_proto_version(context.get(), number_of(most));
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                         SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS);
  if (least == Version::tls_1_1) SSL_CTX_set_security_level(context.get(), 0);  // above, it is not even offered
  return context;
}

}  // namespace

Context::Context() : watch(std::make_shared<Watch>()) {}

std::string take_reason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "no reason given" : reason;
}

Result<Client> Client::make(world::World& world, const ClientSettings& settings) {
  const Drawing drawing(world);  // for keys of tickets, which nobody gets, and for reading some keys
  ERR_clear_error();
  auto context = std::make_shared<Context>();
  context->ssl = make_context(TLS_client_method(), settings.least, settings.most);
  context->verify = settings.verify;
  if (settings.verify) TRY_VOID(trust(context->ssl.get(), settings.trust_pem, "the trusted authorities"));
  if (!settings.identity.empty()) TRY_VOID(identify(context->ssl.get(), settings.identity));
  TRY_VOID(choose_ciphers(context->ssl.get(), settings.ciphers));
  return Client(std::move(context));
}

Result<Server> Server::make(world::World& world, const ServerSettings& settings) {
  if (settings.least == Version::tls_1_1) {
    return Error::invalid("TLS 1.1 is broken, and for clients that want to be refused: servers begin at TLS 1.2");
  }
  const Drawing drawing(world);
  ERR_clear_error();
  auto context = std::make_shared<Context>();
  context->ssl = make_context(TLS_server_method(), settings.least, settings.most);
  TRY_VOID(identify(context->ssl.get(), settings.identity));
  context->verify = !settings.client_trust_pem.empty();
  if (context->verify) TRY_VOID(trust(context->ssl.get(), settings.client_trust_pem, "the clients' authorities"));
  TRY_VOID(choose_ciphers(context->ssl.get(), settings.ciphers));
  return Server(std::move(context));
}

std::string library_version() {
  return std::string("OpenSSL ") + OpenSSL_version(OPENSSL_VERSION_STRING);
}

Result<std::string> system_trust(world::World& world) {
  constexpr std::array<const char*, 3> kPlaces{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                               "/etc/ssl/cert.pem"};
  if (const auto named = world.environment("SSL_CERT_FILE")) {
    auto text = world.files().read(*named);
    if (!text) return text.error().with("SSL_CERT_FILE");
    return text;
  }
  for (const char* place : kPlaces) {
    if (auto text = world.files().read(place)) return text;
  }
  return Error::invalid(std::string("no trusted authorities are installed: looked for ") + kPlaces[0] + ", " +
                        kPlaces[1] + " and " + kPlaces[2] + "; install ca-certificates, or name a file of your own");
}

}  // namespace checkride::tls
