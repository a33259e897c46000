// Goal: the vectors of RFC 4648, section 10, and bytes of every kind.
#include "checkride/values/base64.hpp"

#include <gtest/gtest.h>

#include "checkride/test/property.hpp"

namespace checkride::values {
namespace {

TEST(Base64, GivesTheVectorsOfTheStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
}

RC_GTEST_PROP(Base64, AnyBytesReadBack, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  RC_ASSERT(from_base64(base64(bytes)) == bytes);
}

TEST(Base64, RefusesWhatItWouldNotHaveWritten) {
  for (const char* text :
       {"Z", "Zg", "Zg=", "Zg= =", "Zg==\n", "Zm9v====", "Zm9v=A==", "====", "Zh==", "Zm9=", "Zm-v", "=Zg="}) {
    EXPECT_FALSE(from_base64(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace checkride::values
