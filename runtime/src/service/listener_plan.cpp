#include "service/listener_plan.hpp"

#include <algorithm>

namespace checkride::runtime {

namespace {

void add(std::vector<ListenerPlan>& plans, ListenerPlan plan) {
  const auto same = [&](const ListenerPlan& other) {
    if (other.where.port != plan.where.port) return false;
    return plan.where.port != 0 || (other.health == plan.health && other.metrics == plan.metrics);
  };
  const auto found = std::find_if(plans.begin(), plans.end(), same);
  if (found == plans.end()) {
    plans.push_back(std::move(plan));
  } else {
    found->health = found->health || plan.health;
    found->metrics = found->metrics || plan.metrics;
  }
}

}  // namespace

std::string ListenerPlan::purpose() const {
  if (health && metrics) return "health, metrics";
  return health ? "health" : "metrics";
}

std::vector<ListenerPlan> plan_listeners(const Config& config) {
  const auto at = [&](const std::string& address, std::uint16_t port) {
    return world::Endpoint{config.loopback_only() ? "127.0.0.1" : address, port};
  };
  const MonitoringConfig& monitoring = config.monitoring;
  const MetricsExporterConfig& exporter = config.metrics_exporter;
  std::vector<ListenerPlan> plans;
  if (monitoring.enabled) add(plans, {at(monitoring.address, monitoring.health_check_port), true, false});
  if (exporter.enabled) add(plans, {at(exporter.address, exporter.port), false, true});
  if (exporter.enabled && monitoring.enabled && monitoring.metrics_port) {
    add(plans, {at(exporter.address, *monitoring.metrics_port), false, true});
  }
  return plans;
}

program::WrittenAs written_as(const ListenerPlan& plan, const Config& config) {
  if (plan.health) return program::WrittenAs("monitoring.address", "monitoring.health_check_port");
  const bool exporters = plan.where.port == config.metrics_exporter.port;
  return program::WrittenAs("metrics_exporter.address",
                            exporters ? "metrics_exporter.port" : "monitoring.metrics_port");
}

}  // namespace checkride::runtime
