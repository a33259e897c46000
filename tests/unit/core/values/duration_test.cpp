// Goal: durations mean the same to a person, to parse_duration and to format_duration; everything else is refused with
// a hint. Method: examples, and a there-and-back law over the whole range.
#include "checkride/values/duration.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::values {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOkWith;
using testing::AllOf;
using testing::HasSubstr;

TEST(ParseDuration, ReadsOneUnit) {
  EXPECT_THAT(parse_duration("30s"), IsOkWith(30s));
  EXPECT_THAT(parse_duration("250ms"), IsOkWith(250ms));
  EXPECT_THAT(parse_duration("1h"), IsOkWith(1h));
  EXPECT_THAT(parse_duration("500us"), IsOkWith(500us));
  EXPECT_THAT(parse_duration("7ns"), IsOkWith(7ns));
  EXPECT_THAT(parse_duration("30d"), IsOkWith(720h));
}

TEST(ParseDuration, AddsUnitsFromLargeToSmall) {
  EXPECT_THAT(parse_duration("1m30s"), IsOkWith(90s));
  EXPECT_THAT(parse_duration("1d2h3m4s5ms6us7ns"), IsOkWith(26h + 3min + 4s + 5ms + 6us + 7ns));
}

TEST(ParseDuration, ReadsDecimalsExactly) {
  EXPECT_THAT(parse_duration("1.5h"), IsOkWith(90min));
  EXPECT_THAT(parse_duration("0.1s"), IsOkWith(100ms));
  EXPECT_THAT(parse_duration("0.000000001s"), IsOkWith(1ns));
}

TEST(ParseDuration, ReadsBothMicroSigns) {
  EXPECT_THAT(parse_duration("5\xC2\xB5s"), IsOkWith(5us));
  EXPECT_THAT(parse_duration("5\xCE\xBCs"), IsOkWith(5us));
}

TEST(ParseDuration, ZeroNeedsNoUnit) {
  EXPECT_THAT(parse_duration("0"), IsOkWith(0ns));
  EXPECT_THAT(parse_duration("0s"), IsOkWith(0ns));
}

TEST(ParseDuration, RefusesABareNumberWithAHint) {
  EXPECT_THAT(parse_duration("30"), FailsWith(AllOf(HasSubstr("not \"30\""), HasSubstr("30s or 30ms?"))));
}

TEST(ParseDuration, RefusesWhatIsNoDuration) {
  for (const char* text :
       {"", "s", "ten seconds", "1 s", "1s ", " 1s", "1,5s", "1.s", ".5s", "1e3s", "+1s", "1S", "1x"}) {
    EXPECT_THAT(parse_duration(text), FailsWith(HasSubstr("expected a duration such as 30s"))) << text;
  }
}

TEST(ParseDuration, RefusesUnitsOutOfOrderOrTwice) {
  EXPECT_THAT(parse_duration("30s1m"), FailsWith(HasSubstr("larger units come first")));
  EXPECT_THAT(parse_duration("1s1s"), FailsWith(HasSubstr("each once")));
}

TEST(ParseDuration, RefusesNegativeOnes) {
  EXPECT_THAT(parse_duration("-1s"), FailsWith(HasSubstr("negative")));
}

TEST(ParseDuration, RefusesWhatDoesNotFit) {
  EXPECT_THAT(parse_duration("9223372036854775807ns"), IsOkWith(Duration::max()));
  EXPECT_THAT(parse_duration("9223372036854775808ns"), FailsWith(HasSubstr("292 years")));
  EXPECT_THAT(parse_duration("106752d"), FailsWith(HasSubstr("292 years")));
  EXPECT_THAT(parse_duration("106751d24h"), FailsWith(HasSubstr("292 years")));
  EXPECT_THAT(parse_duration("99999999999999999999999h"), FailsWith(HasSubstr("expected a duration")));
}

TEST(ParseDuration, RefusesWhatIsFinerThanANanosecond) {
  EXPECT_THAT(parse_duration("0.5ns"), FailsWith(HasSubstr("finer than a nanosecond")));
  EXPECT_THAT(parse_duration("1.0000000001s"), FailsWith(HasSubstr("expected a duration")));
}

TEST(FormatDuration, IsShort) {
  EXPECT_EQ(format_duration(0ns), "0s");
  EXPECT_EQ(format_duration(90s), "1m30s");
  EXPECT_EQ(format_duration(1500ms), "1.5s");
  EXPECT_EQ(format_duration(250ms), "250ms");
  EXPECT_EQ(format_duration(1h), "1h");
  EXPECT_EQ(format_duration(26h + 1ms), "26h1ms");
  EXPECT_EQ(format_duration(1500ns), "1.5us");
  EXPECT_EQ(format_duration(-90s), "-1m30s");
  EXPECT_EQ(format_duration(Duration::min()), "-2562047h47m16.854775808s");
}

RC_GTEST_PROP(DurationLaws, TextReadsBackExactly, ()) {
  const auto scale = *rc::gen::element<std::int64_t>(1, 1'000, 1'000'000, 1'000'000'000, 60'000'000'000);
  const auto count = *rc::gen::inRange<std::int64_t>(0, std::numeric_limits<std::int64_t>::max() / scale);
  const Duration duration(count * scale);
  RC_ASSERT(parse_duration(format_duration(duration)).value() == duration);
}

RC_GTEST_PROP(DurationLaws, ArbitraryTextIsAValueOrSaysWhatWasExpected, (const std::string& text)) {
  const auto result = parse_duration(text);
  if (result.has_error()) RC_ASSERT(result.error().message().starts_with("expected a duration"));
}

}  // namespace
}  // namespace checkride::values
