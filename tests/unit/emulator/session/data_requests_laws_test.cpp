// Goal: on which frames data come, and what counts as changed, as semantics 6 says. Method: laws by RapidCheck over
// clients of a simulator whose values the test sets; the ends of the numbers by hand.
#include <limits>

#include "checkride/test/property.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::DataType;
using protocol::Period;
using protocol::RequestFlags;

// Runs a request and gives the frames, counted from the first, on which data came.
std::vector<std::uint64_t> frames_of_data(Period period, ScheduleOptions options, std::uint64_t frames, bool lazily) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  auto message = request_data(7, 1, period);
  message.origin = options.origin;
  message.interval = options.interval;
  message.limit = options.limit;
  cockpit.send(client, message);
  std::vector<std::uint64_t> result;
  std::optional<FrameNumber> first;
  while (true) {
    const auto due = lazily ? cockpit.sessions.next_wake(cockpit.now) : cockpit.sessions.next_frame(cockpit.now);
    if (!due) break;
    cockpit.now = *due;
    const FrameNumber frame = cockpit.simulator.frame_at(*due);
    if (!first) first = frame;
    if (frame - *first >= frames) break;
    for (Output& output : cockpit.sessions.run_frame(*due)) cockpit.collect(std::move(output));
    if (!cockpit.take(client).all<protocol::RecvSimObjectData>().empty()) result.push_back(frame - *first);
  }
  return result;
}

RC_GTEST_PROP(DataRequestsLaw, MessageKComesAtPeriodOriginPlusKTimesIntervalPlusOne, ()) {
  const auto period = *rc::gen::element(Period::visual_frame, Period::sim_frame, Period::second);
  const std::uint64_t frames_per_period = period == Period::second ? FakeSimulator::kFrameRate : 1;
  ScheduleOptions options;
  options.origin = *rc::gen::inRange<std::uint32_t>(0, 6);
  options.interval = *rc::gen::inRange<std::uint32_t>(0, 6);
  options.limit = *rc::gen::inRange<std::uint32_t>(0, 5);
  constexpr std::uint64_t kFrames = 400;
  std::vector<std::uint64_t> expected;
  for (std::uint64_t k = 0; options.limit == 0 || k < options.limit; ++k) {
    const std::uint64_t frame = (options.origin + k * (options.interval + 1)) * frames_per_period;
    if (frame >= kFrames) break;
    expected.push_back(frame);
  }
  RC_ASSERT(frames_of_data(period, options, kFrames, true) == expected);
  RC_ASSERT(frames_of_data(period, options, kFrames, false) == expected);
}

RC_GTEST_PROP(DataRequestsLaw, ChangedSendsWhenTheDifferenceToWhatWasSentIsAboveEpsilon, ()) {
  const auto type = *rc::gen::element(DataType::float64, DataType::float32, DataType::int32, DataType::int64);
  const bool integer = type == DataType::int32 || type == DataType::int64;
  const auto epsilon = static_cast<float>(*rc::gen::inRange(0, 40)) / 10;
  const auto tenths = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-80, 80));
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", type, protocol::kUnused, epsilon));
  cockpit.send(client, request_data(7, 1, Period::visual_frame, RequestFlags::changed));
  std::optional<double> sent;
  for (const int tenth : tenths) {
    // Quarters are exact in every type, so that the law is not about rounding.
    const double value = tenth / 4.0;
    cockpit.simulator.value("PLANE ALTITUDE") = value;
    cockpit.run_frame();
    const double held = integer ? std::trunc(value) : value;
    const double limit = integer ? std::trunc(static_cast<double>(epsilon)) : static_cast<double>(epsilon);
    const bool expected = !sent || std::abs(held - *sent) > limit;
    if (expected) sent = held;
    RC_ASSERT(cockpit.take(client).all<protocol::RecvSimObjectData>().size() == (expected ? 1u : 0u));
  }
}

TEST(Changed, NanIsAChangeWhenOneOfBothIs) {
  Datum datum;
  const auto bytes = [](double value) {
    std::vector<std::byte> result(8);
    protocol::store_little_endian(result.data(), value);
    return result;
  };
  const double nan = std::nan("");
  EXPECT_TRUE(changed(datum, bytes(1), bytes(nan)));
  EXPECT_TRUE(changed(datum, bytes(nan), bytes(1)));
  EXPECT_FALSE(changed(datum, bytes(nan), bytes(nan)));
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(changed(datum, bytes(infinity), bytes(infinity)));
  EXPECT_TRUE(changed(datum, bytes(infinity), bytes(-infinity)));
}

TEST(Changed, IntegersOfAnyDistanceAreCompared) {
  Datum datum;
  datum.type = DataType::int64;
  datum.epsilon = 2.9F;
  const auto bytes = [](std::int64_t value) {
    std::vector<std::byte> result(8);
    protocol::store_little_endian(result.data(), value);
    return result;
  };
  EXPECT_FALSE(changed(datum, bytes(0), bytes(2)));  // the epsilon counts as 2
  EXPECT_TRUE(changed(datum, bytes(0), bytes(3)));
  EXPECT_TRUE(
      changed(datum, bytes(std::numeric_limits<std::int64_t>::min()), bytes(std::numeric_limits<std::int64_t>::max())));
}

}  // namespace
}  // namespace checkride::emulator
