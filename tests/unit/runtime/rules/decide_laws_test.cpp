// Goal: tolerated gaps, hysteresis, keep-firing and the policies for silence mean what their keys say. Method: one
// observation a second; the whole history is read anew at each step by the plain wording of the keys, and compared.
#include <algorithm>
#include <vector>

#include "checkride/test/property.hpp"
#include "rules/decide.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;

world::Instant at(int second) {
  return world::Instant(std::chrono::seconds(second + 1));
}

struct Seconds {
  int duration = 0;
  int gap = 0;
  int clear = 0;
  int keep = 0;
  Timing timing() const {
    return {std::chrono::seconds(duration), std::chrono::seconds(gap), std::chrono::seconds(clear),
            std::chrono::seconds(keep), NoData::keep};
  }
};

// The wording of the keys, over the whole history: slow, and without any state but where the last episode ended.
class Wording {
 public:
  Wording(Seconds rule, const std::vector<Zone>& history) : rule_(rule), history_(history) {}

  bool firing_after(int now) {
    const auto zone = history_[static_cast<std::size_t>(now)];
    if (fired_at_ < 0) {
      if (zone == Zone::breach && has_proof(now)) fired_at_ = now;
    } else if (zone == Zone::clear && is_over(now)) {
      fired_at_ = -1;
      from_ = now + 1;
    }
    return fired_at_ >= 0;
  }

 private:
  Zone zone(int second) const { return history_[static_cast<std::size_t>(second)]; }

  // A breach began `duration` ago or earlier, and no break since then was longer than allowed.
  bool has_proof(int now) const {
    for (int start = from_; start <= now; ++start) {
      if (zone(start) == Zone::breach && now - start >= rule_.duration && !has_long_break(start, now)) return true;
    }
    return false;
  }
  bool has_long_break(int start, int now) const {
    for (int first = start; first < now; ++first) {
      if (zone(first) == Zone::breach || zone(first - 1) != Zone::breach) continue;
      int next = first;
      while (zone(next) != Zone::breach) ++next;
      if (rule_.gap == 0 || next - first > rule_.gap) return true;
    }
    return false;
  }
  bool is_over(int now) const {
    int last_breach = fired_at_;
    int clear_since = now;
    for (int second = fired_at_; second <= now; ++second) {
      if (zone(second) == Zone::breach) last_breach = second;
    }
    while (clear_since - 1 > fired_at_ && zone(clear_since - 1) == Zone::clear) --clear_since;
    return now - clear_since >= rule_.clear && now - last_breach >= rule_.keep;
  }

  Seconds rule_;
  const std::vector<Zone>& history_;
  int fired_at_ = -1;
  int from_ = 0;
};

Seconds any_rule() {
  Seconds rule;
  rule.duration = *rc::gen::inRange(0, 8);
  rule.gap = *rc::gen::inRange(0, 4);
  rule.clear = *rc::gen::inRange(0, 5);
  rule.keep = *rc::gen::inRange(0, 6);
  return rule;
}

rc::Gen<std::vector<Zone>> histories() {
  return rc::gen::container<std::vector<Zone>>(
      rc::gen::weightedElement<Zone>({{5, Zone::breach}, {1, Zone::band}, {2, Zone::clear}}));
}

RC_GTEST_PROP(DecideLaws, FiringIsWhatTheWordingOfTheKeysSays, ()) {
  const Seconds rule = any_rule();
  const auto history = *histories();
  Wording wording(rule, history);
  AlertCondition condition;
  for (int second = 0; second < static_cast<int>(history.size()); ++second) {
    const auto seen = Observation::fresh(second, history[static_cast<std::size_t>(second)]);
    condition = decide(condition, rule.timing(), seen, at(second)).next;
    RC_ASSERT((condition.state == AlertState::firing) == wording.firing_after(second));
  }
}

// Asking again with what is known already, as timers do, changes no verdict of a sample; and every deadline passes.
RC_GTEST_PROP(DecideLaws, DeadlinesAreKeptAndAlwaysMoveOn, ()) {
  const Seconds rule = any_rule();
  const auto history = *histories();
  AlertCondition condition;
  for (int second = 0; second < static_cast<int>(history.size()); ++second) {
    const Zone zone = history[static_cast<std::size_t>(second)];
    condition = decide(condition, rule.timing(), Observation::fresh(second, zone), at(second)).next;
    for (auto due = next_deadline(condition, rule.timing()); due && *due < at(second + 1);) {
      const world::Instant when = std::max(*due, at(second));
      condition = decide(condition, rule.timing(), Observation::held(second, zone), when).next;
      const auto next = next_deadline(condition, rule.timing());
      RC_ASSERT(!next || *next > *due);
      due = next;
    }
  }
}

// Silence under `keep` neither starts, fires nor ends anything; what was covered never exceeds the time that passed.
RC_GTEST_PROP(DecideLaws, SilenceIsNoEvidence, ()) {
  const Seconds rule = any_rule();
  const auto history = *histories();
  AlertCondition condition;
  for (int second = 0; second < static_cast<int>(history.size()); ++second) {
    if (*rc::gen::inRange(0, 4) == 0) {
      const Transition silent = decide(condition, rule.timing(), Observation::none(), at(second));
      RC_ASSERT(!silent.changed);
      condition = silent.next;
      continue;
    }
    const auto seen = Observation::fresh(second, history[static_cast<std::size_t>(second)]);
    condition = decide(condition, rule.timing(), seen, at(second)).next;
    if (condition.state == AlertState::pending) RC_ASSERT(condition.covered <= at(second) - condition.since);
  }
}

TEST(NoData, ResolveEndsWhatSilenceMeets) {
  Timing timing{5s};
  timing.no_data = NoData::resolve;
  AlertCondition condition;
  condition.state = AlertState::firing;
  EXPECT_EQ(decide(condition, timing, Observation::none(), at(9)).next.state, AlertState::resolved);
  condition.state = AlertState::pending;
  EXPECT_EQ(decide(condition, timing, Observation::none(), at(9)).next.state, AlertState::inactive);
}

TEST(NoData, FireCountsTheSilenceFromItsBeginning) {
  Timing timing{5s};
  timing.no_data = NoData::fire;
  AlertCondition condition;
  condition = decide(condition, timing, Observation::none(at(4)), at(6)).next;
  EXPECT_EQ(condition.state, AlertState::pending);
  EXPECT_EQ(next_deadline(condition, timing), at(9));
  EXPECT_EQ(decide(condition, timing, Observation::none(at(4)), at(9)).next.state, AlertState::firing);
}

}  // namespace
}  // namespace checkride::runtime::alerts
