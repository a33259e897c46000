// What is new in the texts of a member: every whole line once, however the file grows. On a virtual disk.
#include "rigs/log_cursor.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using test::IsOk;

struct LogFile : testing::Test {
  void append(std::string_view text) {
    auto file = host.files().append_to("/log");
    ASSERT_THAT(file, IsOk());
    ASSERT_THAT((*file)->append(text), IsOk());
  }
  std::string fresh() { return read_log_file(host.files(), "/log", cursor); }

  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("monitor");
  LogCursor cursor;
};

TEST_F(LogFile, IsReadLineByLineAndOnce) {
  EXPECT_EQ(fresh(), "") << "it is not there yet";
  append("a\nb");
  EXPECT_EQ(fresh(), "a\n") << "b is still being written";
  EXPECT_EQ(fresh(), "");
  append("b\nc\n");
  EXPECT_EQ(fresh(), "bb\nc\n");
  EXPECT_EQ(fresh(), "");
}

TEST_F(LogFile, ThatShrankIsReadFromItsBegin) {
  append("a long line\n");
  EXPECT_EQ(fresh(), "a long line\n");
  ASSERT_THAT(host.files().write("/log", "b\n"), IsOk());
  EXPECT_EQ(fresh(), "b\n");
}

TEST_F(LogFile, LongerThanAPartIsReadWhole) {
  const std::string line = std::string(999, 'x') + "\n";
  std::string text;
  for (int i = 0; i < 1000; ++i) text += line;
  append(text);
  EXPECT_EQ(fresh(), text);
}

TEST(Printed, LinesAreGivenOnce) {
  LogCursor cursor;
  std::vector<std::string> lines{"a", "b"};
  EXPECT_EQ(read_printed(lines, cursor), "a\nb\n");
  EXPECT_EQ(read_printed(lines, cursor), "");
  lines.emplace_back("c");
  EXPECT_EQ(read_printed(lines, cursor), "c\n");
}

// However a file grows and whenever it is looked at: what was read is its whole lines.
RC_GTEST_PROP(LogCursorLaws, ReadInPiecesItIsTheWhole, (const std::vector<std::string>& pieces)) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("monitor");
  LogCursor cursor;
  std::string written;
  std::string read;
  for (const std::string& piece : pieces) {
    auto file = host.files().append_to("/log");
    RC_ASSERT(file.has_value());
    RC_ASSERT((*file)->append(piece).has_value());
    written += piece;
    read += read_log_file(host.files(), "/log", cursor);
  }
  const auto end = written.rfind('\n');
  RC_ASSERT(read == (end == std::string::npos ? "" : written.substr(0, end + 1)));
}

}  // namespace
}  // namespace checkride::harness
