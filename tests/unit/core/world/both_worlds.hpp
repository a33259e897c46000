// Contract tests that run in both worlds: BOTH_WORLDS_TEST(Suite, Name) { ...; co_return; } has a `World& world` and
// a `std::string folder` of its own, which exists and is empty.
#pragma once

#include <string>

#include "checkride/test/test_folder.hpp"
#include "checkride/test/world_test.hpp"
#include "checkride/world/real_world.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::test {

using BothWorldsBody = world::Task<> (*)(world::World&, std::string folder);

inline world::Task<int> run_both_worlds_body(BothWorldsBody body, world::World& world, std::string folder) {
  co_await body(world, folder);
  co_return 0;
}

inline void run_in_virtual_world(BothWorldsBody body) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("test");
  ASSERT_FALSE(host.files().make_directories("/test").has_error());
  host.start("test", run_both_worlds_body(body, host, "/test"));
  world.run_until(world.now() + std::chrono::hours(1), [&host] { return host.exit_code().has_value(); });
  EXPECT_EQ(host.failure(), "");
  EXPECT_TRUE(host.exit_code().has_value()) << "the test did not end";
}

inline void run_in_real_world(BothWorldsBody body) {
  const TestFolder folder;
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  EXPECT_EQ(world.run(run_both_worlds_body(body, world, folder.path())), 0);
}

}  // namespace checkride::test

#define BOTH_WORLDS_TEST(suite, name)                                                                        \
  static ::checkride::world::Task<> suite##_##name##_body(::checkride::world::World&, std::string);          \
  TEST(suite, name##Virtual) {                                                                               \
    ::checkride::test::run_in_virtual_world(&suite##_##name##_body);                                         \
  }                                                                                                          \
  TEST(suite, name##Real) {                                                                                  \
    ::checkride::test::run_in_real_world(&suite##_##name##_body);                                            \
  }                                                                                                          \
  static ::checkride::world::Task<> suite##_##name##_body([[maybe_unused]] ::checkride::world::World& world, \
                                                          [[maybe_unused]] std::string folder)
