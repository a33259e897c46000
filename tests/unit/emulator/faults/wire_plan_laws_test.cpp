// Goal: what faults make of the bytes of a connection obeys laws. Method: random faults and messages: what only delays
// loses nothing, keeps the order, and is a function of its seed; a tape gives the same pieces; when pieces are taken
// makes no difference.
#include <functional>
#include <numeric>

#include "checkride/test/property.hpp"
#include "faults/wire_plan_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

Fault any_delay() {
  const auto time = [] { return Duration(std::chrono::microseconds(*rc::gen::inRange<std::int64_t>(1, 3'000'000))); };
  const auto whole = [](std::int64_t low, std::int64_t high) { return *rc::gen::inRange<std::int64_t>(low, high); };
  const FaultKind kind =
      *rc::gen::element(FaultKind::latency, FaultKind::jitter, FaultKind::lognormal, FaultKind::loss_bursts,
                        FaultKind::bandwidth, FaultKind::slices, FaultKind::merge, FaultKind::slow_writer);
  Fault fault(kind);
  if (kind == FaultKind::latency) fault.set("delay", time());
  if (kind == FaultKind::jitter) fault.set("jitter", time());
  if (kind == FaultKind::lognormal) fault.set("median", time());
  if (kind == FaultKind::loss_bursts) fault.set("enter", 0.3);
  if (kind == FaultKind::bandwidth) fault.set("bytes_per_second", whole(1, 100'000));
  if (kind == FaultKind::slices || kind == FaultKind::slow_writer) fault.set("bytes", whole(1, 100));
  if (kind == FaultKind::merge) fault.set("bytes", whole(1, 500)).set("hold", time());
  if (fault.info().draws) fault.set("seed", whole(0, 1000));
  if (fault.info().chance) fault.set("probability", 0.7);
  if (*rc::gen::arbitrary<bool>()) fault.set("duration", time());
  return fault;
}

struct Traffic {
  std::vector<Fault> faults;
  std::vector<std::pair<Duration, Bytes>> messages;
  Bytes all;
};

Traffic any_traffic() {
  Traffic traffic;
  const int faults = *rc::gen::inRange(1, 5);
  for (int i = 0; i < faults; ++i) traffic.faults.push_back(any_delay());
  Duration now{};
  const int messages = *rc::gen::inRange(1, 40);
  for (int i = 0; i < messages; ++i) {
    now += std::chrono::milliseconds(*rc::gen::inRange(0, 200));
    const Bytes bytes = data_message(static_cast<std::uint32_t>(i), *rc::gen::inRange<std::size_t>(1, 200));
    traffic.all.insert(traffic.all.end(), bytes.begin(), bytes.end());
    traffic.messages.emplace_back(now, bytes);
  }
  return traffic;
}

void play(Rig& rig, const Traffic& traffic) {
  for (const auto& [at, bytes] : traffic.messages) {
    rig.board.begin_frame(kStart + at);
    rig.accept(at, bytes);
    rig.board.end_frame(kStart + at);
  }
}

RC_GTEST_PROP(WirePlan, WhatOnlyDelaysLosesNothingAndKeepsTheOrder, ()) {
  const Traffic traffic = any_traffic();
  Rig rig;
  for (const Fault& fault : traffic.faults) rig.add(fault);
  play(rig, traffic);
  const std::size_t waiting = rig.plan.waiting_bytes();
  std::size_t out = 0;
  for (const Sent& piece : rig.sent) out += piece.bytes.size();
  RC_ASSERT(out + waiting == traffic.all.size());
  RC_ASSERT(rig.all() == traffic.all);
  RC_ASSERT(rig.plan.idle());
  RC_ASSERT(rig.plan.waiting_bytes() == 0u);
  for (std::size_t i = 1; i < rig.sent.size(); ++i) RC_ASSERT(rig.sent[i - 1].at <= rig.sent[i].at);
}

RC_GTEST_PROP(WirePlan, ATapeGivesTheSamePiecesAtTheSameInstantsWithoutASeed, ()) {
  const Traffic traffic = any_traffic();
  Rig first;
  first.board.start_tape(kStart);
  for (const Fault& fault : traffic.faults) first.add(fault);
  play(first, traffic);
  (void)first.all();
  const auto tape = parse_fault_tape(first.board.tape().text(), "tape");
  RC_ASSERT(tape.has_value());
  Rig second;
  second.board.start_tape(kStart);
  second.board.play(*tape);
  play(second, traffic);
  (void)second.all();
  RC_ASSERT(first.sent == second.sent);
  RC_ASSERT(first.board.tape().text() == second.board.tape().text());
}

Fault any_order() {
  const FaultKind kind = *rc::gen::element(FaultKind::reorder, FaultKind::late_answer, FaultKind::merge);
  Fault fault(kind);
  const auto hold = Duration(std::chrono::milliseconds(*rc::gen::inRange(1, 500)));
  if (kind == FaultKind::reorder) fault.set("by", std::int64_t{*rc::gen::inRange(1, 4)}).set("hold", hold);
  if (kind == FaultKind::late_answer) fault.set("frames", std::int64_t{*rc::gen::inRange(1, 20)});
  if (kind == FaultKind::merge) fault.set("hold", hold).set("bytes", std::int64_t{*rc::gen::inRange(1, 400)});
  if (fault.info().chance) fault.set("probability", 0.5).set("seed", std::int64_t{*rc::gen::inRange(0, 1000)});
  return fault;
}

RC_GTEST_PROP(WirePlan, WhenPiecesAreTakenMakesNoDifferenceToTheBytes, ()) {
  Traffic traffic = any_traffic();
  for (int i = *rc::gen::inRange(1, 3); i > 0; --i) traffic.faults.push_back(any_order());
  Rig in_time;
  Rig at_the_end;
  for (const Fault& fault : traffic.faults) in_time.add(fault);
  for (const Fault& fault : traffic.faults) at_the_end.add(fault);
  play(in_time, traffic);
  for (const auto& [at, bytes] : traffic.messages) {
    at_the_end.board.begin_frame(kStart + at);
    at_the_end.plan.accept(kStart + at, kClient, bytes);
    at_the_end.board.end_frame(kStart + at);
  }
  RC_ASSERT(in_time.all() == at_the_end.all());
}

}  // namespace
}  // namespace checkride::emulator
