// WORLD_TEST: a coroutine as a test, in a fresh virtual world.
//
//   WORLD_TEST(Clock, SleepsExactly) {           // `world` and `host` are there
//     const auto before = host.clock().now();
//     co_await host.clock().sleep_for(1s);
//     EXPECT_EQ(host.clock().now() - before, 1s);
//     co_return;
//   }
//
// ASSERT_* returns, which a coroutine cannot: use CO_ASSERT_TRUE and CO_ASSERT_OK there. A test that does not end
// within an hour of virtual time fails and says who waits for what.
#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

#define CO_ASSERT_TRUE(condition)             \
  if (!(condition)) {                         \
    ADD_FAILURE() << "not true: " #condition; \
    co_return;                                \
  }
#define CO_ASSERT_OK(result)                                                   \
  if (const auto& co_assert_result = (result); co_assert_result.has_error()) { \
    ADD_FAILURE() << #result ": " << co_assert_result.error().message();       \
    co_return;                                                                 \
  }

namespace checkride::test {

using WorldTestBody = world::Task<> (*)(world::VirtualWorld&, world::VirtualHost&);

inline world::Task<int> run_world_test_body(WorldTestBody body, world::VirtualWorld& world, world::VirtualHost& host) {
  co_await body(world, host);
  co_return 0;
}

inline void run_world_test(WorldTestBody body, world::VirtualOptions options = {}) {
  world::VirtualWorld world(options);
  world::VirtualHost& host = world.add_host("test");
  host.start("test", run_world_test_body(body, world, host));
  world.run_until(world.now() + std::chrono::hours(1), [&host] { return host.exit_code().has_value(); });
  EXPECT_EQ(host.failure(), "");
  if (host.exit_code().has_value()) return;
  std::string waiting;
  for (const std::string& line : world.waiting()) waiting += "\n  " + line;
  ADD_FAILURE() << "the test did not end; waiting:" << waiting;
}

}  // namespace checkride::test

#define WORLD_TEST(suite, name)                                                                                     \
  static ::checkride::world::Task<> suite##_##name##_body(::checkride::world::VirtualWorld&,                        \
                                                          ::checkride::world::VirtualHost&);                        \
  TEST(suite, name) {                                                                                               \
    ::checkride::test::run_world_test(&suite##_##name##_body);                                                      \
  }                                                                                                                 \
  static ::checkride::world::Task<> suite##_##name##_body([[maybe_unused]] ::checkride::world::VirtualWorld& world, \
                                                          [[maybe_unused]] ::checkride::world::VirtualHost& host)
