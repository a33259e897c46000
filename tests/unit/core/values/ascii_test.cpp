// Goal: only ASCII letters change, and only letters are the same in another case.
#include "checkride/values/ascii.hpp"

#include <gtest/gtest.h>

namespace checkride::values {
namespace {

TEST(Ascii, ChangesLettersAndNothingElse) {
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    const bool small = c >= 'a' && c <= 'z';
    const bool capital = c >= 'A' && c <= 'Z';
    EXPECT_EQ(ascii_lower(c), capital ? c + ('a' - 'A') : c);
    EXPECT_EQ(ascii_upper(c), small ? c - ('a' - 'A') : c);
  }
  EXPECT_EQ(lower("PLANE \xC3\x84"), "plane \xC3\x84");
  EXPECT_EQ(upper("plane_1"), "PLANE_1");
}

TEST(Ascii, SameTextIsOfTheSameLength) {
  EXPECT_TRUE(same_text("Plane Altitude", "PLANE ALTITUDE"));
  EXPECT_TRUE(same_text("", ""));
  EXPECT_FALSE(same_text("PLANE", "PLANE "));
  EXPECT_FALSE(same_text("@", "`"));  // 32 apart, as letters are
}

}  // namespace
}  // namespace checkride::values
