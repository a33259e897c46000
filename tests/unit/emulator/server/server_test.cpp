// Goal: the server sleeps when nobody is due, writes once a frame, bounds its queues and its clients. Method: the real
// server over virtual streams, a fake simulator behind it, raw clients on other hosts. One test is on real sockets: a
// virtual one does not reset when it is closed with something left to read.
#include "server/server.hpp"

#include <memory>

#include "checkride/test/world_test.hpp"
#include "checkride/world/real_world.hpp"
#include "server/server_rig.hpp"
#include "server/simulation_adapter.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

constexpr int kRequests = 50;

world::Task<int> hear_seconds(ServerRig& rig, int count) {
  auto client = co_await rig.connect();
  if (!client) co_return 1;
  if (!co_await ask_for_data(*client, Period::second, 1)) co_return 2;
  for (int i = 0; i < count; ++i) {
    auto data = co_await client->next_of<protocol::RecvSimObjectData>();
    if (!data) co_return 3;
  }
  co_return 0;
}

TEST(Server, AOneHertzClientCostsOneFrameASecond) {
  ServerRig rig;
  rig.run(hear_seconds(rig, 60));
  // The frames of opening come on top.
  EXPECT_GE(rig.server.frames_run(), 60u);
  EXPECT_LE(rig.server.frames_run(), 64u);
}

TEST(Server, ASlowReaderBelowTheLimitGetsEverythingInOrder) {
  world::LinkOptions narrow;
  narrow.buffer_bytes = 512;
  narrow.bytes_per_second = 20'000;
  ServerRig rig({}, narrow);
  rig.run(hear_seconds(rig, 30));
  EXPECT_EQ(rig.sessions.clients().size(), 1u);
}

world::Task<int> open_and_wait(ServerRig& rig, world::Duration wait) {
  auto client = co_await rig.connect();
  if (!client) co_return 1;
  protocol::Open open;
  if (!co_await client->send(open)) co_return 2;
  auto answer = co_await client->next_of<protocol::RecvOpen>();
  if (!answer) co_return 3;
  co_await rig.client_host.clock().sleep_for(wait);
  co_return 0;
}

TEST(Server, NobodyDueMeansNoFrameAtAll) {
  ServerRig rig;
  rig.run(open_and_wait(rig, 30min));
  EXPECT_EQ(rig.server.frames_run(), 1u);
}

world::Task<int> count_reads(ServerRig& rig, std::uint64_t& reads, std::uint64_t& bytes) {
  auto client = co_await rig.connect();
  if (!client) co_return 1;
  if (!co_await ask_for_data(*client, Period::visual_frame, kRequests)) co_return 2;
  // The first message for which the client had to wait begins a frame; by then all requests are running.
  world::Instant waited_from{};
  for (int i = 0; i < 200 || waited_from == rig.client_host.clock().now(); ++i) {
    waited_from = rig.client_host.clock().now();
    if (!co_await client->next_of<protocol::RecvSimObjectData>()) co_return 3;
  }
  const std::uint64_t reads_before = client->reads();
  const std::uint64_t bytes_before = client->bytes();
  // The rest of that frame came with it; of the last frame everything but the first message is left unread.
  for (int i = 0; i < kRequests * 30; ++i) {
    if (!co_await client->next_of<protocol::RecvSimObjectData>()) co_return 4;
  }
  reads = client->reads() - reads_before;
  bytes = client->bytes() - bytes_before;
  co_return 0;
}

TEST(Server, AFramesMessagesLeaveInOneWrite) {
  world::LinkOptions whole;
  whole.short_reads = false;
  ServerRig rig({}, whole);
  std::uint64_t reads = 0;
  std::uint64_t bytes = 0;
  rig.run(count_reads(rig, reads, bytes));
  EXPECT_EQ(bytes, std::uint64_t{kRequests} * 30 * 48);
  EXPECT_EQ(reads, 30u);
}

world::Task<int> connect_three(ServerRig& rig, std::vector<bool>& served) {
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    auto client = co_await rig.connect();
    if (!client) co_return 1;
    clients.push_back(std::move(*client));
  }
  for (RawClient& client : clients) {
    protocol::Open open;
    (void)co_await client.send(open);  // the refused one may be closed already
    auto answer = co_await client.next_of<protocol::RecvOpen>();
    served.push_back(answer.has_value());
  }
  co_return 0;
}

TEST(Server, ClientsBeyondTheLimitAreAcceptedAndClosed) {
  ListenerLimits limits;
  limits.clients_max = 2;
  ServerRig rig({}, {}, limits);
  std::vector<bool> served;
  rig.run(connect_three(rig, served));
  EXPECT_EQ(served, (std::vector<bool>{true, true, false}));
  EXPECT_EQ(rig.reasons.refusals,
            std::vector<std::string>{"2 clients are at 0.0.0.0:5111 already, as many as may be (MaxClients)"});
  limits.clients_max = 1;
  ServerRig lone({}, {}, limits);
  lone.run(connect_three(lone, served));
  ASSERT_FALSE(lone.reasons.refusals.empty());
  EXPECT_EQ(lone.reasons.refusals[0], "1 client is at 0.0.0.0:5111 already, as many as may be (MaxClients)");
}

world::Task<int> send_long_frame(ServerRig& rig, std::size_t bytes, bool& ended) {
  auto client = co_await rig.connect();
  if (!client) co_return 1;
  protocol::Open open;
  if (!co_await client->send(open)) co_return 2;
  if (!co_await client->next_of<protocol::RecvOpen>()) co_return 3;
  protocol::CallCommBusEvent call;
  call.event_name = "long";
  const std::vector<std::byte> data(bytes);
  call.data = data;
  if (!co_await client->send(call)) co_return 4;
  protocol::RequestResponseTimes question;
  (void)co_await client->send(question);  // the connection may be gone already
  const auto answer = co_await client->next_of<protocol::RecvResponseTimes>();
  ended = !answer.has_value();
  co_return 0;
}

TEST(Server, AFrameAboveTheDoorsLimitEndsTheConnection) {
  for (const std::size_t limit : {std::size_t{4096}, protocol::kMaxFrameBytes}) {
    ListenerLimits limits;
    limits.frame_bytes_max = limit;
    ServerRig rig({}, {}, limits);
    bool ended = false;
    rig.run(send_long_frame(rig, 8000, ended));
    EXPECT_EQ(ended, limit == 4096);
    EXPECT_EQ(rig.reasons.ends.empty(), limit != 4096) << rig.reasons.last();
  }
}

world::Task<int> hear_until_end(ServerRig& rig, std::vector<std::string>& log) {
  auto client = co_await rig.connect();
  if (!client) co_return 1;
  protocol::Open open;
  if (!co_await client->send(open)) co_return 2;
  while (true) {
    auto message = co_await client->next();
    if (!message) {
      log.push_back(message.error().code().message());
      co_return 0;
    }
    log.emplace_back(protocol::info_of(*message)->name);
  }
}

world::Task<int> stop_server(ServerRig& rig) {
  co_await rig.host.clock().sleep_for(5s);
  co_await rig.server.stop();
  co_return 0;
}

TEST(Server, StoppingSaysQuitThenCloses) {
  ServerRig rig;
  std::vector<std::string> log;
  rig.host.start("stop", stop_server(rig));
  rig.run(hear_until_end(rig, log));
  ASSERT_EQ(log.size(), 3u);
  EXPECT_EQ(log[0], "OPEN");
  EXPECT_EQ(log[1], "QUIT");
  EXPECT_EQ(log[2], "End of file");
  rig.world.run_until(rig.world.now() + 10s, [&rig] { return rig.host.exit_code().has_value(); });
  EXPECT_EQ(rig.host.exit_code(), 0);
  EXPECT_EQ(rig.reasons.last(), "told QUIT");
}

// Says hello in a version that does not exist yet, goes on talking, and listens only then.
world::Task<int> talk_too_much(world::World& world, world::Endpoint where, std::vector<std::string>& log) {
  auto client = co_await RawClient::connect(world, where.host, where.port, static_cast<Protocol>(7));
  if (!client) co_return 1;
  protocol::Open open;
  if (!co_await client->send(open)) co_return 2;
  const std::vector<std::byte> talk(2 * Sessions::kMaxUnreadBytes);
  const auto talked = co_await world::write_all(client->stream(), std::span<const std::byte>(talk));
  if (!talked) co_return 3;
  while (true) {
    auto message = co_await client->next();
    if (!message) {
      log.push_back(message.error().code().message());
      co_return 0;
    }
    log.emplace_back(protocol::info_of(*message)->name);
  }
}

TEST(Server, ARefusedClientHearsWhyHoweverMuchItTalks) {
  world::RealOptions options;
  options.seed = 1;
  options.handle_signals = false;
  world::RealWorld world(options);
  SimulationOptions flight;
  flight.start = world.clock().now();
  Simulation simulation(flight);
  SimulationAdapter adapter(simulation, *find_profile("msfs2024"));
  FaultBoard faults;
  std::unique_ptr<Server> server;
  Sessions sessions(adapter, faults, *find_profile("msfs2024"), [&server] { server->wake(); });
  server = std::make_unique<Server>(world, sessions, ServerLimits());
  world::Endpoint any;
  any.host = "127.0.0.1";
  auto listener = world.network().listen(any).value();
  const world::Endpoint where = listener->local();
  server->listen(std::move(listener));
  std::vector<std::string> log;
  EXPECT_EQ(world.run(talk_too_much(world, where, log)), 0);
  EXPECT_EQ(log, (std::vector<std::string>{"EXCEPTION", "End of file"}));
}

TEST(Server, AClientThatAResetDismissesHearsQuitThenTheEnd) {
  ServerRig rig;
  std::vector<std::string> log;
  rig.client_host.start("client", hear_until_end(rig, log));
  rig.world.run_until(rig.world.now() + 10s, [&log] { return !log.empty(); });
  rig.sessions.begin_again(SessionControl::Clients::dismissed);
  rig.world.run_until(rig.world.now() + 10s, [&rig] { return rig.client_host.exit_code().has_value(); });
  EXPECT_EQ(log, (std::vector<std::string>{"OPEN", "QUIT", "End of file"}));
  EXPECT_EQ(rig.sessions.size(), 0u);
  std::vector<std::string> next;
  rig.client_host.start("next", hear_until_end(rig, next));
  rig.world.run_until(rig.world.now() + 10s, [&next] { return !next.empty(); });
  EXPECT_EQ(next, std::vector<std::string>{"OPEN"}) << "who comes after it is served";
}

// What the fault holds back has its time; only who takes nothing of what it could have is cut off.
TEST(Server, AGoodbyeThatAFaultHoldsBackIsHeardInTheEnd) {
  ServerRig rig;
  const Fault late = Fault(FaultKind::latency).set("delay", world::Duration(5 * Server::kQuitLimit));
  ASSERT_TRUE(rig.faults.add(late, rig.world.now()));
  std::vector<std::string> log;
  rig.client_host.start("client", hear_until_end(rig, log));
  rig.world.run_until(rig.world.now() + 1min, [&log] { return !log.empty(); });
  rig.sessions.begin_again(SessionControl::Clients::dismissed);
  rig.world.run_until(rig.world.now() + 1min, [&rig] { return rig.client_host.exit_code().has_value(); });
  EXPECT_EQ(log, (std::vector<std::string>{"OPEN", "QUIT", "End of file"}));
}

TEST(Server, AResetFaultIsAResetOfTheConnection) {
  ServerRig rig;
  std::vector<std::string> log;
  rig.client_host.start("client", hear_until_end(rig, log));
  rig.world.run_until(rig.world.now() + 10s, [&log] { return !log.empty(); });
  const Fault fault(FaultKind::reset);
  ASSERT_TRUE(rig.faults.add(fault, rig.world.now()));
  rig.world.run_until(rig.world.now() + 10s, [&rig] { return rig.client_host.exit_code().has_value(); });
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log[1], "Connection reset by peer");
}

TEST(Server, AClientThatCrashesIsForgotten) {
  ServerRig rig;
  std::vector<std::string> log;
  rig.client_host.start("client", hear_until_end(rig, log));
  rig.world.run_until(rig.world.now() + 10s, [&log] { return !log.empty(); });
  ASSERT_EQ(rig.sessions.size(), 1u);
  rig.client_host.crash();
  rig.world.run_until(rig.world.now() + 10s, [&rig] { return rig.sessions.size() == 0; });
  EXPECT_EQ(rig.sessions.size(), 0u);
}

}  // namespace
}  // namespace checkride::emulator
