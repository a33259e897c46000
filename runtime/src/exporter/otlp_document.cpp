#include "exporter/otlp_document.hpp"

#include <cmath>

#include "checkride/program/build_facts.hpp"
#include "checkride/values/json.hpp"

namespace checkride::runtime {

namespace {

using values::json::Writer;

constexpr int kCumulative = 2;  // AGGREGATION_TEMPORALITY_CUMULATIVE

// 64-bit integers are texts in this encoding.
void write_integer(Writer& json, std::uint64_t value) {
  json.value(std::to_string(value));
}

void write_time(Writer& json, std::string_view name, world::UtcTime time) {
  json.member(name, std::to_string(time.time_since_epoch().count()));
}

// What JSON has no number for is one of three words.
void write_double(Writer& json, std::string_view name, double value) {
  if (std::isfinite(value)) {
    json.member(name, value);
  } else {
    json.member(name, std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
  }
}

void write_attribute(Writer& json, std::string_view key, std::string_view value) {
  json.begin_object().member("key", key).key("value").begin_object().member("stringValue", value);
  json.end_object().end_object();
}

// UCUM, which OpenTelemetry asks for, from the unit in the name.
std::string_view unit_of(std::string_view name) {
  if (name.ends_with("_total")) name.remove_suffix(6);
  if (name.ends_with("_seconds")) return "s";
  if (name.ends_with("_bytes")) return "By";
  if (name.ends_with("_percent")) return "%";
  if (name.ends_with("_feet")) return "[ft_i]";
  if (name.ends_with("_knots")) return "[kn_i]";
  if (name.ends_with("_gallons")) return "[gal_us]";
  return "1";
}

void write_histogram(Writer& json, const Histogram& histogram) {
  json.key("count");
  write_integer(json, histogram.count());
  write_double(json, "sum", histogram.sum());
  if (histogram.spread().count() != 0) {
    write_double(json, "min", histogram.spread().min());
    write_double(json, "max", histogram.spread().max());
  }
  json.key("bucketCounts").begin_array();
  for (const std::uint64_t count : histogram.counts()) write_integer(json, count);
  json.end_array().key("explicitBounds").begin_array();
  for (const double bound : histogram.bounds()) json.value(bound);
  json.end_array();
}

void write_point(Writer& json, const MetricRow& row, const SeriesView& series, OtlpTimes times) {
  json.begin_object().key("attributes").begin_array();
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (!series.values[i].empty()) write_attribute(json, row.labels[i], series.values[i]);
  }
  json.end_array();
  if (series.gauge == nullptr) write_time(json, "startTimeUnixNano", times.started);
  write_time(json, "timeUnixNano", times.now);
  if (series.counter != nullptr) write_double(json, "asDouble", series.counter->value());
  if (series.gauge != nullptr) write_double(json, "asDouble", series.gauge->value());
  if (series.histogram != nullptr) write_histogram(json, *series.histogram);
  json.end_object();
}

void write_metric(Writer& json, const MetricRow& row, std::span<const SeriesView> all, OtlpTimes times) {
  json.begin_object().member("name", row.name).member("description", row.help).member("unit", unit_of(row.name));
  json.key(row.type == MetricType::counter ? "sum" : to_string(row.type)).begin_object();
  json.key("dataPoints").begin_array();
  for (const SeriesView& series : all) write_point(json, row, series, times);
  json.end_array();
  if (row.type != MetricType::gauge) json.member("aggregationTemporality", kCumulative);
  if (row.type == MetricType::counter) json.member("isMonotonic", true);
  json.end_object().end_object();
}

void write_resource(Writer& json, const AppConfig& app) {
  json.key("resource").begin_object().key("attributes").begin_array();
  write_attribute(json, "service.name", "checkride-monitor");
  write_attribute(json, "service.namespace", app.name);
  write_attribute(json, "service.version", program::kBuildFacts.version);
  if (!app.environment.empty()) write_attribute(json, "deployment.environment", app.environment);
  json.end_array().end_object();
}

}  // namespace

std::string otlp_document(Registry& metrics, const AppConfig& app, OtlpTimes times) {
  std::string out;
  Writer json(out);
  json.begin_object().key("resourceMetrics").begin_array().begin_object();
  write_resource(json, app);
  json.key("scopeMetrics").begin_array().begin_object();
  json.key("scope").begin_object().member("name", "checkride").end_object();
  json.key("metrics").begin_array();
  metrics.visit([&](const MetricRow& row, std::span<const SeriesView> all) { write_metric(json, row, all, times); });
  json.end_array().end_object().end_array().end_object().end_array().end_object();
  return out;
}

}  // namespace checkride::runtime
