// Writing a page of 1,000 series: the registry's prefix-cached writer beside a plain one that formats each line with
// snprintf from name, labels and value. Both write the same bytes, which is checked. And what a count and a look-up
// cost.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "metrics/registry.hpp"

namespace {

using namespace checkride::runtime;

constexpr int kSeries = 1000;
constexpr std::array<std::string_view, 2> kLabels{"simulator", "variable"};
constexpr MetricRow kRow{"simconnect_variable_value", "Current value of a variable.", MetricType::gauge, kLabels, {}};

struct Line {
  std::string simulator;
  std::string variable;
  double value;
};

// Values like those of a flight: some whole, some with a fraction.
std::vector<Line> lines() {
  std::vector<Line> out;
  for (int i = 0; i < kSeries; ++i) {
    const std::string number = std::to_string(1000 + i);
    out.push_back({"sim-" + number.substr(0, 2), "PLANE ALTITUDE " + number, 35000 + i * (i % 2 == 0 ? 1.0 : 12.25)});
  }
  return out;
}

void fill(Registry& registry) {
  for (const Line& line : lines()) registry.gauge(kRow, {line.simulator, line.variable}).set(line.value);
}

std::string plain_page(const std::vector<Line>& series) {
  std::string page;
  std::array<char, 256> buffer;
  std::snprintf(buffer.data(), buffer.size(), "# HELP %s %s\n# TYPE %s gauge\n", kRow.name.data(), kRow.help.data(),
                kRow.name.data());
  page += buffer.data();
  for (const Line& line : series) {
    std::snprintf(buffer.data(), buffer.size(), "%s{simulator=\"%s\",variable=\"%s\"} %.15g\n", kRow.name.data(),
                  line.simulator.c_str(), line.variable.c_str(), line.value);
    page += buffer.data();
  }
  return page;
}

void check_same_bytes() {
  Registry registry;
  fill(registry);
  if (registry.text() == plain_page(lines())) return;
  std::fputs("metrics_bench: the two writers differ\n", stderr);
  std::abort();
}

void page_1000_series(benchmark::State& state) {
  check_same_bytes();
  Registry registry;
  fill(registry);
  std::size_t bytes = 0;
  for (auto _ : state) {
    bytes = registry.text().size();
    benchmark::DoNotOptimize(bytes);
  }
  state.SetItemsProcessed(state.iterations() * kSeries);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}
BENCHMARK(page_1000_series)->Unit(benchmark::kMicrosecond);

void page_1000_series_plain_snprintf(benchmark::State& state) {
  const std::vector<Line> series = lines();
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string page = plain_page(series);
    bytes = page.size();
    benchmark::DoNotOptimize(bytes);
  }
  state.SetItemsProcessed(state.iterations() * kSeries);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}
BENCHMARK(page_1000_series_plain_snprintf)->Unit(benchmark::kMicrosecond);

void gauge_set(benchmark::State& state) {
  Registry registry;
  Gauge& gauge = registry.gauge(kRow, {"sim", "x"});
  double value = 0;
  for (auto _ : state) {
    gauge.set(value += 1);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(gauge_set);

void look_up_one_of_1000(benchmark::State& state) {
  Registry registry;
  fill(registry);
  for (auto _ : state) benchmark::DoNotOptimize(&registry.gauge(kRow, {"sim-15", "PLANE ALTITUDE 1555"}));
}
BENCHMARK(look_up_one_of_1000);

}  // namespace
