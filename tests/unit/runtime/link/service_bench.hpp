// ServiceBench: what the application gives a service, for tests of one service alone on a virtual host.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/test/world_test.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime::test {

// Keeps what was logged, in the text form.
class KeepingSink final : public LogSink {
 public:
  explicit KeepingSink(std::vector<std::string>& lines) : lines_(lines) {}
  void write(std::string_view line) override { lines_.emplace_back(line); }

 private:
  std::vector<std::string>& lines_;
};

inline VariableConfig variable(std::uint32_t id, std::string name, std::string units, std::string alias = {}) {
  VariableConfig config;
  config.id = id;
  config.name = std::move(name);
  config.units = std::move(units);
  config.alias = std::move(alias);
  return config;
}

// The guide's configuration as far as the services under test look at it: three variables, one simulator "sim" on the
// host of that name.
inline Config guide_like_config() {
  Config config;
  config.app.name = "simconnect-production";
  config.app.environment = "production";
  config.flight_monitor.variables = {variable(1, "PLANE ALTITUDE", "feet", "altitude"),
                                     variable(2, "AIRSPEED INDICATED", "knots", "airspeed"),
                                     variable(3, "FUEL TOTAL QUANTITY", "gallons", "fuel")};
  SimulatorConfig simulator;
  simulator.name = "sim";
  simulator.address.host = "sim";
  simulator.address.port = 5111;
  config.simulators = {simulator};
  return config;
}

class ServiceBench {
 public:
  explicit ServiceBench(world::World& on, Config with = guide_like_config())
      : config(std::move(with)),
        log(on.clock(), Level::debug, append_logfmt_line, std::make_unique<KeepingSink>(lines)),
        samples(on.executor()),
        context{on, config, log, metrics, board, samples, api, on.clock().now(), {}} {
    context.request_stop = [this](std::string_view reason) { stop_reasons.emplace_back(reason); };
  }
  ServiceBench(const ServiceBench&) = delete;
  ServiceBench& operator=(const ServiceBench&) = delete;

  // How many events of that name were logged.
  std::size_t logged(std::string_view event) const {
    const std::string mark = "msg=" + std::string(event) + " ";
    return static_cast<std::size_t>(std::count_if(
        lines.begin(), lines.end(), [&mark](const std::string& line) { return line.find(mark) != std::string::npos; }));
  }
  std::string log_text() const {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }

  std::vector<std::string> lines;
  std::vector<std::string> stop_reasons;
  Config config;
  EventLog log;
  Registry metrics;
  Board board;
  SampleBus samples;
  http::Router api;
  Context context;
};

}  // namespace checkride::runtime::test
