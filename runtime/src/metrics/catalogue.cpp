#include "metrics/catalogue.hpp"

#include <algorithm>
#include <array>

#include "checkride/values/suggest.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {

namespace {

using namespace metric;

constexpr std::array kAll{
    &kFlightDataReceived,
    &kFlightAltitude,
    &kFlightSpeed,
    &kFlightFuel,
    &kActiveConnections,
    &kProcessingDuration,
    &kErrors,
    &kServiceUptime,
    &kMessagesPerSecond,
    &kMemoryUsage,
    &kCpuUsage,
    &kSimulatorUp,
    &kMessages,
    &kSessions,
    &kConnectAttempts,
    &kLastDataAge,
    &kSamplesFlagged,
    &kFlightPhase,
    &kAircraftInfo,
    &kDataRateRatio,
    &kDataGaps,
    &kDataGapSeconds,
    &kFailovers,
    &kInstanceActive,
    &kInstanceHealthy,
    &kCollectorRecords,
    &kCollectorDropped,
    &kCollectorBuffered,
    &kCollectorBufferLimit,
    &kJournalBytes,
    &kCollectorDiskFull,
    &kCollectorDiskUsed,
    &kSinkRecords,
    &kSinkLag,
    &kSinkFailures,
    &kSinkDead,
    &kDbConnections,
    &kDbConnectionsMax,
    &kAlertsFiring,
    &kNotifications,
    &kNotificationFailures,
    &kNotificationRetries,
    &kNotificationsQueued,
    &kNotificationDeadLetters,
    &kNotificationBreakerOpen,
    &kNotificationLatency,
    &kHttpRequests,
    &kHttpDuration,
    &kActiveHttpConnections,
    &kCacheRequests,
    &kCacheHits,
    &kCacheMisses,
    &kOtlpPushes,
    &kOtlpRejected,
    &kInfluxPushes,
    &kLoopLag,
    &kBuildInfo,
    &kAppInfo,
    &kConfigReloads,
    &kConfigReloadSuccessful,
    &kConfigReloadTime,
    &kConfigHash,
    &kConfigRestartKeys,
    &kServiceStarts,
    &kServiceStops,
    &kSeriesDropped,
    &kLogLinesLost,
    &kProcessCpu,
    &kProcessResident,
    &kProcessVirtual,
    &kProcessOpenFds,
    &kProcessMaxFds,
    &kProcessThreads,
    &kProcessStart,
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

const MetricRow* find_row(std::string_view name) {
  const auto found = std::find_if(kAll.begin(), kAll.end(), [&](const MetricRow* row) { return row->name == name; });
  return found == kAll.end() ? nullptr : *found;
}

Result<> settle_name(std::string_view name, MetricSelector* selector) {
  selector->row = find_row(name);
  const auto part_of = [&](std::string_view suffix, MetricSelector::Part part) {
    if (selector->row != nullptr || !name.ends_with(suffix)) return;
    const MetricRow* row = find_row(name.substr(0, name.size() - suffix.size()));
    if (row == nullptr || row->type != MetricType::histogram) return;
    selector->row = row;
    selector->part = part;
  };
  part_of("_count", MetricSelector::Part::count);
  part_of("_sum", MetricSelector::Part::sum);
  if (selector->row == nullptr) {
    std::vector<std::string_view> names;
    for (const MetricRow* row : kAll) names.push_back(row->name);
    return Error::invalid("unknown metric \"" + std::string(name) + "\"" + values::suggestion(name, names));
  }
  const bool histogram = selector->row->type == MetricType::histogram;
  if (histogram && selector->part == MetricSelector::Part::value) {
    return Error::invalid("\"" + std::string(name) + "\" is a histogram: a rule can judge " + std::string(name) +
                          "_count or " + std::string(name) + "_sum");
  }
  return Result<>();
}

// One label="value" at the front of `text`, which is cut off with the comma behind it.
Result<> take_label(std::string_view* text, MetricSelector* selector) {
  const auto equals = text->find('=');
  const std::string_view name = trimmed(text->substr(0, equals));
  if (equals == std::string_view::npos) return Error::invalid("expected label=\"value\" in the braces");
  if (!has_label(*selector->row, name)) {
    return Error::invalid("the metric has no label \"" + std::string(name) + "\"" +
                          values::suggestion(name, selector->row->labels));
  }
  std::string_view rest = trimmed(text->substr(equals + 1));
  const auto end = rest.starts_with('"') ? rest.find('"', 1) : std::string_view::npos;
  if (end == std::string_view::npos)
    return Error::invalid("expected a value in double quotes behind " + std::string(name) + "=");
  selector->labels.emplace_back(name, rest.substr(1, end - 1));
  rest = trimmed(rest.substr(end + 1));
  if (!rest.empty() && rest.front() != ',') return Error::invalid("expected a comma between two labels");
  *text = rest.empty() ? rest : trimmed(rest.substr(1));
  return Result<>();
}

}  // namespace

std::span<const MetricRow* const> all_metrics() {
  return kAll;
}

bool has_label(const MetricRow& row, std::string_view label) {
  return std::find(row.labels.begin(), row.labels.end(), label) != row.labels.end();
}

bool looks_like_metric(std::string_view text) {
  const std::string_view name = text.substr(0, text.find('{'));
  std::vector<std::string_view> names;
  for (const MetricRow* row : kAll) names.push_back(row->name);
  return name.size() != text.size() || values::did_you_mean(name, names).has_value() ||
         name.starts_with("checkride_") || name.starts_with("simconnect_") || name.starts_with("process_");
}

Result<MetricSelector> parse_metric_selector(std::string_view text) {
  MetricSelector selector;
  const auto brace = text.find('{');
  TRY_VOID(settle_name(trimmed(text.substr(0, brace)), &selector));
  if (brace == std::string_view::npos) return selector;
  std::string_view inside = trimmed(text.substr(brace + 1));
  if (!inside.ends_with('}')) return Error::invalid("expected a closing brace at the end of the metric");
  inside = trimmed(inside.substr(0, inside.size() - 1));
  while (!inside.empty()) {
    TRY_VOID(take_label(&inside, &selector));
  }
  return selector;
}

}  // namespace checkride::runtime
