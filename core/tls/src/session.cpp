#include "checkride/tls/session.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>
#include <chrono>
#include <map>
#include <utility>

#include "checkride/result/assert.hpp"
#include "context.hpp"
#include "watch.hpp"

namespace checkride::tls {
namespace {

using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Release<GENERAL_NAMES_free>>;

constexpr std::size_t kSessionsMax = 10'000;
// Servers that ask their clients for certificates must say what their sessions are good for. Each keeps its own.
constexpr std::array<unsigned char, 6> kPurpose{'s', 'e', 'r', 'v', 'e', 'r'};
// OpenSSL counts on the machine's clock: it never ends one, the world's clock does.
constexpr long kNever = 10L * 365 * 24 * 3600;

std::string text_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string address_of(const ASN1_OCTET_STRING* octets) {
  const unsigned char* bytes = ASN1_STRING_get0_data(octets);
  std::string text;
  if (ASN1_STRING_length(octets) != 4) return "an IPv6 address";
  for (int i = 0; i < 4; ++i) text += (i == 0 ? "" : ".") + std::to_string(bytes[i]);
  return text;
}

std::vector<std::string> names_of(X509* certificate) {
  std::vector<std::string> names;
  const Names found(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; found && i < sk_GENERAL_NAME_num(found.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(found.get(), i);
    if (name->type == GEN_DNS) names.push_back(text_of(name->d.dNSName));
    if (name->type == GEN_IPADD) names.push_back(address_of(name->d.iPAddress));
  }
  return names;
}

std::string common_name(const X509_NAME* name) {
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  return at < 0 ? std::string() : text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

world::UtcTime utc_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  const std::chrono::year_month_day day(std::chrono::year(parts.tm_year + 1900),
                                        std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
                                        std::chrono::day(static_cast<unsigned>(parts.tm_mday)));
  const auto at = std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) + std::chrono::minutes(parts.tm_min) +
                  std::chrono::seconds(parts.tm_sec);
  return world::UtcTime(std::chrono::duration_cast<world::Duration>(at.time_since_epoch()));
}

Version version_of(const SSL* ssl) {
  const int number = SSL_version(ssl);
  return number == TLS1_3_VERSION ? Version::tls_1_3 : number == TLS1_2_VERSION ? Version::tls_1_2 : Version::tls_1_1;
}

std::string id_of(const SSL_SESSION* session) {
  unsigned int size = 0;
  const unsigned char* id = SSL_SESSION_get_id(session, &size);
  return {reinterpret_cast<const char*>(id), size};
}

Sessions& sessions_of(const SSL_CTX* context) {
  auto* sessions = static_cast<Sessions*>(SSL_CTX_get_ex_data(context, 0));
  CHECKRIDE_ASSERT(sessions != nullptr);
  return *sessions;
}

// 1: the reference is kept.
int keep_session(SSL* ssl, SSL_SESSION* session) {
  sessions_of(SSL_get_SSL_CTX(ssl)).add(session);
  return 1;
}

SSL_SESSION* find_session(SSL* ssl, const unsigned char* id, int size, int* copy) {
  *copy = 1;  // whoever gets it counts a reference of its own
  return sessions_of(SSL_get_SSL_CTX(ssl)).find({reinterpret_cast<const char*>(id), static_cast<std::size_t>(size)});
}

void drop_session(SSL_CTX* context, SSL_SESSION* session) {
  sessions_of(context).drop(id_of(session));
}

}  // namespace

void Sessions::add(SSL_SESSION* session) {
  while (kept_.size() >= kSessionsMax) {
    kept_.erase(order_.begin()->second);
    order_.erase(order_.begin());
  }
  const std::string id = id_of(session);
  drop(id);
  const std::uint64_t number = ++last_;
  order_.emplace(number, id);
  kept_.emplace(id, Kept{Session(session), clock_.now(), number});
}

SSL_SESSION* Sessions::find(const std::string& id) {
  const auto found = kept_.find(id);
  if (found == kept_.end()) return nullptr;
  if (clock_.now() - found->second.since <= life_) return found->second.session.get();
  drop(id);
  return nullptr;
}

void Sessions::drop(const std::string& id) {
  const auto found = kept_.find(id);
  if (found == kept_.end()) return;
  order_.erase(found->second.number);
  kept_.erase(found);
}

void Watch::begin(SSL* ssl) const {
  if (resumes && session) SSL_set_session(ssl, session.get());
}

void Watch::agreed(SSL* ssl) {
  if (!on) return;
  refusal.clear();
  agreement.emplace();
  agreement->version = version_of(ssl);
  agreement->cipher = SSL_get_cipher_name(ssl);
  agreement->resumed = SSL_session_reused(ssl) == 1;
  if (const Certificate shown{SSL_get1_peer_certificate(ssl)}; shown) {
    agreement->names = names_of(shown.get());
    agreement->issuer = common_name(X509_get_issuer_name(shown.get()));
    agreement->until = utc_of(X509_get0_notAfter(shown.get()));
  }
  ERR_clear_error();  // a certificate without such names is none
  // One of TLS 1.3 is not over: its sessions come later, as tickets, which nobody here has.
  if (resumes && agreement->version != Version::tls_1_3) session.reset(SSL_get1_session(ssl));
}

void Watch::refused(std::string why) {
  if (!on) return;
  agreement.reset();
  refusal = std::move(why);
}

std::string_view to_string(Version version) {
  switch (version) {
    case Version::tls_1_1:
      return "tls_1_1";
    case Version::tls_1_2:
      return "tls_1_2";
    case Version::tls_1_3:
      break;
  }
  return "tls_1_3";
}

Result<Witness> Witness::make(world::World& world, const ClientSettings& settings, bool resumes) {
  TRY(Client client, Client::make(world, settings));
  client.shared()->watch->on = true;
  client.shared()->watch->resumes = resumes;
  return Witness(std::move(client));
}

const std::optional<Agreement>& Witness::agreement() const {
  return client_.shared()->watch->agreement;
}

const std::string& Witness::refusal() const {
  return client_.shared()->watch->refusal;
}

void Witness::forget() {
  client_.shared()->watch->agreement.reset();
  client_.shared()->watch->refusal.clear();
}

void keep_sessions(world::World& world, const Server& server, world::Duration life) {
  const Context& context = *server.shared();
  SSL_CTX* const ssl = context.ssl.get();
  context.watch->sessions = std::make_unique<Sessions>(world.clock(), life);
  SSL_CTX_set_ex_data(ssl, 0, context.watch->sessions.get());
  SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_SERVER | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_set_session_id_context(ssl, kPurpose.data(), static_cast<unsigned int>(kPurpose.size()));
  SSL_CTX_set_timeout(ssl, kNever);
  SSL_CTX_sess_set_new_cb(ssl, keep_session);
  SSL_CTX_sess_set_get_cb(ssl, find_session);
  SSL_CTX_sess_set_remove_cb(ssl, drop_session);
}

}  // namespace checkride::tls
