// A capture of a talk with the emulator, and the score of a capture, both on virtual time.
#pragma once

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "capture/capture.hpp"
#include "capture/fidelity.hpp"
#include "checkride/emulator/emulator.hpp"
#include "checkride/test/world_test.hpp"

namespace checkride::harness::test {

using Talk = std::function<world::Task<int>(world::World&)>;

struct Captured {
  std::string content;
  int end = -1;  // of the talk
};

// What `talk` said with proxy:5111 in five seconds; `before` spoke with simulator:500 itself.
inline Captured capture_of(const Talk& talk, const Talk& before = {}) {
  world::VirtualWorld world;
  world::VirtualHost& simulator = world.add_host("simulator");
  world::VirtualHost& proxy = world.add_host("proxy");
  world::VirtualHost& others = world.add_host("others");
  world::VirtualHost& client = world.add_host("client");
  emulator::Options options;
  options.listen = {{"0.0.0.0", 500}};
  options.control = {"0.0.0.0", 501};
  options.profile = "msfs2020";
  simulator.start("emulator", emulator::run(simulator, options));
  proxy.start("capture", capture(proxy, {{"0.0.0.0", 5111}, {"simulator", 500}, "talk.pcapng"}));
  world.run_until(world.now() + std::chrono::seconds(1));
  if (before) {
    others.start("before", before(others));
    world.run_until(world.now() + std::chrono::seconds(3));
  }
  client.start("talk", talk(client));
  world.run_until(world.now() + std::chrono::seconds(5));
  return {proxy.files().read("talk.pcapng").value(), client.exit_code().value_or(-1)};
}

struct Outcome {
  int code = -1;
  boost::json::object result;
  std::vector<std::string> printed;
};

inline Outcome run_fidelity(const std::string& content, FidelityOptions options = {}) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("here");
  options.file = "talk.pcapng";
  options.json = true;
  host.start("fidelity", fidelity(host, options, content));
  world.run_until(world.now() + std::chrono::hours(1), [&host] { return host.exit_code().has_value(); });
  EXPECT_EQ(host.failure(), "");
  Outcome outcome{host.exit_code().value_or(-1), {}, host.printed()};
  if (!outcome.printed.empty() && outcome.printed.back().starts_with("{")) {
    outcome.result = boost::json::parse(outcome.printed.back()).as_object();
  }
  return outcome;
}

}  // namespace checkride::harness::test
