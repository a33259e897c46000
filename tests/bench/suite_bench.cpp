// What `checkride run` costs beyond the scenarios' own work: 200 scenarios of one service and one look, each in a
// worker process of its own, one at a time. `s_each` is the whole, in seconds; `own_s_each` are the same scenarios
// played in this process without report, pool or workers; the difference is what a scenario pays for being part of a
// suite. The report of all is among it.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "checkride/harness/harness.hpp"
#include "checkride/world/real_world.hpp"

namespace {

namespace harness = checkride::harness;
namespace world = checkride::world;

constexpr int kScenarios = 200;

std::vector<harness::Scenario> scenarios() {
  std::vector<harness::Scenario> all;
  for (int i = 0; i < kScenarios; ++i) {
    const std::string text = "scenario: tiny-" + std::to_string(i) +
                             "\nservices:\n  mail: {kind: smtp}\ntimeline:\n  - start: [mail]\n"
                             "  - expect: {mail: {in: mail, count: 0}}\n";
    auto scenario = harness::load_scenario(text, "tiny.yaml");
    if (!scenario) std::abort();
    all.push_back(std::move(*scenario));
  }
  return all;
}

// Standard output is nobody's while it lives: the lines of the runs would stand among the bench's.
class Quiet {
 public:
  Quiet() : kept_(::dup(STDOUT_FILENO)) {
    if (std::freopen("/dev/null", "w", stdout) == nullptr) std::abort();  // world-lint: allow (the bench's own output)
  }
  ~Quiet() {
    (void)std::fflush(stdout);
    (void)::dup2(kept_, STDOUT_FILENO);
    (void)::close(kept_);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  int kept_;
};

world::Task<int> run(world::RealWorld& here, harness::SuiteOptions options, std::vector<harness::Scenario> all) {
  std::function<harness::Ending()> ending = [] { return harness::Ending::none; };
  const auto outcome = co_await harness::run_suite(here, std::move(options), std::move(all), std::move(ending));
  co_return outcome ? harness::exit_code(*outcome) : harness::kExitInvalidRun;
}

double own_seconds(const std::vector<harness::Scenario>& all) {
  world::RealOptions real;
  real.handle_signals = false;
  world::RealWorld here(real);
  const world::Instant begin = here.clock().now();
  for (const harness::Scenario& one : all) {
    benchmark::DoNotOptimize(harness::run_on_virtual_rig(here.files(), one, {}));
  }
  return world::to_seconds(here.clock().now() - begin);
}

void Suite(benchmark::State& state) {
  std::string folder = (std::filesystem::temp_directory_path() / "suite-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return state.SkipWithError("no temporary folder");
  const auto all = scenarios();
  const double own = own_seconds(all);
  for (auto _ : state) {
    const Quiet quiet;
    world::RealOptions real;
    real.handle_signals = false;
    world::RealWorld here(real);
    harness::SuiteOptions options;
    options.report_folder = folder;
    options.jobs = 1;
    options.annotations = harness::Annotations::none;
    if (here.run(run(here, std::move(options), all)) != 0) state.SkipWithError("the suite did not pass");
  }
  using benchmark::Counter;
  const auto invert = static_cast<Counter::Flags>(Counter::kIsIterationInvariantRate | Counter::kInvert);
  state.counters["s_each"] = Counter(kScenarios, invert);
  state.counters["own_s_each"] = own / kScenarios;
  std::filesystem::remove_all(folder);
}
BENCHMARK(Suite)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
