// Every metric of the table by name: for rules, which may judge any of them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/result/result.hpp"
#include "metrics/registry.hpp"

namespace checkride::runtime {

std::span<const MetricRow* const> all_metrics();

// One figure or the sum of several: name{label="value",...} as in a query. Labels that are left out match every series.
struct MetricSelector {
  enum class Part : std::uint8_t { value, count, sum };
  const MetricRow* row = nullptr;
  Part part = Part::value;  // of a histogram: NAME_count or NAME_sum
  std::vector<std::pair<std::string, std::string>> labels;
  bool operator==(const MetricSelector&) const = default;
};

// Errors (invalid) say what is wrong and, for a name or a label that does not exist, which is the nearest.
Result<MetricSelector> parse_metric_selector(std::string_view text);
// Does the text name one of our metrics, right or nearly so? For the choice of an error message.
bool looks_like_metric(std::string_view text);
bool has_label(const MetricRow& row, std::string_view label);

}  // namespace checkride::runtime
