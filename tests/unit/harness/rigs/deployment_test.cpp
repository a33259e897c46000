// What the rigs tell the programs: overlay, environment, command lines, and the lines that say where they listen.
#include "rigs/deployment.hpp"

#include <gmock/gmock.h>

#include "checkride/values/values.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using testing::ElementsAre;

std::string text_at(const std::string& yaml, std::initializer_list<std::string_view> keys) {
  const auto document = values::load(yaml, "overlay.yaml");
  EXPECT_TRUE(document.has_value()) << yaml;
  values::Node node = document->root();
  for (const auto key : keys) node = node.find(key).value_or(values::Node());
  return node.is_null() ? "(none)" : node.text();
}

MonitorPlaces places() {
  MonitorPlaces where;
  where.simulators["sim"] = {"127.0.0.1", 4000};
  where.smtp = world::Endpoint{"smtp.company.com", 587};
  where.webhook_url = "http://hooks.slack.com/x";
  where.listen_address = "127.0.0.1";
  where.folder = "/place";
  return where;
}

TEST(Overlay, TellsPlacesAndOverridesOnlyWhatIsConfigured) {
  const std::string bare = overlay_yaml({{"c.yaml", "app: {name: a}\n"}}, places());
  EXPECT_EQ(text_at(bare, {"monitoring", "health_check_port"}), "0");
  EXPECT_EQ(text_at(bare, {"data_collector", "output_path"}), "/place/telemetry");
  EXPECT_EQ(text_at(bare, {"app", "state_dir"}), "/place/state");
  EXPECT_EQ(text_at(bare, {"alert_manager"}), "(none)");
  EXPECT_EQ(text_at(bare, {"security"}), "(none)");
  EXPECT_EQ(text_at(bare, {"logging"}), "(none)");
  const std::string full =
      overlay_yaml({{"c.yaml",
                     "alert_manager: {smtp: {server: a}, slack: {webhook_url: b}}\nsecurity: {tls_enabled: true}\n"
                     "logging: {file_path: /x}\n"}},
                   places());
  EXPECT_EQ(text_at(full, {"alert_manager", "smtp", "server"}), "smtp.company.com");
  EXPECT_EQ(text_at(full, {"alert_manager", "smtp", "starttls"}), "never");
  EXPECT_EQ(text_at(full, {"alert_manager", "slack", "webhook_url"}), "http://hooks.slack.com/x");
  EXPECT_EQ(text_at(full, {"security", "tls_enabled"}), "false");
  EXPECT_EQ(text_at(full, {"logging", "file_path"}), "/place/monitor.log");
}

TEST(ScenarioFiles, AFlightTakesAlongWhatItNames) {
  world::VirtualWorld world;
  world::Files& files = world.add_host("a").files();
  for (const char* folder : {"/s/plans", "/rig"}) ASSERT_TRUE(files.make_directories(folder).has_value());
  ASSERT_TRUE(files.write("/s/f.yaml", "name: f\nplan: plans/p.pln\n").has_value());
  ASSERT_TRUE(files.write("/s/plans/p.pln", "a plan").has_value());
  Scenario scenario;
  scenario.simulators.push_back({.name = "sim", .flight = "/s/f.yaml"});
  const auto read = read_scenario_files(files, scenario);
  ASSERT_TRUE(read.has_value()) << read.error().message();
  const auto path = write_flight(files, "/rig/sim", read->flights.at("sim"));
  ASSERT_TRUE(path.has_value()) << path.error().message();
  EXPECT_EQ(*path, "/rig/sim/f.yaml");
  EXPECT_EQ(files.read("/rig/sim/plans/p.pln").value(), "a plan");
}

TEST(ScenarioFiles, WhatAFlightNamesLiesInItsFolder) {
  world::VirtualWorld world;
  world::Files& files = world.add_host("a").files();
  ASSERT_TRUE(files.write("/f.yaml", "name: f\ntrack: ../t.csv\n").has_value());
  Scenario scenario;
  scenario.simulators.push_back({.name = "sim", .flight = "/f.yaml"});
  const auto read = read_scenario_files(files, scenario);
  ASSERT_TRUE(read.has_error());
  EXPECT_THAT(read.error().message(), testing::HasSubstr("names ../t.csv, which does not lie in its folder"));
}

TEST(Environment, ScenarioValuesWinOverTheRigs) {
  Monitor monitor;
  monitor.environment = {{"API_KEY", "mine"}};
  MonitorPlaces where = places();
  where.webhook_url = "http://x/y";
  where.environment = {{"API_KEY", "not mine"}, {"CHECKRIDE_CA_FILE", "/ca.pem"}};
  const auto variables = monitor_environment(monitor, where);
  EXPECT_EQ(variables.at("API_KEY"), "mine");
  EXPECT_EQ(variables.at("SLACK_WEBHOOK_URL"), "http://x/y");
  EXPECT_EQ(variables.at("CHECKRIDE_CA_FILE"), "/ca.pem");
  EXPECT_TRUE(variables.contains("SMTP_PASSWORD"));
}

TEST(Arguments, AreThoseOfThePrograms) {
  Simulator simulator;
  EXPECT_THAT(emulator_arguments(simulator, "127.0.0.1", 0, 0, "f.yaml", 7),
              ElementsAre("--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--profile", "msfs2024",
                          "--frame-rate", "30", "--seed", "7", "--flight", "f.yaml"));
  EXPECT_THAT(monitor_arguments(Monitor(), {"a", "b"}), ElementsAre("--config", "a", "--config", "b"));
}

TEST(AwaitedPorts, AreThoseThatNothingSwitchesOff) {
  Monitor monitor;
  EXPECT_THAT(awaited_ports({{"c.yaml", "app: {name: a}\n"}}, monitor), ElementsAre("health", "metrics"));
  EXPECT_THAT(awaited_ports({{"c.yaml", "metrics_exporter: {enabled: false}\n"}}, monitor), ElementsAre("health"));
  EXPECT_THAT(awaited_ports({{"c.yaml", "monitoring: {enabled: false}\n"}}, monitor), ElementsAre("metrics"));
  monitor.environment = {{"METRICS_ENABLED", "false"}};
  EXPECT_THAT(awaited_ports({{"c.yaml", "metrics_exporter: {enabled: true}\n"}}, monitor), ElementsAre("health"));
}

TEST(ListeningOn, FindsAPortAmongOthers) {
  EXPECT_EQ(listening_on("listening on 127.0.0.1:8080 (health, metrics)", "metrics")->port, 8080);
  EXPECT_EQ(listening_on("listening on [::1]:9 (control)", "control")->host, "::1");
  EXPECT_FALSE(listening_on("listening on 127.0.0.1:8080 (health)", "metrics"));
  EXPECT_FALSE(listening_on("{\"msg\":\"something else\"}", "health"));
}

}  // namespace
}  // namespace checkride::harness
