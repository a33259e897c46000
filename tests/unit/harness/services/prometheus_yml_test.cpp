// Goal: what Prometheus and Alertmanager are told has all that a scenario declares, and no target that has no address
// yet. Method: texts out of values; that the programs take them is shown by scenarios on the process rig.
#include "services/prometheus_yml.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

using testing::HasSubstr;
using testing::Not;

const Addresses kPlaces = {{"am", {"127.0.0.1", 9093}}, {"monitor", {"127.0.0.1", 9100}}};

TEST(PrometheusYml, HasWhatIsDeclared) {
  PrometheusSpec spec;
  spec.interval = std::chrono::seconds(1);
  spec.jobs = {{"checkride", {"monitor"}, "/metrics", {}}, {"slow", {"am"}, "/m", std::chrono::seconds(30)}};
  spec.alertmanagers = {"am"};
  const std::string text = prometheus_yml(spec, {"rules-0.yml"}, kPlaces);
  EXPECT_THAT(text,
              HasSubstr(R"("scrape_interval":"1000ms","scrape_timeout":"1000ms","evaluation_interval":"15000ms")"));
  EXPECT_THAT(text, HasSubstr(R"("rule_files":["rules-0.yml"])"));
  EXPECT_THAT(text, HasSubstr(R"({"job_name":"checkride","metrics_path":"/metrics","file_sd_configs":[)"
                              R"({"files":["targets-checkride.json"],"refresh_interval":"1s"}]})"));
  EXPECT_THAT(text, HasSubstr(R"("metrics_path":"/m","scrape_interval":"30000ms","scrape_timeout":"10000ms")"));
  EXPECT_THAT(text, HasSubstr(R"("static_configs":[{"targets":["127.0.0.1:9093"]}])"));
}

TEST(PrometheusYml, WithoutAlertmanagersNobodyIsTold) {
  EXPECT_THAT(prometheus_yml(PrometheusSpec{}, {}, kPlaces), Not(HasSubstr("alerting")));
}

TEST(PrometheusYml, WhoHasNoAddressIsNoTarget) {
  const ScrapeJob job{"all", {"monitor", "later"}, "/metrics", {}};
  EXPECT_EQ(targets_path(job), "targets-all.json");
  EXPECT_EQ(targets_json(job, kPlaces), R"([{"targets":["127.0.0.1:9100"]}])");
  EXPECT_EQ(targets_json(job, {}), R"([{"targets":[]}])");
}

TEST(PrometheusYml, WhoSpeaksTlsIsAskedByHttps) {
  PrometheusSpec spec;
  spec.jobs = {{"both", {"monitor", "am"}, "/metrics", {}}, {"plain", {"monitor"}, "/metrics", {}}};
  const std::string text = prometheus_yml(spec, {}, kPlaces, {"am"});
  EXPECT_THAT(
      text, HasSubstr(R"("files":["targets-both.json"],"refresh_interval":"1s"}],"tls_config":{"ca_file":"ca.crt"}})"));
  EXPECT_THAT(text, HasSubstr(R"("files":["targets-plain.json"],"refresh_interval":"1s"}]})"));
  EXPECT_EQ(targets_json(spec.jobs[0], kPlaces, {"am"}),
            R"([{"targets":["127.0.0.1:9100"]},{"targets":["127.0.0.1:9093"],"labels":{"__scheme__":"https"}}])");
}

TEST(AlertmanagerYml, TellsWebhooksBehindTlsByHttps) {
  AlertmanagerSpec spec;
  spec.receivers = {{"chat", "hook"}};
  spec.route = "chat";
  EXPECT_THAT(alertmanager_yml(spec, {{"hook", "https://127.0.0.1:443/x"}}),
              HasSubstr(R"("send_resolved":true,"http_config":{"tls_config":{"ca_file":"ca.crt"}}})"));
}

TEST(AlertmanagerYml, HasWhatIsDeclared) {
  AlertmanagerSpec spec;
  spec.receivers = {{"chat", "hook"}};
  spec.route = "chat";
  const std::string text = alertmanager_yml(spec, {{"hook", "http://127.0.0.1:80/x"}});
  EXPECT_EQ(text, R"({"route":{"receiver":"chat","group_by":["alertname"],"group_wait":"0ms",)"
                  R"("group_interval":"300000ms","repeat_interval":"14400000ms"},"receivers":[{"name":"chat",)"
                  R"("webhook_configs":[{"url":"http://127.0.0.1:80/x","send_resolved":true}]}]})");
}

}  // namespace
}  // namespace checkride::harness
