#include "health/system_view.hpp"

namespace checkride::runtime {

namespace {

constexpr double kMemoryWarnPercent = 90;
constexpr double kCpuWarnPercent = 80;
constexpr double kDiskWarnPercent = 80;

std::optional<double> percent(double part, double whole) {
  return whole > 0 ? std::optional(100 * part / whole) : std::nullopt;
}

}  // namespace

std::array<SystemCheck, 3> system_checks(const SystemView& view) {
  return {{{"memory", view.memory_percent, kMemoryWarnPercent},
           {"cpu", view.cpu_percent, kCpuWarnPercent},
           {"disk", view.disk_percent, kDiskWarnPercent}}};
}

SystemView SystemWatch::look() {
  const world::Instant now = world_.clock().now();
  SystemView view;
  view.usage = world_.system_usage(path_);
  if (!first_look_) first_look_ = now;
  if (!last_look_ || now - *last_look_ >= kBetween) {
    cpu_.update(now, view.usage.cpu_seconds);
    last_look_ = now;
  }
  if (last_look_ != first_look_) view.cpu_percent = percent(cpu_.per_second(), view.usage.cpu_cores);
  view.memory_percent = percent(view.usage.memory_used_bytes, view.usage.memory_limit_bytes);
  view.disk_percent = percent(view.usage.disk_total_bytes - view.usage.disk_free_bytes, view.usage.disk_total_bytes);
  return view;
}

}  // namespace checkride::runtime
