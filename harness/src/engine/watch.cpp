#include "watch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::harness {

namespace {

constexpr Duration kMembersPeriod = std::chrono::seconds(1);

}  // namespace

Watch::Watch(Run& run, std::size_t first) : run_(run) {
  for (const auto& invariant : run.scenario().invariants) watched_.emplace_back(invariant, first + watched_.size());
}

world::Task<> Watch::run() {
  members_next_ = run_.now();
  while (!run_.failed()) {
    co_await look(false);
    co_await run_.wait_change(std::max(next_look() - run_.now(), Duration(1)));
  }
}

// Everything, or what is due and what arrivals may have changed.
world::Task<> Watch::look(bool everything) {
  co_await look_at_windows();
  for (Watched& watched : watched_) {
    if (run_.failed()) break;
    const Traits traits = watched.invariant->check->traits();
    if (traits.is_final || watched.held_at || !is_open(watched)) continue;
    const Duration now = run_.now();
    if (everything || traits.pushed || now >= watched.wake()) co_await look_at(watched);
    while (watched.next <= now) watched.next += watched.invariant->every;
  }
  if (!everything && run_.now() < members_next_) co_return;
  look_for_ended_members();
  while (members_next_ <= run_.now()) members_next_ += kMembersPeriod;
}

Duration Watch::next_look() const {
  Duration next = members_next_;
  for (const Watched& watched : watched_) {
    const bool waits = watched.open && !watched.decided() && !watched.invariant->check->traits().is_final;
    if (waits) next = std::min(next, watched.wake());
  }
  return next;
}

bool Watch::is_open(Watched& watched) {
  watched.span(run_.steps().between(watched.invariant->from, watched.invariant->until), run_.now());
  return watched.open;
}

world::Task<> Watch::look_before_end_of(std::string step) {
  for (Watched& watched : watched_) {
    const Invariant& invariant = *watched.invariant;
    if (run_.failed() || invariant.until != step || invariant.check->traits().is_final) continue;
    if (is_open(watched)) co_await look_at(watched);
  }
}

bool Watch::all_up(const CheckKind& check) {
  const auto members = check.members();
  return std::all_of(members.begin(), members.end(), [&](const auto& name) {
    const Member& member = run_.member(name);
    return member.up() && !member.may_end;
  });
}

std::uint64_t Watch::epochs_of(const CheckKind& check) {
  std::uint64_t epochs = 0;
  for (const auto& name : check.members()) epochs += run_.member(name).epoch;
  return epochs;
}

world::Task<> Watch::look_at(Watched& watched) {
  const CheckKind& check = *watched.invariant->check;
  const bool needs_up = check.traits().needs_up;
  if (needs_up && !all_up(check)) {
    watched.interrupt();
    co_return;
  }
  const std::uint64_t epochs = epochs_of(check);
  const Seen seen = co_await check.see(run_);
  if (needs_up && epochs_of(check) != epochs) co_return;  // it was stopped or frozen while we looked
  look_done(watched, seen);
}

void Watch::look_done(Watched& watched, const Seen& seen) {
  const bool graceless = watched.invariant->check->traits().is_final;
  if (!watched.look(seen, run_.now(), graceless)) return;
  const bool lasted = !graceless && watched.invariant->grace.count() > 0;
  violate(watched, fmt::format("seen at {}{}: {}", seconds_text(run_.now()),
                               lasted ? ", since " + seconds_text(*watched.broken_since) : "", seen.text));
}

void Watch::violate(Watched& watched, const std::string& how) {
  reports::Expectation& expectation = run_.record().expectations[watched.expectation];
  expectation.looks = watched.looks;
  expectation.values = watched.values;
  run_.settle(expectation, reports::Verdict::failed, run_.now(), watched.seen_text(), std::nullopt);
  run_.fail(fmt::format("{}: {}: {}", reports::named_place(expectation), expectation.text, how));
}

void Watch::keep_open(std::size_t expectation, Check check, Duration closes) {
  windows_.push_back({++last_window_, expectation, std::move(check), closes});
}

std::optional<Duration> Watch::windows_close_at() const {
  std::optional<Duration> last;
  for (const OpenWindow& window : windows_) last = std::max(last.value_or(window.closes), window.closes);
  return last;
}

// Windows may be opened while one is looked at.
world::Task<> Watch::look_at_windows() {
  const std::vector<OpenWindow> open = windows_;
  for (const OpenWindow& window : open) {
    const Seen seen = co_await window.check->see(run_);
    if (run_.failed()) break;
    if (seen.holds) {
      if (run_.now() >= window.closes) std::erase_if(windows_, [&](const OpenWindow& o) { return o.id == window.id; });
      continue;
    }
    reports::Expectation& expectation = run_.record().expectations[window.expectation];
    expectation.values = seen.values;
    run_.settle(expectation, reports::Verdict::failed, run_.now(), seen.text, std::nullopt);
    run_.fail(fmt::format("{}: {}: expected {}, seen {}", reports::named_place(expectation), expectation.text,
                          expectation.expected, seen.text),
              reports::Verdict::failed, expectation.step);
  }
  if (run_.failed()) windows_.clear();
}

world::Task<> Watch::await_rest() {
  timeline_end_ = run_.now();
  while (!run_.failed()) {
    co_await look_at_windows();
    co_await look_at_hopes();
    const auto windows = windows_close_at();
    const auto hopes = hopes_end_at();
    if (!windows && !hopes) break;
    Duration wait = windows.value_or(Duration::max()) - run_.now();
    if (hopes) wait = std::min({wait, *hopes - run_.now(), run_.rig().poll_period()});
    co_await run_.wait_change(std::max(wait, Duration(1)));
  }
}

world::Task<> Watch::await_windows() {
  co_await look_at_windows();
  for (auto closes = windows_close_at(); closes && !run_.failed(); closes = windows_close_at()) {
    co_await run_.wait_change(std::max(*closes - run_.now(), Duration(1)));
    co_await look_at_windows();
  }
}

world::Task<> Watch::look_at_hopes() {
  for (Watched& watched : watched_) {
    const bool eventual = watched.invariant->kind == Invariant::Kind::eventually;
    if (run_.failed() || !eventual || watched.held_at || watched.invariant->check->traits().is_final) continue;
    co_await look_at(watched);
  }
}

Duration Watch::deadline_of(const Watched& watched) const {
  return *timeline_end_ + watched.invariant->within;
}

// When the next of them is too late; those that are fail the run.
std::optional<Duration> Watch::hopes_end_at() {
  std::optional<Duration> next;
  for (Watched& watched : watched_) {
    const bool eventual = watched.invariant->kind == Invariant::Kind::eventually;
    if (!eventual || watched.held_at || watched.invariant->check->traits().is_final) continue;
    const Duration end = deadline_of(watched) + run_.rig().tolerance();
    if (run_.now() >= end) {
      violate(watched, fmt::format("not seen until {}; last: {}", seconds_text(run_.now()), watched.seen_text()));
      watched.violated = true;
      return std::nullopt;
    }
    next = std::min(next.value_or(end), end);
  }
  return next;
}

void Watch::look_for_ended_members() {
  for (const auto& [name, member] : run_.members()) {
    if (!member.up()) continue;
    const auto code = run_.rig().ended(name);
    if (!code) continue;
    run_.has_ended(name, *code);
    if (run_.failed()) return;
  }
}

world::Task<> Watch::look_before_stop() {
  if (!run_.failed()) co_await look(true);
}

world::Task<> Watch::conclude() {
  for (Watched& watched : watched_) {
    if (!watched.violated) co_await conclude(watched);
    reports::Expectation& expectation = run_.record().expectations[watched.expectation];
    expectation.looks = watched.looks;
    expectation.values = watched.values;
  }
}

world::Task<> Watch::conclude(Watched& watched) {
  const CheckKind& check = *watched.invariant->check;
  const Traits traits = check.traits();
  const bool complete_now = watched.is_hope() ? traits.is_final : !traits.needs_up && watched.invariant->until.empty();
  if ((complete_now && is_open(watched)) || traits.is_final) {
    const Seen seen = co_await check.see(run_);
    look_done(watched, seen);
    if (watched.violated) co_return;
  }
  if (watched.is_hope()) {
    settle_hope(watched);
    co_return;
  }
  reports::Expectation& expectation = run_.record().expectations[watched.expectation];
  if (watched.proven()) {
    run_.settle(expectation, reports::Verdict::passed, run_.now(), watched.seen_text(), std::nullopt);
  } else if (!run_.failed()) {
    // Nothing was ever seen of it: that it did not happen proves nothing.
    run_.settle(expectation, reports::Verdict::failed, run_.now(), watched.seen_text(), std::nullopt);
    run_.fail(fmt::format("{}: {}: {}", reports::named_place(expectation), expectation.text, watched.seen_text()));
  }
}

// What did not hold in a run that failed otherwise might have, later; a sometimes is judged over many runs.
void Watch::settle_hope(Watched& watched) {
  reports::Expectation& expectation = run_.record().expectations[watched.expectation];
  if (watched.held_at) {
    const bool eventual = watched.invariant->kind == Invariant::Kind::eventually;
    std::optional<Duration> margin;
    if (eventual && timeline_end_) margin = deadline_of(watched) - *watched.held_at;
    run_.settle(expectation, reports::Verdict::passed, *watched.held_at, watched.seen_text(), margin);
  } else if (watched.invariant->kind == Invariant::Kind::sometimes) {
    expectation.seen = watched.seen_text();
    if (watched.looks > 0) expectation.reason = "it did not hold in this run";
  } else if (!run_.failed()) {
    violate(watched, "not seen; last: " + watched.seen_text());
  }
}

}  // namespace checkride::harness
