// Goal: sizes in decimal and binary units, exact, with the unit required. Method: examples and a there-and-back law.
#include "checkride/values/size.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::values {
namespace {

using test::FailsWith;
using test::IsOkWith;
using testing::HasSubstr;

TEST(ParseSize, DecimalAndBinaryUnitsDiffer) {
  EXPECT_THAT(parse_size("100MB"), IsOkWith(Bytes{100'000'000}));
  EXPECT_THAT(parse_size("64MiB"), IsOkWith(Bytes{67'108'864}));
  EXPECT_THAT(parse_size("1kB"), IsOkWith(Bytes{1000}));
  EXPECT_THAT(parse_size("1KB"), IsOkWith(Bytes{1000}));
  EXPECT_THAT(parse_size("1KiB"), IsOkWith(Bytes{1024}));
  EXPECT_THAT(parse_size("512 B"), IsOkWith(Bytes{512}));
  EXPECT_THAT(parse_size("1.5GiB"), IsOkWith(Bytes{1'610'612'736}));
  EXPECT_THAT(parse_size("0"), IsOkWith(Bytes{0}));
}

TEST(ParseSize, RefusesABareNumber) {
  EXPECT_THAT(parse_size("100"), FailsWith(HasSubstr("a unit is missing")));
}

TEST(ParseSize, NamesTheUnitsForAnUnknownOne) {
  for (const char* text : {"1M", "1mb", "1MBit", "1MB ", "1  MB"}) {
    EXPECT_THAT(parse_size(text), FailsWith(HasSubstr("the units are B, kB"))) << text;
  }
}

TEST(ParseSize, RefusesWhatIsNoSize) {
  for (const char* text : {"", "MB", "-1MB", " 1MB", "1,5MB"}) {
    EXPECT_THAT(parse_size(text), FailsWith(HasSubstr("expected a size"))) << text;
  }
}

TEST(ParseSize, RefusesFractionsOfAByteAndWhatDoesNotFit) {
  EXPECT_THAT(parse_size("0.5B"), FailsWith(HasSubstr("not a whole number of bytes")));
  EXPECT_THAT(parse_size("18446744073709551615B"), IsOkWith(Bytes{18'446'744'073'709'551'615ULL}));
  EXPECT_THAT(parse_size("18446744073709551616B"), FailsWith(HasSubstr("expected a size")));
  EXPECT_THAT(parse_size("16777216TiB"), FailsWith(HasSubstr("too large")));
}

TEST(FormatSize, TakesTheLargestUnitThatDivides) {
  EXPECT_EQ(format_size(Bytes{67'108'864}), "64MiB");
  EXPECT_EQ(format_size(Bytes{100'000'000}), "100MB");
  EXPECT_EQ(format_size(Bytes{1500}), "1500B");
  EXPECT_EQ(format_size(Bytes{0}), "0B");
}

RC_GTEST_PROP(SizeLaws, TextReadsBackExactly, (std::uint32_t count)) {
  const auto unit = *rc::gen::element<std::uint64_t>(1, 1000, 1024, 1'000'000, 1'048'576, 1'000'000'000, 1'073'741'824);
  const Bytes size{count * unit};
  RC_ASSERT(parse_size(format_size(size)).value() == size);
}

}  // namespace
}  // namespace checkride::values
