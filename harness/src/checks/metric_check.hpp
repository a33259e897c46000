// metric: series of a monitor's page for Prometheus.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "checkride/http/http.hpp"
#include "checks/compared.hpp"
#include "matchers/exposition.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// A quantile of a histogram, as Prometheus' histogram_quantile() has it.
struct QuantileCheck {
  double quantile = 1;
  ComparedList value;  // one
};

struct MetricCheck {
  std::string of;
  std::string name;     // of the samples, or of a histogram
  ComparedList labels;  // a label that is not there is an empty text, as for Prometheus
  ComparedList value;   // of the sum of all series that match
  std::optional<QuantileCheck> p;
  std::optional<Duration> over;  // of `increase`
  ComparedList increase;
  ComparedList series;  // how many match
};

// A counter as it was seen, from which its growth is told. A value below the one before it began anew at zero.
class Growth {
 public:
  void saw(Duration now, double value);
  // Over so long until the last look; nothing before there have been looks for that long.
  std::optional<double> over(Duration duration) const;

 private:
  struct Look {
    Duration at{};
    double risen = 0;  // since the first look
  };
  std::deque<Look> looks_;
  double last_ = 0;
};

// Sum of the series that match, and their number.
struct MatchingSeries {
  std::size_t number = 0;
  double sum = 0;
};
MatchingSeries matching_series(const MetricCheck& check, const Exposition& page);
// Between the bounds of buckets interpolated; nothing for a histogram that is not there or has counted nothing.
std::optional<double> histogram_quantile(const MetricCheck& check, const Exposition& page, double quantile);

// The page of an answer. Errors say why there is none.
Result<Exposition> metrics_page(const Result<http::Response>& answer);
// `growth` remembers the sums of earlier looks.
Seen check_metric(const MetricCheck& check, const Result<Exposition>& page, Duration now, Growth& growth);

Check read_metric_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
