// Goal: what HAProxy's agent-check reads is one line and the end, also when it says something first (agent-send).
// Method: the listener on a virtual host, byte for byte. HAProxy 2.6 takes what stands before the first line break and
// splits it at spaces, tabs and commas.
#include <gtest/gtest.h>

#include <array>

#include "../link/service_bench.hpp"
#include "health/agent.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;

world::Endpoint agent_of(world::VirtualHost& host) {
  return world::Endpoint{host.name(), 7777};
}

// All bytes until the end of the connection; "(reset)" if it broke.
world::Task<std::string> all_of(world::Stream& stream) {
  std::string text;
  std::array<std::byte, 64> bytes{};
  while (true) {
    const auto count = co_await world::read_some(stream, std::span<std::byte>(bytes));
    if (!count) {
      if (count.error().code() != world::asio::error::eof) text += "(reset)";
      co_return text;
    }
    text.append(reinterpret_cast<const char*>(bytes.data()), *count);
  }
}

WORLD_TEST(AgentListener, GivesOneLineAndTheEnd) {
  runtime::test::ServiceBench bench(host);
  world::TaskGroup tasks(host.executor());
  std::function<std::string()> answer = [] { return std::string("ready up 75%"); };
  CO_ASSERT_OK(co_await start_agent(bench.context, 7777, std::move(answer), tasks));
  auto silent = co_await host.network().connect(agent_of(host));
  CO_ASSERT_OK(silent);
  EXPECT_EQ(co_await all_of(*silent), "ready up 75%\n");
  auto talking = co_await host.network().connect(agent_of(host));
  CO_ASSERT_OK(talking);
  const std::string sent(4000, 'x');
  CO_ASSERT_OK(co_await world::write_all(*talking, sent));
  EXPECT_EQ(co_await all_of(*talking), "ready up 75%\n");
}

WORLD_TEST(AgentListener, AClientThatNeverEndsIsLeftAfterTwoSeconds) {
  runtime::test::ServiceBench bench(host);
  world::TaskGroup tasks(host.executor());
  std::function<std::string()> answer = [] { return std::string("drain"); };
  CO_ASSERT_OK(co_await start_agent(bench.context, 7777, std::move(answer), tasks));
  auto stream = co_await host.network().connect(agent_of(host));
  CO_ASSERT_OK(stream);
  EXPECT_EQ(co_await all_of(*stream), "drain\n");
  co_await host.clock().sleep_for(3s);
  const std::string late = "late";
  (void)co_await world::write_all(*stream, late);
  co_await host.clock().sleep_for(1s);
  EXPECT_FALSE(co_await world::write_all(*stream, late)) << "the other end is closed";
}

}  // namespace
}  // namespace checkride::runtime
