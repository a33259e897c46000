#include "watch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::harness {

namespace {

bool in_inbox(const CheckVariant& check) {
  return std::holds_alternative<MailCheck>(check) || std::holds_alternative<WebhookCheck>(check);
}

}  // namespace

Watch::Watch(Run& run, Observer& observer, std::size_t first_always) : run_(run), observer_(observer) {
  std::size_t index = first_always;
  for (const auto& invariant : run.scenario().always)
    invariants_.push_back({&invariant.check, false, index++, 0, false, false, {}});
  for (const auto& invariant : run.scenario().never)
    invariants_.push_back({&invariant.check, true, index++, 0, false, false, {}});
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
  look_at_windows();
  for (Invariant& invariant : invariants_) {
    if (run_.failed()) break;
    if (is_final(*invariant.check)) continue;
    if (with_network || in_inbox(*invariant.check)) co_await look_at(invariant);
  }
  if (with_network) look_for_ended_members();
}

world::Task<> Watch::look_at(Invariant& invariant) {
  const std::string& name = member_of(*invariant.check);
  const bool needs_up = needs_member_up(*invariant.check);
  if (needs_up && !run_.member(name).up()) co_return;
  const std::uint64_t epoch = run_.member(name).epoch;
  const Seen seen = co_await observer_.see(*invariant.check);
  if (needs_up && run_.member(name).epoch != epoch) co_return;  // it was stopped or frozen while we looked
  look_done(invariant, seen);
}

void Watch::look_done(Invariant& invariant, const Seen& seen) {
  ++invariant.looks;
  invariant.known |= seen.known;
  invariant.last_seen = seen.text;
  if (seen.holds == invariant.never) violate(invariant, seen);
}

void Watch::violate(Invariant& invariant, const Seen& seen) {
  if (invariant.violated) return;
  invariant.violated = true;
  reports::Expectation& expectation = run_.record().expectations[invariant.expectation];
  run_.settle(expectation, reports::Verdict::failed, run_.now(), seen.text, std::nullopt);
  run_.fail(fmt::format("{} (line {}): {}: seen at {}: {}", expectation.name, expectation.line, expectation.text,
                        seconds_text(run_.now()), seen.text));
}

void Watch::keep_open(std::size_t expectation, const CheckVariant& check, Duration closes) {
  windows_.push_back({expectation, &check, closes});
}

std::optional<Duration> Watch::windows_close_at() {
  look_at_windows();
  std::optional<Duration> last;
  for (const OpenWindow& window : windows_) last = std::max(last.value_or(window.closes), window.closes);
  return last;
}

void Watch::look_at_windows() {
  for (const OpenWindow& window : windows_) {
    const bool mail = std::holds_alternative<MailCheck>(*window.check);
    const bool webhook = std::holds_alternative<WebhookCheck>(*window.check);
    Seen seen;
    if (mail) {
      const auto& check = std::get<MailCheck>(*window.check);
      seen = check_mail(check, run_.rig().mail(check.in), run_.start());
    } else if (webhook) {
      const auto& check = std::get<WebhookCheck>(*window.check);
      seen = check_webhook(check, run_.rig().webhook(check.in), run_.start());
    } else {
      const auto& check = std::get<LogCheck>(*window.check);
      seen = check_log(check, run_.log(check.of));
    }
    if (seen.holds) continue;
    reports::Expectation& expectation = run_.record().expectations[window.expectation];
    run_.settle(expectation, reports::Verdict::failed, run_.now(), seen.text, std::nullopt);
    run_.fail(fmt::format("{} (line {}): {}: expected {}, seen {}", expectation.name, expectation.line,
                          expectation.text, expectation.expected, seen.text));
  }
  std::erase_if(windows_, [&](const OpenWindow& window) { return run_.now() >= window.closes; });
  if (run_.failed()) windows_.clear();
}

void Watch::look_for_ended_members() {
  for (const auto& [name, member] : run_.members()) {
    if (!member.up()) continue;
    const auto code = run_.rig().ended(name);
    if (!code) continue;
    run_.set_state(name, MemberState::down);
    run_.fail(fmt::format("{} ended by itself with exit code {}", name, *code));
    return;
  }
}

world::Task<> Watch::look_before_stop() {
  if (!run_.failed()) co_await look(true);
}

world::Task<> Watch::conclude() {
  for (Invariant& invariant : invariants_) {
    if (!invariant.violated) co_await conclude(invariant);
  }
}

world::Task<> Watch::conclude(Invariant& invariant) {
  if (!needs_member_up(*invariant.check)) {
    const Seen seen = co_await observer_.see(*invariant.check);
    look_done(invariant, seen);
    if (invariant.violated) co_return;
  }
  reports::Expectation& expectation = run_.record().expectations[invariant.expectation];
  if (invariant.known) {
    run_.settle(expectation, reports::Verdict::passed, run_.now(), invariant.last_seen, std::nullopt);
  } else if (!run_.failed()) {
    // Nothing was ever seen of it: that it did not happen proves nothing.
    const std::string seen =
        invariant.looks == 0 ? "its member never ran, so that nothing was looked at" : invariant.last_seen;
    run_.settle(expectation, reports::Verdict::failed, run_.now(), seen, std::nullopt);
    run_.fail(fmt::format("{} (line {}): {}: {}", expectation.name, expectation.line, expectation.text, seen));
  }
}

}  // namespace checkride::harness
