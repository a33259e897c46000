// Goal: a handler that waits holds up nobody but its own client, and ends before its server does. Method: handlers that
// sleep, on both worlds; where times are exact, on the virtual one.
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <stdexcept>

#include "../world/both_worlds.hpp"
#include "checkride/test/world_test.hpp"
#include "task_server.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// What a handler that never answers has begun and left.
struct Trail {
  int begun = 0;
  int left = 0;
};

class Mark {
 public:
  explicit Mark(Trail& trail) : trail_(trail) { ++trail_.begun; }
  ~Mark() { ++trail_.left; }
  Mark(const Mark&) = delete;
  Mark& operator=(const Mark&) = delete;

 private:
  Trail& trail_;
};

world::Task<Response> never(world::Clock& clock, Trail& trail) {
  const Mark mark(trail);
  co_await clock.sleep_for(24h);
  co_return text_response(200, "late");
}

AsyncHandler never(world::World& world, Trail& trail) {
  return [&clock = world.clock(), &trail](const Request&) { return never(clock, trail); };
}

BOTH_WORLDS_TEST(TaskHandler, ASlowOneHoldsNobodyUp) {
  TaskServer server(world, later(world));
  std::vector<std::string> answers;
  world::TaskGroup clients(world.executor());
  clients.spawn("slow", ask(world, server.url("/slow"), answers));
  co_await until(world.clock(), [&] { return server.asked == 1; });
  clients.spawn("quick", ask(world, server.url("/quick"), answers));
  co_await clients.join();
  EXPECT_THAT(answers, ElementsAre("GET /quick ", "GET /slow "));
  EXPECT_EQ(server.most_open, 2u);
  co_await server.stop();
}

BOTH_WORLDS_TEST(TaskHandler, OneConnectionsAnswersKeepTheirOrder) {
  TaskServer server(world, later(world));
  const std::string bytes =
      "PUT /slow HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\r\nbody"
      "GET /quick HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n";
  const std::string answer = co_await raw(world, server.endpoint, bytes);
  EXPECT_THAT(answer, AllOf(HasSubstr("PUT /slow bodyHTTP/1.1 200"), EndsWith("GET /quick ")));
  co_await server.stop();
}

BOTH_WORLDS_TEST(TaskHandler, HasEndedWhenItsCancelledServerHas) {
  Trail trail;
  TaskServer server(world, never(world, trail));
  std::vector<std::string> answers;
  world::TaskGroup clients(world.executor());
  clients.spawn("one", ask(world, server.url(), answers));
  clients.spawn("another", ask(world, server.url(), answers));
  co_await until(world.clock(), [&] { return trail.begun == 2; });
  co_await server.stop();
  EXPECT_EQ(trail.left, 2);
  EXPECT_THAT(server.errors, IsEmpty());
  EXPECT_THAT(server.exchanges, IsEmpty());
  co_await clients.join();
  EXPECT_THAT(answers, ElementsAre(StartsWith("["), StartsWith("[")));
}

world::Task<Response> stubborn(world::Clock& clock, int& begun) {
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
  ++begun;
  co_await clock.sleep_for(24h);
  co_return text_response(200, "late");
}

WORLD_TEST(TaskHandler, OneThatResistsHoldsTheEndUpForASecond) {
  int begun = 0;
  AsyncHandler handler = [&clock = host.clock(), &begun](const Request&) { return stubborn(clock, begun); };
  TaskServer server(host, std::move(handler));
  std::vector<std::string> answers;
  world::TaskGroup clients(host.executor());
  clients.spawn("client", ask(host, server.url(), answers));
  co_await until(host.clock(), [&] { return begun == 1; });
  const world::Instant began = host.clock().now();
  co_await server.stop();
  EXPECT_EQ(host.clock().now() - began, 1s);
}

BOTH_WORLDS_TEST(TaskHandler, IsWaitedForByADrain) {
  TaskServer server(world, later(world));
  auto stream = co_await world.network().connect(server.endpoint);
  CO_ASSERT_OK(stream);
  const std::string request = "GET /slow HTTP/1.1\r\nHost: t\r\n\r\n";
  (void)co_await world::write_all(*stream, request);
  co_await until(world.clock(), [&] { return server.asked == 1; });
  server.drain->begin();
  const std::string answer = co_await read_to_end(*stream);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("Connection: close"), EndsWith("GET /slow ")));
  stream->close();
  co_await server.group.join();
  EXPECT_EQ(server.open, 0u);
}

world::Task<Response> fail_later(world::Clock& clock, const Request& request) {
  co_await clock.sleep_for(1ms);
  co_return echo(request);
}

BOTH_WORLDS_TEST(TaskHandler, OneThatThrowsAnswers500AndIsReported) {
  AsyncHandler handler = [&clock = world.clock()](const Request& request) { return fail_later(clock, request); };
  TaskServer server(world, std::move(handler));
  const std::string answer = co_await raw(world, server.endpoint,
                                          "GET /throws HTTP/1.1\r\nHost: t\r\n\r\nGET /bad HTTP/1.1\r\nHost: t\r\n\r\n"
                                          "GET /next HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 500"), HasSubstr("}HTTP/1.1 500"), EndsWith("GET /next ")));
  EXPECT_THAT(server.errors, ElementsAre("GET /throws: the handler broke", HasSubstr("cannot be sent")));
  co_await server.stop();
}

WORLD_TEST(TaskHandler, OneThatTakesTooLongIsCancelledAndAnsweredFor) {
  Trail trail;
  ServerLimits limits;
  limits.answer = 2s;
  TaskServer server(host, never(host, trail), limits);
  const world::Instant began = host.clock().now();
  const auto answer = co_await fetch(host, server.url(), Request(), 5s);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_THAT(answer->body, HasSubstr("no answer within 2000 ms"));
  EXPECT_EQ(trail.left, 1);
  EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(host.clock().now() - began), 2s);
  EXPECT_THAT(server.errors, IsEmpty());
  co_await server.stop();
}

world::Task<int> serve_for_ever(world::VirtualHost& host, Trail& trail) {
  const world::Endpoint where{host.address(), 80};
  auto listener = host.network().listen(where).value();
  AsyncHandler handler = never(host, trail);
  ServerHooks hooks;
  co_await serve(host, std::move(listener), std::move(handler), ServerLimits(), std::move(hooks));
  co_return 0;
}

world::Task<int> ask_of(world::VirtualHost& host, std::string server, std::vector<std::string>& answers) {
  Url url;
  url.host = std::move(server);
  co_await ask(host, std::move(url), answers);
  co_return 0;
}

// What is left of them would be found by the sanitizers.
TEST(TaskHandlerCrash, NothingIsLeftOfAHandlerWhoseHostGoesDown) {
  Trail trail;
  std::vector<std::string> answers;
  world::VirtualWorld world;
  world::VirtualHost& server = world.add_host("server");
  world::VirtualHost& client = world.add_host("client");
  server.start("serve", serve_for_ever(server, trail));
  client.start("ask", ask_of(client, server.address(), answers));
  world.run_until(world.now() + 1s);
  EXPECT_EQ(trail.begun, 1);
  server.crash();
  EXPECT_EQ(trail.left, 1);
  world.run_until(world.now() + 1s);
  EXPECT_THAT(answers, ElementsAre(HasSubstr(server.address() + ":80")));
}

}  // namespace
}  // namespace checkride::http
