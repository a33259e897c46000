// Goal: the program plays a capture on virtual time: connections in order, errors as documented.
#include "capture/talks.hpp"
#include "checkride/emulator/emulator.hpp"
#include "checkride/test/world_test.hpp"
#include "server/raw_client.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace protocol;
using harness::test::TalkWriter;
using test::RawClient;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

struct Machines {
  explicit Machines(const std::string& content) {
    EXPECT_TRUE(simulator.files().write("talk.pcapng", content).has_value());
    Options options;
    options.listen = {{"0.0.0.0", 500}};
    options.replay = "talk.pcapng";
    simulator.start("emulator", run(simulator, options));
    world.run_until(world.now() + 1s);
  }
  world::VirtualWorld world;
  world::VirtualHost& simulator = world.add_host("simulator");
  world::VirtualHost& client = world.add_host("client");
};

// Asks for a system state; the exit code is the integer of the answer.
world::Task<int> ask(world::World& world) {
  auto client = co_await RawClient::connect(world, "simulator", 500, Protocol::msfs2020);
  if (!client) co_return -1;
  RequestSystemState request;
  request.request_id = RequestId{77};
  request.state_name = "Sim";
  const auto sent = co_await client->send(request);
  const auto answer = co_await client->next_of<RecvSystemState>();
  if (!sent || !answer || answer->request_id != RequestId{77}) co_return -2;
  co_return static_cast<int>(answer->integer);
}

std::string two_connections() {
  TalkWriter writer;
  for (const std::uint32_t integer : {10U, 20U}) {
    if (integer == 20) writer.connect();
    (void)writer.say(RequestSystemState{RequestId{1}, "Sim"});
    writer.wait(250);
    writer.answer(RecvSystemState{.request_id = RequestId{1}, .integer = integer});
  }
  return writer.take();
}

TEST(Replay, ClientsGetTheConnectionsInOrder) {
  Machines machines(two_connections());
  for (const int expected : {10, 20, 10}) {
    machines.client.start("client", ask(machines.client));
    machines.world.run_until(machines.world.now() + 10s, [&] { return machines.client.exit_code().has_value(); });
    EXPECT_EQ(machines.client.exit_code(), expected);
  }
  EXPECT_THAT(machines.simulator.printed(),
              ElementsAre("listening on 0.0.0.0:500 (simconnect)",
                          HasSubstr("the capture has no further connection: it gets that of 10.0.0.2:40001 again")));
  machines.simulator.send_signal(world::Signal::terminate);
  machines.world.run_until(machines.world.now() + 10s, [&] { return machines.simulator.exit_code().has_value(); });
  EXPECT_EQ(machines.simulator.exit_code(), 0);
}

TEST(Replay, ACaptureThatCannotBeUsedIs78) {
  Machines machines("no capture");
  EXPECT_EQ(machines.simulator.exit_code(), kExitConfiguration);
  EXPECT_THAT(machines.simulator.printed(),
              Contains(HasSubstr("--replay: talk.pcapng: at byte 0: this is no capture")));
}

}  // namespace
}  // namespace checkride::emulator
