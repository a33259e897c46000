// Goal: a program that is killed while it replaces a file leaves nothing behind for long, and nobody is disturbed who
// replaces one at the same time. Method: leftovers made by hand, held and not; processes that write to one folder at
// once, some of them killed.
#include "real/new_file.hpp"

#include <sys/stat.h>
#include <sys/wait.h>

#include <boost/system/errc.hpp>
#include <csignal>

#include "both_worlds.hpp"
#include "checkride/test/property.hpp"
#include "real/real_files.hpp"

namespace checkride::world::real {
namespace {

using test::TestFolder;
using testing::ElementsAre;
using testing::Eq;

constexpr const char* kName = ".checkride.new";

// In a process of its own; the exit code is zero if all went well.
template <class Work>
pid_t start(const Work& work) {
  const pid_t child = ::fork();  // world-lint: allow (a writer that can be killed)
  if (child == 0) ::_exit(work() ? 0 : 1);
  return child;
}

int status_of(pid_t child) {
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);  // world-lint: allow (the writer of start())
  return status;
}

TEST(NewFile, WhatAKilledProgramLeftGoesWithTheNextWriteToTheFolder) {
  const TestFolder folder;
  RealFiles files;
  {
    auto left = files.append_to(folder.file(kName));
    ASSERT_THAT(left, test::IsOk());
    ASSERT_THAT((*left)->append("half a fi"), test::IsOk());
  }
  EXPECT_THAT(files.write(folder.file("other"), "whole"), test::IsOk());
  EXPECT_THAT(files.list(folder.path()), test::IsOkWith(ElementsAre("other")));
  EXPECT_THAT(files.read(folder.file("other")), test::IsOkWith(Eq("whole")));
}

TEST(NewFile, WhatSomebodyWritesIsLeftAlone) {
  const TestFolder folder;
  RealFiles files;
  {
    auto writer = NewFile::make(folder.file("a"));
    ASSERT_THAT(writer, test::IsOk());
    EXPECT_THAT(files.write(folder.file("b"), "b"), test::IsOk());
    EXPECT_THAT(files.list(folder.path()), test::IsOkWith(ElementsAre(kName, "b")));
    EXPECT_THAT(writer->take_place_of(folder.file("a")), test::IsOk());
  }
  EXPECT_THAT(files.list(folder.path()), test::IsOkWith(ElementsAre("a", "b")));
}

TEST(NewFile, OneThatTookNoPlaceGoes) {
  const TestFolder folder;
  RealFiles files;
  EXPECT_THAT(NewFile::make(folder.file("a")), test::IsOk());
  ASSERT_THAT(files.make_directories(folder.file("b/c")), test::IsOk());
  EXPECT_TRUE(files.write(folder.file("b"), "a folder stands there").has_error());
  EXPECT_THAT(files.list(folder.path()), test::IsOkWith(ElementsAre("b")));
}

// They may point to what is dear to somebody, or never end.
TEST(NewFile, ThingsOfOtherKindsUnderItsNameAreLeftAlone) {
  const TestFolder folder;
  RealFiles files;
  ASSERT_THAT(files.write(folder.file("dear"), "dear"), test::IsOk());
  ASSERT_EQ(::symlink(folder.file("dear").c_str(), folder.file(kName).c_str()), 0);
  ASSERT_EQ(::mkfifo(folder.file(std::string(kName) + "-2").c_str(), 0600), 0);
  ASSERT_THAT(files.make_directories(folder.file(std::string(kName) + "-3")), test::IsOk());
  EXPECT_THAT(files.write(folder.file("a"), "a"), test::IsOk());
  EXPECT_THAT(files.read(folder.file("a")), test::IsOkWith(Eq("a")));
  EXPECT_THAT(files.read(folder.file("dear")), test::IsOkWith(Eq("dear")));
  EXPECT_THAT(files.list(folder.path()), test::IsOkWith(testing::SizeIs(5)));
}

TEST(NewFile, ManyWhoWriteAtOnceDisturbNobody) {
  constexpr int kWriters = 4;
  const TestFolder folder;
  std::vector<pid_t> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.push_back(start([&folder, writer] {
      RealFiles files;
      const std::string content(20'000, static_cast<char>('a' + writer));
      for (int i = 0; i < 25; ++i) {
        if (files.write(folder.file("file"), content).has_error()) return false;
      }
      return true;
    }));
  }
  for (const pid_t writer : writers) EXPECT_EQ(status_of(writer), 0);
  RealFiles files;
  const auto content = files.read(folder.file("file"));
  ASSERT_THAT(content, test::IsOk());
  EXPECT_EQ(*content, std::string(20'000, content->front()));
  EXPECT_THAT(files.list(folder.path()), test::IsOkWith(ElementsAre("file")));
}

// Wherever the kill strikes; who writes beside it never notices.
TEST(NewFile, KilledWritersLeaveNothingBehindTheNextWrite) {
  const TestFolder folder;
  RealFiles files;
  for (int round = 0; round < 10; ++round) {
    const std::string begun = folder.file("begun");
    const pid_t writer = start([&] {
      RealFiles its;
      for (int i = 0;; ++i) {
        if (its.write(folder.file("file"), std::string(100'000, 'x')).has_error()) return false;
        if (i == round && its.write(begun, "").has_error()) return false;
      }
    });
    while (!files.exists(begun)) ASSERT_THAT(files.write(folder.file("beside"), "y"), test::IsOk());
    ASSERT_EQ(::kill(writer, SIGKILL), 0);
    const int status = status_of(writer);
    EXPECT_TRUE(WIFSIGNALED(status));
    ASSERT_THAT(files.remove(begun), test::IsOk());
    EXPECT_THAT(files.read(folder.file("file")), test::IsOkWith(testing::SizeIs(100'000)));
  }
  // Two at once each have a name, so that the second name is looked at only while the first is taken.
  const auto first = NewFile::make(folder.file("a"));
  const auto second = NewFile::make(folder.file("a"));
  ASSERT_THAT(first, test::IsOk());
  ASSERT_THAT(second, test::IsOk());
  EXPECT_THAT(files.list(folder.path()),
              test::IsOkWith(ElementsAre(kName, std::string(kName) + "-2", "beside", "file")));
}

}  // namespace
}  // namespace checkride::world::real
