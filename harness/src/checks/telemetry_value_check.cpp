#include "checks/telemetry_value_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "checkride/values/duration.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

using Values = std::vector<std::pair<world::UtcTime, double>>;

constexpr std::array<std::string_view, 11> kTakes{"last", "first", "min", "max", "mean", "count",
                                                  "rate", "p50",   "p90", "p95", "p99"};

double percentile(const Values& values, double share) {
  std::vector<double> sorted;
  for (const auto& value : values) sorted.push_back(value.second);
  std::sort(sorted.begin(), sorted.end());
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

double mean(const Values& values) {
  double sum = 0;
  for (const auto& value : values) sum += value.second;
  return sum / static_cast<double>(values.size());
}

std::optional<double> rate(const Values& values) {
  const double seconds = world::to_seconds(values.back().first - values.front().first);
  if (!(seconds > 0)) return std::nullopt;
  return static_cast<double>(values.size() - 1) / seconds;
}

double least(const Values& values) {
  return std::min_element(values.begin(), values.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->second;
}

double most(const Values& values) {
  return std::max_element(values.begin(), values.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->second;
}

class TelemetryKind final : public CheckKind {
 public:
  explicit TelemetryKind(TelemetryCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    const std::string over = check_.over ? " over " + values::format_duration(*check_.over) : "";
    return fmt::format("{} {} in the telemetry of {}{}{}{} {}", to_string(check_.take), check_.variable, check_.of,
                       check_.simulator.empty() ? "" : " of " + check_.simulator, over,
                       check_.since.empty() ? "" : " since " + check_.since, check_.value.front().matcher.clause());
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.is_final = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    const auto samples = read_telemetry(sight.files(check_.of), sight.telemetry_folder(check_.of));
    co_return check_telemetry(check_, samples, from(sight));
  }
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    const auto samples = read_telemetry(sight.files(check_.of), sight.telemetry_folder(check_.of));
    if (!samples) co_return samples.error();
    const auto value = taken(check_.take, values_of(check_, *samples, from(sight)));
    if (!value) co_return Error::invalid(text() + ": there are no such samples");
    co_return *value;
  }

 private:
  std::optional<world::UtcTime> from(Sight& sight) const {
    if (check_.over) return sight.start().utc + (sight.now() - *check_.over);
    if (check_.since.empty()) return std::nullopt;
    const auto began = sight.step_start(check_.since);
    // Of a step that has not begun there is nothing yet.
    return began ? sight.start().utc + *began : world::UtcTime::max();
  }

  TelemetryCheck check_;
};

}  // namespace

std::string_view to_string(Take take) {
  return kTakes[static_cast<std::size_t>(take)];
}

Values values_of(const TelemetryCheck& check, const std::vector<Sample>& samples, std::optional<world::UtcTime> from) {
  Values found;
  for (const Sample& sample : samples) {
    if (!check.simulator.empty() && sample.simulator != check.simulator) continue;
    if (from && sample.at < *from) continue;
    for (const auto& [name, value] : sample.values) {
      if (name == check.variable) found.emplace_back(sample.at, value);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return found;
}

std::optional<double> taken(Take take, const Values& values) {
  if (values.empty()) return take == Take::count ? std::optional<double>(0) : std::nullopt;
  switch (take) {
    case Take::last:
      return values.back().second;
    case Take::first:
      return values.front().second;
    case Take::min:
      return least(values);
    case Take::max:
      return most(values);
    case Take::mean:
      return mean(values);
    case Take::count:
      return static_cast<double>(values.size());
    case Take::rate:
      return rate(values);
    case Take::p50:
      return percentile(values, 0.5);
    case Take::p90:
      return percentile(values, 0.9);
    case Take::p95:
      return percentile(values, 0.95);
    case Take::p99:
      return percentile(values, 0.99);
  }
  return std::nullopt;
}

namespace {

// Of a while of which nothing is written down: what there is from before it. Monitors write in batches.
std::string older_text(const TelemetryCheck& check, const std::vector<Sample>& samples,
                       std::optional<world::UtcTime> from) {
  const Values all = values_of(check, samples, std::nullopt);
  if (all.empty()) return fmt::format("; no sample of {} is written down yet", check.variable);
  if (!from || *from == world::UtcTime::max()) return "";
  return fmt::format("; the newest of {} that are written down is {} older than that", all.size(),
                     seconds_text(*from - all.back().first));
}

}  // namespace

Seen check_telemetry(const TelemetryCheck& check, const Result<std::vector<Sample>>& samples,
                     std::optional<world::UtcTime> from) {
  Seen seen = begin_comparing();
  if (!samples) {
    seen.holds = false;
    seen.known = false;
    seen.text = samples.error().message();
    return seen;
  }
  const Values values = values_of(check, *samples, from);
  const auto value = taken(check.take, values);
  seen.known = value.has_value();
  compare(seen, check.value.front(), value ? Value(*value) : Value());
  seen.text += fmt::format(" of {}", counted(values.size(), "sample"));
  if (values.empty()) seen.text += older_text(check, *samples, from);
  return seen;
}

Check read_telemetry_check(values::MapReader& map, Reader& reader) {
  TelemetryCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor});
  if (const auto node = map.node("simulator")) {
    check.simulator = reader.member(*node, {MemberKind::simulator}).value_or("");
  }
  map.required("variable", &check.variable);
  map.choice("take", &check.take,
             {{"last", Take::last},
              {"first", Take::first},
              {"min", Take::min},
              {"max", Take::max},
              {"mean", Take::mean},
              {"count", Take::count},
              {"rate", Take::rate},
              {"p50", Take::p50},
              {"p90", Take::p90},
              {"p95", Take::p95},
              {"p99", Take::p99}});
  map.optional("over", &check.over);
  check.since = reader.optional_text(map, "since");
  if (!check.since.empty()) reader.steps_named.push_back({check.since, map.position_of("since")});
  if (check.over && !check.since.empty()) map.error("since", "there is \"over\" already: take one of the two out");
  require_compared(map, "value", check.take == Take::count ? Domain::count : Domain::number, check.value);
  if (check.value.empty()) return nullptr;
  check.value.front().name = fmt::format("{} {}", to_string(check.take), check.variable);
  return std::make_shared<TelemetryKind>(std::move(check));
}

}  // namespace checkride::harness
