// Goal: a count that only grows is known to hold, to be able to break, and to be beyond hope. Method: RapidCheck
// against the plain meaning over all small numbers; texts by example.
#include "checks/tally.hpp"

#include <algorithm>

#include "checkride/test/property.hpp"

namespace checkride::harness {
namespace {

Tally tally_of(const std::string& count) {
  values::Diagnostics errors;
  const auto document = values::load("count: " + count, "t.yaml").value();
  values::MapReader map = document.root_map(errors);
  const Tally tally = Tally::read(map);
  EXPECT_TRUE(errors.empty()) << errors.text();
  return tally;
}

TEST(Tally, TextsCountWithTheirNoun) {
  EXPECT_EQ(Tally().text("log line"), "at least 1 log line");
  EXPECT_EQ(tally_of("2").text("mail"), "exactly 2 mails");
  EXPECT_EQ(tally_of("{exactly: 1}").text("mail"), "exactly 1 mail");
  EXPECT_EQ(tally_of("0").text("call"), "no calls");
  EXPECT_EQ(tally_of("{at_most: 0}").text("call"), "no calls");
  EXPECT_EQ(tally_of("{at_most: 3}").text("call"), "at most 3 calls");
  EXPECT_EQ(tally_of("{between: [2, 4]}").text("call"), "from 2 to 4 calls");
}

TEST(Tally, JudgesWithTheMarginOfTheCount) {
  Seen seen;
  tally_of("{at_most: 3}").judge(seen, 2, "mail");
  EXPECT_TRUE(seen.holds);
  EXPECT_EQ(seen.text, "2 mails");
  ASSERT_EQ(seen.values.size(), 1u);
  EXPECT_EQ(seen.values[0].margin, 1);
  EXPECT_EQ(seen.values[0].expected, "at most 3");
}

TEST(Tally, ACountThatIsNoneIsToldOnce) {
  values::Diagnostics errors;
  const auto document = values::load("count: many", "t.yaml").value();
  values::MapReader map = document.root_map(errors);
  (void)Tally::read(map);
  EXPECT_EQ(errors.text(), "t.yaml:1:8: expected a whole number not below zero, not \"many\"");
}

std::string any_count() {
  const std::string a = std::to_string(*rc::gen::inRange(0, 5));
  const std::string b = std::to_string(*rc::gen::inRange(5, 8));
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      return a;
    case 1:
      return "{at_least: " + a + "}";
    case 2:
      return "{at_most: " + a + "}";
    case 3:
      return "{between: [" + a + ", " + b + "]}";
    case 4:
      return "{not: " + a + "}";
    default:
      return "{one_of: [" + a + ", " + b + "]}";
  }
}

RC_GTEST_PROP(TallyLaws, WhatItSaysOfTheFutureIsTrue, ()) {
  const Tally tally = tally_of(any_count());
  constexpr std::uint64_t kFar = 20;
  bool held = false;
  bool broke = false;
  for (std::uint64_t number = 0; number < kFar; ++number) {
    bool ever_again = false;
    for (std::uint64_t later = number; later < kFar; ++later) ever_again |= tally.holds(later);
    RC_ASSERT(tally.hopeless(number) == !ever_again);
    broke |= held && !tally.holds(number);
    held |= tally.holds(number);
  }
  RC_ASSERT(tally.sustained() == (tally.holds(0) && broke));
  RC_ASSERT(tally.exact() == (!tally.holds(0) && broke));
}

}  // namespace
}  // namespace checkride::harness
