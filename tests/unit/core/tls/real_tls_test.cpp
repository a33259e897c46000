// Goal: the same over the operating system's sockets, with the kernel's chance. Method: one talk on loopback.
#include "checkride/world/real_world.hpp"
#include "tls_fixture.hpp"

namespace checkride::tls {
namespace {

world::Task<> exchange(world::World& world) {
  Acquaintance who(world);
  Meetings meetings(world);
  Meeting both = co_await meetings.meet(who);
  CO_ASSERT_OK(*both.server);
  CO_ASSERT_OK(*both.client);
  (void)co_await world::write_all(**both.client, std::string(50'000, 'b'));
  (*both.client)->close();
  const auto heard = co_await read_to_end(**both.server);
  EXPECT_EQ(heard.first.size(), 50'000u);
  EXPECT_EQ(heard.second, boost::asio::error::eof);
}

world::Task<int> run(world::World& world) {
  co_await exchange(world);
  co_return 0;
}

TEST(TlsOverRealSockets, Talks) {
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  EXPECT_EQ(world.run(run(world)), 0);
}

TEST(TlsOverRealSockets, KeysDifferEachTime) {
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  EXPECT_NE(Authority::make(world, "A").trust_pem(), Authority::make(world, "A").trust_pem());
}

}  // namespace
}  // namespace checkride::tls
