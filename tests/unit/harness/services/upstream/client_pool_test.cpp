// Goal: a pool gives what was asked for and never has more connections than it may. Method: clients that do nothing.
#include "services/upstream/client_pool.hpp"

#include "checkride/test/world_test.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;

struct Idler {
  bool is_open() const { return *open; }
  void close() { *open = false; }
  std::shared_ptr<bool> open = std::make_shared<bool>(true);
};

world::Task<Result<std::unique_ptr<Idler>>> connect() {
  co_return std::make_unique<Idler>();
}

class ClientPoolTest {
 public:
  ClientPoolTest(world::World& world, std::size_t open_max) : pool(world, spec(open_max), [] { return connect(); }) {}

  ClientPool<Idler> pool;

 private:
  static PoolSpec spec(std::size_t open_max) {
    PoolSpec spec;
    spec.open_max = open_max;
    spec.idle_max = open_max;
    spec.wait = 1s;
    return spec;
  }
};

WORLD_TEST(ClientPool, WhatWasKeptIsTakenFirstAndSaysSo) {
  ClientPoolTest of(host, 2);
  auto first = co_await of.pool.take();
  CO_ASSERT_OK(first);
  EXPECT_FALSE(first->was_kept);
  of.pool.give_back(std::move(*first), false);
  auto second = co_await of.pool.take();
  CO_ASSERT_OK(second);
  EXPECT_TRUE(second->was_kept);
  EXPECT_EQ(of.pool.counts().opened, 1U);
}

WORLD_TEST(ClientPool, AFreshOneLeavesTheOthersAloneWhereThereIsRoom) {
  ClientPoolTest of(host, 2);
  auto first = co_await of.pool.take();
  CO_ASSERT_OK(first);
  of.pool.give_back(std::move(*first), false);
  auto fresh = co_await of.pool.take(Which::fresh);
  CO_ASSERT_OK(fresh);
  EXPECT_FALSE(fresh->was_kept);
  EXPECT_EQ(of.pool.counts().open, 2U);
  EXPECT_EQ(of.pool.counts().idle, 1U);
}

WORLD_TEST(ClientPool, AFreshOneTakesThePlaceOfAnIdleOneWhereThereIsNone) {
  ClientPoolTest of(host, 1);
  auto first = co_await of.pool.take();
  CO_ASSERT_OK(first);
  const std::shared_ptr<bool> open = first->client->open;
  of.pool.give_back(std::move(*first), false);
  auto fresh = co_await of.pool.take(Which::fresh);
  CO_ASSERT_OK(fresh);
  EXPECT_FALSE(*open);
  EXPECT_EQ(of.pool.counts().open, 1U);
  EXPECT_EQ(of.pool.counts().opened, 2U);
  const auto none = co_await of.pool.take(Which::fresh);
  EXPECT_TRUE(none.has_error()) << "the one there may be is in use";
}

}  // namespace
}  // namespace checkride::harness
