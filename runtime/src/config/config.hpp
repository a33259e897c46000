// Config: the monitor's checked configuration, one struct per section of the guide's YAML, each declared beside its
// reader in sections/. A Config that exists is valid: required keys are there, numbers are in range, every rule's
// metric and every action resolve.
//
// Loaded by load_config (load.hpp). Defaults are the ones of an absent key.
#pragma once

#include <string>
#include <vector>

#include "config/sections/alert_manager.hpp"
#include "config/sections/app.hpp"
#include "config/sections/data_collector.hpp"
#include "config/sections/failover.hpp"
#include "config/sections/flight_monitor.hpp"
#include "config/sections/logging.hpp"
#include "config/sections/metrics_exporter.hpp"
#include "config/sections/monitoring.hpp"
#include "config/sections/security.hpp"
#include "config/sections/simulators.hpp"

namespace checkride::runtime {

struct Config {
  AppConfig app;
  FlightMonitorConfig flight_monitor;
  DataCollectorConfig data_collector;
  AlertManagerConfig alert_manager;
  MetricsExporterConfig metrics_exporter;
  MonitoringConfig monitoring;
  LoggingConfig logging;
  SecurityConfig security;
  std::vector<SimulatorConfig> simulators;
  FailoverConfig failover;

  // The names under which samples come: of the flights with standbys, and of the simulators that are part of none.
  std::vector<std::string> watched_names() const;
  // Protection was asked for that this build cannot give: every listener stays on loopback.
  bool loopback_only() const;
  // The least that is logged: logging.level, else app.log_level, else info.
  Level log_level() const;
};

}  // namespace checkride::runtime
