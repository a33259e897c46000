// Goal: times are drawn as declared: within their bounds, about their middle, and the same for the same randomness.
#include "services/upstream/latency.hpp"

#include "checkride/test/property.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using world::Duration;
using world::Random;

LatencySpec one(LatencyShape shape, Duration middle, Duration spread, std::optional<Duration> most = {}) {
  LatencyPart part;
  part.shape = shape;
  part.middle = middle;
  part.spread = spread;
  part.most = most;
  LatencySpec spec;
  spec.parts = {part};
  return spec;
}

// How many of `draws` are at most so long.
double share_within(const LatencySpec& spec, Duration bound, int draws = 20'000) {
  Random random(7, "latency");
  int within = 0;
  for (int i = 0; i < draws; ++i) within += draw_latency(spec, random) <= bound ? 1 : 0;
  return static_cast<double>(within) / draws;
}

TEST(Latency, NothingDeclaredTakesNoTimeAndAConstantDrawsNothing) {
  Random random(1, "latency");
  Random untouched(1, "latency");
  EXPECT_EQ(draw_latency({}, random), Duration::zero());
  EXPECT_EQ(draw_latency(one(LatencyShape::constant, 20ms, 0ms), random), 20ms);
  EXPECT_EQ(random.next(), untouched.next());
}

TEST(Latency, EachShapeHasItsMiddleAndItsTail) {
  EXPECT_NEAR(share_within(one(LatencyShape::uniform, 10ms, 20ms), 15ms), 0.5, 0.02);
  EXPECT_NEAR(share_within(one(LatencyShape::normal, 100ms, 10ms), 100ms), 0.5, 0.02);
  EXPECT_NEAR(share_within(one(LatencyShape::normal, 100ms, 10ms), 110ms), 0.841, 0.02);
  EXPECT_NEAR(share_within(one(LatencyShape::lognormal, 20ms, 400ms), 20ms), 0.5, 0.02);
  EXPECT_NEAR(share_within(one(LatencyShape::lognormal, 20ms, 400ms), 400ms), 0.99, 0.005);
  EXPECT_NEAR(share_within(one(LatencyShape::exponential, 50ms, 0ms), 50ms), 0.632, 0.02);
}

TEST(Latency, AMixtureTakesEachPartByItsShare) {
  LatencySpec spec = one(LatencyShape::constant, 20ms, 0ms);
  spec.parts[0].share_ppm = 900'000;
  spec.parts.push_back(spec.parts[0]);
  spec.parts[1].middle = 3s;
  spec.parts[1].share_ppm = 100'000;
  EXPECT_NEAR(share_within(spec, 20ms), 0.9, 0.01);
  EXPECT_EQ(share_within(spec, 3s), 1);
}

RC_GTEST_PROP(LatencyLaws, DrawsAreWithinBoundsAndRepeat, ()) {
  const auto shape = *rc::gen::element(LatencyShape::uniform, LatencyShape::normal, LatencyShape::lognormal,
                                       LatencyShape::exponential);
  const Duration middle(*rc::gen::inRange<Duration::rep>(1, 1'000'000'000));
  const Duration spread = middle + Duration(*rc::gen::inRange<Duration::rep>(1, 1'000'000'000));
  const Duration most = middle + Duration(*rc::gen::inRange<Duration::rep>(0, 10'000'000'000));
  const LatencySpec spec = one(shape, middle, spread, most);
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  Random first(seed, "latency");
  Random second(seed, "latency");
  for (int i = 0; i < 50; ++i) {
    const Duration drawn = draw_latency(spec, first);
    RC_ASSERT(drawn == draw_latency(spec, second));
    RC_ASSERT(drawn >= Duration::zero() && drawn <= most);
    if (shape == LatencyShape::uniform) RC_ASSERT(drawn >= middle && drawn <= spread);
  }
}

}  // namespace
}  // namespace checkride::harness
