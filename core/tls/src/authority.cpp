#include "checkride/tls/authority.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <ctime>

#include "checkride/result/assert.hpp"
#include "context.hpp"

namespace checkride::tls {
namespace {

using namespace std::chrono_literals;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;
using Address = std::unique_ptr<ASN1_OCTET_STRING, Release<ASN1_OCTET_STRING_free>>;

std::string text_of(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Identity to_pem(X509* certificate, EVP_PKEY* key) {
  const Bio chain(BIO_new(BIO_s_mem()));
  const Bio secret(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(chain.get(), certificate);
  PEM_write_bio_PrivateKey(secret.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return {text_of(chain), text_of(secret)};
}

void set_time(ASN1_TIME* field, world::UtcTime time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
  ASN1_TIME_set(field, static_cast<std::time_t>(seconds.count()));
}

void extend(X509* certificate, int kind, const std::string& value) {
  const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
  CHECKRIDE_ASSERT(extension != nullptr);
  X509_add_ext(certificate, extension.get(), -1);
}

// A serial number of 63 bits that the world drew.
void number(X509* certificate, world::World& world) {
  std::array<std::byte, 8> drawn{};
  world.fill_secret(drawn);
  std::uint64_t serial = 0;
  for (const std::byte one : drawn) serial = serial << 8 | std::to_integer<std::uint64_t>(one);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), (serial >> 1) | 1);
}

struct Draft {
  explicit Draft(KeyKind kind) : key(kind == KeyKind::rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256")) {}
  Certificate certificate{X509_new()};
  Key key;
};

Draft begin(world::World& world, const std::string& name, world::UtcTime from, world::UtcTime until,
            KeyKind kind = KeyKind::ecdsa) {
  CHECKRIDE_ASSERT(!name.empty());
  Draft draft(kind);
  X509* certificate = draft.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  number(certificate, world);
  set_time(X509_getm_notBefore(certificate), from);
  set_time(X509_getm_notAfter(certificate), until);
  X509_set_pubkey(certificate, draft.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.data()), static_cast<int>(name.size()), -1, 0);
  return draft;
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    const Address address(a2i_IPADDRESS(name.c_str()));
    out += (out.empty() ? "" : ",") + std::string(address ? "IP:" : "DNS:") + name;
  }
  return out;
}

}  // namespace

Authority Authority::make(world::World& world, const std::string& name) {
  const Drawing drawing(world);
  const world::UtcTime now = world.clock().utc_now();
  const Draft draft = begin(world, name, now - 24h, now + 24h * 3650);
  X509* certificate = draft.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
  extend(certificate, NID_key_usage, "critical,keyCertSign");
  X509_sign(certificate, draft.key.get(), EVP_sha256());
  Authority authority;
  authority.own_ = to_pem(certificate, draft.key.get());
  return authority;
}

Identity Authority::issue(world::World& world, const CertificateRequest& request) const {
  CHECKRIDE_ASSERT(!request.names.empty());
  const Drawing drawing(world);
  const Bio chain(BIO_new_mem_buf(own_.chain_pem.data(), -1));
  const Bio secret(BIO_new_mem_buf(own_.key_pem.data(), -1));
  const Certificate issuer(PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr));
  const Key key(PEM_read_bio_PrivateKey(secret.get(), nullptr, nullptr, nullptr));
  const Draft draft = begin(world, request.names.front(), request.from, request.until, request.key);
  X509* certificate = draft.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer.get()));
  extend(certificate, NID_subject_alt_name, alternative_names(request.names));
  extend(certificate, NID_ext_key_usage, "serverAuth,clientAuth");
  X509_sign(certificate, key.get(), EVP_sha256());
  return to_pem(certificate, draft.key.get());
}

}  // namespace checkride::tls
