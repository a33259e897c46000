#include "alerts/rule_tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "alerts/labels.hpp"
#include "alerts/rehearsal.hpp"
#include "checkride/values/map_reader.hpp"
#include "checkride/values/suggest.hpp"

namespace checkride::runtime::alerts {

namespace {

using namespace std::chrono_literals;
using values::MapReader;
using values::Node;
using Values = std::vector<std::optional<double>>;

// An hour of a day that nobody mistakes for the present.
constexpr world::UtcTime kStart{std::chrono::hours(24) * 365 * 30};

// A number at the front of `text`, which is cut off.
std::optional<double> take_number(std::string_view* text) {
  if (text->starts_with('+')) text->remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || !(value >= std::numeric_limits<double>::lowest()) ||
      !(value <= std::numeric_limits<double>::max())) {
    return std::nullopt;
  }
  text->remove_prefix(static_cast<std::size_t>(end - text->data()));
  return value;
}

// "x12" and nothing behind it; nothing at all is no repetition.
std::optional<std::size_t> take_repeats(std::string_view text) {
  if (text.empty()) return 0;
  std::size_t count = 0;
  if (text.front() != 'x') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count > kSeriesValuesMax) return std::nullopt;
  return count;
}

bool expand_word(std::string_view word, Values* out) {
  if (word.front() == '_') {
    const auto repeats = take_repeats(word.substr(1));
    if (repeats) out->insert(out->end(), std::max<std::size_t>(*repeats, 1), std::nullopt);
    return repeats.has_value();
  }
  const auto first = take_number(&word);
  if (!first) return false;
  std::optional<double> step = 0;
  if (!word.empty() && word.front() != 'x') {
    step = word.front() == '+' || word.front() == '-' ? take_number(&word) : std::nullopt;
    if (!step || word.empty()) return false;
  }
  const auto repeats = take_repeats(word);
  if (!repeats) return false;
  for (std::size_t i = 0; i <= *repeats; ++i) out->push_back(*first + static_cast<double>(i) * *step);
  return true;
}

bool is_judged(const Config& config, const std::string& metric) {
  if (metric == kErrorRateMetric || find_variable(config.flight_monitor.variables, metric)) return true;
  return parse_metric_selector(metric).has_value();
}

// altitude{simulator="sim"}; a metric of ours may have more labels, which are part of its name here.
void split_series(const std::string& text, const Config& config, InputSeries* series) {
  constexpr std::string_view kLabel = "{simulator=\"";
  series->metric = text;
  const auto brace = text.find(kLabel);
  if (brace != std::string::npos && text.ends_with("\"}")) {
    series->metric = text.substr(0, brace);
    const auto from = brace + kLabel.size();
    series->simulator = text.substr(from, text.size() - from - 2);
  }
  if (!series->simulator.empty()) return;
  const std::vector<std::string> watched = config.watched_names();
  series->simulator = watched.empty() ? "sim" : watched.front();
}

InputSeries read_series(const Node& node, const Config& config, values::Diagnostics& errors) {
  InputSeries series;
  MapReader map(node, errors);
  std::string text;
  if (map.required("series", &text)) {
    split_series(text, config, &series);
    if (!is_judged(config, series.metric)) map.error("series", "unknown metric \"" + series.metric + "\"");
  }
  std::string values;
  if (map.required("values", &values)) {
    auto expanded = expand_values(values);
    if (!expanded) map.error("values", expanded.error().detail());
    if (expanded) series.values = std::move(*expanded);
  }
  map.finish();
  return series;
}

void check_rule(MapReader& map, const std::string& rule, const Config& config) {
  std::vector<std::string> names;
  for (const RuleConfig& one : config.alert_manager.rules) names.push_back(one.name);
  if (std::find(names.begin(), names.end(), rule) != names.end()) return;
  map.error("alertname", "there is no rule \"" + rule + "\"" + values::suggestion(rule, names));
}

Expectation read_expectation(const Node& node, const Config& config, values::Diagnostics& errors) {
  Expectation expectation;
  MapReader map(node, errors);
  expectation.line = node.line();
  map.required("eval_time", &expectation.eval_time, {0s, 24h * 365});
  if (map.required("alertname", &expectation.rule)) check_rule(map, expectation.rule, config);
  map.list("exp_alerts", [&](const Node& one) {
    MapReader alert(one, errors);
    auto& labels = expectation.alerts.emplace_back();
    alert.entries("exp_labels", [&](const values::Entry& entry) {
      const std::string name = entry.key == "alertname" ? "rule" : entry.key;
      if (std::find(kAlertLabels.begin(), kAlertLabels.end(), name) == kAlertLabels.end()) {
        errors.add(entry.key_position,
                   "unknown label \"" + entry.key + "\"" + values::suggestion(entry.key, kAlertLabels));
      }
      if (auto value = values::read_text(entry.value, errors)) labels.emplace_back(name, std::move(*value));
    });
    alert.finish();
  });
  map.finish();
  return expectation;
}

// The values of one moment of all series, as samples of the simulators.
void play(const RuleTest& test, const Config& config, std::size_t step, Rehearsal& rehearsal) {
  const world::UtcTime time = kStart + static_cast<std::int64_t>(step) * test.interval;
  std::vector<Sample> samples;
  for (const InputSeries& series : test.series) {
    if (step >= series.values.size() || !series.values[step]) continue;
    const double value = *series.values[step];
    const auto variable = find_variable(config.flight_monitor.variables, series.metric);
    if (series.metric == kErrorRateMetric) {
      rehearsal.error_rate(series.simulator, value, time);
    } else if (!variable) {
      rehearsal.series(series.metric, series.simulator, value, time);
    } else {
      auto own = std::find_if(samples.begin(), samples.end(),
                              [&](const Sample& sample) { return sample.simulator == series.simulator; });
      if (own == samples.end()) {
        own = samples.insert(samples.end(), Sample());
        own->simulator = series.simulator;
        own->values.assign(config.flight_monitor.variables.size(), std::numeric_limits<double>::quiet_NaN());
      }
      own->values[*variable] = value;
    }
  }
  for (const Sample& sample : samples) rehearsal.sample(sample, time);
}

std::string shown(const Alert& alert) {
  return fmt::format("{{simulator={}, severity={}}}", alert.simulator, to_string(alert.rule->severity));
}

std::string shown(const std::vector<std::pair<std::string, std::string>>& labels) {
  std::string out;
  for (const auto& [name, value] : labels) out += fmt::format("{}{}={}", out.empty() ? "" : ", ", name, value);
  return "{" + out + "}";
}

template <class List, class Show>
std::string shown_all(const List& list, const Show& show) {
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "" : ", ") + show(one);
  return "[" + out + "]";
}

std::optional<std::string> difference(const Expectation& expected, const Rehearsal& rehearsal) {
  std::vector<const Alert*> firing;
  for (const Alert& alert : rehearsal.alerts()) {
    if (alert.firing() && alert.rule->name == expected.rule) firing.push_back(&alert);
  }
  std::vector<const Alert*> unmatched = firing;
  bool all_found = true;
  for (const auto& labels : expected.alerts) {
    const auto found = std::find_if(unmatched.begin(), unmatched.end(), [&](const Alert* alert) {
      return std::all_of(labels.begin(), labels.end(),
                         [&](const auto& label) { return label_of(*alert, label.first) == label.second; });
    });
    if (found == unmatched.end()) {
      all_found = false;
    } else {
      unmatched.erase(found);
    }
  }
  if (all_found && unmatched.empty()) return std::nullopt;
  return fmt::format("line {}: alert \"{}\" at {}: expected {}, got {}", expected.line, expected.rule,
                     values::format_duration(expected.eval_time),
                     shown_all(expected.alerts, [](const auto& labels) { return shown(labels); }),
                     shown_all(firing, [](const Alert* alert) { return shown(*alert); }));
}

std::vector<std::string> simulators_of(const RuleTest& test, const Config& config) {
  std::vector<std::string> names = config.watched_names();
  for (const InputSeries& series : test.series) {
    if (std::find(names.begin(), names.end(), series.simulator) == names.end()) names.push_back(series.simulator);
  }
  return names;
}

}  // namespace

Result<Values> expand_values(std::string_view text) {
  Values values;
  while (true) {
    const auto begin = text.find_first_not_of(" \n\t");
    if (begin == std::string_view::npos) return values;
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find_first_of(" \n\t"));
    text.remove_prefix(word.size());
    if (!expand_word(word, &values)) {
      return Error::invalid("cannot read \"" + std::string(word) + "\": expected 5, 5x3, 5+1x3, 5-1x3, _ or _x3");
    }
    if (values.size() > kSeriesValuesMax) return Error::invalid("more than 1000000 values");
  }
}

std::vector<RuleTest> read_rule_tests(const values::Document& document, const Config& config,
                                      values::Diagnostics& errors) {
  std::vector<RuleTest> tests;
  MapReader root = document.root_map(errors);
  root.required_list("tests", [&](const Node& node) {
    RuleTest& test = tests.emplace_back();
    MapReader map(node, errors);
    test.name = fmt::format("line {}", node.line());
    map.optional("name", &test.name);
    map.optional("interval", &test.interval, {1ms, 24h});
    map.required_list("input_series",
                      [&](const Node& one) { test.series.push_back(read_series(one, config, errors)); });
    map.required_list("alert_rule_test",
                      [&](const Node& one) { test.expectations.push_back(read_expectation(one, config, errors)); });
    map.finish();
  });
  root.finish();
  return tests;
}

std::vector<std::string> run_rule_test(const RuleTest& test, const Config& config) {
  Rehearsal rehearsal(config, simulators_of(test, config), kStart, [](const StateChange&, world::UtcTime) {});
  std::vector<Expectation> expectations = test.expectations;
  std::stable_sort(expectations.begin(), expectations.end(),
                   [](const Expectation& a, const Expectation& b) { return a.eval_time < b.eval_time; });
  std::size_t steps = 0;
  for (const InputSeries& series : test.series) steps = std::max(steps, series.values.size());
  std::vector<std::string> differences;
  std::size_t step = 0;
  for (const Expectation& expected : expectations) {
    for (; step < steps && static_cast<std::int64_t>(step) * test.interval <= expected.eval_time; ++step) {
      play(test, config, step, rehearsal);
    }
    rehearsal.pass_until(kStart + expected.eval_time);
    if (auto text = difference(expected, rehearsal)) differences.push_back(std::move(*text));
  }
  return differences;
}

}  // namespace checkride::runtime::alerts
