#include "compare/compare_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>
#include <set>

#include "checkride/values/json.hpp"
#include "compare/align.hpp"
#include "compare/one_run.hpp"
#include "compare/stable_words.hpp"
#include "compare/value_tolerance.hpp"

namespace checkride::harness {

namespace {

using reports::DifferenceClass;
using reports::RunDifference;

// Of times in seconds, which are written with nanoseconds at most.
constexpr double kRounding = 1e-9;

// Paths of the steps that one of the rigs left out, as the scenario allows: what they did on the other is no
// difference.
std::vector<std::string> skipped_on_one(const reports::ScenarioRecord& left, const reports::ScenarioRecord& right) {
  std::vector<std::string> paths;
  for (const auto* record : {&left, &right}) {
    for (const reports::SkippedStep& skipped : record->skipped_steps) paths.push_back(skipped.step);
  }
  return paths;
}

// Classifies what an alignment found and what it left over.
class Classifier {
 public:
  Classifier(const Scenario& scenario, const ComparedRun& left, const ComparedRun& right)
      : rules_(scenario.compare),
        time_tolerance_(world::to_seconds(scenario.compare.time.value_or(2 * scenario.rig_tolerance))),
        skipped_(skipped_on_one(left.record, right.record)),
        left_(left.events, scenario.compare.ignore, skipped_),
        right_(right.events, scenario.compare.ignore, skipped_) {}

  // Adds to `comparison` what differs.
  void run(reports::Comparison& comparison);

 private:
  using Rest = std::vector<std::size_t>;  // places in OneRun::events()

  void align_spot(const Spot& spot);
  void pair(const ComparedEvent& left, const ComparedEvent& right, bool across_steps);
  void compare_times(const ComparedEvent& left, const ComparedEvent& right, bool across_steps);
  void compare_words(const ComparedEvent& left, const ComparedEvent& right);
  void compare_numbers(const reports::Event& left, const reports::Event& right);
  void pair_out_of_order(Rest& left, Rest& right);
  void pair_across_steps();
  void compare_samples();
  void add_alone(DifferenceClass kind, const ComparedEvent& event);
  RunDifference difference(DifferenceClass kind, const reports::Event& left, const reports::Event& right) const;

  const CompareRules& rules_;
  double time_tolerance_;
  std::vector<std::string> skipped_;
  OneRun left_;
  OneRun right_;
  Rest rest_left_;
  Rest rest_right_;
  std::uint64_t aligned_ = 0;
  std::vector<RunDifference> differences_;
};

std::string event_text(const reports::Event& event) {
  return event.kind + ": " + event.text;
}

std::vector<std::string> keys(const std::vector<ComparedEvent>& events, const std::vector<std::size_t>& places) {
  std::vector<std::string> keys;
  for (const std::size_t place : places) keys.push_back(events[place].key);
  return keys;
}

// Takes out of `right` the first place whose event has the host and key of `event`.
std::optional<std::size_t> take_equal(const ComparedEvent& event, const std::vector<ComparedEvent>& events,
                                      std::vector<std::size_t>& right) {
  const auto found = std::find_if(right.begin(), right.end(), [&](std::size_t place) {
    return events[place].key == event.key && events[place].event->host == event.event->host;
  });
  if (found == right.end()) return std::nullopt;
  const std::size_t place = *found;
  right.erase(found);
  return place;
}

std::string since(const ComparedEvent& event, bool from_start) {
  if (from_start || event.anchor.empty()) return fmt::format("at {:.3f} s", event.at());
  return fmt::format("{:.3f} s after {}", event.since_anchor, event.anchor);
}

RunDifference Classifier::difference(DifferenceClass kind, const reports::Event& left,
                                     const reports::Event& right) const {
  RunDifference difference;
  difference.kind = kind;
  difference.host = left.host;
  difference.step = left.step;
  difference.text = event_text(left);
  difference.at_left = left.at_seconds;
  difference.at_right = right.at_seconds;
  return difference;
}

// The same moment is measured from the same action; where the runs differ in that, from the start.
void Classifier::compare_times(const ComparedEvent& left, const ComparedEvent& right, bool across_steps) {
  const bool from_start = across_steps || left.anchor != right.anchor;
  const double off = from_start ? right.at() - left.at() : right.since_anchor - left.since_anchor;
  if (std::abs(off) <= time_tolerance_ + kRounding) return;
  RunDifference timing = difference(DifferenceClass::timing, *left.event, *right.event);
  timing.expected = since(left, from_start);
  timing.got = since(right, from_start);
  timing.unit = "s";
  timing.off = off;
  differences_.push_back(std::move(timing));
}

void Classifier::compare_words(const ComparedEvent& left, const ComparedEvent& right) {
  const auto words = words_of(*left.event);
  const auto others = words_of(*right.event);
  for (std::size_t i = 0; i < words.size() && i < others.size(); ++i) {
    if (words[i].second == others[i].second) continue;
    RunDifference value = difference(DifferenceClass::value, *left.event, *right.event);
    value.expected = words[i].first + " " + words[i].second;
    value.got = others[i].first + " " + others[i].second;
    differences_.push_back(std::move(value));
  }
}

void Classifier::compare_numbers(const reports::Event& left, const reports::Event& right) {
  const std::vector<EventNumber> others = numbers_of(right);
  for (const EventNumber& number : numbers_of(left)) {
    const auto other =
        std::find_if(others.begin(), others.end(), [&](const EventNumber& n) { return n.name == number.name; });
    if (other == others.end()) continue;
    const double off = other->value - number.value;
    if (!(std::abs(off) > tolerance_of(rules_, number, other->value))) continue;
    RunDifference value = difference(DifferenceClass::value, left, right);
    value.expected = number.name + " " + values::format_number(number.value);
    value.got = number.name + " " + values::format_number(other->value);
    value.unit = number.unit;
    value.off = off;
    differences_.push_back(std::move(value));
  }
}

void Classifier::pair(const ComparedEvent& left, const ComparedEvent& right, bool across_steps) {
  ++aligned_;
  compare_times(left, right, across_steps);
  compare_words(left, right);
  compare_numbers(*left.event, *right.event);
}

// In both runs, but not between the same neighbours.
void Classifier::pair_out_of_order(Rest& left, Rest& right) {
  Rest alone;
  for (const std::size_t place : left) {
    const ComparedEvent& event = left_.events()[place];
    const auto other = take_equal(event, right_.events(), right);
    if (!other) {
      alone.push_back(place);
      continue;
    }
    ++aligned_;
    const ComparedEvent& moved = right_.events()[*other];
    RunDifference order = difference(DifferenceClass::order, *event.event, *moved.event);
    order.expected = since(event, false);
    order.got = since(moved, false);
    differences_.push_back(std::move(order));
    compare_words(event, moved);
    compare_numbers(*event.event, *moved.event);
  }
  left = std::move(alone);
}

void Classifier::align_spot(const Spot& spot) {
  static const Rest kNone;
  const auto of = [&](const OneRun& run) -> const Rest& {
    const auto found = run.by_spot().find(spot);
    return found == run.by_spot().end() ? kNone : found->second;
  };
  const Rest& left = of(left_);
  const Rest& right = of(right_);
  const Alignment alignment = align(keys(left_.events(), left), keys(right_.events(), right));
  for (const auto& [i, j] : alignment.pairs) pair(left_.events()[left[i]], right_.events()[right[j]], false);
  Rest alone_left;
  Rest alone_right;
  for (const std::size_t i : alignment.only_left) alone_left.push_back(left[i]);
  for (const std::size_t j : alignment.only_right) alone_right.push_back(right[j]);
  pair_out_of_order(alone_left, alone_right);
  rest_left_.insert(rest_left_.end(), alone_left.begin(), alone_left.end());
  rest_right_.insert(rest_right_.end(), alone_right.begin(), alone_right.end());
}

// What came a little earlier or later than in the other run may have come in another step.
void Classifier::pair_across_steps() {
  std::sort(rest_left_.begin(), rest_left_.end());
  std::sort(rest_right_.begin(), rest_right_.end());
  for (const std::size_t place : rest_left_) {
    const ComparedEvent& event = left_.events()[place];
    const auto other = take_equal(event, right_.events(), rest_right_);
    if (other) {
      pair(event, right_.events()[*other], true);
    } else {
      add_alone(DifferenceClass::missing, event);
    }
  }
  for (const std::size_t place : rest_right_) add_alone(DifferenceClass::extra, right_.events()[place]);
}

void Classifier::add_alone(DifferenceClass kind, const ComparedEvent& event) {
  RunDifference& alone = differences_.emplace_back();
  alone.kind = kind;
  alone.host = event.event->host;
  alone.step = event.event->step;
  alone.text = event_text(*event.event);
  const bool missing = kind == DifferenceClass::missing;
  (missing ? alone.expected : alone.got) = since(event, false);
  (missing ? alone.at_left : alone.at_right) = event.at();
}

// A step shorter than the time between two samples may have none in one of the runs: that is no difference.
void Classifier::compare_samples() {
  for (const auto& [place, left] : left_.last_samples()) {
    const auto right = right_.last_samples().find(place);
    if (right == right_.last_samples().end()) continue;
    reports::Event one = *left;
    std::erase_if(one.numbers, [&](const auto& number) { return number.first != place.second; });
    compare_numbers(one, *right->second);
  }
}

void Classifier::run(reports::Comparison& comparison) {
  std::set<Spot> spots;
  for (const auto& [spot, places] : left_.by_spot()) spots.insert(spot);
  for (const auto& [spot, places] : right_.by_spot()) spots.insert(spot);
  for (const Spot& spot : spots) align_spot(spot);
  pair_across_steps();
  compare_samples();
  const auto at = [](const RunDifference& d) {
    return std::min(d.at_left.value_or(INFINITY), d.at_right.value_or(INFINITY));
  };
  std::stable_sort(differences_.begin(), differences_.end(),
                   [&](const RunDifference& a, const RunDifference& b) { return at(a) < at(b); });
  comparison.aligned = aligned_;
  comparison.differences = std::move(differences_);
}

// Was there a run to be compared?
bool was_played(const reports::ScenarioRecord& record) {
  return record.verdict != reports::Verdict::skipped && record.verdict != reports::Verdict::error;
}

}  // namespace

reports::Comparison compare_runs(const Scenario& scenario, const ComparedRun& left, const ComparedRun& right) {
  reports::Comparison comparison;
  comparison.scenario = scenario.name;
  comparison.left = left.record.rig;
  comparison.right = right.record.rig;
  comparison.seed = left.record.seed;
  for (const ComparedRun* run : {&left, &right}) {
    if (was_played(run->record)) continue;
    comparison.verdict = reports::Verdict::skipped;
    comparison.reason =
        fmt::format("the run on the {} rig was {}: {}", run->record.rig,
                    run->record.verdict == reports::Verdict::skipped ? "skipped" : "invalid", run->record.reason);
    return comparison;
  }
  Classifier(scenario, left, right).run(comparison);
  return comparison;
}

}  // namespace checkride::harness
