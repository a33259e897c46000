// RuleTests: a file of series and the alerts that are expected of them, in the words of promtool's unit tests.
//
//   tests:
//     - name: low
//       interval: 1s
//       input_series:
//         - {series: 'altitude{simulator="sim"}', values: '500x4 80x20'}
//       alert_rule_test:
//         - {eval_time: 15s, alertname: Low Altitude Warning, exp_alerts: [{exp_labels: {simulator: sim}}]}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/document.hpp"
#include "config/config.hpp"

namespace checkride::runtime::alerts {

struct InputSeries {
  std::string metric;
  std::string simulator;  // empty: the configuration's first
  std::vector<std::optional<double>> values;
};

struct Expectation {
  int line = 0;
  world::Duration eval_time{};
  std::string rule;
  std::vector<std::vector<std::pair<std::string, std::string>>>
      alerts;  // labels of each that is to fire; alertname is rule
};

struct RuleTest {
  std::string name;
  world::Duration interval{std::chrono::seconds(1)};
  std::vector<InputSeries> series;
  std::vector<Expectation> expectations;
};

// "1 2 _ 3x2 0+10x3 5-1x2 _x4": values, one an interval, as promtool writes them: "axn" is a and n more of it, "a+bxn"
// a and n more that grow by b, "_" none. Errors (invalid) name the word.
inline constexpr std::size_t kSeriesValuesMax = 1'000'000;
Result<std::vector<std::optional<double>>> expand_values(std::string_view text);

// Rules and metrics must be those of `config`. Mistakes go to `errors`.
std::vector<RuleTest> read_rule_tests(const values::Document& document, const Config& config,
                                      values::Diagnostics& errors);

// What differs from the expectations, one sentence each; nothing when the test passes.
std::vector<std::string> run_rule_test(const RuleTest& test, const Config& config);

}  // namespace checkride::runtime::alerts
