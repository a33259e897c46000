// Goal: who watches, how often and how far one call advances never changes a value. Method: the same flight advanced in
// one go and in random pieces, with reading in between; all numbers compared to the last bit.
#include <algorithm>

#include "bench_aircraft.hpp"
#include "checkride/catalog/simvar.hpp"
#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;

// All numbers of the core list.
std::vector<double> numbers(BenchAircraft& aircraft) {
  std::vector<double> result;
  for (const catalog::SimVar* simvar : catalog::core_simvars())
    result.push_back(aircraft.get(std::string(simvar->name)));
  return result;
}

// What is done to the aircraft, at which frame.
struct Action {
  std::uint64_t frame;
  std::string event;
  std::uint32_t data;
};

std::vector<Action> random_actions(std::uint64_t last_frame) {
  std::vector<Action> actions;
  const int count = *rc::gen::inRange(0, 8);
  for (int i = 0; i < count; ++i) {
    actions.push_back({*rc::gen::inRange<std::uint64_t>(0, last_frame),
                       *rc::gen::element<std::string>("AP_MASTER", "FLAPS_INCR", "PAUSE_TOGGLE", "SIM_RATE_INCR",
                                                      "SIM_RATE_DECR", "TOGGLE_ENGINE1_FAILURE", "THROTTLE_SET"),
                       *rc::gen::inRange<std::uint32_t>(0, 16384)});
  }
  std::stable_sort(actions.begin(), actions.end(), [](const Action& a, const Action& b) { return a.frame < b.frame; });
  return actions;
}

void fly_to(BenchAircraft& aircraft, std::uint64_t frame) {
  aircraft.simulation().advance_to(aircraft.simulation().frame_time(frame));
}

RC_GTEST_PROP(Laziness, AdvancingInPiecesGivesTheSameBits, ()) {
  const Flight flight = test::flight_file(*rc::gen::element<std::string>("coastal_hop", "coastal_pass", "parked"));
  const unsigned rate = *rc::gen::element(20u, 30u, 60u);
  const std::uint64_t last = *rc::gen::inRange<std::uint64_t>(1, 3000);
  const std::vector<Action> actions = random_actions(last);
  BenchAircraft lazy(SimulationOptions{.frame_rate = rate, .flight = flight});
  BenchAircraft eager(SimulationOptions{.frame_rate = rate, .flight = flight});
  for (const Action& action : actions) {
    fly_to(lazy, action.frame);
    while (eager.simulation().frame() < action.frame) {
      const std::uint64_t step = *rc::gen::inRange<std::uint64_t>(1, 500);
      fly_to(eager, std::min(action.frame, eager.simulation().frame() + step));
      (void)numbers(eager);
    }
    lazy.trigger(action.event, action.data);
    eager.trigger(action.event, action.data);
  }
  fly_to(lazy, last);
  while (eager.simulation().frame() < last) eager.frames(1);
  RC_ASSERT(numbers(lazy) == numbers(eager));
  RC_ASSERT(lazy.events() == eager.events());
}

TEST(Laziness, ABetweenFramesInstantChangesNothing) {
  BenchAircraft one = BenchAircraft::flying("coastal_pass");
  BenchAircraft other = BenchAircraft::flying("coastal_pass");
  one.at(10);
  for (int i = 0; i <= 1000; ++i) other.at(i / 100.0);
  EXPECT_EQ(numbers(one), numbers(other));
}

// The parked aircraft's clock runs on without stepping the model; the shortcut must not show.
TEST(Laziness, ASettledAircraftWakesUnharmed) {
  BenchAircraft settled;
  BenchAircraft restless;
  settled.at(100);
  for (int second = 1; second <= 100; ++second) {
    restless.at(second);
    restless.set("LIGHT CABIN", 0);  // any write makes the model step again
  }
  settled.trigger("ENGINE_AUTO_START");
  restless.trigger("ENGINE_AUTO_START");
  settled.at(130);
  restless.at(130);
  EXPECT_EQ(settled.get("GENERAL ENG COMBUSTION"), 1);
  EXPECT_EQ(numbers(settled), numbers(restless));
}

}  // namespace
}  // namespace checkride::emulator
