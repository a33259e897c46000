// Goal: every example of docs/faults.md does something that a client sees, and its tape does the same without a seed.
// Method: the whole program on a virtual host, told of the example by its control API; a client that asks, sets and
// subscribes. What it reads and when is compared with a run without the fault, and with a run by the tape.
#include "checkride/emulator/emulator.hpp"
#include "checkride/emulator/fault_language.hpp"
#include "checkride/http/http.hpp"
#include "checkride/test/world_test.hpp"
#include "checkride/values/values.hpp"
#include "faults/fault_tape.hpp"
#include "server/raw_client.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Period;
using world::Duration;
using world::Instant;
using world::VirtualHost;

constexpr Instant kEnd{13s};
constexpr std::string_view kFlight = R"(name: climb
aircraft: C172
start: {latitude_deg: 47, longitude_deg: -122, altitude_ft: 3000, heading_deg: 90, fuel_gal: 30}
phases:
  - {phase: climb, until: {altitude_ft: 9000}, speed_kt: 80, vertical_speed_fpm: 500}
)";

// What a client read, and how its connection ended.
struct Seen {
  std::vector<std::pair<Instant, std::vector<std::byte>>> reads;
  std::string end;
  Instant ended{};
  bool operator==(const Seen&) const = default;
};

// Sets a variable every second: the examples of the other way change what it reads back.
world::Task<> set_lever(VirtualHost& host, RawClient* client) {
  for (double value = 1;; ++value) {
    co_await host.clock().sleep_for(1s);
    protocol::SetDataOnSimObject set;
    set.define_id = protocol::DefinitionId{2};
    set.array_count = 0;
    std::vector<std::byte> data(sizeof(double));
    protocol::store_little_endian(data.data(), value);
    set.unit_size = sizeof(double);
    set.data = data;
    if (!co_await client->send(set)) co_return;
  }
}

world::Task<int> live(VirtualHost& host, std::shared_ptr<Seen> seen) {
  auto connected = co_await RawClient::connect(host, "simulator", 5111, protocol::Protocol::msfs2024);
  if (!connected) {
    seen->end = connected.error().message();
    seen->ended = host.clock().now();
    co_return 0;
  }
  RawClient client = std::move(*connected);
  protocol::Open open;
  open.application_name = "monitor";
  (void)co_await client.send(open);
  for (const char* name : {"PLANE ALTITUDE", "PLANE LATITUDE", "PLANE LONGITUDE", "AIRSPEED INDICATED",
                           "VERTICAL SPEED", "GROUND VELOCITY", "ABSOLUTE TIME", "L:LEVER"}) {
    (void)co_await client.send(add_datum(1, name, ""));
  }
  (void)co_await client.send(add_datum(2, "L:LEVER", ""));
  (void)co_await client.send(subscribe(1, "Pause_EX1"));
  (void)co_await client.send(subscribe(2, "Sim"));
  (void)co_await client.send(request_data(1, 1, Period::visual_frame));
  world::TaskGroup hand(host.executor());
  hand.spawn("lever", set_lever(host, &client));
  std::array<std::byte, 4096> buffer;
  while (true) {
    const auto count = co_await world::read_some(client.stream(), std::span<std::byte>(buffer));
    if (!count) {
      seen->end = count.error().message();
      seen->ended = host.clock().now();
      co_return 0;
    }
    const auto end = buffer.begin() + static_cast<std::ptrdiff_t>(*count);
    seen->reads.emplace_back(host.clock().now(), std::vector<std::byte>(buffer.begin(), end));
  }
}

world::Task<int> post_fault(VirtualHost& host, std::string body) {
  http::Url url;
  url.scheme = "http";
  url.host = "simulator";
  url.port = 5112;
  url.target = "/v1/faults";
  http::Request request;
  request.method = "POST";
  request.target = url.target;
  request.body = std::move(body);
  request.headers.add("Content-Type", "application/json");
  const auto response = co_await http::fetch(host, std::move(url), std::move(request), 10s);
  co_return response && response->status == 201 ? 0 : 1;
}

struct Played {
  Seen seen;
  std::string tape;
};

// A run with a fault by the control API, by a tape, or without any.
Played run_program(const std::string& fault, const std::string& tape = {}, std::uint64_t seed = 1) {
  world::VirtualWorld world({.seed = seed});
  VirtualHost& simulator = world.add_host("simulator");
  VirtualHost& monitor = world.add_host("monitor");
  VirtualHost& tester = world.add_host("tester");
  world::LinkOptions whole;
  whole.short_reads = false;
  world.set_link(simulator, monitor, whole);
  Options options;
  for (world::Endpoint& where : options.listen) where.host = "0.0.0.0";
  options.control.host = "0.0.0.0";
  options.control_hosts.push_back("simulator");
  options.fault_tape = "/tape.jsonl";
  options.flight = "/climb.yaml";
  EXPECT_TRUE(simulator.files().write("/climb.yaml", std::string(kFlight)));
  if (!tape.empty()) {
    EXPECT_TRUE(simulator.files().write("/old.jsonl", tape));
    options.replay_faults = "/old.jsonl";
  }
  simulator.start("checkride-emulator", emulator::run(simulator, options));
  world.run_until(world.now() + 50ms);
  if (!fault.empty()) {
    tester.start("tester", post_fault(tester, fault));
    world.run_until(world.now() + 1s, [&] { return tester.exit_code().has_value(); });
    EXPECT_EQ(tester.exit_code(), 0) << fault;
  }
  world.run_until(Instant(1s));
  const auto seen = std::make_shared<Seen>();
  monitor.start("monitor", live(monitor, seen));
  world.run_until(kEnd);
  Played run;
  run.seen = *seen;
  simulator.send_signal(world::Signal::terminate);
  world.run_until(world.now() + 10s, [&] { return simulator.exit_code().has_value(); });
  run.tape = simulator.files().read("/tape.jsonl").value();
  return run;
}

// The JSON form of the example, out of the page itself.
std::vector<std::string> examples() {
  std::vector<std::string> result;
  std::istringstream page(fault_reference());
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("{\"kind\"")) result.push_back(line);
  }
  return result;
}

class FaultExample : public testing::TestWithParam<std::string> {
 protected:
  static const Played& undisturbed() {
    static const Played run = run_program({});
    return run;
  }
};

TEST_P(FaultExample, IsSeenByAClientAndRepeatedByItsTape) {
  const Played run = run_program(GetParam());
  EXPECT_FALSE(run.seen == undisturbed().seen) << "nobody would notice";
  const auto tape = parse_fault_tape(run.tape, "tape");
  ASSERT_TRUE(tape) << tape.error().message();
  EXPECT_TRUE(std::ranges::any_of(tape->entries(), [](const TapeEntry& entry) {
    return entry.event == TapeEvent::struck;
  })) << run.tape;
  const Played again = run_program({}, run.tape, 99);
  EXPECT_TRUE(again.seen == run.seen);
  EXPECT_TRUE(again.tape == run.tape);
}

std::string word_of(const std::string& example) {
  return values::load(example, "example")->root().find("kind")->text();
}

INSTANTIATE_TEST_SUITE_P(Page, FaultExample, testing::ValuesIn(examples()),
                         [](const auto& row) { return word_of(row.param); });

TEST(FaultExamples, ArePrintedForEveryFault) {
  EXPECT_EQ(examples().size(), fault_words().size());
}

TEST(FaultExamples, WithoutAFaultTwoRunsAreTheSame) {
  EXPECT_TRUE(run_program({}).seen == run_program({}).seen);
}

}  // namespace
}  // namespace checkride::emulator
