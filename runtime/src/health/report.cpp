#include "health/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::runtime {

namespace {

bool any(const HealthReport& report, Status status) {
  return std::any_of(report.services.begin(), report.services.end(),
                     [&](const CheckedService& one) { return one.health.status == status; });
}

bool is_ready(const ServiceHealth& health) {
  return (health.status == Status::healthy || health.status == Status::degraded) && health.ready;
}

}  // namespace

Status overall(const HealthReport& report) {
  if (report.phase == Phase::stopping) return Status::stopping;
  if (report.phase == Phase::starting) return Status::starting;
  if (any(report, Status::unhealthy) || any(report, Status::stopping)) return Status::unhealthy;
  if (any(report, Status::starting)) return Status::starting;
  if (any(report, Status::degraded) || !report.idle_reason.empty()) return Status::degraded;
  return Status::healthy;
}

bool is_ready(const HealthReport& report) {
  return reasons_not_ready(report).empty();
}

std::vector<std::string> reasons_not_ready(const HealthReport& report) {
  std::vector<std::string> reasons;
  if (report.phase == Phase::starting) reasons.emplace_back("the monitor is starting");
  if (report.phase == Phase::stopping) reasons.emplace_back("the monitor is stopping");
  if (!report.idle_reason.empty()) reasons.push_back(report.idle_reason);
  for (const CheckedService& one : report.services) {
    if (is_ready(one.health)) continue;
    std::string reason = one.name + " is " + std::string(to_string(one.health.status));
    for (const std::string& error : one.health.errors) reason += "; " + error;
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

std::string joined_sentences(const std::vector<std::string>& sentences) {
  return fmt::format("{}", fmt::join(sentences, "; "));
}

int http_status(Status status) {
  return status == Status::healthy || status == Status::degraded ? 200 : 503;
}

}  // namespace checkride::runtime
