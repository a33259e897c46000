// health: what a monitor says of itself: its state and that of its services, whether it is ready, whether it is alive.
#pragma once

#include <optional>
#include <string>

#include "checkride/http/http.hpp"
#include "checks/compared.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct HealthCheck {
  std::string of;
  ComparedList state;         // pointers into GET /health/detail: the whole, and services
  std::optional<bool> ready;  // GET /health/ready answers 200
  std::optional<bool> live;   // GET /health/live answers 200
};

// Of what was asked for; an error is what was seen of a monitor that does not answer.
struct HealthAnswers {
  std::optional<Result<http::Response>> detail;
  std::optional<Result<http::Response>> ready;
  std::optional<Result<http::Response>> live;
};
Seen check_health(const HealthCheck& check, const HealthAnswers& answers);

Check read_health_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
