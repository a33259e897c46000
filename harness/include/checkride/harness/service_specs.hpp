// What a scenario may declare of a service, one structure per kind. A new kind is a structure here, a row of
// services/make_service.cpp and one of scenario/read_services.cpp.
#pragma once

#include <variant>

#include "checkride/harness/store_specs.hpp"

namespace checkride::harness {

// A mail server that keeps what it is sent.
struct SmtpSpec {
  bool operator==(const SmtpSpec&) const = default;
};

// An HTTP receiver that keeps every call, as chat services do.
struct WebhookSpec {
  bool operator==(const WebhookSpec&) const = default;
};

using ServiceSpec = std::variant<SmtpSpec, WebhookSpec, DatabaseSpec, KeyValueSpec>;

}  // namespace checkride::harness
