// Counting what arrived at a service of the harness.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "checkride/harness/check.hpp"
#include "checks/scenario_start.hpp"
#include "checks/tally.hpp"
#include "services/inbox.hpp"

namespace checkride::harness {

// Of checks that count arrivals: the service wakes whoever waits.
inline Traits arrival_traits(const Tally& count) {
  Traits traits;
  count.mark(traits);
  traits.pushed = true;
  return traits;
}

// How many match.
template <class T, class Matches>
double number_of(const Inbox<T>& inbox, Matches matches) {
  double number = 0;
  for (const auto& arrival : inbox.arrivals()) number += matches(arrival.item) ? 1 : 0;
  return number;
}

// Counts arrivals that match, in order; knows with which of them the count began to hold.
template <class T, class Matches>
Seen count_arrivals(const Tally& count, const Inbox<T>& inbox, const ScenarioStart& start, std::string_view noun,
                    Matches matches) {
  Seen seen;
  std::uint64_t number = 0;
  bool held = count.holds(0);
  for (const auto& arrival : inbox.arrivals()) {
    if (!matches(arrival.item)) continue;
    const bool holds = count.holds(++number);
    if (holds && !held) seen.since = start.at(arrival.at);
    held = holds;
  }
  count.judge(seen, number, noun);
  if (inbox.arrivals().size() != number) seen.text += fmt::format(" of {} received", inbox.arrivals().size());
  return seen;
}

}  // namespace checkride::harness
