// Goal: every metric that there is can be named by a rule. Method: the rows of the table, read as text, against the
// list.
#include "metrics/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

namespace checkride::runtime {
namespace {

TEST(MetricCatalogue, HasEveryRowOfTheTable) {
  std::ifstream file(std::string(CHECKRIDE_SOURCE_DIR) + "/runtime/src/metrics/table.hpp");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string table = text.str();
  const std::regex row(R"re(constexpr MetricRow k\w+\{\s*"([a-z_]+)")re");
  std::vector<std::string> in_table;
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at) in_table.push_back((*at)[1]);
  std::vector<std::string> listed;
  for (const MetricRow* one : all_metrics()) listed.emplace_back(one->name);
  EXPECT_FALSE(in_table.empty());
  EXPECT_THAT(listed, testing::UnorderedElementsAreArray(in_table));
}

// What dashboards and alerts of the guides ask for, letter by letter, with the labels that their queries use.
TEST(MetricCatalogue, HasEveryNameOfTheGuides) {
  for (const char* name :
       {"simconnect_flight_data_received_total", "simconnect_flight_altitude_feet", "simconnect_flight_speed_knots",
        "simconnect_flight_fuel_gallons", "simconnect_active_connections",
        "simconnect_message_processing_duration_seconds_count", "simconnect_errors_total{type=\"x\",severity=\"y\"}",
        "simconnect_service_uptime_seconds{service=\"x\"}", "simconnect_messages_per_second",
        "simconnect_memory_usage_bytes", "simconnect_cpu_usage_percent",
        "http_requests_total{method=\"GET\",route=\"/\",status=\"200\"}", "http_request_duration_seconds_sum",
        "active_connections", "cache_hits_total{cache_type=\"x\"}", "cache_misses_total{cache_type=\"x\"}",
        "cache_requests_total{cache_type=\"x\"}", "db_connections_active", "db_connections_max"}) {
    const auto found = parse_metric_selector(name);
    EXPECT_TRUE(found) << name << ": " << (found ? "" : found.error().message());
  }
}

}  // namespace
}  // namespace checkride::runtime
