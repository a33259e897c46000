// Goal: what a relay brings back is the other's answer, without what is between neighbours only. Method: a server of
// its own in a virtual world.
#include "services/relay.hpp"

#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;

class Served {
 public:
  explicit Served(world::World& world) : group_(world.executor()) {
    auto listener = world.network().listen({"127.0.0.1", 0}).value();
    target.endpoint = listener->local();
    std::function<http::Response(const http::Request&)> handler = [](const http::Request&) {
      http::Response answer = http::text_response(200, "hello");
      answer.headers.add("X-Own", "kept");
      answer.headers.add("Keep-Alive", "timeout=5");
      return answer;
    };
    group_.spawn("serve", http::serve(world, std::move(listener), std::move(handler)));
  }

  RelayTarget target;

 private:
  world::TaskGroup group_;
};

WORLD_TEST(Relay, BringsBackWhatIsNotBetweenNeighbours) {
  Served served(host);
  Relay relay(host, {});
  http::Request get;
  const Relayed got = co_await relay.ask(served.target, std::move(get));
  CO_ASSERT_TRUE(got.answer.has_value());
  EXPECT_EQ(got.answer->body, "hello");
  EXPECT_EQ(got.answer->headers.find("X-Own"), "kept");
  for (const char* name : {"Keep-Alive", "Connection", "Date", "Content-Length"}) {
    EXPECT_FALSE(got.answer->headers.find(name).has_value()) << name;
  }
}

// Else its client would be told that there is nothing to be had.
WORLD_TEST(Relay, BringsBackTheLengthOfWhatHeadAskedAbout) {
  Served served(host);
  Relay relay(host, {});
  http::Request head;
  head.method = "HEAD";
  const Relayed got = co_await relay.ask(served.target, std::move(head));
  CO_ASSERT_TRUE(got.answer.has_value());
  EXPECT_EQ(got.answer->body, "");
  EXPECT_EQ(got.answer->headers.find("Content-Length"), "5");
}

}  // namespace
}  // namespace checkride::harness
