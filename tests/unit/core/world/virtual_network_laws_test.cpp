// Goal: bytes arrive unchanged and in order whatever the link. Method: a law by RapidCheck over links, seeds and
// writes.
#include <boost/asio/error.hpp>
#include <string>
#include <vector>

#include "checkride/test/property.hpp"
#include "checkride/test/world_test.hpp"
#include "network_programs.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using namespace checkride::test;

struct LinkCase {
  LinkOptions options;
  std::uint64_t seed = 0;
  bool shuffle = false;
  std::vector<std::string> writes;
};

LinkCase arbitrary_case() {
  LinkCase made;
  made.seed = *rc::gen::arbitrary<std::uint64_t>();
  made.shuffle = *rc::gen::arbitrary<bool>();
  made.options.latency = std::chrono::microseconds(*rc::gen::inRange(0, 5000));
  made.options.jitter = std::chrono::microseconds(*rc::gen::inRange(0, 5000));
  made.options.bytes_per_second = *rc::gen::element<std::uint64_t>(0, 1000, 1'000'000);
  made.options.buffer_bytes = *rc::gen::inRange<std::size_t>(1, 3000);
  made.options.short_reads = *rc::gen::arbitrary<bool>();
  made.writes = *rc::gen::container<std::vector<std::string>>(rc::gen::string<std::string>());
  return made;
}

RC_GTEST_PROP(VirtualNetworkLaw, BytesArriveUnchangedAndInOrder, ()) {
  const LinkCase chosen = arbitrary_case();
  VirtualOptions world_options;
  world_options.seed = chosen.seed;
  world_options.shuffle = chosen.shuffle;
  VirtualWorld world(world_options);
  VirtualHost& server = world.add_host("server");
  VirtualHost& client = world.add_host("client");
  world.set_link(server, client, chosen.options);
  Log at_server;
  Log at_client;
  server.start("serve", serve(server, at_server));
  Script script;
  std::string expected;
  for (const std::string& bytes : chosen.writes) {
    script.writes.emplace_back(0s, bytes);
    expected += bytes;
  }
  client.start("ask", ask(client, std::move(script), at_client));
  RC_ASSERT(world.run_until(world.now() + 1h) == Stopped::quiet);
  RC_ASSERT(at_server.received == expected);
  RC_ASSERT(at_server.error.has_value());
  RC_ASSERT(at_server.error->code() == asio::error::eof);
}

}  // namespace
}  // namespace checkride::world
