#include "sampler.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kPeriod = std::chrono::seconds(1);
// Between two questions for alerts while the log tells of no change; it may be one that tells little.
constexpr Duration kQuietPeriod = std::chrono::seconds(5);
constexpr std::uint64_t kLogEventsMax = 20'000;  // of warnings and worse, in one scenario

// What the rule compared with what: the report draws the threshold into the plot of that variable.
std::vector<std::pair<std::string, double>> numbers_of(const AlertState& alert) {
  std::vector<std::pair<std::string, double>> numbers;
  if (alert.threshold) numbers.emplace_back("threshold", *alert.threshold);
  if (alert.value) numbers.emplace_back("value", *alert.value);
  return numbers;
}

}  // namespace

world::Task<> Sampler::run() {
  for (Duration next = kPeriod;; next += kPeriod) {
    co_await run_.clock().sleep_until(run_.start().steady + next);
    for (const auto& [name, member] : run_.members()) {
      if (!member.up()) continue;
      if (member.kind == MemberKind::simulator) co_await sample_simulator(name);
      const bool changed = sample_log(name);
      if (member.kind != MemberKind::monitor || (!changed && run_.now() < next_ask_[name])) continue;
      next_ask_[name] = run_.now() + kQuietPeriod;
      co_await sample_alerts(name);
    }
  }
}

world::Task<> Sampler::sample_simulator(std::string name) {
  const auto altitude = co_await run_.simulator(name).read(std::string("PLANE ALTITUDE"), std::string("feet"));
  if (!altitude) co_return;
  run_.event(run_.now(), name, "sample", "altitude " + values::format_number(*altitude) + " ft", {},
             {{"altitude", *altitude}});
}

world::Task<> Sampler::sample_alerts(std::string name) {
  const auto answer = co_await run_.glance(name, Port::health, std::string("/api/v1/alerts"));
  if (!answer || answer->status != 200) co_return;
  const auto alerts = parse_alerts(answer->body);
  if (!alerts) co_return;
  std::vector<AlertState>& known = alerts_[name];
  for (const AlertState& alert : *alerts) {
    auto before = std::find_if(known.begin(), known.end(), [&](const AlertState& k) {
      return k.rule == alert.rule && k.simulator == alert.simulator;
    });
    const bool changed = before == known.end() ? alert.state != "inactive" : before->state != alert.state;
    if (changed) {
      run_.event(
          alert.since ? run_.start().at(*alert.since) : run_.now(), name, "alert",
          fmt::format("{} is {}", alert.rule, alert.state),
          {{"rule", alert.rule}, {"simulator", alert.simulator}, {"state", alert.state}, {"severity", alert.severity}},
          numbers_of(alert));
    }
    if (before == known.end()) {
      known.push_back(alert);
    } else {
      *before = alert;
    }
  }
}

bool Sampler::sample_log(const std::string& name) {
  const std::vector<LogLine>& lines = run_.log(name);
  std::size_t& told = log_lines_[name];
  bool alerts_changed = false;
  for (; told < lines.size(); ++told) {
    const LogLine& line = lines[told];
    alerts_changed = alerts_changed || line.event.starts_with("alert_");
    if (!as_grave(line.level, "warn") || ++log_events_ > kLogEventsMax) continue;
    run_.event(line.at ? run_.start().at(*line.at) : run_.now(), name, "log",
               line.message.empty() ? line.event : line.message,
               {{"level", line.level}, {"event", line.event}, {"line", line.text}});
  }
  return alerts_changed;
}

}  // namespace checkride::harness
