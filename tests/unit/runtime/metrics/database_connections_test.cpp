// Goal: the guides' rule on the database's connections (db_connections_active >= 0.9 of db_connections_max for minutes)
// means that the database does not keep up. Method: the collector on a virtual host, looked at while it writes.
#include <gtest/gtest.h>

#include "../link/service_bench.hpp"
#include "metrics/table.hpp"
#include "service/services.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;

Sample sample_at(world::UtcTime ts, std::uint64_t sequence) {
  Sample sample;
  sample.ts = ts;
  sample.simulator = "sim";
  sample.session = 1;
  sample.sequence = sequence;
  sample.values = {3500, 110, 40};
  return sample;
}

WORLD_TEST(DatabaseConnections, AreBusyWhileABatchIsWritten) {
  Config config = runtime::test::guide_like_config();
  config.data_collector.enabled = true;
  config.data_collector.output_path = "/telemetry";
  config.data_collector.flush_interval = 1s;
  config.data_collector.sqlite.emplace();
  runtime::test::ServiceBench bench(host, config);
  const std::unique_ptr<Service> collector = make_data_collector(bench.context);
  CO_ASSERT_OK(co_await collector->start());
  const auto busy = [&bench] { return bench.metrics.gauge(metric::kDbConnections).value(); };
  EXPECT_EQ(busy(), 0);
  EXPECT_EQ(bench.metrics.gauge(metric::kDbConnectionsMax).value(), 1);
  for (std::uint64_t i = 1; i <= 1000; ++i) bench.samples.publish(sample_at(host.clock().utc_now(), i));
  double most = 0;
  for (int i = 0; i < 10'000; ++i) {
    co_await host.clock().sleep_for(500us);
    most = std::max(most, busy());
  }
  EXPECT_EQ(most, 1);
  EXPECT_EQ(busy(), 0);
  CO_ASSERT_OK(co_await collector->stop(host.clock().now() + 10s));
}

WORLD_TEST(DatabaseConnections, WithoutADatabaseThereAreNone) {
  Config config = runtime::test::guide_like_config();
  config.data_collector.enabled = true;
  config.data_collector.output_path = "/telemetry";
  runtime::test::ServiceBench bench(host, config);
  const std::unique_ptr<Service> collector = make_data_collector(bench.context);
  CO_ASSERT_OK(co_await collector->start());
  EXPECT_EQ(bench.metrics.text().find("db_connections"), std::string::npos) << "0 of 0 would be all of them";
  CO_ASSERT_OK(co_await collector->stop(host.clock().now() + 10s));
}

}  // namespace
}  // namespace checkride::runtime
