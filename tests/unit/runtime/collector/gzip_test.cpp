// Goal: compressed files survive a crash up to their last complete member. Method: members read back with zlib, whole
// and cut.
#include "collector/gzip.hpp"

#include <zlib.h>

#include "checkride/test/property.hpp"

namespace checkride::runtime::collector {
namespace {

// What stands in the complete members of `file`, as any gzip reader sees it; a cut member gives nothing.
std::string complete_members(std::string file) {
  std::string out;
  std::size_t begin = 0;
  while (begin < file.size()) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string member(1 << 20, '\0');
    stream.next_in = static_cast<Bytef*>(static_cast<void*>(file.data() + begin));
    stream.avail_in = static_cast<uInt>(file.size() - begin);
    stream.next_out = static_cast<Bytef*>(static_cast<void*>(member.data()));
    stream.avail_out = static_cast<uInt>(member.size());
    const int result = inflate(&stream, Z_FINISH);
    const std::size_t consumed = stream.total_in;
    member.resize(stream.total_out);
    inflateEnd(&stream);
    if (result != Z_STREAM_END) return out;
    out += member;
    begin += consumed;
  }
  return out;
}

TEST(Gzip, EqualBytesGiveEqualMembers) {
  EXPECT_EQ(gzip_member("one\n"), gzip_member("one\n"));
  EXPECT_EQ(gzip_member("one\n").substr(4, 4), std::string(4, '\0')) << "the header must carry no time";
}

TEST(Gzip, ACutMemberLeavesTheEarlierOnesReadable) {
  const std::string first = gzip_member("first\n");
  const std::string second = gzip_member("second\n");
  EXPECT_EQ(complete_members(first + second), "first\nsecond\n");
  for (std::size_t cut = 0; cut < second.size(); ++cut) {
    EXPECT_EQ(complete_members(first + second.substr(0, cut)), "first\n") << cut;
  }
}

RC_GTEST_PROP(Gzip, IsUndoneByZlib, ()) {
  const auto bytes = *rc::gen::arbitrary<std::string>();
  RC_ASSERT(complete_members(gzip_member(bytes)) == bytes);
}

}  // namespace
}  // namespace checkride::runtime::collector
