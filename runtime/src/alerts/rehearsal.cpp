#include "alerts/rehearsal.hpp"

#include <algorithm>

namespace checkride::runtime::alerts {

namespace {

// Not zero, which would pass for "never".
constexpr world::Instant kStart{std::chrono::seconds(1)};

}  // namespace

Rehearsal::Rehearsal(const Config& config, const std::vector<std::string>& simulators, world::UtcTime start, Tell tell)
    : start_(start),
      time_(start),
      engine_(config.alert_manager.rules, simulators, hold_for(config.flight_monitor.update_interval),
              Now{kStart, start}),
      tell_(std::move(tell)) {}

Now Rehearsal::at(world::UtcTime time) const {
  return {kStart + (time - start_), time};
}

void Rehearsal::tell_all(const AlertEngine::Changes& changes) {
  for (const StateChange& change : changes) tell_(change, time_);
}

void Rehearsal::pass_before(world::UtcTime time) {
  while (const auto deadline = engine_.next_deadline()) {
    const world::UtcTime due = start_ + (*deadline - kStart);
    if (due >= time) break;
    time_ = std::max(time_, due);
    tell_all(engine_.on_time(at(time_)));
    // A deadline that stays where it is would be looked at for ever.
    const auto next = engine_.next_deadline();
    if (next && *next <= *deadline) break;
  }
  time_ = std::max(time_, time);
}

void Rehearsal::pass_until(world::UtcTime time) {
  pass_before(time);
  tell_all(engine_.on_time(at(time_)));
}

void Rehearsal::sample(const Sample& sample, world::UtcTime time) {
  pass_before(time);
  tell_all(engine_.on_sample(sample, at(time_)));
  tell_all(engine_.on_time(at(time_)));
}

void Rehearsal::error_rate(const std::string& simulator, double rate, world::UtcTime time) {
  pass_before(time);
  tell_all(engine_.on_error_rate(simulator, rate, at(time_)));
}

void Rehearsal::series(const std::string& metric, const std::string& simulator, double value, world::UtcTime time) {
  pass_before(time);
  const auto wanted = parse_metric_selector(metric);
  if (!wanted) return;
  const auto read = [&](const MetricSelector& selector, std::string_view of) {
    const bool same = selector == *wanted && (of.empty() || of == simulator);
    return same ? std::optional<double>(value) : std::nullopt;
  };
  tell_all(engine_.on_series(read, at(time_)));
}

}  // namespace checkride::runtime::alerts
