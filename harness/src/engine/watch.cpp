#include "watch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::harness {

Watch::Watch(Run& run, std::size_t first) : run_(run) {
  for (const auto& invariant : run.scenario().invariants) {
    Watched watched;
    watched.invariant = &invariant;
    watched.expectation = first + watched_.size();
    watched_.push_back(std::move(watched));
  }
}

world::Task<> Watch::run() {
  Duration next = run_.now();
  while (!run_.failed()) {
    const bool due = run_.now() >= next;
    co_await look(due);
    if (due) next += kPeriod;
    co_await run_.wait_change(std::max(next - run_.now(), Duration(1)));
  }
}

world::Task<> Watch::look(bool with_network) {
  co_await look_at_windows();
  for (Watched& watched : watched_) {
    if (run_.failed()) break;
    const Traits traits = watched.invariant->check->traits();
    if (traits.is_final) continue;
    if (with_network || traits.pushed) co_await look_at(watched);
  }
  if (with_network) look_for_ended_members();
}

bool Watch::all_up(const CheckKind& check) {
  const auto members = check.members();
  return std::all_of(members.begin(), members.end(), [&](const auto& name) { return run_.member(name).up(); });
}

std::uint64_t Watch::epochs_of(const CheckKind& check) {
  std::uint64_t epochs = 0;
  for (const auto& name : check.members()) epochs += run_.member(name).epoch;
  return epochs;
}

world::Task<> Watch::look_at(Watched& watched) {
  const CheckKind& check = *watched.invariant->check;
  const bool needs_up = check.traits().needs_up;
  if (needs_up && !all_up(check)) co_return;
  const std::uint64_t epochs = epochs_of(check);
  const Seen seen = co_await check.see(run_);
  if (needs_up && epochs_of(check) != epochs) co_return;  // it was stopped or frozen while we looked
  look_done(watched, seen);
}

void Watch::look_done(Watched& watched, const Seen& seen) {
  ++watched.looks;
  watched.known |= seen.known;
  watched.last_seen = seen.text;
  if (seen.holds == (watched.invariant->kind == Invariant::Kind::never)) violate(watched, seen);
}

void Watch::violate(Watched& watched, const Seen& seen) {
  if (watched.violated) return;
  watched.violated = true;
  reports::Expectation& expectation = run_.record().expectations[watched.expectation];
  run_.settle(expectation, reports::Verdict::failed, run_.now(), seen.text, std::nullopt);
  run_.fail(fmt::format("{} (line {}): {}: seen at {}: {}", expectation.name, expectation.line, expectation.text,
                        seconds_text(run_.now()), seen.text));
}

void Watch::keep_open(std::size_t expectation, Check check, Duration closes) {
  windows_.push_back({expectation, std::move(check), closes});
}

world::Task<std::optional<Duration>> Watch::windows_close_at() {
  co_await look_at_windows();
  std::optional<Duration> last;
  for (const OpenWindow& window : windows_) last = std::max(last.value_or(window.closes), window.closes);
  co_return last;
}

// Windows may be opened while one is looked at.
world::Task<> Watch::look_at_windows() {
  const std::vector<OpenWindow> open = windows_;
  for (const OpenWindow& window : open) {
    const Seen seen = co_await window.check->see(run_);
    if (run_.failed()) break;
    if (seen.holds) {
      if (run_.now() >= window.closes) {
        std::erase_if(windows_, [&](const OpenWindow& o) { return o.expectation == window.expectation; });
      }
      continue;
    }
    reports::Expectation& expectation = run_.record().expectations[window.expectation];
    run_.settle(expectation, reports::Verdict::failed, run_.now(), seen.text, std::nullopt);
    run_.fail(fmt::format("{} (line {}): {}: expected {}, seen {}", expectation.name, expectation.line,
                          expectation.text, expectation.expected, seen.text));
  }
  if (run_.failed()) windows_.clear();
}

void Watch::look_for_ended_members() {
  for (const auto& [name, member] : run_.members()) {
    if (!member.up()) continue;
    const auto code = run_.rig().ended(name);
    if (!code) continue;
    run_.set_state(name, MemberState::down);
    run_.set_ended(name, *code);
    run_.fail(fmt::format("{} ended by itself with exit code {}", name, *code));
    return;
  }
}

world::Task<> Watch::look_before_stop() {
  if (!run_.failed()) co_await look(true);
}

world::Task<> Watch::conclude() {
  for (Watched& watched : watched_) {
    if (!watched.violated) co_await conclude(watched);
    run_.record().expectations[watched.expectation].looks = watched.looks;
  }
}

world::Task<> Watch::conclude(Watched& watched) {
  const CheckKind& check = *watched.invariant->check;
  if (!check.traits().needs_up) {
    const Seen seen = co_await check.see(run_);
    look_done(watched, seen);
    if (watched.violated) co_return;
  }
  reports::Expectation& expectation = run_.record().expectations[watched.expectation];
  if (watched.known) {
    run_.settle(expectation, reports::Verdict::passed, run_.now(), watched.last_seen, std::nullopt);
  } else if (!run_.failed()) {
    // Nothing was ever seen of it: that it did not happen proves nothing.
    const std::string seen =
        watched.looks == 0 ? "its member never ran, so that nothing was looked at" : watched.last_seen;
    run_.settle(expectation, reports::Verdict::failed, run_.now(), seen, std::nullopt);
    run_.fail(fmt::format("{} (line {}): {}: {}", expectation.name, expectation.line, expectation.text, seen));
  }
}

}  // namespace checkride::harness
