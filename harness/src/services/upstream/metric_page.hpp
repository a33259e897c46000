// Counters, gauges and histograms of a service, as a page that Prometheus reads. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::harness {

class MetricPage {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  void count(const std::string& name, const Labels& labels, double by = 1);
  void set(const std::string& name, const Labels& labels, double value);
  // Into a histogram with the bounds that are usual for times of answers, in seconds.
  void observe(const std::string& name, const Labels& labels, world::Duration took);

  // 0 for what was never counted.
  double value(const std::string& name, const Labels& labels) const;
  // In the text format, sorted by names and labels.
  std::string text() const;

 private:
  struct Series {
    double value = 0;                    // of a histogram the sum
    std::vector<std::uint64_t> buckets;  // of a histogram, each with those before it; the last is of all
  };
  struct Family {
    std::string_view type;
    std::map<std::string, Series> series;  // by the text of their labels
  };

  Series& series(const std::string& name, std::string_view type, const Labels& labels);

  std::map<std::string, Family> families_;
};

}  // namespace checkride::harness
