#include "exporter/influx_lines.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "checkride/result/assert.hpp"
#include "checkride/values/json.hpp"
#include "collector/line_format.hpp"

namespace checkride::runtime {

namespace {

struct Quantile {
  std::string_view name;
  double q;
};
constexpr std::array<Quantile, 5> kQuantiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};

void add_field(std::string& fields, std::string_view name, double value) {
  if (!std::isfinite(value)) return;
  if (!fields.empty()) fields += ',';
  fields.append(name).append("=");
  values::append_number(fields, value);
}

std::string fields_of(const Histogram& histogram) {
  std::string fields = fmt::format("count={}i", histogram.count());
  add_field(fields, "sum", histogram.sum());
  const LogHistogram& spread = histogram.spread();
  if (spread.count() == 0) return fields;
  add_field(fields, "min", spread.min());
  add_field(fields, "max", spread.max());
  for (const Quantile& one : kQuantiles) add_field(fields, one.name, spread.quantile(one.q));
  return fields;
}

std::string fields_of(const SeriesView& series) {
  if (series.histogram != nullptr) return fields_of(*series.histogram);
  std::string fields;
  add_field(fields, "value", series.counter != nullptr ? series.counter->value() : series.gauge->value());
  return fields;
}

}  // namespace

std::vector<std::string> influx_lines(Registry& metrics, std::string_view monitor, world::UtcTime now,
                                      std::size_t points_max) {
  CHECKRIDE_ASSERT(points_max > 0);
  std::vector<std::string> texts;
  std::size_t room = 0;  // for lines in the last of them
  const std::string tag = ",monitor=" + collector::line_key(monitor);
  const std::string end = fmt::format(" {}\n", now.time_since_epoch().count());
  metrics.visit([&](const MetricRow& row, std::span<const SeriesView> all) {
    const std::string begin = collector::line_measurement(row.name) + tag;
    for (const SeriesView& series : all) {
      const std::string fields = fields_of(series);
      if (fields.empty()) continue;
      if (room == 0) {
        texts.emplace_back();
        room = points_max;
      }
      --room;
      std::string& out = texts.back();
      out += begin;
      for (std::size_t i = 0; i < series.values.size(); ++i) {
        if (series.values[i].empty()) continue;
        out.append(",").append(row.labels[i]).append("=").append(collector::line_key(series.values[i]));
      }
      out.append(" ").append(fields).append(end);
    }
  });
  return texts;
}

}  // namespace checkride::runtime
