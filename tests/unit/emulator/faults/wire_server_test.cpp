// Goal: faults reach the wire: what a client on another host sees of each, at which instants. Method: the real server
// over virtual streams with a fake simulator behind it, and the whole program with its tape; a client that writes down
// what it reads and when.
#include <memory>

#include "checkride/emulator/emulator.hpp"
#include "checkride/http/http.hpp"
#include "checkride/test/world_test.hpp"
#include "server/raw_client.hpp"
#include "server/server.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Period;
using protocol::Protocol;
using world::Duration;
using world::Instant;
using world::VirtualHost;
using world::VirtualWorld;

constexpr std::uint16_t kPort = 5111;

// What a client read, piece by piece, and how it ended.
struct Log {
  struct Read {
    Instant at;
    std::vector<std::byte> bytes;
    bool operator==(const Read&) const = default;
  };
  std::vector<Read> reads;
  bool connected = false;
  std::string end;
  Instant ended{};

  std::vector<std::byte> all() const {
    std::vector<std::byte> bytes;
    for (const Read& read : reads) bytes.insert(bytes.end(), read.bytes.begin(), read.bytes.end());
    return bytes;
  }
  std::size_t bytes_between(Instant from, Instant to) const {
    std::size_t count = 0;
    for (const Read& read : reads) count += read.at >= from && read.at < to ? read.bytes.size() : 0;
    return count;
  }
};

// Opens, asks for the altitude in every frame, and reads until the end of the connection.
world::Task<int> read_all(VirtualHost& host, std::shared_ptr<Log> log) {
  auto client = co_await RawClient::connect(host, "simulator", kPort, Protocol::msfs2024);
  if (!client) {
    log->end = client.error().message();
    co_return 0;
  }
  log->connected = true;
  protocol::Open open;
  open.application_name = "reader";
  (void)co_await client->send(open);
  (void)co_await client->send(add_datum(1, "PLANE ALTITUDE", "feet"));
  (void)co_await client->send(request_data(1, 1, Period::visual_frame));
  std::array<std::byte, 4096> buffer;
  while (true) {
    const auto count = co_await world::read_some(client->stream(), std::span<std::byte>(buffer));
    if (!count) {
      log->end = count.error().message();
      log->ended = host.clock().now();
      co_return 0;
    }
    log->reads.push_back({host.clock().now(), {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*count)}});
  }
}

// Keeps a world from running out of things to do, so that its time goes on.
world::Task<int> tick(VirtualHost& host) {
  while (true) co_await host.clock().sleep_for(1min);
}

// How the connection went: refused, closed, or nothing while it lasts.
world::Task<int> hold(VirtualHost& host, world::Endpoint where, std::shared_ptr<std::string> end) {
  auto stream = co_await host.network().connect(std::move(where));
  if (!stream) *end = "refused";
  if (!stream) co_return 0;
  std::array<std::byte, 16> buffer;
  (void)co_await world::read_some(*stream, std::span<std::byte>(buffer));
  *end = "closed";
  co_return 0;
}

class WireRig {
 public:
  WireRig()
      : sessions(simulator, faults, *find_profile("msfs2024"), [this] { server.wake(); }),
        server(host, sessions, ServerLimits()) {
    world::LinkOptions whole;
    whole.short_reads = false;
    world.set_link(host, client_host, whole);
    world::Endpoint where;
    where.host = "0.0.0.0";
    where.port = kPort;
    server.listen(host.network().listen(where).value());
    server.on_exit([this] { exited = true; });
    clock_host.start("tick", tick(clock_host));
    world.run_until(FakeSimulator::kStart);
  }
  std::shared_ptr<Log> connect() {
    auto log = std::make_shared<Log>();
    client_host.start("reader", read_all(client_host, log));
    return log;
  }
  FaultId add(Fault fault) { return faults.add(std::move(fault), world.now()).value(); }
  void run(Duration time) { world.run_until(world.now() + time); }

  VirtualWorld world;
  VirtualHost& host = world.add_host("simulator");
  VirtualHost& client_host = world.add_host("client");
  VirtualHost& clock_host = world.add_host("clock");
  FakeSimulator simulator;
  bool exited = false;
  FaultBoard faults{[this] { sessions.wake(); }};
  Sessions sessions;
  Server server;
};

TEST(WireFaults, LatencyDelaysAndTheEndOfItLosesNothing) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  const std::size_t before = log->all().size();
  ASSERT_GT(before, 0u);
  rig.add(Fault(FaultKind::latency).set("delay", Duration(500ms)).set("duration", Duration(2s)));
  const Instant begun = rig.world.now();
  rig.run(5s);
  EXPECT_EQ(log->bytes_between(begun + 50ms, begun + 500ms), 0u);
  // 30 frames a second of one message of 48 bytes: the last is at most a frame ago.
  const std::size_t expected = before + 5u * 30 * 48;
  EXPECT_NEAR(static_cast<double>(log->all().size()), static_cast<double>(expected), 2 * 48);
  std::span<const std::byte> rest = std::span<const std::byte>();
  const std::vector<std::byte> all = log->all();
  for (rest = all; !rest.empty();) rest = rest.subspan(first_message(rest).size());
}

TEST(WireFaults, LatencyOfTheOtherWayDelaysWhatTheSimulatorHears) {
  WireRig rig;
  rig.add(Fault(FaultKind::latency).set("delay", Duration(2s)).set("direction", std::string("from_client")));
  const Instant begun = rig.world.now();
  const auto log = rig.connect();
  rig.run(4s);
  ASSERT_FALSE(log->reads.empty());
  EXPECT_GE(log->reads.front().at, begun + 2s);
  EXPECT_LE(log->reads.front().at, begun + 2100ms);
}

TEST(WireFaults, ASlowReaderHearsLate) {
  WireRig rig;
  rig.add(Fault(FaultKind::slow_reader).set("bytes_per_second", std::int64_t{100}));
  const Instant begun = rig.world.now();
  const auto log = rig.connect();
  rig.run(20s);
  ASSERT_FALSE(log->reads.empty());
  EXPECT_GE(log->reads.front().at, begun + 2s) << "an Open alone has 280 bytes";
}

TEST(WireFaults, HalfOpenIsSilenceWithoutAnEndAndAResetWhenItIsOver) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::half_open).set("duration", Duration(30s)));
  const Instant begun = rig.world.now();
  rig.run(29s);
  EXPECT_EQ(log->bytes_between(begun + 40ms, begun + 29s), 0u);
  EXPECT_EQ(log->end, "");
  rig.run(2s);
  EXPECT_THAT(log->end, testing::HasSubstr("reset"));
}

TEST(WireFaults, WhoWasHalfOpenHearsTheGoodbyeOfAReset) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::half_open));
  rig.run(2s);
  rig.faults.reset(rig.world.now());
  rig.sessions.begin_again(SessionControl::Clients::dismissed);
  rig.run(3s);
  EXPECT_THAT(log->end, testing::HasSubstr("End of file"));
  const std::vector<std::byte> all = log->all();
  ASSERT_GE(all.size(), 12u);
  const auto last = protocol::decode_server(std::span(all).last(12));
  ASSERT_TRUE(last.has_value());
  EXPECT_TRUE(std::holds_alternative<protocol::RecvQuit>(last->message));
}

TEST(WireFaults, AByteLimitIsToTheByte) {
  WireRig rig;
  rig.add(Fault(FaultKind::byte_limit).set("bytes", std::int64_t{1000}));
  const auto log = rig.connect();
  rig.run(10s);
  EXPECT_EQ(log->all().size(), 1000u);
  EXPECT_NE(log->end, "");
  EXPECT_EQ(rig.sessions.size(), 0u);
}

TEST(WireFaults, QuitInMidFrameEndsTheConnectionInOrder) {
  WireRig rig;
  rig.add(Fault(FaultKind::quit_in_mid_frame).set("messages", std::vector<std::string>{"SIMOBJECT_DATA"}));
  const auto log = rig.connect();
  rig.run(5s);
  EXPECT_EQ(log->all().size(), 308u + 48 / 2 + 12);
  EXPECT_THAT(log->end, testing::HasSubstr("End of file"));
}

TEST(WireFaults, SlicesArriveAsTinyReads) {
  WireRig rig;
  rig.add(Fault(FaultKind::slices).set("bytes", std::int64_t{5}).set("pause", Duration(1ms)));
  const auto log = rig.connect();
  rig.run(1s);
  ASSERT_GT(log->reads.size(), 100u);
  for (const Log::Read& read : log->reads) EXPECT_LE(read.bytes.size(), 5u);
}

TEST(WireFaults, RefusedIsForTheTimeAndWhoIsThereStays) {
  WireRig rig;
  const auto there = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::refused).set("duration", Duration(10s)));
  rig.run(1s);
  VirtualHost& late = rig.world.add_host("late");
  auto refused = std::make_shared<Log>();
  late.start("reader", read_all(late, refused));
  rig.run(1s);
  EXPECT_FALSE(refused->connected);
  EXPECT_THAT(refused->end, testing::HasSubstr("refused"));
  EXPECT_EQ(there->end, "");
  rig.run(9s);
  VirtualHost& later = rig.world.add_host("later");
  auto served = std::make_shared<Log>();
  later.start("reader", read_all(later, served));
  rig.run(1s);
  EXPECT_TRUE(served->connected);
  EXPECT_FALSE(served->reads.empty());
}

// Regression: between the answer of the control API and the next frame a client could connect.
TEST(WireFaults, RefusedHoldsFromTheMomentItIsAddedUntilItIsRemoved) {
  WireRig rig;
  const auto there = rig.connect();
  rig.run(1s + 5ms);  // not at a frame
  const FaultId fault = rig.add(Fault(FaultKind::refused));
  auto refused = std::make_shared<Log>();
  VirtualHost& early = rig.world.add_host("early");
  early.start("reader", read_all(early, refused));
  rig.run(5ms);
  EXPECT_FALSE(refused->connected);
  EXPECT_THAT(refused->end, testing::HasSubstr("refused"));
  ASSERT_TRUE(rig.faults.remove(fault, rig.world.now()));
  auto served = std::make_shared<Log>();
  VirtualHost& next = rig.world.add_host("next");
  next.start("reader", read_all(next, served));
  rig.run(5ms);
  EXPECT_TRUE(served->connected);
  EXPECT_EQ(there->end, "");
}

TEST(WireFaults, ADoorThatAFaultClosedOpensWithItsOwnLimits) {
  WireRig rig;
  ListenerLimits one;
  one.clients_max = 1;
  world::Endpoint where;
  where.host = "0.0.0.0";
  where.port = kPort + 1;
  rig.server.listen(rig.host.network().listen(where).value(), one);
  const auto connects = [&rig, where](const std::string& name) {
    VirtualHost& host = rig.world.add_host(name);
    world::Endpoint there = where;
    there.host = "simulator";
    auto end = std::make_shared<std::string>();
    host.start("hold", hold(host, there, end));
    rig.run(1s);
    return end;
  };
  const auto first = connects("first");
  EXPECT_EQ(*connects("second"), "closed");
  rig.add(Fault(FaultKind::refused).set("duration", Duration(2s)));
  rig.run(1s);
  EXPECT_EQ(*connects("third"), "refused");
  rig.run(2s);
  EXPECT_EQ(*connects("fourth"), "closed") << "the first is still there";
  EXPECT_EQ(*first, "");
}

TEST(WireFaults, ACrashEndsEverybodyWithoutQuitAndItComesBack) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::crash_to_desktop).set("duration", Duration(20s)));
  rig.run(1s);
  EXPECT_THAT(log->end, testing::HasSubstr("reset"));
  EXPECT_EQ(rig.sessions.size(), 0u);
  EXPECT_FALSE(rig.exited);
  VirtualHost& late = rig.world.add_host("late");
  auto refused = std::make_shared<Log>();
  late.start("reader", read_all(late, refused));
  rig.run(1s);
  EXPECT_THAT(refused->end, testing::HasSubstr("refused"));
  EXPECT_EQ(rig.simulator.restarts, 0);
  rig.run(20s);
  EXPECT_EQ(rig.simulator.restarts, 1);
  VirtualHost& later = rig.world.add_host("later");
  auto served = std::make_shared<Log>();
  later.start("reader", read_all(later, served));
  rig.run(1s);
  EXPECT_FALSE(served->reads.empty());
}

TEST(WireFaults, ACrashMayEndTheProgram) {
  WireRig rig;
  rig.add(Fault(FaultKind::crash_to_desktop).set("exit", true).set("after", Duration(1s)));
  rig.run(500ms);
  EXPECT_FALSE(rig.exited);
  rig.run(1s);
  EXPECT_TRUE(rig.exited);
}

TEST(WireFaults, AFaultOfOneClientLeavesAnotherUntouched) {
  const auto reads_of_bystander = [](bool faulty) {
    WireRig rig;
    const auto other = rig.connect();
    rig.run(1s);
    VirtualHost& victim = rig.world.add_host("victim");
    auto log = std::make_shared<Log>();
    victim.start("reader", read_all(victim, log));
    Fault fault(FaultKind::jitter);
    fault.set("jitter", Duration(1s)).set("client", std::string("2"));
    if (faulty) rig.add(fault);
    rig.run(5s);
    return other->reads;
  };
  EXPECT_EQ(reads_of_bystander(true), reads_of_bystander(false));
}

TEST(WireFaults, ASlowWriterWhoseFaultIsRemovedCatchesUpAtOnce) {
  WireRig rig;
  const auto log = rig.connect();
  rig.run(1s);
  const FaultId fault = rig.add(Fault(FaultKind::slow_writer).set("bytes", std::int64_t{1}).set("pause", Duration(1s)));
  rig.run(10s);
  const std::size_t before = log->all().size();
  ASSERT_TRUE(rig.faults.remove(fault, rig.world.now()));
  rig.run(100ms);
  EXPECT_GT(log->all().size(), before + 250 * 48);
  rig.run(1s);
  std::vector<std::byte> all = log->all();
  for (std::span<const std::byte> rest = all; !rest.empty();) rest = rest.subspan(first_message(rest).size());
}

TEST(WireFaults, WhatOneClientHoldsKeepsNoOtherFromCatchingUp) {
  WireRig rig;
  const auto held = rig.connect();
  const auto log = rig.connect();
  rig.run(1s);
  rig.add(Fault(FaultKind::latency).set("delay", Duration(1h)).set("client", std::string("1")));
  const FaultId fault = rig.add(Fault(FaultKind::slow_writer).set("bytes", std::int64_t{1}).set("pause", Duration(1s)));
  rig.run(10s);
  const std::size_t before = log->all().size();
  ASSERT_TRUE(rig.faults.remove(fault, rig.world.now()));
  rig.run(100ms);
  EXPECT_GT(log->all().size(), before + 250 * 48);
}

TEST(WireFaults, WhoLetsTooMuchWaitIsResetUnderEveryFault) {
  for (const Fault& fault : {Fault(FaultKind::slices).set("bytes", std::int64_t{1}).set("pause", Duration(1h)),
                             Fault(FaultKind::latency).set("delay", Duration(1h)),
                             Fault(FaultKind::duplicate).set("copies", std::int64_t{1000})}) {
    WireRig rig;
    const auto log = rig.connect();
    rig.run(1s);
    rig.add(fault);
    rig.add(Fault(FaultKind::duplicate).set("copies", std::int64_t{1000}));
    rig.add(Fault(FaultKind::latency).set("delay", Duration(1h)));
    rig.run(30s);
    EXPECT_THAT(log->end, testing::HasSubstr("reset")) << fault.info().word;
    EXPECT_EQ(rig.sessions.size(), 0u);
  }
}

TEST(WireFaults, AClientsMessagesAreChosenByTheirName) {
  WireRig rig;
  rig.add(Fault(FaultKind::drop)
              .set("direction", std::string("from_client"))
              .set("messages", std::vector<std::string>{"RequestDataOnSimObject"}));
  const auto log = rig.connect();
  rig.run(2s);
  EXPECT_EQ(log->all().size(), 308u) << "OPEN, and no data";
  EXPECT_EQ(log->end, "");
}

// ---- the program and its tape

struct Replay {
  std::vector<Log::Read> reads;
  std::string tape;
  std::optional<int> exit_code;
};

world::Task<int> post_faults(VirtualHost& host) {
  for (const char* body :
       {R"({"kind":"jitter","jitter":"200ms"})", R"({"kind":"corrupt_byte","probability":0.2,"limit":4})",
        R"({"kind":"value_garbage","variables":"PLANE ALTITUDE","probability":0.3,"after":"1s"})",
        R"({"kind":"loss_bursts","enter":0.2,"duration":"3s"})", R"({"kind":"pause","after":"2s","duration":"1s"})",
        R"({"kind":"duplicate","every":3,"client":"reader"})"}) {
    http::Url url;
    url.scheme = "http";
    url.host = "simulator";
    url.port = 5112;
    url.target = "/v1/faults";
    http::Request request;
    request.method = "POST";
    request.target = url.target;
    request.body = body;
    request.headers.add("Content-Type", "application/json");
    auto response = co_await http::fetch(host, std::move(url), std::move(request), 10s);
    if (!response || response->status != 201) co_return 1;
  }
  co_return 0;
}

// A run of the program with faults by the control API, or by the tape of such a run.
Replay run_program(std::uint64_t seed, const std::string& tape) {
  VirtualWorld world({.seed = seed});
  VirtualHost& simulator = world.add_host("simulator");
  VirtualHost& reader = world.add_host("reader");
  VirtualHost& tester = world.add_host("tester");
  VirtualHost& clock = world.add_host("clock");
  clock.start("tick", tick(clock));
  world::LinkOptions whole;
  whole.short_reads = false;
  world.set_link(simulator, reader, whole);
  Options options;
  for (world::Endpoint& where : options.listen) where.host = "0.0.0.0";
  options.control.host = "0.0.0.0";
  options.control_hosts.push_back("simulator");
  options.fault_tape = "/tape.jsonl";
  if (!tape.empty()) {
    EXPECT_TRUE(simulator.files().write("/old.jsonl", tape));
    options.replay_faults = "/old.jsonl";
  }
  simulator.start("checkride-emulator", run(simulator, options));
  world.run_until(world.now() + 100ms);
  auto log = std::make_shared<Log>();
  reader.start("reader", read_all(reader, log));
  if (tape.empty()) {
    tester.start("tester", post_faults(tester));
    world.run_until(world.now() + 1s, [&] { return tester.exit_code().has_value(); });
    EXPECT_EQ(tester.exit_code(), 0);
  }
  world.run_until(Instant(8s));
  simulator.send_signal(world::Signal::terminate);
  world.run_until(world.now() + 10s, [&] { return simulator.exit_code().has_value(); });
  Replay replay;
  for (const Log::Read& read : log->reads) {
    if (read.at < Instant(8s)) replay.reads.push_back(read);
  }
  replay.tape = simulator.files().read("/tape.jsonl").value();
  replay.exit_code = simulator.exit_code();
  return replay;
}

TEST(FaultTapes, AProgramThatPlaysATapeSendsTheSameBytesAtTheSameTimesFromAnySeed) {
  const Replay first = run_program(1, "");
  EXPECT_EQ(first.exit_code, 0);
  EXPECT_THAT(first.tape, testing::HasSubstr("\"garbage\""));
  EXPECT_THAT(first.tape, testing::HasSubstr("\"xor\""));
  const Replay second = run_program(99, first.tape);
  EXPECT_TRUE(second.tape == first.tape);
  EXPECT_TRUE(second.reads == first.reads);
  EXPECT_FALSE(run_program(99, "").reads == first.reads) << "the seed matters where no tape is played";
}

TEST(FaultTapes, ACrashThatEndsTheProgramGivesItsExitCodeAndATape) {
  VirtualWorld world;
  VirtualHost& simulator = world.add_host("simulator");
  const std::string tape =
      "{\"format\":\"checkride.fault-tape\",\"version\":1}\n"
      "{\"at_ns\":1000000000,\"event\":\"added\",\"fault\":1,\"parameters\":"
      "{\"kind\":\"crash_to_desktop\",\"exit\":true}}\n";
  ASSERT_TRUE(simulator.files().write("/old.jsonl", tape));
  Options options;
  options.replay_faults = "/old.jsonl";
  options.fault_tape = "/new.jsonl";
  options.terminate = [&simulator] { simulator.send_signal(world::Signal::terminate); };
  simulator.start("checkride-emulator", run(simulator, options));
  world.run_until(world.now() + 10s, [&] { return simulator.exit_code().has_value(); });
  EXPECT_EQ(simulator.exit_code(), kExitCrash);
  EXPECT_THAT(simulator.files().read("/new.jsonl").value(), testing::HasSubstr("crash_to_desktop"));
}

TEST(FaultTapes, ATapeThatCannotBeUsedEndsWith78AndOneThatCannotBeWrittenWith74) {
  VirtualWorld world;
  VirtualHost& simulator = world.add_host("simulator");
  Options options;
  options.replay_faults = "/none.jsonl";
  simulator.start("checkride-emulator", run(simulator, options));
  world.run_until(world.now() + 1s);
  EXPECT_EQ(simulator.exit_code(), kExitConfiguration);
  EXPECT_THAT(simulator.printed(), testing::Contains(testing::HasSubstr("--replay-faults")));
  VirtualHost& other = world.add_host("other");
  options.replay_faults.reset();
  options.fault_tape = "/no/such/folder/tape.jsonl";
  other.start("checkride-emulator", run(other, options));
  world.run_until(world.now() + 1s);
  EXPECT_EQ(other.exit_code(), kExitOutput) << "at once, not when the flight is over";
  EXPECT_THAT(other.printed(), testing::ElementsAre(testing::HasSubstr("--fault-tape: /no/such/folder/tape.jsonl")));
}

}  // namespace
}  // namespace checkride::emulator
