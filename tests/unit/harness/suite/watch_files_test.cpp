// Goal: a change is told once, whether a file changed, came or went.
#include "suite/watch_files.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Watched : testing::Test {
  world::VirtualWorld virtual_world;
  world::Files& files = virtual_world.add_host("machine").files();
  WatchedFiles watched{files};

  void write(const std::string& path, const std::string& text) { EXPECT_THAT(files.write(path, text), test::IsOk()); }
};

TEST_F(Watched, AChangeIsToldOnce) {
  write("/a.yaml", "1");
  write("/b.yaml", "1");
  watched.watch({"/a.yaml", "/b.yaml"});
  EXPECT_THAT(watched.changed(), IsEmpty());
  write("/a.yaml", "2");
  EXPECT_THAT(watched.changed(), ElementsAre("/a.yaml"));
  EXPECT_THAT(watched.changed(), IsEmpty());
}

TEST_F(Watched, TheSameContentWrittenAgainIsNoChange) {
  write("/a.yaml", "1");
  watched.watch({"/a.yaml"});
  write("/a.yaml", "1");
  EXPECT_THAT(watched.changed(), IsEmpty());
}

TEST_F(Watched, WhatComesAndGoesIsAChange) {
  write("/a.yaml", "1");
  watched.watch({"/a.yaml", "/later.yaml"});
  write("/later.yaml", "x");
  ASSERT_THAT(files.remove("/a.yaml"), test::IsOk());
  EXPECT_THAT(watched.changed(), ElementsAre("/a.yaml", "/later.yaml"));
}

TEST_F(Watched, WhatIsNoLongerWatchedIsForgotten) {
  write("/a.yaml", "1");
  watched.watch({"/a.yaml"});
  watched.watch({});
  write("/a.yaml", "2");
  EXPECT_THAT(watched.changed(), IsEmpty());
}

}  // namespace
}  // namespace checkride::harness
