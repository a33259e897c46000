// Goal: files behave alike in both worlds. Method: each test runs in both, in a folder of its own.
#include "checkride/world/files.hpp"

#include <boost/system/errc.hpp>

#include "both_worlds.hpp"
#include "checkride/test/property.hpp"

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
  EXPECT_THAT(world.files().write(missing, "x"),
              test::FailsWith(testing::AllOf(HasSubstr("/no/such"), testing::Not(HasSubstr(".new")))));
  EXPECT_THAT(world.files().write(folder + "/file", ""), test::IsOk());
  EXPECT_EQ(code_of(world.files().list(folder + "/file")), errc::not_a_directory);
  EXPECT_EQ(code_of(world.files().make_directories(folder + "/file")), errc::not_a_directory);
  co_return;
}

BOTH_WORLDS_TEST(RandomFile, ReadsAndWritesAtAnyPlace) {
  const auto file = world.files().open(folder + "/data");
  CO_ASSERT_OK(file);
  EXPECT_THAT((*file)->write_at(4, "four"), test::IsOk());
  EXPECT_THAT((*file)->write_at(0, "ab"), test::IsOk());
  EXPECT_THAT((*file)->read_at(0, 100), test::IsOkWith(std::string("ab\0\0four", 8)));
  EXPECT_THAT((*file)->read_at(6, 1), test::IsOkWith(testing::Eq("u")));
  EXPECT_THAT((*file)->read_at(100, 1), test::IsOkWith(testing::Eq("")));
  EXPECT_THAT((*file)->truncate(5), test::IsOk());
  EXPECT_THAT((*file)->size(), test::IsOkWith(5U));
  EXPECT_THAT((*file)->sync(), test::IsOk());
  EXPECT_THAT(world.files().read(folder + "/data"), test::IsOkWith(std::string("ab\0\0f", 5)));
  co_return;
}

BOTH_WORLDS_TEST(RandomFile, IsOpenOnlyOnceAtATime) {
  {
    const auto first = world.files().open(folder + "/data");
    CO_ASSERT_OK(first);
    EXPECT_EQ(code_of(world.files().open(folder + "/data")), errc::device_or_resource_busy);
  }
  EXPECT_THAT(world.files().open(folder + "/data"), test::IsOk());
  co_return;
}

BOTH_WORLDS_TEST(Files, SpaceOfTheDiskIsTold) {
  const auto space = world.files().space(folder);
  CO_ASSERT_OK(space);
  EXPECT_GT(space->total_bytes, 0U);
  EXPECT_LE(space->free_bytes, space->total_bytes);
  co_return;
}

TEST(VirtualDisk, FullDisksTakeWhatFits) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("host");
  host.set_disk({.capacity_bytes = 10});
  auto file = host.files().append_to("/a");
  ASSERT_THAT(file, test::IsOk());
  EXPECT_THAT((*file)->append("12345678"), test::IsOk());
  EXPECT_EQ(code_of((*file)->append("12345678")), errc::no_space_on_device);
  EXPECT_THAT(host.files().read("/a"), test::IsOkWith(testing::Eq("1234567812")));
  EXPECT_THAT(host.files().remove("/a"), test::IsOk());
  EXPECT_THAT(host.files().write("/b", "123456789"), test::IsOk());
}

TEST(VirtualDisk, FailuresStrikeWhenTheyAreToldTo) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("host");
  host.fail_disk({make_error_code(errc::io_error), 1, false});
  EXPECT_THAT(host.files().write("/a", "1"), test::IsOk());
  EXPECT_EQ(code_of(host.files().write("/a", "2")), errc::io_error);
  EXPECT_THAT(host.files().read("/a"), test::IsOkWith(testing::Eq("1")));
  EXPECT_THAT(host.files().write("/a", "3"), test::IsOk());
}

RC_GTEST_PROP(VirtualDisk, APowerLossKeepsWhatWasSyncedAndTakesOnlyFromTheRest, (std::uint64_t seed)) {
  VirtualWorld world({.seed = seed});
  VirtualHost& host = world.add_host("host");
  const auto synced = *rc::gen::inRange<std::size_t>(0, 2000);
  const auto later = *rc::gen::inRange<std::size_t>(0, 2000);
  {
    auto file = host.files().append_to("/a");
    RC_ASSERT(file && (*file)->append(std::string(synced, 's')) && (*file)->sync());
    RC_ASSERT((*file)->append(std::string(later, 'l')).has_value());
  }
  host.lose_power();
  host.restart();
  const auto left = host.files().read("/a");
  RC_ASSERT(left.has_value());
  RC_ASSERT(left->size() >= synced && left->size() <= synced + later);
  RC_ASSERT(left->substr(0, synced) == std::string(synced, 's'));
  RC_ASSERT(left->find_first_not_of(std::string_view("l\0", 2), synced) == std::string::npos);
}

}  // namespace
}  // namespace checkride::world
