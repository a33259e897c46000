// The events of one run as a comparison sees them: in order of time, with their keys and what they are measured from.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/reports/record.hpp"

namespace checkride::harness {

// An event that is compared.
struct ComparedEvent {
  const reports::Event* event = nullptr;
  std::string key;     // of stable_words.hpp
  std::string anchor;  // the action that it is measured from: that of its own step, or the last one; empty: the start
  double since_anchor = 0;  // seconds

  double at() const { return event->at_seconds; }
};

// What happened at a host during a step.
using Spot = std::pair<std::string, std::string>;  // host, step

class OneRun {
 public:
  // `events` outlive this. Those of the kinds in `ignored`, and of the steps at the paths in `skipped`, are left out.
  OneRun(std::span<const reports::Event> events, std::span<const std::string> ignored,
         std::span<const std::string> skipped = {});

  const std::vector<ComparedEvent>& events() const { return events_; }
  // Places in events(), by spot, in order of time.
  const std::map<Spot, std::vector<std::size_t>>& by_spot() const { return by_spot_; }
  // The last sample of each spot, by the names of its numbers.
  const std::map<std::pair<Spot, std::string>, const reports::Event*>& last_samples() const { return last_samples_; }

 private:
  void add(const reports::Event& event);

  std::vector<ComparedEvent> events_;
  std::map<Spot, std::vector<std::size_t>> by_spot_;
  std::map<std::pair<Spot, std::string>, const reports::Event*> last_samples_;
  std::map<std::string, const reports::Event*> action_of_step_;
  const reports::Event* last_action_ = nullptr;
};

}  // namespace checkride::harness
