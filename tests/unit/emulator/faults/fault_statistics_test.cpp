// Goal: what faults draw has the distribution that docs/faults.md says. Method: laws over parameters and seeds; what
// comes out of a plan is counted, and a count may be six standard deviations off at most.
#include <gmock/gmock.h>

#include <cmath>

#include "checkride/protocol/codec.hpp"
#include "checkride/test/property.hpp"
#include "faults/normal.hpp"
#include "faults/wire_plan.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using world::Duration;
using world::Instant;

constexpr Instant kStart{10s};
constexpr int kMessages = 1500;
// Further apart than anything is delayed here: each message comes by its own delay.
constexpr Duration kApart = 10h;

const Bytes& a_message() {
  static const Bytes bytes = [] {
    Bytes encoded;
    protocol::encode(protocol::RecvQuit(), protocol::Protocol::msfs2024, encoded);
    return encoded;
  }();
  return bytes;
}

// How late each message is.
std::vector<Duration> delays_under(const Fault& fault) {
  FaultBoard board;
  RC_ASSERT(board.add(fault, kStart).has_value());
  WirePlan plan(board, Way::to_client, 33ms);
  std::vector<Duration> delays;
  for (int i = 0; i < kMessages; ++i) {
    const Instant at = kStart + i * kApart;
    plan.accept(at, {1, "test"}, a_message());
    RC_ASSERT(plan.next().has_value());
    delays.push_back(*plan.next() - at);
    (void)plan.take();
  }
  return delays;
}

// `count` of `of` happened, each with this probability.
void check_share(double count, double of, double probability) {
  const double deviation = std::sqrt(of * probability * (1 - probability));
  RC_ASSERT(std::fabs(count - of * probability) <= 6 * deviation + 1);
}

std::int64_t any_seed() {
  return *rc::gen::inRange<std::int64_t>(0, 1'000'000);
}

double any_share(int low_percent, int high_percent) {
  return *rc::gen::inRange(low_percent, high_percent) / 100.0;
}

TEST(NormalQuantile, IsThatOfTheTables) {
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_NEAR(normal_quantile(0.8413447460685429), 1, 1e-12);
  EXPECT_NEAR(normal_quantile(0.9772498680518208), 2, 1e-12);
  EXPECT_NEAR(normal_quantile(0.0013498980316300933), -3, 1e-12);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-12);
  EXPECT_NEAR(normal_quantile(1e-16), -8.222082216130435, 1e-12);
}

RC_GTEST_PROP(FaultStatistics, LognormalDelaysHaveTheirMedianAndSpread, ()) {
  const double sigma = any_share(10, 150);
  const double median = 0.040;
  const Fault fault = Fault(FaultKind::lognormal)
                          .set("median", world::from_seconds(median))
                          .set("sigma", sigma)
                          .set("most", Duration(1h))
                          .set("seed", any_seed());
  std::array<int, 7> below{};  // -3, -2 ... 3 deviations
  double sum = 0;
  double squares = 0;
  for (const Duration delay : delays_under(fault)) {
    const double deviations = std::log(world::to_seconds(delay) / median) / sigma;
    sum += deviations;
    squares += deviations * deviations;
    for (int i = 0; i < 7; ++i) below.at(static_cast<std::size_t>(i)) += deviations < i - 3 ? 1 : 0;
  }
  constexpr std::array kNormal{0.00135, 0.02275, 0.15866, 0.5, 0.84134, 0.97725, 0.99865};
  for (std::size_t i = 0; i < below.size(); ++i) check_share(below[i], kMessages, kNormal[i]);
  RC_ASSERT(std::fabs(sum) <= 6 * std::sqrt(kMessages));
  RC_ASSERT(std::fabs(squares - kMessages) <= 6 * std::sqrt(2.0 * kMessages));
}

RC_GTEST_PROP(FaultStatistics, LognormalDelaysStopAtTheMost, ()) {
  const Fault fault = Fault(FaultKind::lognormal)
                          .set("median", Duration(100ms))
                          .set("sigma", 1.0)
                          .set("most", Duration(150ms))
                          .set("seed", any_seed());
  int most = 0;
  for (const Duration delay : delays_under(fault)) {
    RC_ASSERT(delay <= 150ms);
    most += delay == 150ms ? 1 : 0;
  }
  check_share(most, kMessages, 1 - 0.5 * (1 + std::erf(std::log(1.5) / std::sqrt(2.0))));
}

RC_GTEST_PROP(FaultStatistics, JitterIsUniform, ()) {
  const Fault fault = Fault(FaultKind::jitter).set("jitter", Duration(100ms)).set("seed", any_seed());
  std::array<int, 10> counts{};
  for (const Duration delay : delays_under(fault)) {
    RC_ASSERT(delay >= 0ms && delay <= 100ms);
    ++counts.at(std::min<std::size_t>(9, static_cast<std::size_t>(delay / 10ms)));
  }
  for (const int count : counts) check_share(count, kMessages, 0.1);
}

RC_GTEST_PROP(FaultStatistics, BurstsOfLossBeginAndEndWithTheirProbabilities, ()) {
  const double enter = any_share(5, 60);
  const double leave = any_share(10, 90);
  const Fault fault = Fault(FaultKind::loss_bursts)
                          .set("enter", enter)
                          .set("leave", leave)
                          .set("retransmission", Duration(1ms))
                          .set("seed", any_seed());
  // With every transmission in a burst lost and none outside, delays tell the states: a message that came 2^n - 1 ms
  // late was lost n times, and then came through; one that was lost six times comes without a further try.
  bool burst = false;
  int good = 0;
  int began = 0;
  int bad = 0;
  int ended = 0;
  const auto transmitted = [&](bool lost) {
    ++(burst ? bad : good);
    if (lost != burst) ++(burst ? ended : began);
    burst = lost;
  };
  for (const Duration delay : delays_under(fault)) {
    int losses = 0;
    for (auto left = delay / 1ms; left > 0; left /= 2) ++losses;
    RC_ASSERT(delay == 1ms * ((1 << losses) - 1));
    for (int i = 0; i < losses; ++i) transmitted(true);
    if (losses < 6) transmitted(false);
  }
  check_share(began, good, enter);
  check_share(ended, bad, leave);
}

RC_GTEST_PROP(FaultStatistics, LossInAndOutsideOfBurstsHasItsShare, ()) {
  const double share = any_share(5, 60);
  const bool in_burst = *rc::gen::arbitrary<bool>();
  // A burst that never ends, or none at all.
  const Fault fault = Fault(FaultKind::loss_bursts)
                          .set("enter", in_burst ? 1.0 : 0.0)
                          .set("leave", 0.0)
                          .set("loss", in_burst ? share : 1.0)
                          .set("loss_outside", in_burst ? 0.0 : share)
                          .set("retransmission", Duration(1ms))
                          .set("seed", any_seed());
  int late = 0;
  int twice = 0;
  for (const Duration delay : delays_under(fault)) {
    late += delay > 0ms ? 1 : 0;
    twice += delay > 1ms ? 1 : 0;
  }
  check_share(late, kMessages, share);
  check_share(twice, late, share);
}

RC_GTEST_PROP(FaultStatistics, AProbabilityIsTheShareOfWhatIsStruck, ()) {
  const double probability = any_share(1, 99);
  const Fault fault =
      Fault(FaultKind::latency).set("delay", Duration(1s)).set("probability", probability).set("seed", any_seed());
  int struck = 0;
  for (const Duration delay : delays_under(fault)) struck += delay == 1s ? 1 : 0;
  check_share(struck, kMessages, probability);
}

RC_GTEST_PROP(FaultStatistics, EveryNthIsCountedForEachClient, ()) {
  const auto every = *rc::gen::inRange<std::int64_t>(1, 7);
  const Fault fault = Fault(FaultKind::exception_reply).set("every", every);
  const auto struck = [&fault](int others) {
    FaultBoard board;
    RC_ASSERT(board.add(fault, kStart).has_value());
    std::vector<bool> result;
    for (int i = 0; i < 40; ++i) {
      for (int other = 0; other < others; ++other) (void)board.exception_for({9, "other"}, "x", 1, kStart);
      result.push_back(board.exception_for({1, "test"}, "x", 1, kStart).has_value());
    }
    return result;
  };
  const std::vector<bool> alone = struck(0);
  for (std::size_t i = 0; i < alone.size(); ++i) {
    RC_ASSERT(alone[i] == ((static_cast<std::int64_t>(i) + 1) % every == 0));
  }
  RC_ASSERT(struck(*rc::gen::inRange(1, 4)) == alone);
}

}  // namespace
}  // namespace checkride::emulator
