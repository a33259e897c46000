// Goal: a tape that cannot be written is told at the start, with its path and exit code, and what is there is left
// alone. Method: the whole program on virtual hosts.
#include "checkride/emulator/emulator.hpp"
#include "checkride/test/world_test.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using world::VirtualHost;
using world::VirtualWorld;

TEST(FaultTapeFile, AReadOnlyOneIsToldBeforeAnythingIsListenedOn) {
  VirtualWorld world;
  VirtualHost& simulator = world.add_host("simulator");
  ASSERT_TRUE(simulator.files().write("/tape.jsonl", "kept"));
  simulator.set_permissions("/tape.jsonl", 0444);
  Options options;
  options.fault_tape = "/tape.jsonl";
  simulator.start("checkride-emulator", run(simulator, options));
  world.run_until(world.now() + 1s);
  EXPECT_EQ(simulator.exit_code(), kExitOutput);
  EXPECT_THAT(simulator.printed(), ElementsAre(HasSubstr("--fault-tape: /tape.jsonl is read-only")));
  EXPECT_EQ(simulator.files().read("/tape.jsonl").value(), "kept");
}

TEST(FaultTapeFile, AnOldOneIsReplacedAtTheEnd) {
  VirtualWorld world;
  VirtualHost& simulator = world.add_host("simulator");
  ASSERT_TRUE(simulator.files().write("/tape.jsonl", "old"));
  Options options;
  options.fault_tape = "/tape.jsonl";
  simulator.start("checkride-emulator", run(simulator, options));
  world.run_until(world.now() + 1s);
  EXPECT_EQ(simulator.files().read("/tape.jsonl").value(), "old");
  simulator.send_signal(world::Signal::terminate);
  world.run_until(world.now() + 10s, [&] { return simulator.exit_code().has_value(); });
  EXPECT_EQ(simulator.exit_code(), 0);
  EXPECT_THAT(simulator.files().read("/tape.jsonl").value(), HasSubstr("checkride.fault-tape"));
}

}  // namespace
}  // namespace checkride::emulator
