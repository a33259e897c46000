#include "engine/left_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace checkride::harness {

namespace {

using Reason = std::optional<std::string>;

class Survey {
 public:
  Survey(const Rig& rig, const Scenario& scenario) : rig_(rig), scenario_(scenario) {}

  void list(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
      if (const Reason why = look_at(step)) add(step.place, *why);
    }
  }
  void check(const Check& check, const Place& place) {
    if (const Reason why = of(check)) add(place, *why);
  }
  LeftOut result() && { return std::move(found_); }

 private:
  void add(const Place& place, const std::string& why) {
    found_.impossible.push_back(fmt::format("{}: {}", line_text(scenario_, place), why));
  }

  Reason of(const Check& check) const { return check ? check->impossible(rig_.kind()) : std::nullopt; }

  // Why it cannot be done; nothing where it can, or may be left out and is.
  Reason look_at(const Step& step) {
    if (!step.skipped.empty()) {
      leave_out(step, step.skipped);
      return std::nullopt;
    }
    Reason why = of(step.trigger.when);
    if (!why) why = of_content(step);
    if (why && !step.may_skip) return why;
    if (!why) why = never_begun(step);
    if (why) leave_out(step, *why);
    return std::nullopt;
  }

  void leave_out(const Step& step, const std::string& why) {
    found_.steps[step.path] = why;
    for_each_step({step}, [this](const Step& inner) {
      const auto* action = std::get_if<Action>(&inner.what);
      const auto* inject = action == nullptr ? nullptr : std::get_if<Inject>(action);
      if (inject != nullptr) faults_.insert(inject->id);
    });
  }

  // There is nothing to clear of faults that are left out.
  Reason never_begun(const Step& step) const {
    const auto* action = std::get_if<Action>(&step.what);
    const auto* clear = action == nullptr ? nullptr : std::get_if<Clear>(action);
    if (clear == nullptr) return std::nullopt;
    const bool all = std::all_of(clear->ids.begin(), clear->ids.end(),
                                 [this](const std::string& id) { return faults_.contains(id); });
    return all ? Reason("what it clears was not injected on this rig") : std::nullopt;
  }

  Reason of_content(const Step& step) {
    if (const auto* action = std::get_if<Action>(&step.what)) return rig_.impossible(*action);
    if (const auto* expect = std::get_if<Expect>(&step.what)) return of(expect->check);
    const auto& block = std::get<Block>(step.what);
    Reason first = of(block.until);
    for (const auto& branch : block.branches) {
      for (const Step& inner : branch) {
        const Reason why = look_at(inner);
        if (why && !first) first = fmt::format("in {}: {}", line_text(scenario_, inner.place), *why);
      }
    }
    return first;
  }

  const Rig& rig_;
  const Scenario& scenario_;
  LeftOut found_;
  std::set<std::string> faults_;  // ids of those that are left out
};

}  // namespace

LeftOut left_out(const Rig& rig, const Scenario& scenario) {
  Survey survey(rig, scenario);
  survey.list(scenario.setup);
  survey.list(scenario.timeline);
  survey.list(scenario.teardown);
  for (const Invariant& invariant : scenario.invariants) survey.check(invariant.check, invariant.place);
  for (const Slo& slo : scenario.slos) survey.check(slo.of, slo.place);
  for (const Conservation& law : scenario.conservation) {
    for (const auto* checks : {&law.in, &law.out, &law.dropped}) {
      for (const Check& check : *checks) survey.check(check, law.place);
    }
  }
  return std::move(survey).result();
}

}  // namespace checkride::harness
