// Goal: TLS changes no byte and takes any. Method: random talks in random pieces over a network with short reads, and
// random bytes in the place of a peer.
#include <boost/asio/this_coro.hpp>

#include "checkride/test/property.hpp"
#include "tls_fixture.hpp"

namespace checkride::tls {
namespace {

using namespace std::chrono_literals;

world::Task<> send_pieces(world::Stream& stream, const std::vector<std::string>& pieces) {
  for (const std::string& piece : pieces) (void)co_await world::write_all(stream, piece);
  stream.shutdown_send();
}

world::Task<int> talk(world::VirtualHost& host, const std::vector<std::string>& pieces, std::string* heard) {
  Acquaintance who(host);
  Meetings meetings(host);
  Meeting both = co_await meetings.meet(who);
  world::TaskGroup group(host.executor());
  group.spawn("client", send_pieces(**both.client, pieces));
  auto all = co_await read_to_end(**both.server);
  EXPECT_EQ(all.second, boost::asio::error::eof);
  *heard = std::move(all.first);
  co_return 0;
}

RC_GTEST_PROP(TlsLaws, WhatIsSentIsWhatArrives, (const std::vector<std::string>& pieces, std::uint64_t seed)) {
  world::VirtualOptions options;
  options.seed = seed;
  world::VirtualWorld world(options);
  world::VirtualHost& host = world.add_host("test");
  std::string heard;
  host.start("talk", talk(host, pieces, &heard));
  world.run_until(world.now() + 1h, [&host] { return host.exit_code().has_value(); });
  RC_ASSERT(host.exit_code() == 0);
  std::string sent;
  for (const std::string& piece : pieces) sent += piece;
  RC_ASSERT(heard == sent);
}

world::Task<int> refuse(world::VirtualHost& host, const std::string& bytes, bool* refused) {
  Acquaintance who(host);
  auto listener = host.network().listen(world::Endpoint{"127.0.0.1", 0}).value();
  auto plain = co_await host.network().connect(listener->local());
  (void)co_await world::write_all(*plain, bytes);
  plain->shutdown_send();
  auto accepted = co_await listener->accept();
  Server server = Server::make(host, who.server).value();
  const auto secure = co_await accept(host, std::move(server), std::move(*accepted));
  *refused = secure.has_error() && !secure.error().message().empty();
  co_return 0;
}

RC_GTEST_PROP(TlsLaws, AnyBytesAreRefused, (const std::string& bytes)) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("test");
  bool refused = false;
  host.start("refuse", refuse(host, bytes, &refused));
  world.run_until(world.now() + 1h, [&host] { return host.exit_code().has_value(); });
  RC_ASSERT(host.exit_code() == 0);
  RC_ASSERT(refused);
}

}  // namespace
}  // namespace checkride::tls
