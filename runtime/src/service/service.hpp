// Service: a part of the monitor that is started, watched and stopped. And what it says of its health.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/clock.hpp"
#include "checkride/world/task.hpp"
#include "checkride/world/time.hpp"

namespace checkride::runtime {

struct Config;

enum class Status { healthy, degraded, unhealthy, starting, stopping };
std::string_view to_string(Status status);

// A named figure of a health report. Times are RFC 3339 text, durations seconds.
struct Detail {
  using Value = std::variant<std::string, std::int64_t, double, bool>;
  std::string name;
  Value value;
};

struct ServiceHealth {
  Status status = Status::healthy;
  // Whether the part can do its work for others: a degraded part often can, a critical part that is down cannot.
  // Only looked at for healthy and degraded; the other words are never ready.
  bool ready = true;
  std::vector<std::string> errors;  // one sentence each, for the person who reads /health/detail
  std::vector<Detail> details;
};

// What a service has to do with samples: a source makes them, a keeper holds every one of them until it is safe.
enum class SamplePart : std::uint8_t { none, source, keeper };

// What a stop may still take. Never nothing: tasks that are well need some turns to end, however late it is.
inline constexpr world::Duration kLeastTime = std::chrono::milliseconds(10);
world::Duration time_left(const world::Clock& clock, world::Instant deadline);

class Service {
 public:
  virtual ~Service() = default;
  // "flight-monitor": as in logs, metrics and health documents.
  virtual std::string_view name() const = 0;
  // Returns when the service works; its further work runs in tasks of its own. Refused with an error that says so
  // when it runs already. After a failure nothing of it is left running.
  virtual world::Task<Result<>> start() = 0;
  // Ends the work in order, by `deadline` at the latest; the error says what was left undone. Succeeds and does
  // nothing when the service does not run.
  virtual world::Task<Result<>> stop(world::Instant deadline) = 0;
  // Decides what the Supervisor owes the samples between this service and the others.
  virtual SamplePart part() const { return SamplePart::none; }
  // Of a source: makes the last of its samples, by `deadline` at the latest; the error says what would not end. It
  // still runs, until stop(), which ends what this did not. Called while the keepers run.
  virtual world::Task<Result<>> end_samples(world::Instant /*deadline*/) { co_return Result<>(); }
  // Takes over what of `next`, a valid configuration whose other keys are as before, can change while it runs. Never
  // waits, never fails.
  virtual void apply(const Config& /*next*/) {}
  // Never waits. "service not running" is an error of every service that does not run.
  virtual ServiceHealth health() const = 0;
};

}  // namespace checkride::runtime
