#include "exporter/json_view.hpp"

#include <array>
#include <limits>

#include "checkride/values/json.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {

namespace {

using values::json::Writer;

struct Quantile {
  std::string_view name;
  double q;
};
constexpr std::array<Quantile, 5> kQuantiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};

// Observations of one histogram, or of several together, each times `factor` as they are written.
struct Observations {
  LogHistogram spread;
  std::uint64_t count = 0;
  double sum = 0;
  double factor = 1;
};

void write_observations(Writer& json, const Observations& seen) {
  const bool empty = seen.spread.count() == 0;
  // What is not a number is written as null.
  const auto or_null = [&](double value) {
    return empty ? std::numeric_limits<double>::quiet_NaN() : value * seen.factor;
  };
  json.member("count", seen.count).member("sum", seen.sum * seen.factor);
  json.member("min", or_null(seen.spread.min())).member("max", or_null(seen.spread.max()));
  json.member("mean", seen.sum / static_cast<double>(seen.count) * seen.factor);
  for (const Quantile& one : kQuantiles) json.member(one.name, or_null(seen.spread.quantile(one.q)));
}

void write_histogram(Writer& json, const Histogram& histogram) {
  write_observations(json, Observations{histogram.spread(), histogram.count(), histogram.sum()});
}

// What the figures of guide 004 are made of, gathered while the series are written.
class Performance {
 public:
  void look(const MetricRow& row, std::span<const SeriesView> all) {
    for (const SeriesView& series : all) {
      if (row.name == metric::kHttpDuration.name) add(*series.histogram);
      if (row.name == metric::kCacheHits.name) hits_ += series.counter->value();
      if (row.name == metric::kCacheRequests.name) asked_ += series.counter->value();
    }
  }

  void write(Writer& json, const MetricsFacts& facts) const {
    json.key("loadLatency").begin_object();
    write_observations(json, loads_);
    json.end_object();
    json.member("cacheHitRate", hits_ / asked_).member("cacheMemoryUsage", facts.cached_bytes);
    json.key("circuitBreakers").begin_object();
    for (const auto& [channel, breaker] : facts.breakers) {
      json.key(channel).begin_object().member("state", state_of(breaker, facts.now));
      json.member("failures", breaker.failures).end_object();
    }
    json.end_object();
  }

 private:
  static constexpr double kMillisecondsPerSecond = 1000;

  static std::string_view state_of(const BreakerStatus& breaker, world::Instant now) {
    if (!breaker.open_until) return "closed";
    return now < *breaker.open_until ? "open" : "half_open";
  }
  void add(const Histogram& histogram) {
    loads_.spread.merge(histogram.spread());
    loads_.count += histogram.count();
    loads_.sum += histogram.sum();
  }

  Observations loads_{{}, 0, 0, kMillisecondsPerSecond};
  double hits_ = 0;
  double asked_ = 0;
};

void write_series(Writer& json, const MetricRow& row, const SeriesView& series) {
  json.begin_object().key("labels").begin_object();
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (!series.values[i].empty()) json.member(row.labels[i], series.values[i]);
  }
  json.end_object();
  if (series.histogram != nullptr) write_histogram(json, *series.histogram);
  if (series.counter != nullptr) json.member("value", series.counter->value());
  if (series.gauge != nullptr) json.member("value", series.gauge->value());
  json.end_object();
}

}  // namespace

std::string metrics_document(Registry& metrics, const MetricsFacts& facts) {
  std::string out;
  Writer json(out);
  Performance performance;
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(facts.utc.time_since_epoch());
  json.begin_object().member("timestamp", world::format_rfc3339(facts.utc)).member("timestamp_ms", ms.count());
  json.key("metrics").begin_object();
  metrics.visit([&](const MetricRow& row, std::span<const SeriesView> all) {
    json.key(row.name).begin_object().member("type", to_string(row.type)).member("help", row.help);
    json.key("series").begin_array();
    for (const SeriesView& series : all) write_series(json, row, series);
    json.end_array().end_object();
    performance.look(row, all);
  });
  json.end_object();
  performance.write(json, facts);
  json.end_object();
  return out;
}

}  // namespace checkride::runtime
