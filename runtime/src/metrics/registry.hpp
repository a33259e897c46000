// Registry: counters, gauges and histograms with labels, and the Prometheus text page of them.
//
//   Counter& received = registry.counter(metric::kFlightDataReceived, {"sim"});
//   received.add();
//   std::string page = registry.text();     // content type: kMetricsContentType
//
// A metric is one row of the table in table.hpp. Everything of a series but its number is formatted once, when the
// series is made; a page is copies of those prefixes and std::to_chars. The same registry writes OpenMetrics 1.0, and
// whoever wants another form visits its series.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/exemplar.hpp"
#include "metrics/log_histogram.hpp"

namespace checkride::runtime {

inline constexpr std::string_view kMetricsContentType = "text/plain; version=0.0.4; charset=utf-8";
inline constexpr std::string_view kOpenMetricsContentType =
    "application/openmetrics-text; version=1.0.0; charset=utf-8";

// openmetrics: a counter's family goes without its _total, bounds of buckets are written as floats, exemplars are
// shown, and the page ends in "# EOF". It has no _created samples: Prometheus would keep each as a series of its own.
enum class PageFormat { text, openmetrics };

enum class MetricType { counter, gauge, histogram };
std::string_view to_string(MetricType type);

// One row of the metric table: constants of the program.
struct MetricRow {
  std::string_view name;
  std::string_view help;
  MetricType type = MetricType::gauge;
  std::span<const std::string_view> labels;
  std::span<const double> buckets;  // of a histogram, ascending, without +Inf
  // Of a row with a label `simulator`: its series stay on the page when the simulator has been away for long, for they
  // tell of the monitor (is it up, what fires), not of the flight.
  bool lasting = false;
};

class Counter {
 public:
  // Requires amount >= 0.
  void add(double amount = 1);
  // For a figure that something else counts (the operating system's CPU seconds); may not fall.
  void raise_to(double total);
  double value() const { return value_; }

 private:
  double value_ = 0;
};

class Gauge {
 public:
  void set(double value) { value_ = value; }
  void add(double amount) { value_ += amount; }
  double value() const { return value_; }

 private:
  double value_ = 0;
};

class Histogram {
 public:
  explicit Histogram(std::span<const double> bounds) : bounds_(bounds), counts_(bounds.size() + 1) {}
  void observe(double value);
  // The same; `exemplar`, if there is one, stands for the value's bucket until the next.
  void observe(double value, std::optional<Exemplar> exemplar);
  std::uint64_t count() const { return count_; }
  double sum() const { return sum_; }
  // Observations that fell into each bucket alone; the last is above every bound.
  std::span<const std::uint64_t> counts() const { return counts_; }
  std::span<const double> bounds() const { return bounds_; }
  // Where quantiles come from; the buckets above are too wide for them.
  const LogHistogram& spread() const { return spread_; }
  // Appends the exemplar of that bucket (an index of counts()), if it has one.
  void append_exemplar(std::string& out, std::size_t bucket) const;

 private:
  struct Example {
    Exemplar exemplar;
    double value = 0;
  };
  std::size_t count_in(double value);

  std::span<const double> bounds_;
  std::vector<std::uint64_t> counts_;
  std::vector<std::optional<Example>> examples_;  // one per bucket, or none at all
  LogHistogram spread_;
  std::uint64_t count_ = 0;
  double sum_ = 0;
};

// Label values in the order of the row's labels. An empty value leaves the label out, which is what it means.
using LabelValues = std::initializer_list<std::string_view>;

// One series as it is: exactly one of the three pointers is set.
struct SeriesView {
  std::span<const std::string> values;  // of the row's labels
  const Counter* counter = nullptr;
  const Gauge* gauge = nullptr;
  const Histogram* histogram = nullptr;
};

class Registry {
 public:
  // A family never has more series than this; further label sets share one series that no page shows, and are counted
  // in checkride_series_dropped_total.
  static constexpr std::size_t kSeriesMax = 2000;

  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  // Makes the series on its first use. References stay valid until the series is removed.
  // Requires: the row's type, as many values as the row has labels.
  Counter& counter(const MetricRow& row, LabelValues values = {});
  Gauge& gauge(const MetricRow& row, LabelValues values = {});
  Histogram& histogram(const MetricRow& row, LabelValues values = {});
  // Forgets the series, if there is one: a value that is no longer known.
  void remove(const MetricRow& row, LabelValues values);
  // A simulator that has been away for long, by the value of its label: its series leave the page, unless their row is
  // lasting, and are there again, with what they count, once it is back. References stay valid meanwhile.
  void conceal(std::string_view simulator);
  void reveal(std::string_view simulator);
  // Called before each page is written, in order of registration: for values that are derived when looked at.
  void before_page(std::function<void()> refresh);

  // What before_page() registered, now: for a reader of single figures.
  void refresh();
  // The figures of one series: its value, or what a histogram counts and sums.
  struct Reading {
    std::span<const std::string> labels;  // values in the order of the row's labels
    double value = 0;
    double count = 0;
    double sum = 0;
  };
  // Every series of the row that there is, in order of its labels.
  void read(const MetricRow& row, const std::function<void(const Reading&)>& each) const;

  // The whole page, families in order of first use, series in order of their labels. Valid until the next call.
  const std::string& text();
  // Appends the page in that format.
  void write(std::string& out, PageFormat format);
  // Calls `look` for every metric of the page with its series, in the order of the page, after the refreshing.
  void visit(const std::function<void(const MetricRow& row, std::span<const SeriesView> series)>& look);
  // How many are kept, concealed ones too.
  std::size_t series() const;

 private:
  struct Series;
  struct Family;
  void show(std::string_view simulator, bool shown);
  Family& family(const MetricRow& row);
  Series& find_or_add(const MetricRow& row, LabelValues values);

  std::vector<std::unique_ptr<Family>> families_;
  std::map<std::string_view, Family*> by_name_;
  std::vector<std::function<void()>> refreshers_;
  std::set<std::string, std::less<>> concealed_;
  std::string page_;
};

}  // namespace checkride::runtime
