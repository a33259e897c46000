// Counting what arrived at a service of the harness.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "checkride/harness/check.hpp"
#include "checks/scenario_start.hpp"
#include "reading/count.hpp"
#include "services/inbox.hpp"

namespace checkride::harness {

// Of checks that count arrivals: the service wakes whoever waits.
inline Traits arrival_traits(const Count& count) {
  Traits traits;
  traits.sustained = count.sustained();
  traits.exact = count.exact();
  traits.pushed = true;
  return traits;
}

// Counts arrivals that match, in order; knows when the wanted number was reached.
template <class T, class Matches>
Seen count_arrivals(const Count& count, const Inbox<T>& inbox, const ScenarioStart& start, std::string_view noun,
                    Matches matches) {
  Seen seen;
  std::uint64_t number = 0;
  for (const auto& arrival : inbox.arrivals()) {
    if (!matches(arrival.item)) continue;
    if (++number == count.number) seen.since = start.at(arrival.at);
  }
  seen.holds = count.holds(number);
  seen.hopeless = count.hopeless(number);
  seen.text = counted(number, noun);
  if (inbox.arrivals().size() != number) seen.text += fmt::format(" of {} received", inbox.arrivals().size());
  return seen;
}

}  // namespace checkride::harness
