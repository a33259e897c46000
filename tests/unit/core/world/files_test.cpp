// Goal: files behave alike in both worlds. Method: each test runs in both, in a folder of its own.
#include "checkride/world/files.hpp"

#include <boost/system/errc.hpp>

#include "both_worlds.hpp"

namespace checkride::world {
namespace {

namespace errc = boost::system::errc;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

template <class T>
ErrorCode code_of(const Result<T>& result) {
  return result.has_error() ? result.error().code() : ErrorCode();
}

BOTH_WORLDS_TEST(Files, WrittenContentIsReadBackAndReplaced) {
  const std::string path = folder + "/a";
  EXPECT_FALSE(world.files().exists(path));
  EXPECT_THAT(world.files().write(path, std::string_view("one\0two", 7)), test::IsOk());
  EXPECT_THAT(world.files().read(path), test::IsOkWith(std::string("one\0two", 7)));
  EXPECT_THAT(world.files().write(path, "new"), test::IsOk());
  EXPECT_THAT(world.files().read(path), test::IsOkWith(testing::Eq("new")));
  EXPECT_THAT(world.files().list(folder), test::IsOkWith(ElementsAre("a")));
  co_return;
}

BOTH_WORLDS_TEST(Files, AppendAddsAndReopens) {
  const std::string path = folder + "/log";
  {
    Result<std::unique_ptr<File>> file = world.files().append_to(path);
    CO_ASSERT_OK(file);
    EXPECT_THAT((*file)->append("one\n"), test::IsOk());
    EXPECT_THAT((*file)->append("two\n"), test::IsOk());
    EXPECT_THAT((*file)->sync(), test::IsOk());
    EXPECT_EQ((*file)->size(), 8U);
  }
  Result<std::unique_ptr<File>> again = world.files().append_to(path);
  CO_ASSERT_OK(again);
  EXPECT_EQ((*again)->size(), 8U);
  EXPECT_THAT((*again)->append("three\n"), test::IsOk());
  EXPECT_THAT(world.files().read(path), test::IsOkWith(testing::Eq("one\ntwo\nthree\n")));
  co_return;
}

BOTH_WORLDS_TEST(Files, AnOpenFileIsFollowedThroughRename) {
  Result<std::unique_ptr<File>> file = world.files().append_to(folder + "/log");
  CO_ASSERT_OK(file);
  EXPECT_THAT((*file)->append("before "), test::IsOk());
  EXPECT_THAT(world.files().rename(folder + "/log", folder + "/log.1"), test::IsOk());
  EXPECT_THAT((*file)->append("after"), test::IsOk());
  EXPECT_THAT(world.files().read(folder + "/log.1"), test::IsOkWith(testing::Eq("before after")));
  EXPECT_FALSE(world.files().exists(folder + "/log"));
  co_return;
}

BOTH_WORLDS_TEST(Files, FoldersAreMadeListedAndRemoved) {
  EXPECT_THAT(world.files().make_directories(folder + "/x/y/z"), test::IsOk());
  EXPECT_THAT(world.files().make_directories(folder + "/x/y"), test::IsOk());
  EXPECT_THAT(world.files().write(folder + "/x/b", ""), test::IsOk());
  EXPECT_THAT(world.files().write(folder + "/x/a", ""), test::IsOk());
  EXPECT_THAT(world.files().list(folder + "/x"), test::IsOkWith(ElementsAre("a", "b", "y")));
  EXPECT_EQ(code_of(world.files().remove(folder + "/x/y")), errc::directory_not_empty);
  EXPECT_THAT(world.files().remove(folder + "/x/y/z"), test::IsOk());
  EXPECT_THAT(world.files().remove(folder + "/x/y"), test::IsOk());
  EXPECT_THAT(world.files().remove(folder + "/x/a"), test::IsOk());
  EXPECT_THAT(world.files().list(folder + "/x"), test::IsOkWith(ElementsAre("b")));
  co_return;
}

BOTH_WORLDS_TEST(Files, RenamedFolderTakesItsContentAlong) {
  EXPECT_THAT(world.files().make_directories(folder + "/old/deep"), test::IsOk());
  EXPECT_THAT(world.files().write(folder + "/old/deep/file", "x"), test::IsOk());
  EXPECT_THAT(world.files().rename(folder + "/old", folder + "/new"), test::IsOk());
  EXPECT_THAT(world.files().read(folder + "/new/deep/file"), test::IsOkWith(testing::Eq("x")));
  EXPECT_THAT(world.files().list(folder), test::IsOkWith(ElementsAre("new")));
  co_return;
}

BOTH_WORLDS_TEST(Files, ErrorsNameThePath) {
  const std::string missing = folder + "/no/such";
  EXPECT_EQ(code_of(world.files().read(missing)), errc::no_such_file_or_directory);
  EXPECT_EQ(code_of(world.files().write(missing, "x")), errc::no_such_file_or_directory);
  EXPECT_EQ(code_of(world.files().append_to(missing)), errc::no_such_file_or_directory);
  EXPECT_EQ(code_of(world.files().rename(missing, folder + "/b")), errc::no_such_file_or_directory);
  EXPECT_EQ(code_of(world.files().remove(missing)), errc::no_such_file_or_directory);
  EXPECT_EQ(code_of(world.files().list(missing)), errc::no_such_file_or_directory);
  EXPECT_EQ(code_of(world.files().read(folder)), errc::is_a_directory);
  EXPECT_THAT(world.files().read(missing), test::FailsWith(HasSubstr("/no/such")));
  EXPECT_THAT(world.files().write(folder + "/file", ""), test::IsOk());
  EXPECT_EQ(code_of(world.files().list(folder + "/file")), errc::not_a_directory);
  EXPECT_EQ(code_of(world.files().make_directories(folder + "/file")), errc::not_a_directory);
  co_return;
}

}  // namespace
}  // namespace checkride::world
