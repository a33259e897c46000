// The section app: what is deployed, and how long its end may take.
#pragma once

#include <optional>
#include <string>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/level.hpp"

namespace checkride::runtime {

using world::Duration;

struct AppConfig {
  std::string name;     // required
  std::string version;  // of the deployment, not of the program
  std::string environment;
  std::optional<Level> log_level;
  std::string state_dir = "state";  // what outlives a restart: alerts, notifications, positions
  // After SIGTERM: the monitor is not ready any more, and goes on as before for this long, until balancers know.
  Duration drain_delay{std::chrono::seconds(5)};
  Duration shutdown_timeout{std::chrono::seconds(30)};
};

void read_app(values::MapReader& map, AppConfig* app);

}  // namespace checkride::runtime
