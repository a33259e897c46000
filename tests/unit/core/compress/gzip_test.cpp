// Goal: members are the same bytes everywhere, and a file survives a kill up to its last complete member; damage is an
// error that says what it is. Method: examples; every cut of a file, read by us and by zlib alone.
#include "checkride/compress/gzip.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

#include "checkride/test/result_matchers.hpp"

namespace checkride::compress {
namespace {

using test::FailsWith;
using test::IsOkWith;
using testing::HasSubstr;

// What any other reader of gzip sees in the complete members of `file`.
std::string unpacked_by_zlib_alone(std::string file) {
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
    begin += stream.total_in;
    member.resize(stream.total_out);
    inflateEnd(&stream);
    if (result != Z_STREAM_END) return out;
    out += member;
  }
  return out;
}

TEST(Gzip, EqualBytesGiveEqualMembers) {
  EXPECT_EQ(gzip_member("altitude"), gzip_member("altitude"));
}

TEST(Gzip, TheHeaderNamesNeitherTimeNorMachine) {
  // RFC 1952: magic, deflate, no flags, no time, no hint, Unix.
  EXPECT_EQ(gzip_member("altitude").substr(0, 10), std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10));
}

TEST(Gzip, OtherReadersReadIt) {
  EXPECT_EQ(unpacked_by_zlib_alone(gzip_member("first\n") + gzip_member("") + gzip_member("second\n")),
            "first\nsecond\n");
}

TEST(Gzip, ReadsWhatAnotherWriterWrote) {
  // `printf 'altitude' | gzip -9 -c`, with a time and a name in the header.
  const std::string file(
      "\x1f\x8b\x08\x08\xbc\xe8\x5b\x69\x02\x03\x61\x2e\x74\x78\x74\x00\x4b\xcc\x29\xc9\x2c\x29\x4d\x49\x05\x00"
      "\x32\xa5\xca\xbb\x08\x00\x00\x00",
      34);
  EXPECT_THAT(gunzip(file), IsOkWith(std::string("altitude")));
}

TEST(Gzip, NothingIsAnEmptyFileAndAnEmptyMember) {
  EXPECT_THAT(gunzip(""), IsOkWith(std::string()));
  EXPECT_THAT(gunzip(gzip_member("")), IsOkWith(std::string()));
}

TEST(Gzip, LargeMembersUnpack) {
  const std::string large(1'000'000, 'x');
  EXPECT_THAT(gunzip(gzip_member(large) + gzip_member(large)), IsOkWith(large + large));
}

TEST(Gzip, EveryCutLeavesTheEarlierMembersReadable) {
  const std::string first = gzip_member("first\n");
  const std::string second = gzip_member("second\n");
  for (std::size_t cut = 1; cut < second.size(); ++cut) {
    const std::string file = first + second.substr(0, cut);
    EXPECT_THAT(gunzip(file, CutEnd::ignored), IsOkWith(std::string("first\n"))) << cut;
    EXPECT_THAT(gunzip(file), FailsWith(HasSubstr("cut off in the middle"))) << cut;
    EXPECT_EQ(unpacked_by_zlib_alone(file), "first\n") << cut;
  }
}

TEST(Gzip, DamageIsAnError) {
  std::string file = gzip_member("altitude, altitude, altitude");
  EXPECT_THAT(gunzip("plain text"), FailsWith(HasSubstr("not gzip")));
  EXPECT_THAT(gunzip(file + "plain text"), FailsWith(HasSubstr("not gzip")));
  EXPECT_THAT(gunzip(file + "plain text", CutEnd::ignored), FailsWith(HasSubstr("not gzip")));
  file[file.size() - 6] = static_cast<char>(file[file.size() - 6] ^ 1);  // in the checksum
  EXPECT_THAT(gunzip(file), FailsWith(HasSubstr("damaged")));
}

TEST(Gzip, AFileThatUnpacksToTooMuchIsRefused) {
  const std::string half(50'000, '\0');
  const std::string file = gzip_member(half) + gzip_member(half);
  EXPECT_THAT(gunzip(file, CutEnd::error, 100'000), IsOkWith(half + half));
  EXPECT_THAT(gunzip(file, CutEnd::error, 99'999), FailsWith(HasSubstr("more than 99999 bytes when unpacked")));
  EXPECT_THAT(gunzip(file.substr(0, file.size() - 1), CutEnd::ignored, 99'999), FailsWith(HasSubstr("more than")));
}

}  // namespace
}  // namespace checkride::compress
