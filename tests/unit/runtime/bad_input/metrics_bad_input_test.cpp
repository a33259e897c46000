// Goal: what is wrong in the sections metrics_exporter and monitoring is told where it stands and what would be right.
// Method: one table of configurations, each with the message that it gets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "../config/config_fixture.hpp"

namespace checkride::runtime {
namespace {

struct Row {
  std::string section;  // behind the least that is valid; its first line is line 3 of the file
  std::string place;
  std::string message;
};

class MetricsBadInput : public testing::TestWithParam<Row> {};

TEST_P(MetricsBadInput, IsToldWithItsPlace) {
  support::ConfigHost host;
  const auto loaded = host.load_text(support::kMinimal + GetParam().section);
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().message(), testing::HasSubstr("/c.yaml:" + GetParam().place));
  EXPECT_THAT(loaded.error().message(), testing::HasSubstr(GetParam().message));
  EXPECT_THAT(loaded.error().message(), testing::Not(testing::HasSubstr("hush-hush")));
}

std::string otlp(const std::string& keys) {
  return "metrics_exporter: {otlp: {" + keys + "}}\n";
}

INSTANTIATE_TEST_SUITE_P(
    Table, MetricsBadInput,
    testing::Values(
        Row{"metrics_exporter: {otlp: {}}\n", "3:", "endpoint"},
        Row{otlp("endpoint: 4318"), "3:", "expected an http or https URL"},
        Row{otlp("endpoint: \"ftp://x/\""), "3:", "expected an http or https URL"},
        Row{otlp("endpoint: \"http://:99999/\""), "3:", "expected an http or https URL"},
        Row{otlp("endpoint: \"http://c/\", interval: 100ms"), "3:60", "100ms is out of range, expected 1s to 1h"},
        Row{otlp("endpoint: \"http://c/\", interval: 2h"), "3:60", "2h is out of range, expected 1s to 1h"},
        Row{otlp("endpoint: \"http://c/\", interval: 10"), "3:", "10"},
        Row{otlp("endpoint: \"http://c/\", interval: 5s, timeout: 6s"), "3:", "attempts would overlap"},
        Row{otlp("endpoint: \"http://c/\", timeout: 0s"), "3:59", "0s is out of range, expected 1s to 5m"},
        Row{otlp("endpoint: \"http://c/\", headers: [a]"), "3:", "map"},
        Row{otlp("endpoint: \"http://c/\", headers: {\"a b\": hush-hush}"), "3:", "no header name"},
        Row{otlp("endpoint: \"http://c/\", headers: {\"\": hush-hush}"), "3:", "no header name"},
        Row{otlp("endpoint: \"http://c/\", headers: {Key: \"hush-hush\\r\\nX: y\"}"), "3:", "control character"},
        Row{otlp("endpoint: \"http://c/\", headers: {Key: {a: b}}"), "3:", "text"},
        Row{otlp("endpoint: \"http://c/\", endpont: x"), "3:50", "unknown key \"endpont\""},
        Row{"metrics_exporter: {stale_after: 0s}\n", "3:", "1s"},
        Row{"metrics_exporter: {stale_after: 25h}\n", "3:", "24h"},
        Row{"metrics_exporter: {stale_after: soon}\n", "3:", "soon"},
        Row{"metrics_exporter: {path: metrics}\n", "3:", "begins with '/'"},
        Row{"metrics_exporter: {path: /health}\n", "3:", "belongs to the health listener"},
        Row{"metrics_exporter: {path: /api/metrics}\n", "3:", "belongs to the health listener"},
        Row{"metrics_exporter: {path: /livez}\n", "3:", "belongs to the health listener"},
        Row{"metrics_exporter: {path: /-/ready}\n", "3:", "belongs to the health listener"},
        Row{"metrics_exporter: {path: /}\n", "3:", "landing page"},
        Row{"monitoring: {agent_port: 65536}\n", "3:", "65535"}, Row{"monitoring: {agent_port: -1}\n", "3:", "-1"},
        Row{"monitoring: {agent_port: x}\n", "3:", "x"},
        Row{"monitoring: {agent_port: 8080}\n", "3:", "agent_port needs a port of its own"},
        Row{"monitoring: {agent_port: 9090}\n", "3:", "agent_port needs a port of its own"}));

}  // namespace
}  // namespace checkride::runtime
