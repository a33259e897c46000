// What a scenario may declare of a service, one structure per kind. A new kind is a structure here, a row of
// services/make_service.cpp and one of scenario/read_services.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "checkride/harness/balancer_spec.hpp"
#include "checkride/harness/edge_spec.hpp"
#include "checkride/harness/prometheus_specs.hpp"
#include "checkride/harness/store_specs.hpp"
#include "checkride/harness/upstream_specs.hpp"

namespace checkride::harness {

// When a service speaks TLS. Its certificate is of the run's own authority, whose file monitors find by
// CHECKRIDE_CA_FILE.
enum class TlsMode { none, starttls, at_once };

// Who may send mail.
struct SmtpLogin {
  std::string user;
  std::string password;
  bool plain = true;  // AUTH PLAIN and AUTH LOGIN, where they are offered
  bool login = true;
  bool operator==(const SmtpLogin&) const = default;
};

// A mail server that keeps what it is sent.
struct SmtpSpec {
  std::uint16_t port = 587;
  TlsMode tls = TlsMode::none;
  std::optional<SmtpLogin> login;  // none: anybody
  std::uint64_t size_max = 4 * 1024 * 1024;
  std::uint64_t recipients_max = 100;
  bool operator==(const SmtpSpec&) const = default;
};

// What a webhook says to every call.
struct WebhookAnswer {
  int status = 200;
  std::string body = "ok";
  world::Duration after{};  // it takes so long
  bool operator==(const WebhookAnswer&) const = default;
};

// An HTTP receiver that keeps every call, as chat services do.
struct WebhookSpec {
  std::uint16_t port = 80;
  TlsMode tls = TlsMode::none;  // or at_once
  WebhookAnswer answer;
  bool operator==(const WebhookSpec&) const = default;
};

using ServiceSpec = std::variant<SmtpSpec, WebhookSpec, DatabaseSpec, KeyValueSpec, UpstreamSpec, MetarSpec,
                                 BalancerSpec, EdgeSpec, PrometheusSpec, AlertmanagerSpec>;

}  // namespace checkride::harness
