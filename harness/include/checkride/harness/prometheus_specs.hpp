// What a scenario may declare of a Prometheus and an Alertmanager: real programs, on the process rig only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::harness {

// Members whose metrics are fetched under one name.
struct ScrapeJob {
  std::string name;
  std::vector<std::string> targets;  // members: of a monitor its metrics port, of a service the one it has
  std::string path = "/metrics";
  std::optional<world::Duration> interval;  // none: that of all
  bool operator==(const ScrapeJob&) const = default;
};

struct PrometheusSpec {
  world::Duration interval = std::chrono::seconds(15);
  world::Duration evaluation = std::chrono::seconds(15);
  world::Duration retention = std::chrono::hours(200);
  bool lifecycle = true;  // POST /-/reload is taken
  std::vector<ScrapeJob> jobs;
  std::vector<std::string> rules;          // paths, resolved
  std::vector<std::string> alertmanagers;  // members
  bool operator==(const PrometheusSpec&) const = default;
};

// Where alerts go.
struct ReceiverSpec {
  std::string name;
  std::string webhook;  // member
  bool operator==(const ReceiverSpec&) const = default;
};

struct AlertmanagerSpec {
  std::vector<std::string> group_by = {"alertname"};
  world::Duration group_wait{};
  world::Duration group_interval = std::chrono::minutes(5);
  world::Duration repeat = std::chrono::hours(4);
  std::vector<ReceiverSpec> receivers;
  std::string route;  // the receiver of everything
  bool operator==(const AlertmanagerSpec&) const = default;
};

}  // namespace checkride::harness
