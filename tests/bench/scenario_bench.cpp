// Virtual seconds per wall second of whole scenarios: emulator, wire, monitor, services, engine. Steps of the scheduler
// per virtual second stand beside it, for a ratio without density says nothing. One run is a sample; the counter `hash`
// is the low half of the trace hash, so that nobody speeds up another scenario.
#include <benchmark/benchmark.h>

#include "checkride/harness/harness.hpp"
#include "checkride/world/real_world.hpp"

namespace {

namespace harness = checkride::harness;
namespace world = checkride::world;

void play(benchmark::State& state, const char* file) {
  world::RealOptions real;
  real.handle_signals = false;
  world::RealWorld here(real);
  auto scenarios = harness::load_scenarios(here.files(), {std::string(CHECKRIDE_SOURCE_DIR) + file});
  if (!scenarios) return state.SkipWithError(scenarios.error().message().c_str());
  harness::VirtualRunOptions options;
  options.seed = 7;
  double virtual_seconds = 0;
  double steps = 0;
  std::uint64_t hash = 0;
  for (auto _ : state) {
    const auto run = harness::run_on_virtual_rig(here.files(), scenarios->front(), options);
    if (run.record.verdict != checkride::reports::Verdict::passed) {
      return state.SkipWithError(run.record.reason.c_str());
    }
    virtual_seconds += run.record.virtual_seconds;
    steps += static_cast<double>(run.steps);
    hash = run.record.trace_hash.value_or(0);
  }
  state.counters["virtual_s_per_s"] = benchmark::Counter(virtual_seconds, benchmark::Counter::kIsRate);
  state.counters["steps_per_virtual_s"] = steps / virtual_seconds;
  state.counters["hash"] = static_cast<double>(hash & 0xFFFFFFFFU);
}

void LowAltitude(benchmark::State& state) {
  play(state, "/scenarios/alerting/low_altitude.yaml");
}
BENCHMARK(LowAltitude)->Unit(benchmark::kMillisecond)->UseRealTime();

// One monitor and one simulator, telemetry at 1 Hz, for an hour.
void OneHour(benchmark::State& state) {
  play(state, "/tests/bench/scenarios/one_hour.yaml");
}
BENCHMARK(OneHour)->Unit(benchmark::kMillisecond)->UseRealTime();

// One monitor with ten simulators, a balancer before two servers, and ten requests a second through it.
void TenSimulators(benchmark::State& state) {
  play(state, "/tests/bench/scenarios/ten_simulators.yaml");
}
BENCHMARK(TenSimulators)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
