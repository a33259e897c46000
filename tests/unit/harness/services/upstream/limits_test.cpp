// Goal: limits let through what they say and no more; the line of workers loses no request. Method: tables, and laws
// over any order of what can happen.
#include "checkride/test/property.hpp"
#include "services/upstream/gcra.hpp"
#include "services/upstream/worker_line.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using world::Duration;
using world::Instant;
using world::Random;

RateSpec rate(std::uint64_t count, Duration per, std::uint64_t burst) {
  RateSpec spec;
  spec.count = count;
  spec.per = per;
  spec.burst = burst;
  return spec;
}

TEST(Gcra, ABurstPassesAtOnceAndTheNextIsToldHowLongToWait) {
  Gcra limit(rate(10, 1min, 10));
  const Instant now(1h);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(limit.ask("a", now), std::nullopt) << i;
  EXPECT_EQ(limit.ask("a", now), 6s);
  EXPECT_EQ(limit.ask("a", now + 6s - 1ns), 1ns);
  EXPECT_EQ(limit.ask("a", now + 6s), std::nullopt);
  EXPECT_EQ(limit.ask("b", now), std::nullopt) << "another key counts for itself";
}

TEST(Gcra, KeysOfThePastAreForgotten) {
  Gcra limit(rate(1, 1s, 1));
  for (int i = 0; i < 100; ++i) (void)limit.ask(std::to_string(i), Instant(1h));
  EXPECT_EQ(limit.keys(), 100U);
  (void)limit.ask("last", Instant(2h));
  EXPECT_EQ(limit.keys(), 1U);
}

RC_GTEST_PROP(GcraLaws, NoWindowHasMoreThanBurstAndRate, ()) {
  const auto count = *rc::gen::inRange<std::uint64_t>(1, 50);
  const auto burst = *rc::gen::inRange<std::uint64_t>(1, 20);
  Gcra limit(rate(count, 1s, burst));
  const Duration distance(1'000'000'000 / static_cast<Duration::rep>(count));
  Instant now(1s);
  std::vector<Instant> passed;
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 200));
  for (const int step : steps) {
    now += std::chrono::milliseconds(step);
    if (!limit.ask("a", now)) passed.push_back(now);
  }
  for (std::size_t from = 0; from < passed.size(); ++from) {
    for (std::size_t to = from; to < passed.size(); ++to) {
      const auto allowed = burst + static_cast<std::uint64_t>((passed[to] - passed[from]) / distance);
      RC_ASSERT(to - from + 1 <= allowed);
    }
  }
}

RC_GTEST_PROP(GcraLaws, WhoWaitsAsLongAsToldPasses, ()) {
  Gcra limit(rate(*rc::gen::inRange<std::uint64_t>(1, 50), 1s, *rc::gen::inRange<std::uint64_t>(1, 5)));
  Instant now(1s);
  for (int i = 0; i < 20; ++i) {
    const auto wait = limit.ask("a", now);
    if (!wait) continue;
    now += *wait;
    RC_ASSERT(!limit.ask("a", now));
  }
}

TEST(WorkerLine, TwoWorkTwoWaitAndTheNextIsRefused) {
  Random random(1, "workers");
  WorkerLine line(2, 2, std::nullopt, random);
  using Place = WorkerLine::Place;
  EXPECT_EQ(line.enter(1), Place::works);
  EXPECT_EQ(line.enter(2), Place::works);
  EXPECT_EQ(line.enter(3), Place::waits);
  EXPECT_EQ(line.enter(4), Place::waits);
  EXPECT_EQ(line.enter(5), Place::refused);
  EXPECT_EQ(line.take_next(), std::nullopt);
  EXPECT_EQ(line.leave(1), std::nullopt);
  EXPECT_EQ(line.take_next(), 3U) << "the one that waits longest";
  EXPECT_EQ(line.take_next(), std::nullopt);
}

TEST(WorkerLine, AWorkerIsRecycledWithinItsBoundsAndStuckOnesTakeNothing) {
  Random random(1, "workers");
  RecycleSpec recycle;
  recycle.after = 10;
  recycle.jitter = 5;
  WorkerLine line(1, 0, recycle, random);
  std::uint64_t served = 0;
  std::optional<std::size_t> gone;
  while (!gone) {
    ASSERT_EQ(line.enter(++served), WorkerLine::Place::works);
    gone = line.leave(served);
  }
  EXPECT_GE(served, 10U);
  EXPECT_LE(served, 15U);
  EXPECT_EQ(line.enter(99), WorkerLine::Place::refused) << "the only worker is away";
  line.return_worker(*gone);
  EXPECT_EQ(line.enter(100), WorkerLine::Place::works);
  (void)line.leave(100);
  line.set_stuck(1);
  EXPECT_EQ(line.enter(101), WorkerLine::Place::refused);
}

// What the law does to a line, and what it knows of it.
struct Played {
  std::vector<std::uint64_t> working;
  std::vector<std::uint64_t> waiting;
  std::vector<std::size_t> away;
};

void take_all(WorkerLine& line, Played& played) {
  while (const auto next = line.take_next()) {
    RC_ASSERT(!played.waiting.empty() && played.waiting.front() == *next);
    played.waiting.erase(played.waiting.begin());
    played.working.push_back(*next);
  }
}

void play(WorkerLine& line, Played& played, int what, std::uint64_t request) {
  if (what == 0) {
    const auto place = line.enter(request);
    if (place == WorkerLine::Place::works) played.working.push_back(request);
    if (place == WorkerLine::Place::waits) played.waiting.push_back(request);
  } else if (what == 1 && !played.working.empty()) {
    if (const auto gone = line.leave(played.working.front())) played.away.push_back(*gone);
    played.working.erase(played.working.begin());
  } else if (what == 2 && !played.waiting.empty()) {
    line.give_up(played.waiting.back());
    played.waiting.pop_back();
  } else if (what == 3 && !played.away.empty()) {
    line.return_worker(played.away.back());
    played.away.pop_back();
  }
}

RC_GTEST_PROP(WorkerLineLaws, RequestsAreConserved, ()) {
  const auto workers = *rc::gen::inRange<std::uint64_t>(1, 5);
  const auto queue = *rc::gen::inRange<std::uint64_t>(0, 5);
  RecycleSpec recycle;
  recycle.after = *rc::gen::inRange<std::uint64_t>(1, 4);
  Random random(1, "workers");
  WorkerLine line(workers, queue, recycle, random);
  Played played;
  std::uint64_t request = 0;
  for (const int what : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4))) {
    play(line, played, what, ++request);
    take_all(line, played);
    const WorkerLine::Counts& counts = line.counts();
    RC_ASSERT(counts.entered == counts.refused + counts.left + counts.given_up + line.waiting() + line.at_work());
    RC_ASSERT(line.at_work() == played.working.size() && line.waiting() == played.waiting.size());
    RC_ASSERT(line.at_work() + played.away.size() <= workers && line.waiting() <= queue);
  }
}

}  // namespace
}  // namespace checkride::harness
