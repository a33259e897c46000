#include "exporter/json_view.hpp"

#include <array>
#include <limits>

#include "checkride/values/json.hpp"

namespace checkride::runtime {

namespace {

using values::json::Writer;

struct Quantile {
  std::string_view name;
  double q;
};
constexpr std::array<Quantile, 5> kQuantiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};

void write_histogram(Writer& json, const Histogram& histogram) {
  const LogHistogram& spread = histogram.spread();
  const bool empty = spread.count() == 0;
  // What is not a number is written as null.
  const auto or_null = [&](double value) { return empty ? std::numeric_limits<double>::quiet_NaN() : value; };
  json.member("count", histogram.count()).member("sum", histogram.sum());
  json.member("min", or_null(spread.min())).member("max", or_null(spread.max()));
  json.member("mean", histogram.sum() / static_cast<double>(histogram.count()));
  for (const Quantile& one : kQuantiles) json.member(one.name, or_null(spread.quantile(one.q)));
}

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

std::string metrics_document(Registry& metrics, world::UtcTime now) {
  std::string out;
  Writer json(out);
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch());
  json.begin_object().member("timestamp", world::format_rfc3339(now)).member("timestamp_ms", ms.count());
  json.key("metrics").begin_object();
  metrics.visit([&](const MetricRow& row, std::span<const SeriesView> all) {
    json.key(row.name).begin_object().member("type", to_string(row.type)).member("help", row.help);
    json.key("series").begin_array();
    for (const SeriesView& series : all) write_series(json, row, series);
    json.end_array().end_object();
  });
  json.end_object().end_object();
  return out;
}

}  // namespace checkride::runtime
