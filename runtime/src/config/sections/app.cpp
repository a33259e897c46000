#include "config/sections/app.hpp"

#include "config/sections/level.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;

}  // namespace

void read_app(values::MapReader& map, AppConfig* app) {
  if (!map.has("name")) {
    map.errors().add(map.position(), "app.name is required");
    map.ignore("name");
  } else if (map.required("name", &app->name) && app->name.empty()) {
    map.error("name", "app.name is required");
  }
  map.optional("version", &app->version);
  map.optional("environment", &app->environment);
  read_level(map, "log_level", &app->log_level);
  if (map.optional("state_dir", &app->state_dir) && app->state_dir.empty()) {
    map.error("state_dir", "expected a folder, such as /var/lib/checkride");
  }
  map.optional("drain_delay", &app->drain_delay, {0s, 10min});
  map.optional("shutdown_timeout", &app->shutdown_timeout, {1s, 1h});
}

}  // namespace checkride::runtime
