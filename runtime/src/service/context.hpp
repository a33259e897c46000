// Context: what every service of the monitor is given. All of it outlives the services.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "checkride/http/http.hpp"
#include "checkride/program/build_facts.hpp"
#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "log/event_log.hpp"
#include "metrics/registry.hpp"
#include "samples/sample_bus.hpp"
#include "service/board.hpp"

namespace checkride::runtime {

struct Context {
  world::World& world;
  const Config& config;
  EventLog& log;
  Registry& metrics;
  Board& board;
  SampleBus& samples;
  // The routes of the health listener. A service adds its own when it is made; it is there as long as they are.
  http::Router& api;
  world::Instant started;  // of the program
  // Begins the same orderly stop as SIGTERM: for a part that cannot go on. The reason is logged.
  std::function<void(std::string_view reason)> request_stop;
  program::BuildFacts build = program::kBuildFacts;
  EventLog* access = nullptr;  // where HTTP requests are logged; null: nowhere

  // Value of the `simulator` label: the name, or nothing when the configuration asks for bare series.
  std::string_view simulator_label(std::string_view simulator) const {
    return config.metrics_exporter.bare_flight_gauges ? std::string_view() : simulator;
  }
};

}  // namespace checkride::runtime
