#include "health/link_health.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::runtime {

namespace {

using world::Duration;

// What one link adds to the report. `age` is the time since the last data, or since the start before any.
struct Judgement {
  Status status = Status::healthy;
  bool ready = true;
  std::vector<std::string> errors;

  void worsen(Status to, std::string error) {
    status = std::max(status, to);  // healthy < degraded < unhealthy; starting is set alone
    errors.push_back(std::move(error));
  }
};

std::string seconds_text(Duration duration) {
  return fmt::format("{:.1f} s", world::to_seconds(duration));
}

// Why a link brings no data, as far as its state tells; empty when it does not.
std::string why_without_data(const LinkStatus& link) {
  switch (link.state) {
    case LinkState::registering:
      return ": the session is open, but brought no data";
    case LinkState::opening:
      return ": connected, but the simulator has not answered Open";
    case LinkState::disconnected:
    case LinkState::connecting:
    case LinkState::waiting:
      return ": not connected" + (link.last_loss.empty() ? "" : " since the last session ended: " + link.last_loss);
    case LinkState::streaming:
    case LinkState::stuck:
      return link.paused ? ": the simulator is paused" : "";
    case LinkState::stopped:
      break;
  }
  return "";
}

void judge_freshness(const LinkStatus& link, Duration age, Judgement& out) {
  if (age > kFreshness) {
    out.worsen(Status::unhealthy,
               fmt::format("{}: no data received for {}{}", link.simulator, seconds_text(age), why_without_data(link)));
  } else if (!link.last_data) {
    out.status = Status::starting;
  } else if (link.state == LinkState::stuck) {
    out.ready = false;
    out.worsen(Status::degraded, fmt::format("{}: the simulator's clock stands still", link.simulator));
  } else if (link.state != LinkState::streaming) {
    out.ready = false;
    out.worsen(Status::degraded, fmt::format("{}: not connected ({})", link.simulator, to_string(link.state)));
  }
}

void judge_error_rate(const LinkStatus& link, world::Instant now, Judgement& out) {
  const auto rate = link.errors.rate(now);
  if (!rate || *rate <= kErrorRateMax) return;
  out.worsen(Status::unhealthy, fmt::format("{}: high error rate: {:.2f}%", link.simulator, *rate * 100));
}

// A variable counts as lost when it was refused, or when it stays away although other data come.
void judge_variables(const LinkStatus& link, world::Instant now, Judgement& out) {
  for (const VariableStatus& variable : link.variables) {
    const bool stale = variable.last_data && now - *variable.last_data > kFreshness;
    if (variable.error.empty() && !stale) continue;
    const std::string_view reason = variable.error.empty() ? std::string_view("no data") : variable.error;
    out.worsen(variable.critical ? Status::unhealthy : Status::degraded,
               fmt::format("{}: {}variable {}: {}", link.simulator, variable.critical ? "critical " : "", variable.name,
                           reason));
    if (variable.critical) out.ready = false;
  }
}

Judgement judge(const LinkStatus& link, Moment moment) {
  Judgement out;
  const Duration age = moment.now - link.last_data.value_or(moment.started);
  judge_freshness(link, age, out);
  // Whoever has no data at all has no fresh variable either; one sentence is enough.
  if (age <= kFreshness) judge_variables(link, moment.now, out);
  judge_error_rate(link, moment.now, out);
  return out;
}

// Which word wins over several links: trouble first, then what is still on its way.
int rank(Status status) {
  switch (status) {
    case Status::healthy:
      return 0;
    case Status::degraded:
      return 1;
    case Status::starting:
      return 2;
    case Status::stopping:
      return 3;
    case Status::unhealthy:
      return 4;
  }
  return 0;
}

void add_details(const std::map<std::string, LinkStatus>& links, Moment moment, ServiceHealth& health) {
  std::uint64_t samples = 0;
  std::uint64_t errors = 0;
  std::optional<world::Instant> last;
  std::optional<world::UtcTime> last_utc;
  for (const auto& [name, link] : links) {
    samples += link.samples;
    errors += link.error_count();
    if (link.last_data && (!last || *link.last_data > *last)) {
      last = link.last_data;
      last_utc = link.last_data_utc;
    }
  }
  health.details.push_back({"data_count", static_cast<std::int64_t>(samples)});
  health.details.push_back({"error_count", static_cast<std::int64_t>(errors)});
  if (last_utc) health.details.push_back({"last_data_time", world::format_rfc3339(*last_utc)});
  if (last) health.details.push_back({"data_age_seconds", world::to_seconds(moment.now - *last)});
  for (const auto& [name, link] : links) {
    for (const auto& [fact, text] : link.facts) {
      health.details.push_back({fmt::format("{}.{}", name, info_of(fact).label), text});
    }
  }
  health.details.push_back({"uptime", world::to_seconds(moment.now - moment.started)});
}

}  // namespace

ServiceHealth assess_links(const std::map<std::string, LinkStatus>& links, Moment moment) {
  ServiceHealth health;
  if (links.empty()) {
    health.status = Status::degraded;
    health.ready = false;
    health.errors.emplace_back("no simulators are configured");
  } else if (std::all_of(links.begin(), links.end(), [](const auto& one) { return one.second.ignored; })) {
    health.status = Status::degraded;
    health.ready = false;
    health.errors.emplace_back("no simulator appeared after the start, and on_startup_failure is ignore");
  }
  for (const auto& [name, link] : links) {
    if (link.ignored) continue;
    Judgement one = judge(link, moment);
    if (rank(one.status) > rank(health.status)) health.status = one.status;
    health.ready = health.ready && one.ready;
    std::move(one.errors.begin(), one.errors.end(), std::back_inserter(health.errors));
  }
  add_details(links, moment, health);
  return health;
}

}  // namespace checkride::runtime
