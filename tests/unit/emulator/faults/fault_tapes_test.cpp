// Goal: a tape of the faults of a run plays the same run again; crashes and tapes that cannot be used end the program
// as they should. Method: the whole program on virtual hosts, with faults by its control API or by its tape.
#include <memory>
#include <optional>

#include "checkride/emulator/emulator.hpp"
#include "checkride/http/http.hpp"
#include "faults/wire_server_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;

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
