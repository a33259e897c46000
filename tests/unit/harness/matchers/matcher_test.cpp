// Goal: each word of a matcher means what its row says, with the margin that matcher.hpp defines. Method: examples; the
// laws are in matcher_laws_test.cpp, what is wrong in matcher_mistakes_test.cpp.
#include "matchers/matcher.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <vector>

#include "matchers/matcher_reading.hpp"
#include "matchers/read_matcher.hpp"

namespace checkride::harness {
namespace {

using test::json_value;
using test::matcher_of;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinite = std::numeric_limits<double>::infinity();

struct Tried {
  std::string_view matcher;
  Domain domain;
  std::string_view unit;
  double value;
  bool holds;
  double margin;
};

TEST(Matcher, MarginsOfQuantities) {
  const double step = std::numeric_limits<double>::epsilon();
  const std::vector<Tried> table{
      {"{less_than: 100 feet}", Domain::quantity, "feet", 82, true, 18},
      {"{less_than: 100 feet}", Domain::quantity, "feet", 100, false, -100 * step},
      {"{less_than: 0}", Domain::number, "", 0, false, -step},
      {"{at_most: 100 feet}", Domain::quantity, "feet", 100, true, 0},
      {"{at_most: 100 feet}", Domain::quantity, "feet", 101.5, false, -1.5},
      {"{more_than: 0.5}", Domain::number, "", 0.75, true, 0.25},
      {"{at_least: 1 kilometer}", Domain::quantity, "meters", 999, false, -1},
      {"{between: [10, 20]}", Domain::number, "", 12, true, 2},
      {"{between: [10, 20]}", Domain::number, "", 19, true, 1},
      {"{between: [10, 20]}", Domain::number, "", 25, false, -5},
      {"{approx: 80 feet, within: 2 feet}", Domain::quantity, "feet", 81, true, 1},
      {"{approx: 80 feet, within: 5 %}", Domain::quantity, "feet", 76, true, 0},
      {"{approx: 80 feet, within: 5%}", Domain::quantity, "feet", 75, false, -1},
      {"{approx: -200}", Domain::number, "", -201, true, 1},
      {"{at_least: 10, at_most: 20, not: 15}", Domain::number, "", 17, true, 2},
      {"80 feet", Domain::quantity, "feet", 80, true, 0},
      {"80", Domain::quantity, "feet", 83, false, -3},
      {"{one_of: [1, 5]}", Domain::number, "", 4, false, -1},
      {"{not: {less_than: 100}}", Domain::number, "", 100, true, 0},
      {"{not: {at_most: 100}}", Domain::number, "", 100, false, -100 * step},
      {"{less_than: 5}", Domain::any, "", kInfinite, false, -kInfinite},
  };
  for (const Tried& row : table) {
    const Match match = matcher_of(row.matcher, row.domain, row.unit).try_on(row.value);
    EXPECT_EQ(match.holds, row.holds) << row.matcher << " of " << row.value;
    EXPECT_EQ(match.margin, row.margin) << row.matcher << " of " << row.value;
    EXPECT_EQ(match.unit, row.unit) << row.matcher;
  }
}

TEST(Matcher, OfWholeNumbersTheMarginIsWhatMayStillComeOrGo) {
  const std::vector<Tried> table{
      {"{less_than: 5}", Domain::count, "", 4, true, 0},
      {"{less_than: 5}", Domain::count, "", 5, false, -1},
      {"{at_most: 5}", Domain::count, "", 3, true, 2},
      {"{more_than: 0}", Domain::count, "", 0, false, -1},
      {"{at_least: 2}", Domain::count, "", 2, true, 0},
      {"2", Domain::count, "", 2, true, 0},
      {"{exactly: 2}", Domain::count, "", 4, false, -2},
      {"{not: 2}", Domain::count, "", 2, false, -1},
      {"{not: 2}", Domain::count, "", 5, true, 2},
      {"{approx: 100}", Domain::count, "", 101, true, 0},
      {"{at_most: 1KiB}", Domain::bytes, "bytes", 1000, true, 24},
  };
  for (const Tried& row : table) {
    const Match match = matcher_of(row.matcher, row.domain).try_on(row.value);
    EXPECT_EQ(match.holds, row.holds) << row.matcher << " of " << row.value;
    EXPECT_EQ(match.margin, row.margin) << row.matcher << " of " << row.value;
    EXPECT_EQ(match.unit, row.unit) << row.matcher;
  }
}

TEST(Matcher, DurationsAreWrittenAsDurationsAndTriedInSeconds) {
  const Match match = matcher_of("{less_than: 1m30s}", Domain::duration).try_on(72.5);
  EXPECT_TRUE(match.holds);
  EXPECT_EQ(match.margin, 17.5);
  EXPECT_EQ(match.unit, "s");
  EXPECT_FALSE(matcher_of("{at_most: 250ms}", Domain::duration).try_on(0.251).holds);
}

TEST(Matcher, ADistanceOfTemperaturesHasNoZero) {
  const Matcher kelvin = matcher_of("{approx: 300 kelvin, within: 2 kelvin}", Domain::quantity, "celsius");
  EXPECT_NEAR(kelvin.try_on(27.85).margin.value(), 1, 1e-9);
  const Matcher fahrenheit = matcher_of("{approx: 20, within: 9 fahrenheit}", Domain::quantity, "celsius");
  EXPECT_NEAR(fahrenheit.try_on(20.0).margin.value(), 5, 1e-9);
}

struct Judged {
  std::string_view matcher;
  Domain domain;
  Value value;
  bool holds;
};

void expect_judged(const std::vector<Judged>& table) {
  for (const Judged& row : table) {
    const Match match = matcher_of(row.matcher, row.domain).try_on(row.value);
    EXPECT_EQ(match.holds, row.holds) << row.matcher << " of " << value_text(row.value);
    EXPECT_EQ(match.margin, std::nullopt) << row.matcher << " of " << value_text(row.value);
  }
}

TEST(Matcher, Texts) {
  expect_judged({
      {"Low altitude", Domain::text, "Low altitude", true},
      {"Low altitude", Domain::text, "low altitude", false},
      {"12", Domain::text, "12", true},
      {"{contains: ow}", Domain::text, "Low", true},
      {"{contains: ow}", Domain::text, "LOW", false},
      {"{starts_with: Lo, ends_with: ow}", Domain::text, "Low", true},
      {"{starts_with: Lo, ends_with: ow}", Domain::text, "Lot", false},
      {"{matches: '[0-9]+ feet'}", Domain::text, "at 80 feet, falling", true},
      {"{matches: '^[0-9]+ feet$'}", Domain::text, "at 80 feet", false},
      {"{matches: '\\bfeet\\b'}", Domain::text, std::string("\xFF feet \xFF"), true},
      {"{one_of: [a, b]}", Domain::text, "b", true},
      {"{one_of: [a, b]}", Domain::text, "ab", false},
      {"{length: {at_most: 3}}", Domain::text, "Low", true},
      {"{length: 6}", Domain::text, "Zürich", true},
      {"{not: {contains: password}}", Domain::text, "the password", false},
  });
}

TEST(Matcher, ValuesOfJson) {
  expect_judged({
      {"healthy", Domain::any, "healthy", true},
      {"'3'", Domain::any, 3.0, false},
      {"true", Domain::any, true, true},
      {"null", Domain::any, json_value("null"), true},
      {"{a: 1, b: [x]}", Domain::any, json_value(R"({"b":["x"],"a":1.0})"), true},
      {"{equals: {length: 2}}", Domain::any, json_value(R"({"length":2})"), true},
      {"[1, 2]", Domain::any, json_value("[1,2]"), true},
      {"{length: 2}", Domain::any, json_value("[1,2]"), true},
      {"{some: sim}", Domain::any, json_value(R"(["a","sim"])"), true},
      {"{some: sim}", Domain::any, json_value("[]"), false},
      {"{each: {starts_with: s}}", Domain::any, json_value(R"(["sim","s"])"), true},
      {"{each: {starts_with: s}}", Domain::any, json_value(R"(["sim",3])"), false},
      {"{exists: true}", Domain::any, json_value("null"), true},
      {"{exists: false}", Domain::any, "x", false},
      {"{exists: false}", Domain::any, Value(), true},
  });
}

TEST(Matcher, EntriesOfAListHaveAMarginToo) {
  const Matcher each = matcher_of("{each: {less_than: 5}}", Domain::any);
  EXPECT_EQ(each.try_on(json_value("[1,4.5]")).margin, 0.5);
  EXPECT_EQ(each.try_on(json_value("[1,7]")).margin, -2);
  const Matcher some = matcher_of("{some: {less_than: 5}}", Domain::any);
  EXPECT_EQ(some.try_on(json_value("[1,7]")).margin, 4);
  EXPECT_EQ(some.try_on(json_value("[8,7]")).margin, -2);
}

TEST(Matcher, NeitherAConditionNorItsOppositeHoldsWhereItSaysNothing) {
  expect_judged({
      {"failed", Domain::any, Value(), false},
      {"{not: failed}", Domain::any, Value(), false},
      {"{less_than: 5}", Domain::any, "4", false},
      {"{not: {less_than: 5}}", Domain::any, "4", false},
      {"{less_than: 5}", Domain::any, kNaN, false},
      {"{not: {less_than: 5}}", Domain::any, kNaN, false},
      {"{not: {contains: x}}", Domain::any, 5.0, false},
      {"{each: {less_than: 5}}", Domain::any, json_value("[]"), false},
      {"{not: {each: {less_than: 5}}}", Domain::any, json_value("[]"), false},
      {"{not: {exists: true, less_than: 5}}", Domain::any, Value(), true},
  });
}

TEST(Matcher, WhatDecidedWithoutANumberHasNoMargin) {
  const Matcher matcher = matcher_of("{less_than: 5, not: {some: x}}", Domain::any);
  EXPECT_FALSE(matcher.try_on(3.0).holds);  // `some` says nothing of a number
  EXPECT_EQ(matcher.try_on(3.0).margin, std::nullopt);
}

TEST(Matcher, TextsSayItAsAPersonWould) {
  const auto text = [](std::string_view yaml, Domain domain, std::string_view unit = {}) {
    return matcher_of(yaml, domain, unit).text();
  };
  EXPECT_EQ(text("{less_than: 100}", Domain::quantity, "feet"), "below 100 feet");
  EXPECT_EQ(text("{at_least: 1m30s}", Domain::duration), "at least 1m30s");
  EXPECT_EQ(text("{between: [1KiB, 1MiB]}", Domain::bytes), "from 1KiB to 1MiB");
  EXPECT_EQ(text("{approx: 80, within: 5 %}", Domain::quantity, "feet"), "80 feet within 4 feet");
  EXPECT_EQ(text("2", Domain::count), "exactly 2");
  EXPECT_EQ(text("{contains: Low, not: {ends_with: x}}", Domain::text), "contains \"Low\" and not ends with \"x\"");
  EXPECT_EQ(text("{one_of: [200, 204]}", Domain::number), "one of 200, 204");
  EXPECT_EQ(text("{not: {at_least: 1, at_most: 2}}", Domain::number), "not (at least 1 and at most 2)");
  EXPECT_EQ(text("{each: {length: 2}}", Domain::any), "each length exactly 2");
  EXPECT_EQ(text("{exists: false}", Domain::any), "not there");
}

TEST(Matcher, TheVerdictHasTextsAndMargin) {
  const auto deciding = matcher_of("{less_than: 100}", Domain::quantity, "feet").decide("altitude", 82.0);
  EXPECT_EQ(deciding.name, "altitude");
  EXPECT_EQ(deciding.seen, "82 feet");
  EXPECT_EQ(deciding.expected, "below 100 feet");
  EXPECT_EQ(deciding.unit, "feet");
  EXPECT_EQ(deciding.margin, 18);
}

TEST(Matcher, TheVerdictOfWhatIsMissingOrInfiniteHasNoMargin) {
  const Matcher matcher = matcher_of("{less_than: 100}", Domain::number);
  EXPECT_EQ(matcher.decide("value", Value()).seen, "nothing");
  EXPECT_EQ(matcher.decide("value", Value()).margin, std::nullopt);
  EXPECT_EQ(matcher.decide("value", kInfinite).margin, std::nullopt);
}

TEST(Matcher, WhatLastsHoldsWhateverComesBehind) {
  const auto lasts = [](const char* condition, const char* text = "ab a") {
    return matcher_of(condition, Domain::text).lasts(text);
  };
  EXPECT_TRUE(lasts("{contains: a}"));
  EXPECT_FALSE(lasts("{contains: c}")) << "it does not hold";
  EXPECT_TRUE(lasts("{starts_with: a, matches: '^a.*b'}"));
  EXPECT_FALSE(lasts("{ends_with: a}"));
  EXPECT_FALSE(lasts("{contains: a, not: {contains: c}}"));
  EXPECT_FALSE(lasts("a", "a"));
  EXPECT_FALSE(lasts("{one_of: [a, b]}", "a"));
  EXPECT_FALSE(lasts("{length: {at_least: 2}}")) << "it would, but nobody needs that";
  EXPECT_FALSE(lasts("{matches: 'a$'}"));
  EXPECT_FALSE(lasts("{matches: 'a\\b'}", "b a"));
  EXPECT_TRUE(lasts("{matches: 'a\\b'}", "b a b")) << "what ends the word is there";
  EXPECT_TRUE(lasts("{matches: '(?m)^a$'}", "a\nb"));
}

// "200: 0 to spare" would say that it was close.
TEST(Matcher, TheVerdictHasAMarginOfLimitsOnly) {
  const auto margin = [](const char* text, Domain domain, double value) {
    return matcher_of(text, domain).decide("value", value).margin;
  };
  EXPECT_EQ(margin("200", Domain::number, 200), std::nullopt);
  EXPECT_EQ(margin("200", Domain::number, 503), std::nullopt);
  EXPECT_EQ(margin("{exactly: 2}", Domain::count, 2), std::nullopt);
  EXPECT_EQ(margin("{one_of: [200, 204]}", Domain::number, 204), std::nullopt);
  EXPECT_EQ(margin("{not: 5}", Domain::number, 7), std::nullopt);
  EXPECT_EQ(margin("{not: {at_least: 5}}", Domain::number, 7), -2);
  EXPECT_EQ(margin("{approx: 5, within: 2}", Domain::number, 6), 1);
  EXPECT_EQ(margin("{between: [1, 9]}", Domain::count, 4), 3);
  EXPECT_EQ(matcher_of("{each: {at_most: 5}}", Domain::any).decide("value", json_value("[1,4.5]")).margin, 0.5);
  EXPECT_EQ(matcher_of("{some: 5}", Domain::any).decide("value", json_value("[1,4]")).margin, std::nullopt);
}

TEST(Matcher, EqualIsMadeOfAValue) {
  EXPECT_TRUE(Matcher::equal("sim").try_on("sim").holds);
  EXPECT_EQ(Matcher::equal(5.0).try_on(7.0).margin, -2);
  EXPECT_EQ(Matcher::equal(kInfinite).try_on(kInfinite).margin, 0);
}

// What the documentation shows is what is read.
TEST(MatcherWords, EveryExampleIsRead) {
  for (const MatcherWord& row : matcher_words()) {
    const auto reads = [&](Domain domain, std::string_view unit) {
      return test::read_matcher(row.example, domain, unit).has_value();
    };
    EXPECT_TRUE(reads(Domain::any, "") || reads(Domain::quantity, "feet") || reads(Domain::count, "")) << row.word;
    EXPECT_NE(row.example.find(row.word), std::string_view::npos) << row.word;
    EXPECT_FALSE(row.meaning.empty()) << row.word;
  }
}

}  // namespace
}  // namespace checkride::harness
