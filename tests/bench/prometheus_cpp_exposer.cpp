// What scrape_bench.py measures the monitor's metrics page against: prometheus-cpp's own server with as many gauges.
//
//   prometheus_cpp_exposer --series 1000        prints "listening on 127.0.0.1:PORT"
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <csignal>
#include <cstdio>
#include <memory>
#include <string>

#include "bench_arguments.hpp"

int main(int argc, char** argv) {
  const checkride::bench::Arguments arguments(argc, argv);
  const auto registry = std::make_shared<prometheus::Registry>();
  auto& family = prometheus::BuildGauge().Name("simconnect_variable_value").Help("Current value.").Register(*registry);
  for (std::size_t i = 0; i < arguments.count("series", 1000); ++i) {
    family.Add({{"simulator", "sim"}, {"variable", "PLANE ALTITUDE " + std::to_string(i)}})
        .Set(35000 + 12.25 * static_cast<double>(i));
  }
  prometheus::Exposer exposer("127.0.0.1:0", 1);
  exposer.RegisterCollectable(registry);
  std::printf("listening on 127.0.0.1:%d\n", exposer.GetListeningPorts().at(0));
  std::fflush(stdout);
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  int signal = 0;
  (void)sigprocmask(SIG_BLOCK, &ends, nullptr);
  (void)sigwait(&ends, &signal);
}
