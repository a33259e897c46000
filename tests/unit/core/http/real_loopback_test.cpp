// Goal: the same server and client work over the operating system's sockets. Method: one exchange of each kind on
// loopback, port zero, in a RealWorld.
#include <boost/asio/error.hpp>

#include "checkride/http/http.hpp"
#include "checkride/test/world_test.hpp"
#include "checkride/world/real_world.hpp"
#include "http_fixture.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;
using testing::StartsWith;

world::Task<> exchange(world::World& world) {
  RunningServer server(world);
  Request post;
  post.method = "POST";
  post.body = std::string(50'000, 'b');
  const auto posted = co_await fetch(world, server.url("/p"), std::move(post), 30s);
  CO_ASSERT_OK(posted);
  EXPECT_EQ(posted->body, "POST /p " + std::string(50'000, 'b'));
  Request get;
  const auto big = co_await fetch(world, server.url("/big"), std::move(get), 30s);
  CO_ASSERT_OK(big);
  EXPECT_EQ(big->body.size(), 100'000u);
  const std::string garbage = co_await raw(world, server.endpoint(), "\x01\x02\r\n\r\n");
  EXPECT_THAT(garbage, StartsWith("HTTP/1.1 400"));
  const auto left = co_await server.group().stop(world.clock(), 30s);
  EXPECT_TRUE(left.empty());
}

world::Task<int> run(world::World& world) {
  co_await exchange(world);
  co_return 0;
}

TEST(HttpOverRealSockets, ServesAndFetches) {
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  EXPECT_EQ(world.run(run(world)), 0);
}

}  // namespace
}  // namespace checkride::http
