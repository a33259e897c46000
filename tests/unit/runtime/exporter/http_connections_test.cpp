// Goal: active_connections is the number of open HTTP connections, whatever ends them. Method: the exporter on a
// virtual host, and connections by hand.
#include <gtest/gtest.h>

#include <array>

#include "../link/service_bench.hpp"
#include "exporter/exporter.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;

WORLD_TEST(ActiveConnections, CountsWhatIsOpen) {
  runtime::test::ServiceBench bench(host);
  const std::unique_ptr<Service> exporter = make_metrics_exporter(bench.context);
  CO_ASSERT_OK(co_await exporter->start());
  const auto open = [&bench] { return bench.metrics.gauge(metric::kActiveHttpConnections).value(); };
  EXPECT_EQ(open(), 0);
  const world::Endpoint where{host.name(), 9090};
  std::array<world::Stream, 3> streams;
  for (world::Stream& stream : streams) {
    auto connected = co_await host.network().connect(where);
    CO_ASSERT_OK(connected);
    stream = std::move(*connected);
  }
  co_await host.clock().sleep_for(1s);
  EXPECT_EQ(open(), 3);
  streams[0].close();
  streams[1].reset();
  co_await host.clock().sleep_for(1s);
  EXPECT_EQ(open(), 1);
  co_await host.clock().sleep_for(61s);
  EXPECT_EQ(open(), 0) << "closed here, having been idle";
  auto last = co_await host.network().connect(where);
  CO_ASSERT_OK(last);
  co_await host.clock().sleep_for(1s);
  EXPECT_EQ(open(), 1);
  CO_ASSERT_OK(co_await exporter->stop(host.clock().now() + 5s));
  EXPECT_EQ(open(), 0);
}

}  // namespace
}  // namespace checkride::runtime
