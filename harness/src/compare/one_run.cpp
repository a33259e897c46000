#include "compare/one_run.hpp"

#include <algorithm>

#include "compare/stable_words.hpp"

namespace checkride::harness {

namespace {

bool is_of_one(const std::string& step, std::span<const std::string> paths) {
  return std::any_of(paths.begin(), paths.end(),
                     [&](const std::string& path) { return step == path || step.starts_with(path + "."); });
}

}  // namespace

OneRun::OneRun(std::span<const reports::Event> events, std::span<const std::string> ignored,
               std::span<const std::string> skipped) {
  std::vector<const reports::Event*> in_order;
  for (const reports::Event& event : events) {
    const bool is_ignored = std::find(ignored.begin(), ignored.end(), event.kind) != ignored.end();
    if (!is_ignored && !is_of_one(event.step, skipped)) in_order.push_back(&event);
  }
  // What has a time of its own, as an alert, is written down when it is seen.
  std::stable_sort(in_order.begin(), in_order.end(),
                   [](const auto* a, const auto* b) { return a->at_seconds < b->at_seconds; });
  for (const reports::Event* event : in_order) add(*event);
}

void OneRun::add(const reports::Event& event) {
  const Spot spot(event.host, event.step);
  if (event.kind == "sample") {
    for (const auto& [name, value] : event.numbers) last_samples_[{spot, name}] = &event;
    return;
  }
  if (!is_compared(event.kind)) return;
  ComparedEvent compared;
  compared.event = &event;
  compared.key = key_of(event);
  const auto own = action_of_step_.find(event.step);
  const bool is_action = event.kind == "action";
  const reports::Event* anchor = own != action_of_step_.end() && !is_action ? own->second : last_action_;
  compared.since_anchor = event.at_seconds - (anchor == nullptr ? 0 : anchor->at_seconds);
  if (anchor != nullptr) compared.anchor = anchor->text;
  if (is_action) {
    last_action_ = &event;
    action_of_step_[event.step] = &event;
  }
  by_spot_[spot].push_back(events_.size());
  events_.push_back(std::move(compared));
}

}  // namespace checkride::harness
