// SystemView: how full the machine, or the container, is: for the section "system" of the health documents.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/world.hpp"
#include "metrics/rate.hpp"

namespace checkride::runtime {

struct SystemView {
  std::optional<double> cpu_percent;  // of cpu_cores; unknown until two looks lie kBetween apart
  std::optional<double> memory_percent;
  std::optional<double> disk_percent;
  world::World::SystemUsage usage;
};

// A figure that is judged: at `warn_percent` and above its check warns. It never makes the monitor unhealthy: a full
// machine is no reason to restart what watches it.
struct SystemCheck {
  std::string_view name;
  std::optional<double> percent;
  double warn_percent;
  bool warns() const { return percent && *percent >= warn_percent; }
};
// "memory", "cpu", "disk"; those that are not known have no percentage.
std::array<SystemCheck, 3> system_checks(const SystemView& view);

class SystemWatch {
 public:
  // Processor use is taken over at least this.
  static constexpr world::Duration kBetween{std::chrono::seconds(1)};

  // `world` outlives this; `path` lies on the disk that is watched.
  SystemWatch(world::World& world, std::string path) : world_(world), path_(std::move(path)) {}
  SystemView look();

 private:
  world::World& world_;
  std::string path_;
  Rate cpu_;
  std::optional<world::Instant> first_look_;
  std::optional<world::Instant> last_look_;
};

}  // namespace checkride::runtime
