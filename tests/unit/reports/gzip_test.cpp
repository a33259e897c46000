// Goal: blocks written one after the other are one readable file; damage is an error. Method: RapidCheck and examples.
#include <gtest/gtest.h>

#include "checkride/reports/record.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::reports {
namespace {

RC_GTEST_PROP(Gzip, BlocksReadBackInOrder, (const std::vector<std::string>& blocks)) {
  std::string file, whole;
  for (const std::string& block : blocks) {
    file += gzip_block(block);
    whole += block;
  }
  const auto unpacked = gunzip_all(file);
  RC_ASSERT(unpacked.has_value());
  RC_ASSERT(unpacked.value() == whole);
}

TEST(Gzip, SameBytesInSameBytesOut) {
  EXPECT_EQ(gzip_block("altitude"), gzip_block("altitude"));
}

TEST(Gzip, LargeBlocksUnpack) {
  const std::string large(1'000'000, 'x');
  EXPECT_THAT(gunzip_all(gzip_block(large)), test::IsOkWith(large));
}

TEST(Gzip, DamageIsAnError) {
  const std::string file = gzip_block("altitude, altitude, altitude");
  EXPECT_THAT(gunzip_all("plain text"), test::FailsWith(testing::HasSubstr("not gzip")));
  EXPECT_THAT(gunzip_all(file.substr(0, file.size() - 3)), test::FailsWith(testing::HasSubstr("cut off")));
}

}  // namespace
}  // namespace checkride::reports
