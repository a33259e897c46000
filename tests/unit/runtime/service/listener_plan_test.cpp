// Goal: which ports serve what. Method: configurations in, plans out.
#include "service/listener_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace checkride::runtime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(PlanListeners, HealthAndMetricsHaveTheirOwn) {
  EXPECT_THAT(plan_listeners(Config()),
              ElementsAre(ListenerPlan{{"0.0.0.0", 8080}, true, false}, ListenerPlan{{"0.0.0.0", 9090}, false, true}));
}

TEST(PlanListeners, OnePortNamedTwiceIsOneListener) {
  Config config;
  config.monitoring.metrics_port = 9090;
  EXPECT_EQ(plan_listeners(config).size(), 2U);
  config.monitoring.health_check_port = 9090;
  EXPECT_THAT(plan_listeners(config), ElementsAre(ListenerPlan{{"0.0.0.0", 9090}, true, true}));
  EXPECT_EQ(plan_listeners(config)[0].purpose(), "health, metrics");
}

TEST(PlanListeners, TwoMetricsPortsAreTwoListeners) {
  Config config;
  config.monitoring.metrics_port = 9191;
  EXPECT_THAT(plan_listeners(config), ElementsAre(testing::_, ListenerPlan{{"0.0.0.0", 9090}, false, true},
                                                  ListenerPlan{{"0.0.0.0", 9191}, false, true}));
}

TEST(PlanListeners, PortZeroIsAFreePortForEachPurpose) {
  Config config;
  config.monitoring.health_check_port = 0;
  config.monitoring.metrics_port = 0;
  config.metrics_exporter.port = 0;
  EXPECT_THAT(plan_listeners(config),
              ElementsAre(ListenerPlan{{"0.0.0.0", 0}, true, false}, ListenerPlan{{"0.0.0.0", 0}, false, true}));
}

TEST(PlanListeners, AnyProtectionThisBuildLacksKeepsThemOnLoopback) {
  for (const auto ask :
       {&SecurityConfig::tls_enabled, &SecurityConfig::api_key_enabled, &SecurityConfig::rate_limiting_enabled}) {
    Config config;
    config.security.*ask = true;
    for (const ListenerPlan& plan : plan_listeners(config)) EXPECT_EQ(plan.where.host, "127.0.0.1");
  }
}

TEST(WrittenAs, NamesTheKeysOfAddressAndPort) {
  Config config;
  config.monitoring.metrics_port = 9191;
  std::vector<std::string> ports, addresses;
  for (const ListenerPlan& plan : plan_listeners(config)) {
    ports.push_back(written_as(plan, config).port);
    addresses.push_back(written_as(plan, config).address);
  }
  EXPECT_THAT(ports, ElementsAre("monitoring.health_check_port", "metrics_exporter.port", "monitoring.metrics_port"));
  EXPECT_THAT(addresses, ElementsAre("monitoring.address", "metrics_exporter.address", "metrics_exporter.address"));
}

TEST(PlanListeners, APartThatIsOffListensNowhere) {
  Config config;
  config.monitoring.enabled = false;
  EXPECT_THAT(plan_listeners(config), ElementsAre(ListenerPlan{{"0.0.0.0", 9090}, false, true}));
  config.metrics_exporter.enabled = false;
  EXPECT_THAT(plan_listeners(config), IsEmpty());
}

}  // namespace
}  // namespace checkride::runtime
