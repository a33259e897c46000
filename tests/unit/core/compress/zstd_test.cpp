// Goal: what is packed comes back, and nothing else does. Method: laws over random texts, cuts and flips.
#include "checkride/compress/zstd.hpp"

#include "checkride/compress/checksum.hpp"
#include "checkride/test/property.hpp"

namespace checkride::compress {
namespace {

TEST(Crc32, IsTheOneOfGzip) {
  EXPECT_EQ(crc32("123456789"), 0xcbf43926U);
  EXPECT_EQ(crc32(""), 0U);
}

TEST(Zstd, NothingIsAnEmptyFile) {
  EXPECT_EQ(unzstd("").value(), "");
  EXPECT_EQ(unzstd(zstd_frame("")).value(), "");
}

TEST(Zstd, ABombIsRefused) {
  EXPECT_TRUE(unzstd(zstd_frame(std::string(1'000'000, 'x')), CutEnd::error, 999'999).has_error());
}

RC_GTEST_PROP(Zstd, FramesBehindOneAnotherComeBack, (const std::string& first, const std::string& second)) {
  RC_ASSERT(unzstd(zstd_frame(first) + zstd_frame(second)).value() == first + second);
}

RC_GTEST_PROP(Zstd, ACutFrameIsAnErrorOrLeftOut, (const std::string& first, const std::string& second)) {
  const std::string whole = zstd_frame(first);
  const std::string last = zstd_frame(second);
  const auto kept = *rc::gen::inRange<std::size_t>(1, last.size());
  const std::string file = whole + last.substr(0, kept);
  RC_ASSERT(unzstd(file).has_error());
  RC_ASSERT(unzstd(file, CutEnd::ignored).value() == first);
}

RC_GTEST_PROP(Zstd, AFlippedBitIsNeverOtherContent, (const std::string& text)) {
  std::string frame = zstd_frame(text);
  const auto at = *rc::gen::inRange<std::size_t>(0, frame.size());
  frame[at] = static_cast<char>(frame[at] ^ (1 << *rc::gen::inRange(0, 8)));
  const auto read = unzstd(frame);
  RC_ASSERT((read.has_error() || *read == text));
}

}  // namespace
}  // namespace checkride::compress
