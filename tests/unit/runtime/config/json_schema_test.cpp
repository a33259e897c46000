// Goal: the JSON Schema asks for nothing that the loader can do without, and knows what the loader takes. Method: the
// schema as JSON; configurations that load are held against what it requires.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "checkride/test/result_matchers.hpp"
#include "config/print.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::IsOk;
using testing::UnorderedElementsAre;

class JsonSchemaKeys : public testing::Test {
 protected:
  // Of the map at that place; "[]" is an item of a list.
  const boost::json::value& at(std::initializer_list<const char*> keys) const {
    const boost::json::value* value = &schema_;
    for (const std::string_view key : keys) {
      value = key == "[]" ? &value->at("items") : &value->at("properties").at(key);
    }
    return *value;
  }
  static std::vector<std::string> required(const boost::json::value& map) {
    std::vector<std::string> out;
    for (const auto& key : map.at("required").as_array()) out.emplace_back(key.as_string());
    return out;
  }

  boost::json::value schema_ = boost::json::parse(json_schema());
};

TEST_F(JsonSchemaKeys, AsksOnlyForWhatIsAlwaysNeeded) {
  EXPECT_THAT(required(at({"alert_manager", "rules", "[]"})),
              UnorderedElementsAre("name", "metric", "condition", "actions"));
  EXPECT_TRUE(required(at({"alert_manager", "escalation"})).empty());
  EXPECT_TRUE(required(at({"alert_manager", "escalation", "tiers"})).empty());
}

TEST_F(JsonSchemaKeys, WhatItDoesNotAskForMayBeLeftOut) {
  ConfigHost host;
  const auto loaded =
      host.load_text(kMinimal +
                     "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\nalert_manager:\n"
                     "  slack: {webhook_url: \"https://h/\"}\n  escalation: {tiers: {2: [slack]}}\n  rules:\n"
                     "    - {name: R, metric: altitude, condition: between, lower: 1, upper: 2, actions: [slack]}\n"
                     "    - {name: S, metric: altitude, condition: absent, duration: 1m, actions: [slack]}\n");
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.alert_manager.policy.escalation.tiers[1].size(), 1U);
  EXPECT_TRUE(loaded->config.alert_manager.policy.escalation.tiers[0].empty());
}

TEST_F(JsonSchemaKeys, AMissingThresholdIsStillAMistake) {
  ConfigHost host;
  const auto loaded =
      host.load_text(kMinimal +
                     "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\nalert_manager:\n"
                     "  slack: {webhook_url: \"https://h/\"}\n  rules:\n"
                     "    - {name: R, metric: altitude, condition: less_than}\n");
  EXPECT_THAT(loaded,
              test::FailsWith(testing::AllOf(testing::HasSubstr("/c.yaml:7:7: the key \"threshold\" is missing"),
                                             testing::HasSubstr("the key \"actions\" is missing"))));
}

// A number may be one variable, which JSON has to quote.
TEST_F(JsonSchemaKeys, AVariableMayStandForEveryValue) {
  ConfigHost host;
  host.set("PORT_X", "7007");
  host.write("/c.json",
             R"({"app": {"name": "t"}, "monitoring": {"health_check_port": "${PORT_X}", "enabled": "${E:-false}"}})");
  const auto loaded = host.load({"/c.json"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.monitoring.health_check_port, 7007);
  EXPECT_FALSE(loaded->config.monitoring.enabled);
}

}  // namespace
}  // namespace checkride::runtime
