#include "engine/objectives.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace checkride::harness {

namespace {

bool is_final(const Conservation& law) {
  const auto waits = [](const Check& check) { return check->traits().is_final; };
  return std::any_of(law.in.begin(), law.in.end(), waits) || std::any_of(law.out.begin(), law.out.end(), waits) ||
         std::any_of(law.dropped.begin(), law.dropped.end(), waits);
}

// Which objectives of an slo were missed: "; expected availability at least 99 %". Its budget says the same again.
std::string missed(const reports::Expectation& row) {
  std::string text;
  if (row.kind != "slo") return text;
  for (const reports::Deciding& value : row.values) {
    if (!value.margin || *value.margin >= 0 || value.name == "error budget left") continue;
    text += fmt::format("{} {} {}", text.empty() ? "; expected" : " and", value.name, value.expected);
  }
  return text;
}

Duration seconds_of(double seconds) {
  return Duration(std::llround(seconds * 1e9));
}

}  // namespace

Objectives::Objectives(Run& run, std::size_t first_slo, std::size_t first_conservation)
    : run_(run), first_slo_(first_slo), first_conservation_(first_conservation), looks_(run.scenario().slos.size()) {}

void Objectives::begin(world::TaskGroup& tasks) {
  for (std::size_t i = 0; i < looks_.size(); ++i) {
    if (run_.scenario().slos[i].of) tasks.spawn("objective", look_at(i));
  }
}

bool Objectives::all_were_started(const CheckKind& check) {
  const auto members = check.members();
  return std::all_of(members.begin(), members.end(), [&](const auto& name) { return run_.starts(name) > 0; });
}

// From the first start of its members on: one that is down then is not available. What was due while a look went on
// counts as that look, or an outage in which every look takes long would count little.
world::Task<> Objectives::look_at(std::size_t index) {
  const Slo& slo = run_.scenario().slos[index];
  const CheckKind& check = *slo.of;
  for (Duration due = run_.now();;) {
    co_await run_.clock().sleep_until(run_.start().steady + due);
    if (!all_were_started(check)) {
      due += slo.every;
      continue;
    }
    ObjectiveLook look;
    const Seen seen = co_await check.see(run_);
    look.good = seen.holds;
    if (!slo.latency.empty()) {
      const auto took = co_await check.quantity(run_);
      if (took) look.took = seconds_of(*took);
    }
    for (const Duration now = run_.now(); due <= now; due += slo.every) {
      look.at = due;
      looks_[index].push_back(look);
    }
  }
}

// Each request is one, at the time when it was due.
void Objectives::take_looks(std::size_t index) {
  const TrafficRun* const traffic = run_.traffic().find(run_.scenario().slos[index].traffic);
  if (traffic == nullptr) return;
  for (const TrafficLook& request : traffic->looks()) {
    ObjectiveLook look;
    look.at = run_.start().at(request.due);
    look.good = request.good;
    look.took = request.took;
    looks_[index].push_back(look);
  }
}

world::Task<> Objectives::judge_running() {
  const Scenario& scenario = run_.scenario();
  for (std::size_t i = 0; i < looks_.size() && !run_.failed(); ++i) {
    if (!scenario.slos[i].traffic.empty()) take_looks(i);
    settle(first_slo_ + i, judge_slo(scenario.slos[i], looks_[i]), looks_[i].size());
  }
  for (std::size_t i = 0; i < scenario.conservation.size(); ++i) {
    if (!run_.failed() && !is_final(scenario.conservation[i])) co_await judge_law(i);
  }
}

world::Task<> Objectives::judge_stopped() {
  const auto& laws = run_.scenario().conservation;
  for (std::size_t i = 0; i < laws.size(); ++i) {
    if (!run_.failed() && is_final(laws[i])) co_await judge_law(i);
  }
}

world::Task<> Objectives::judge_law(std::size_t index) {
  const Conservation& law = run_.scenario().conservation[index];
  const auto sums = co_await sums_of(law, run_);
  Seen seen;
  if (sums) {
    seen = judge_conservation(law, *sums);
  } else {
    seen.text = sums.error().message();
  }
  settle(first_conservation_ + index, seen, 1);
}

void Objectives::settle(std::size_t expectation, const Seen& seen, std::uint64_t looks) {
  reports::Expectation& row = run_.record().expectations[expectation];
  row.looks = looks;
  row.values = seen.values;
  run_.settle(row, seen.holds ? reports::Verdict::passed : reports::Verdict::failed, run_.now(), seen.text,
              std::nullopt);
  if (seen.holds) return;
  run_.fail(fmt::format("{}: {}: {}{}", reports::named_place(row), row.text, seen.text, missed(row)));
}

}  // namespace checkride::harness
