// Goal: SimConnect calls are found by what they carry, each once, across looks and starts. Method: calls as the control
// API tells them.
#include "checks/calls_check.hpp"

#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "checks/fake_sight.hpp"

namespace checkride::harness {
namespace {

using test::IsOkWith;
using testing::HasSubstr;

WireCall call(std::uint64_t sequence, std::string message, std::string json = "{}") {
  WireCall call;
  call.sequence = sequence;
  call.client = "Monitor";
  call.message = std::move(message);
  call.json = std::move(json);
  return call;
}

world::Task<Seen> look(FakeSight& sight, std::string keys) {
  const Check check = check_of("{calls: {of: sim, " + keys + "}}");
  Seen seen = co_await check->see(sight);
  co_return seen;
}

WORLD_TEST(CallsCheck, FindsCallsByFieldsDataAndException) {
  FakeSight sight(host);
  sight.driver.calls = {
      call(1, "RequestDataOnSimObject", R"({"fields":{"period":"second","flags":0}})"),
      call(2, "SetDataOnSimObject",
           R"({"fields":{"define_id":7},"data":{"values":[{"datum":1,"name":"PLANE ALTITUDE","value":80}]}})"),
      call(3, "SetDataOnSimObject", R"({"fields":{"define_id":8},"exception":{"exception":"error","index":2}})"),
  };
  EXPECT_EQ((co_await look(sight, "message: SetDataOnSimObject")).text, "2 calls of 3");
  EXPECT_TRUE((co_await look(sight, "message: RequestDataOnSimObject, fields: {period: second}, count: 1")).holds);
  EXPECT_TRUE((co_await look(sight, "fields: {define_id: {at_least: 7}}, count: 2")).holds);
  EXPECT_TRUE((co_await look(sight, "data: {Plane Altitude: {less_than: 100}}, count: 1")).holds);
  EXPECT_TRUE((co_await look(sight, "data: {1: 80}, count: 1")).holds);
  EXPECT_TRUE((co_await look(sight, "data: {2: {exists: true}}, count: 0")).holds);
  EXPECT_TRUE((co_await look(sight, "exception: error, count: 1")).holds);
  EXPECT_TRUE((co_await look(sight, "exception: {exists: false}, count: 2")).holds);
  EXPECT_TRUE((co_await look(sight, "client: Other, count: 0")).holds);
}

WORLD_TEST(CallsCheck, ATailIsReadOnceAndBeginsAnewWithTheSimulator) {
  FakeSight sight(host);
  const Check check = check_of("{calls: {of: sim, message: Open, count: 2}}");
  sight.driver.calls = {call(1, "Open")};
  EXPECT_FALSE((co_await check->see(sight)).holds);
  sight.driver.calls = {call(2, "Open")};
  EXPECT_TRUE((co_await check->see(sight)).holds) << "the first is remembered";
  EXPECT_THAT(co_await check->quantity(sight), IsOkWith(2.0));
  sight.started = 2;
  sight.driver.calls = {call(1, "Open")};
  EXPECT_FALSE((co_await check->see(sight)).holds);
}

WORLD_TEST(CallsCheck, LostCallsAreNoProof) {
  FakeSight sight(host);
  sight.driver.lost = "it made more than are kept";
  const Seen seen = co_await look(sight, "message: Open, count: 0");
  EXPECT_FALSE(seen.holds);
  EXPECT_FALSE(seen.known);
  EXPECT_THAT(seen.text, HasSubstr("more than are kept"));
}

TEST(CallTail, WhatTwoReadingsBroughtIsThereOnce) {
  CallTail tail;
  tail.add(std::vector<WireCall>{call(1, "Open"), call(2, "Open")});
  tail.add(std::vector<WireCall>{call(2, "Open"), call(3, "Open")});
  EXPECT_EQ(tail.calls.size(), 3u);
  EXPECT_EQ(tail.last(), 3u);
}

TEST(CallsCheck, ItsTextNamesWhatIsExpected) {
  EXPECT_EQ(check_of("{calls: {of: sim, message: SetDataOnSimObject, client: Monitor, fields: {define_id: 7},"
                     " data: {1: {less_than: 5}}, count: 2}}")
                ->text(),
            "exactly 2 SetDataOnSimObject calls of sim by Monitor, define_id is 7, 1 is below 5");
}

}  // namespace
}  // namespace checkride::harness
