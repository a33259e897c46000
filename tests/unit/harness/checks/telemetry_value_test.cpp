// Goal: what is taken of telemetry is what its word says. Method: samples by hand, and a folder on a virtual disk.
#include "checks/telemetry_value_check.hpp"

#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "checks/fake_sight.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::IsOkWith;

std::optional<double> take(Take take, std::vector<double> numbers) {
  std::vector<std::pair<world::UtcTime, double>> values;
  world::UtcTime at{};
  for (const double number : numbers) values.emplace_back(at += 2s, number);
  return taken(take, values);
}

TEST(Taken, EveryWord) {
  const std::vector<double> numbers{3, 1, 4, 1, 5};
  EXPECT_EQ(take(Take::last, numbers), 5);
  EXPECT_EQ(take(Take::first, numbers), 3);
  EXPECT_EQ(take(Take::min, numbers), 1);
  EXPECT_EQ(take(Take::max, numbers), 5);
  EXPECT_EQ(take(Take::mean, numbers), 2.8);
  EXPECT_EQ(take(Take::count, numbers), 5);
  EXPECT_EQ(take(Take::rate, numbers), 0.5) << "four steps in eight seconds";
  EXPECT_EQ(take(Take::p50, numbers), 3);
  EXPECT_EQ(take(Take::p90, numbers), 5);
}

TEST(Taken, OfNoValuesThereIsNothingButTheirNumber) {
  EXPECT_EQ(take(Take::last, {}), std::nullopt);
  EXPECT_EQ(take(Take::p99, {}), std::nullopt);
  EXPECT_EQ(take(Take::count, {}), 0);
  EXPECT_EQ(take(Take::rate, {1}), std::nullopt);
  EXPECT_EQ(take(Take::p99, {7}), 7);
}

std::string line(FakeSight& sight, Duration at, int sequence, std::string_view values) {
  return "{\"ts\":\"" + world::format_rfc3339(sight.start().utc + at) +
         "\",\"simulator\":\"sim\",\"session\":1,\"sequence\":" + std::to_string(sequence) + ",\"values\":{" +
         std::string(values) + "}}\n";
}

world::Task<Seen> look(FakeSight& sight, std::string keys) {
  const Check check = check_of("{telemetry: {of: monitor, variable: altitude, " + keys + "}}");
  Seen seen = co_await check->see(sight);
  co_return seen;
}

WORLD_TEST(TelemetryCheck, LooksAtTheFilesOfTheMonitor) {
  FakeSight sight(host);
  CO_ASSERT_OK(host.files().make_directories("/telemetry"));
  CO_ASSERT_OK(host.files().write("/telemetry/a.jsonl", line(sight, 1s, 1, "\"altitude\":100,\"name\":\"x\"") +
                                                            line(sight, 2s, 2, "\"altitude\":80") +
                                                            line(sight, 9s, 3, "\"altitude\":120,\"other\":1")));
  co_await host.clock().sleep_for(10s);
  sight.steps["climb"] = 5s;
  const Seen least = co_await look(sight, "take: min, value: {less_than: 100}");
  EXPECT_TRUE(least.holds);
  EXPECT_EQ(least.text, "min altitude 80 of 3 samples");
  EXPECT_EQ(least.values.at(0).margin, 20);
  EXPECT_TRUE((co_await look(sight, "simulator: sim, value: 120")).holds);
  EXPECT_TRUE((co_await look(sight, "take: count, over: 8s, value: 2")).holds);
  EXPECT_TRUE((co_await look(sight, "take: first, since: climb, value: 120")).holds);
  EXPECT_FALSE((co_await look(sight, "since: later, value: {at_least: 0}")).known) << "it has not begun";
  const Seen recent = co_await look(sight, "over: 500ms, value: 120");
  EXPECT_FALSE(recent.holds);
  EXPECT_THAT(recent.text, testing::EndsWith("; the newest of 3 that are written down is 0.500 s older than that"));
  const Check mean = check_of("{telemetry: {of: monitor, variable: altitude, take: mean, value: {at_least: 1}}}");
  EXPECT_THAT(co_await mean->quantity(sight), IsOkWith(100.0));
}

WORLD_TEST(GapCheck, TellsTheLongestGapWithItsMargin) {
  FakeSight sight(host);
  const Check check = check_of("{gap: {of: monitor, simulator: sim, at_most: 10s}}");
  EXPECT_FALSE((co_await check->see(sight)).holds) << "there is nothing yet";
  EXPECT_FALSE((co_await check->quantity(sight)).has_value());
  CO_ASSERT_OK(host.files().make_directories("/telemetry"));
  CO_ASSERT_OK(host.files().write("/telemetry/a.jsonl",
                                  line(sight, 1s, 1, "") + line(sight, 2s, 2, "") + line(sight, 9s, 3, "")));
  const Seen seen = co_await check->see(sight);
  EXPECT_TRUE(seen.holds) << seen.text;
  EXPECT_EQ(seen.values.at(0).margin, 3);
  EXPECT_THAT(co_await check->quantity(sight), IsOkWith(7.0));
}

WORLD_TEST(TelemetryCheck, AVariableThatIsNotRecordedIsNotKnown) {
  FakeSight sight(host);
  const Seen seen = co_await look(sight, "value: {at_most: 100}");
  EXPECT_FALSE(seen.holds);
  EXPECT_FALSE(seen.known);
  EXPECT_THAT(seen.text, testing::EndsWith("; no sample of altitude is written down yet"));
}

}  // namespace
}  // namespace checkride::harness
