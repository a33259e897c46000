// The live rig as a user has it. An emulator that was started apart stands in for the real simulator: checkride is
// given its SimConnect port and nothing else, and never connects to its control port.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include "checkride/reports/record.hpp"
#include "programs.hpp"

namespace checkride::e2e {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

world::RealOptions quiet() {
  world::RealOptions options;
  options.handle_signals = false;
  return options;
}

// Connections of this machine that have the port at one end, also those that ended within the last minute: whoever ends
// a connection keeps it for so long (TIME_WAIT).
std::vector<std::string> connections_of(unsigned port) {
  constexpr const char* kListens = "0A";
  std::ostringstream hex;
  hex << ':' << std::uppercase << std::hex << port;
  std::vector<std::string> found;
  std::ifstream table("/proc/net/tcp");
  for (std::string line; std::getline(table, line);) {
    std::istringstream words(line);
    const std::vector<std::string> columns{std::istream_iterator<std::string>(words), {}};
    if (columns.size() < 4 || columns[3] == kListens) continue;
    if (columns[1].ends_with(hex.str()) || columns[2].ends_with(hex.str())) found.push_back(line);
  }
  return found;
}

// What came of a run against a stand-in.
struct Played {
  Finished finished;
  std::string simconnect;                 // where the stand-in was
  std::vector<std::string> to_control;    // connections to its control port
  std::vector<std::string> to_control_2;  // the same after the test itself made one
};

unsigned port_of(const std::string& endpoint) {
  return endpoint.empty() ? 0 : static_cast<unsigned>(std::stoul(endpoint.substr(endpoint.rfind(':') + 1)));
}

// "listening on 127.0.0.1:4711 (control)".
void hear_place(std::string_view line, std::string_view port, std::string& place) {
  constexpr std::string_view kWords = "listening on ";
  const auto open = line.find(" (" + std::string(port) + ")");
  if (line.starts_with(kWords) && open != std::string_view::npos) {
    place = std::string(line.substr(kWords.size(), open - kWords.size()));
  }
}

// A checkride-emulator on free ports, in the air along a coast.
world::ProcessOptions stand_in_options(std::string& simconnect, std::string& control) {
  world::ProcessOptions options;
  options.arguments = {CHECKRIDE_BINARY_DIR "/bin/checkride-emulator",
                       "--listen",
                       "127.0.0.1:0",
                       "--control",
                       "127.0.0.1:0",
                       "--profile",
                       "msfs2020",
                       "--flight",
                       CHECKRIDE_SOURCE_DIR "/scenarios/flights/coastal_pass.yaml"};
  options.on_output = [&simconnect, &control](std::string_view line) {
    hear_place(line, "simconnect", simconnect);
    hear_place(line, "control", control);
  };
  return options;
}

world::ProcessOptions checkride_options(std::vector<std::string> arguments, Finished& finished) {
  world::ProcessOptions options;
  options.arguments = std::move(arguments);
  options.working_directory = CHECKRIDE_SOURCE_DIR;
  options.on_output = [&finished](std::string_view line) { finished.output += std::string(line) + "\n"; };
  options.on_error = options.on_output;
  return options;
}

world::Task<> run_to_its_end(world::RealWorld& world, std::vector<std::string> arguments, Finished& finished) {
  world::ProcessOptions options = checkride_options(std::move(arguments), finished);
  auto child = world::ChildProcess::start(world, std::move(options));
  if (!child) {
    ADD_FAILURE() << child.error().message();
    co_return;
  }
  const world::ExitStatus status = co_await (*child)->wait();
  finished.code = status.code.value_or(128 + status.signal.value_or(0));
}

world::Task<> connect_once(world::RealWorld& world, unsigned port) {
  const world::Endpoint place{"127.0.0.1", static_cast<std::uint16_t>(port)};
  auto stream = co_await world.network().connect(place);
  EXPECT_TRUE(stream.has_value());
  if (stream) stream->close();
}

world::Task<int> play(world::RealWorld& world, std::vector<std::string> arguments, Played& played) {
  std::string control;
  world::ProcessOptions options = stand_in_options(played.simconnect, control);
  auto emulator = world::ChildProcess::start(world, std::move(options));
  if (!emulator) {
    ADD_FAILURE() << emulator.error().message();
    co_return 1;
  }
  for (int i = 0; i < 3000 && (played.simconnect.empty() || control.empty()); ++i) {
    co_await world.clock().sleep_for(10ms);
  }
  EXPECT_FALSE(played.simconnect.empty() || control.empty()) << "the emulator does not listen";
  arguments.insert(arguments.begin(), CHECKRIDE_BINARY_DIR "/bin/checkride");
  arguments.emplace_back("--simulator");
  arguments.push_back(played.simconnect);
  co_await run_to_its_end(world, std::move(arguments), played.finished);
  played.to_control = connections_of(port_of(control));
  co_await connect_once(world, port_of(control));
  played.to_control_2 = connections_of(port_of(control));
  (void)(*emulator)->send_signal(world::ProcessSignal::terminate);
  (void)co_await (*emulator)->wait();
  co_return 0;
}

// checkride with these arguments and the SimConnect address of a stand-in, which it is never to ask otherwise.
Played checkride(std::vector<std::string> arguments) {
  world::RealWorld world(quiet());
  Played played;
  world.run(play(world, std::move(arguments), played));
  EXPECT_THAT(played.to_control, IsEmpty()) << "it speaks nothing but SimConnect";
  EXPECT_THAT(played.to_control_2, Not(IsEmpty())) << "a connection would be seen";
  return played;
}

std::optional<reports::Record> record_in(const std::string& folder) {
  auto record = reports::record_from_json(read_file(folder + "/record.json"));
  EXPECT_TRUE(record.has_value());
  if (!record) return std::nullopt;
  return std::move(*record);
}

TEST(LiveRig, PlaysAScenarioOverTheWireAlone) {
  const std::string folder = fresh_folder("live-low-altitude");
  const Played run =
      checkride({"run", "scenarios/alerting/low_altitude.yaml", "--rig", "live", "--seed", "7", "--report", folder});
  EXPECT_EQ(run.finished.code, 0) << run.finished.output;
  const auto record = record_in(folder);
  ASSERT_TRUE(record.has_value());
  ASSERT_THAT(record->scenarios, SizeIs(1));
  EXPECT_EQ(record->rig, "live");
  EXPECT_EQ(record->scenarios[0].verdict, reports::Verdict::passed) << record->scenarios[0].reason;
  EXPECT_THAT(record->scenarios[0].replay, HasSubstr("--rig live"));
  EXPECT_THAT(record->scenarios[0].replay, HasSubstr("--simulator " + run.simconnect));
}

constexpr const char* kBeyond =
    "scenario: beyond\nrigs: [virtual, live]\nsimulators:\n  sim: {profile: msfs2020}\n"
    "timeline:\n  - start: sim\n  - kill: sim\n  - start: sim\n"
    "  - inject: {on: sim, fault: menu, for: 1s}\n"
    "  - expect: {http: {of: sim, get: /v1/clients, status: 200}}\n"
    "  - {may_skip: true, freeze: {what: sim, for: 1s}}\n";

TEST(LiveRig, WhatASimulatorCannotDoIsSaidBeforeAnythingStarts) {
  const std::string folder = fresh_folder("live-beyond");
  write_file(folder + "/beyond.yaml", kBeyond);
  const Played run = checkride({"run", folder + "/beyond.yaml", "--rig", "live", "--report", folder + "/report"});
  EXPECT_EQ(run.finished.code, 0) << run.finished.output;
  const auto record = record_in(folder + "/report");
  ASSERT_TRUE(record.has_value());
  ASSERT_THAT(record->scenarios, SizeIs(1));
  EXPECT_EQ(record->scenarios[0].verdict, reports::Verdict::skipped);
  EXPECT_THAT(record->scenarios[0].reason,
              AllOf(HasSubstr("the live rig cannot play it: line 7: sim is a real simulator, which cannot be killed"),
                    HasSubstr("line 9: the fault menu is of emulators alone"), HasSubstr("line 10: sim is a real"),
                    Not(HasSubstr("line 11"))));
}

// A client that is overheard on the line, a value that is held, a fault that the line has.
constexpr const char* kSame =
    "scenario: same\nrigs: [virtual, live]\nrig_tolerance: 2s\nsimulators:\n  sim: {profile: msfs2020}\n"
    "services:\n  mail: {kind: smtp}\n"
    "monitors:\n  monitor: {config: [low.yaml], simulators: [sim]}\n"
    "timeline:\n  - start: [mail, sim, monitor]\n"
    "  - expect: {calls: {of: sim, message: Open, count: {at_least: 1}}}\n    within: 10s\n"
    "  - set: {on: sim, variables: {PLANE ALTITUDE: 80 feet}}\n"
    "  - expect: {variable: {of: sim, name: PLANE ALTITUDE, value: {approx: 80 feet, within: 5 feet}}}\n"
    "    within: 2s\n    for: 2s\n"
    "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n    within: 12s\n"
    "  - expect: {mail: {in: mail, subject: {contains: FIRING}, count: {at_least: 1}}}\n    within: 5s\n"
    "  - inject: {on: sim, fault: reset}\n"
    "  - expect: {calls: {of: sim, message: Open, count: {at_least: 2}}}\n    within: 15s\n"
    "compare:\n  tolerance: {time: 6s, values: {default: 100 %}}\n"
    "  allow: {order: 50, timing: 50, missing: 50, extra: 50, value: 50}\n";
constexpr const char* kLow =
    "app: {name: low}\nflight_monitor:\n  variables:\n    - {name: PLANE ALTITUDE, units: feet, critical: true}\n"
    "alert_manager:\n  smtp: {server: smtp.company.com, port: 587, from: a@company.com, to: [b@company.com]}\n"
    "  rules:\n    - {name: Low, metric: PLANE ALTITUDE, condition: less_than, threshold: 100, duration: 2s, "
    "severity: critical, actions: [email]}\n";

TEST(LiveRig, IsComparedWithTheVirtualOne) {
  const std::string folder = fresh_folder("live-compare");
  write_file(folder + "/same.yaml", kSame);
  write_file(folder + "/low.yaml", kLow);
  const Played run =
      checkride({"run", folder + "/same.yaml", "--compare", "virtual,live", "--report", folder + "/report"});
  EXPECT_EQ(run.finished.code, 0) << run.finished.output;
  const auto record = record_in(folder + "/report");
  ASSERT_TRUE(record.has_value());
  ASSERT_THAT(record->scenarios, SizeIs(2));
  for (const auto& scenario : record->scenarios) {
    EXPECT_EQ(scenario.verdict, reports::Verdict::passed) << scenario.rig << ": " << scenario.reason;
  }
  ASSERT_THAT(record->comparisons, SizeIs(1));
  EXPECT_EQ(record->comparisons[0].right, "live");
  EXPECT_GT(record->comparisons[0].aligned, 4U);
}

TEST(LiveRig, MistakesAreTold) {
  const auto without = run_program("checkride", {"run", "scenarios", "--rig", "live"});
  EXPECT_EQ(without.code, 2);
  EXPECT_THAT(without.output, HasSubstr("give --simulator HOST:PORT"));
  const auto unknown = run_program(
      "checkride", {"run", "scenarios/alerting/low_altitude.yaml", "--rig", "live", "--simulator", "simm=127.0.0.1:1"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.output, AllOf(HasSubstr("no scenario has a simulator \"simm\""), HasSubstr("did you mean")));
}

TEST(LiveRig, WhereNoSimulatorAnswersTheRunFailsAndSaysWhatToLookAt) {
  const std::string folder = fresh_folder("live-nobody");
  const auto run = run_program("checkride", {"run", "scenarios/alerting/low_altitude.yaml", "--rig", "live",
                                             "--simulator", "127.0.0.1:1", "--report", folder});
  EXPECT_NE(run.code, 0);
  EXPECT_THAT(run.output, AllOf(HasSubstr("the simulator at 127.0.0.1:1"), HasSubstr("is it running")));
}

}  // namespace
}  // namespace checkride::e2e
