// The pages that programs serve to Prometheus: its text format 0.0.4 and OpenMetrics 1.0, read strictly, for a page
// that breaks the format is a defect of who serves it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::harness {

enum class ExpositionFormat { text, openmetrics };
// By the Content-Type of an answer; text unless it says OpenMetrics.
ExpositionFormat exposition_format(std::string_view content_type);

using MetricLabels = std::vector<std::pair<std::string, std::string>>;  // in the page's order, names differ

struct MetricExemplar {
  MetricLabels labels;
  double value = 0;
  std::optional<double> at_seconds;
};

struct MetricSample {
  std::string name;  // with its suffix: latency_seconds_bucket
  MetricLabels labels;
  double value = 0;                  // may be NaN and infinite
  std::optional<double> at_seconds;  // Unix time; text has it to the millisecond
  std::optional<MetricExemplar> exemplar;
};

struct MetricFamily {
  std::string name;  // without suffix; of the text format's counters the whole name
  std::string type;  // the page's word; empty if it says none
  std::string unit;  // OpenMetrics only
  std::string help;
  std::vector<MetricSample> samples;
};

// In the page's order.
using Exposition = std::vector<MetricFamily>;

// Errors (invalid) begin with the line: "line 12: ...". They are those of the formats' descriptions:
// - text: tokens apart by blanks and tabs, comments and empty lines skipped, a line feed at the end; of one metric TYPE
//   and HELP at most once, TYPE before its samples.
// - OpenMetrics: single spaces, no empty lines, "# EOF" at the end; names with the suffixes of their type; exemplars on
//   counters and buckets, of at most 128 characters.
// - Both: valid names and UTF-8; all lines of a metric in one group; no label and no series twice (in OpenMetrics: at
//   the same time); a bucket has the label le.
Result<Exposition> parse_exposition(std::string_view page, ExpositionFormat format);

}  // namespace checkride::harness
