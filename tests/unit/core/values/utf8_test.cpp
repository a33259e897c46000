#include "checkride/values/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "checkride/test/property.hpp"

namespace checkride::values {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, CountsTheBytesOfTheCharacterInFront) {
  EXPECT_EQ(utf8_length("a\xC3\xA9"), 1U);
  EXPECT_EQ(utf8_length("\xC3\xA9t"), 2U);
  EXPECT_EQ(utf8_length("\xE2\x82\xAC"), 3U);
  EXPECT_EQ(utf8_length("\xF0\x9F\x9B\xA9 "), 4U);
  EXPECT_EQ(utf8_length("\0a"sv), 1U);
  EXPECT_EQ(utf8_length(""), 0U);
}

TEST(Utf8, KnowsWhatIsNotWellFormed) {
  for (const std::string_view wrong : {"\x80", "\xC3", "\xC3(", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xE2\x82",
                                       "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_EQ(utf8_length(wrong), 0U) << static_cast<int>(static_cast<unsigned char>(wrong.front()));
    EXPECT_FALSE(is_utf8("before " + std::string(wrong)));
  }
  EXPECT_TRUE(is_utf8(""));
}

// What was put together of whole characters is well-formed; without its last byte it is so only if that was one of
// ASCII.
RC_GTEST_PROP(Utf8Law, WholeCharactersAreWellFormed, ()) {
  const auto characters = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", "\n", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x9B\xA9")));
  std::string text;
  for (const std::string& character : characters) text += character;
  RC_ASSERT(is_utf8(text));
  text.pop_back();
  RC_ASSERT(is_utf8(text) == (characters.back().size() == 1));
}

}  // namespace
}  // namespace checkride::values
