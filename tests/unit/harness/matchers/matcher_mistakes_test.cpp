// Goal: what no matcher can mean is told at its place, with what to write instead, once. Method: a table; the place is
// that of a piece of the text.
#include <gmock/gmock.h>

#include <vector>

#include "matchers/matcher_reading.hpp"

namespace checkride::harness {
namespace {

using testing::HasSubstr;

struct Mistake {
  std::string_view matcher;
  Domain domain;
  std::string_view at;       // the piece at which it stands
  std::string_view message;  // a part of it
  std::string_view unit = {};
};

const std::vector<Mistake>& mistakes() {
  static const std::vector<Mistake> kTable{
      // words
      {"{les_than: 5}", Domain::number, "les_than", "did you mean \"less_than\"?"},
      {"{les_than: 5}", Domain::any, "les_than", "did you mean \"less_than\"?; a structure that has such a key"},
      {"{less_than: 5, name: x}", Domain::any, "name", "\"name\" is no word of a matcher; a structure"},
      {"{kind: x}", Domain::text, "kind", "the words are equals, not, contains"},
      {"{}", Domain::number, "{}", "expected a number, not a map"},
      // domains
      {"{contains: x}", Domain::number, "contains", "\"contains\" is for texts, and a number is compared here"},
      {"{less_than: 5}", Domain::text, "less_than", "\"less_than\" is for numbers, and a text is compared here"},
      {"{length: 2}", Domain::quantity, "length", "for texts and lists, and a quantity in feet", "feet"},
      {"{some: 2}", Domain::count, "some", "\"some\" is for lists"},
      {"{exists: true}", Domain::count, "exists", "\"exists\" is for values that may be missing"},
      {"{exactly: 2}", Domain::number, "exactly", "\"exactly\" is for counts"},
      // operands
      {"{less_than: ten}", Domain::any, "ten", "expected a number, not \"ten\""},
      {"{less_than: 80 feet}", Domain::number, "80 feet", "this value has no unit: write 80 instead of \"80 feet\""},
      {"{less_than: 80 fet}", Domain::quantity, "80 fet", "unknown unit \"fet\"", "meters"},
      {"{less_than: 80 knots}", Domain::quantity, "80 knots", "does not convert into", "feet"},
      {"{less_than: [1]}", Domain::quantity, "[1]", "expected a quantity in feet, not a list", "feet"},
      {"{less_than: 2 minutes per round}", Domain::quantity, "2 minutes", "; give it in rpm", "rpm"},
      {"{less_than: 30}", Domain::duration, "30", "a unit is missing"},
      {"{less_than: 30}", Domain::bytes, "30", "a unit is missing"},
      {"{at_least: 1.5}", Domain::count, "1.5", "expected a whole number not below zero"},
      {"-1", Domain::count, "-1", "expected a whole number not below zero"},
      {"[1, 2]", Domain::number, "[1, 2]", "for any of several write {one_of: [...]}"},
      {"{contains: ''}", Domain::text, "''", "every text has this"},
      {"{contains: [a]}", Domain::text, "[a]", "expected text, not a list"},
      {"{matches: '(a'}", Domain::text, "'(a'", "is no regular expression of RE2: missing )"},
      {"{matches: '(?=a)'}", Domain::text, "'(?=a)'", "a plain text is looked for by \"contains\""},
      {"{one_of: []}", Domain::text, "[]", "expected a list of at least one value"},
      {"{one_of: a}", Domain::text, "a}", "expected a list of at least one value"},
      {"{one_of: [1, x]}", Domain::number, "x", "expected a number, not \"x\""},
      {"{exists: maybe}", Domain::any, "maybe", "expected true or false"},
      {"{length: {less_than: x}}", Domain::text, "x}", "expected a whole number"},
      {"{not: {not: {at_most: x}}}", Domain::number, "x}", "expected a number"},
      // bounds
      {"{between: 5}", Domain::number, "5", "expected two bounds"},
      {"{between: [1, 2, 3]}", Domain::number, "[1", "expected two bounds"},
      {"{between: [20 feet, 10 feet]}", Domain::quantity, "[20", "20 feet is above 10 feet: nothing is between",
       "feet"},
      {"{within: 5}", Domain::number, "5", "\"within\" says how far from \"approx\""},
      {"{approx: 80, within: 0}", Domain::number, "0}", "allows nothing beside 80"},
      {"{approx: 80, within: -1}", Domain::number, "-1", "allows nothing beside 80"},
      {"{approx: 0}", Domain::number, "0", "\"1 %\" allows nothing beside 0 itself: give a distance above zero"},
      {"{approx: 50}", Domain::count, "50", "allows nothing beside 50"},
      {"{approx: 80 feet, within: 2 knots}", Domain::quantity, "2 knots", "does not convert into", "feet"},
      // contradictions
      {"{less_than: 5, at_least: 5}", Domain::number, "{less", "no value can be \"below 5 and at least 5\""},
      {"{less_than: 6, more_than: 5}", Domain::count, "{less", "exclude each other"},
      {"{less_than: 0s}", Domain::duration, "{less", "no value can be \"below 0s\""},
      {"{less_than: 0}", Domain::count, "{less", "or what is possible at all"},
      {"{between: [1, 5], not: {at_most: 7}}", Domain::number, "{between", "exclude each other"},
      {"{equals: Low, contains: high}", Domain::text, "{equals", "exclude each other"},
      {"{one_of: [1, 2], more_than: 2}", Domain::number, "{one_of", "exclude each other"},
      {"{exists: false, less_than: 5}", Domain::any, "{exists", "exclude each other"},
      {"{not: {less_than: 5, at_least: 10}}", Domain::number, "{less", "exclude each other"},
  };
  return kTable;
}

TEST(MatcherMistakes, EachIsToldOnceAtItsPlaceWithWhatToDo) {
  for (const Mistake& row : mistakes()) {
    values::Diagnostics errors;
    const auto matcher = Matcher::read(test::node_of(row.matcher), errors, row.domain, row.unit);
    EXPECT_FALSE(matcher.has_value()) << row.matcher;
    ASSERT_EQ(errors.size(), 1u) << row.matcher << "\n" << errors.text();
    EXPECT_EQ(errors.items()[0].column, static_cast<int>(row.matcher.find(row.at)) + 1) << row.matcher;
    EXPECT_THAT(errors.items()[0].message, HasSubstr(row.message)) << row.matcher;
  }
}

TEST(MatcherMistakes, AllOfOneMapAreTold) {
  values::Diagnostics errors;
  EXPECT_FALSE(Matcher::read(test::node_of("{less_than: a, at_least: b, mor_than: 3}"), errors, Domain::number));
  EXPECT_EQ(errors.size(), 3u) << errors.text();
}

TEST(MatcherMistakes, BoundsThatTouchAreNone) {
  const auto reads = [](std::string_view yaml, Domain domain) { return test::read_matcher(yaml, domain).has_value(); };
  EXPECT_TRUE(reads("{at_most: 5, at_least: 5}", Domain::number));
  EXPECT_TRUE(reads("{more_than: 5, less_than: 5.0000001}", Domain::number));
  EXPECT_TRUE(reads("{more_than: 4, less_than: 6}", Domain::count));
  EXPECT_TRUE(reads("{less_than: 500ms}", Domain::duration));
  EXPECT_TRUE(reads("{less_than: 1}", Domain::count));
  EXPECT_TRUE(reads("{not: 5, contains: x}", Domain::any));
  EXPECT_TRUE(reads("{exists: true, less_than: 5}", Domain::any));
}

TEST(MatcherMistakes, OfWhatIsUnreadableNothingIsToldAgain) {
  const auto where = values::Position{"t.yaml", 1, 1};
  const values::Node unreadable = values::Node::unreadable(where, "${LIMIT}");
  const values::Node bound = values::Node::map(
      where, {{"less_than", where, unreadable}, {"at_least", where, values::Node::scalar(where, "3", false)}});
  for (const values::Node& node : {unreadable, bound}) {
    values::Diagnostics errors;
    EXPECT_FALSE(Matcher::read(node, errors, Domain::number).has_value());
    EXPECT_TRUE(errors.empty()) << errors.text();
  }
}

}  // namespace
}  // namespace checkride::harness
