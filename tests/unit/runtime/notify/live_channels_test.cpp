// Goal: a reload that brings a rule and its channel in one takes effect without a restart, and so does one that changes
// or removes them. Method: the whole program on a virtual host, its file written anew, SIGHUP; a web server beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/http/http.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

world::Task<int> serve(world::VirtualHost& host, std::vector<std::string>& targets) {
  auto listener = host.network().listen({"0.0.0.0", 80});
  if (!listener) co_return 1;
  std::function<http::Response(const http::Request&)> handler = [&targets](const http::Request& request) {
    targets.push_back(request.target);
    return http::text_response(200, "ok");
  };
  co_await http::serve(host, std::move(*listener), std::move(handler));
  co_return 0;
}

// The rule is about the monitor itself: its value is 0 while no key waits for a restart.
std::string alerts(const std::string& channels, const std::string& threshold, const std::string& action) {
  return "app: {name: test}\nalert_manager: {" + channels +
         ", group_wait: 0s, rules: [{name: Restart, metric: checkride_config_restart_required_keys, condition: "
         "less_than, threshold: " +
         threshold + ", actions: [" + action + "]}]}\n";
}

constexpr const char* kSlack = "slack: {webhook_url: \"http://peer/slack\"}";
constexpr const char* kWebhook = "webhook: {url: \"http://peer/webhook\"}";

class LiveChannels : public testing::Test {
 protected:
  void start(const std::string& config) {
    peer_.start("hook", serve(peer_, targets_));
    write(config);
    auto options = parse_options({"--config", "/c.yaml"});
    ASSERT_THAT(options, test::IsOk());
    host_.start("monitor", run(host_, std::move(*options)));
    pass(2s);
  }
  void write(const std::string& config) { ASSERT_FALSE(host_.files().write("/c.yaml", config).has_error()); }
  void reload(const std::string& config) {
    write(config);
    host_.send_signal(world::Signal::hangup);
    pass(5s);
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }
  auto printed(const std::string& event, const std::string& more) const {
    return Contains(AllOf(HasSubstr("\"msg\":\"" + event + "\""), HasSubstr(more)));
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
  world::VirtualHost& peer_ = world_.add_host("peer");
  std::vector<std::string> targets_;
};

TEST_F(LiveChannels, ARuleAndItsChannelComeInOneReload) {
  start(alerts(kSlack, "-1", "slack"));
  EXPECT_THAT(targets_, IsEmpty());
  reload(alerts(kWebhook, "1", "webhook"));
  EXPECT_THAT(targets_, ElementsAre("/webhook"));
  EXPECT_THAT(host_.printed(), printed("config_reloaded", "alert_manager.webhook"));
  EXPECT_THAT(host_.printed(), printed("channel_removed", "slack"));
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("config_restart_required"))));
}

TEST_F(LiveChannels, AChangedAddressIsWhereTheNextOneGoes) {
  start(alerts(kSlack, "-1", "slack"));
  reload(alerts("slack: {webhook_url: \"http://peer/other\"}", "1", "slack"));
  EXPECT_THAT(targets_, ElementsAre("/other"));
  EXPECT_THAT(host_.printed(), printed("config_reloaded", "alert_manager.slack.webhook_url"));
  EXPECT_THAT(host_.printed(), printed("channel_changed", "slack"));
}

// The alert repeats, and nothing but the file changes.
TEST_F(LiveChannels, AnAddressThatIsReplacedInItsFileIsWhereTheNextOneGoes) {
  ASSERT_FALSE(host_.files().write("/hook", "http://peer/slack\n").has_error());
  start(alerts("slack: {webhook_url_file: /hook}, repeat_interval: 30s", "1", "slack"));
  EXPECT_THAT(targets_, ElementsAre("/slack"));
  ASSERT_FALSE(host_.files().write("/hook", "http://peer/other\n").has_error());
  pass(35s);
  EXPECT_THAT(targets_, ElementsAre("/slack", "/other"));
}

TEST_F(LiveChannels, SoIsOneOfAReceiver) {
  ASSERT_FALSE(host_.files().write("/hook", "http://peer/team\n").has_error());
  const std::string receiver =
      ", repeat_interval: 30s, receivers: [{name: team, actions: [slack], slack_webhook_url_file: /hook}]";
  start(alerts(kSlack + receiver, "1", "team"));
  EXPECT_THAT(targets_, ElementsAre("/team"));
  ASSERT_FALSE(host_.files().write("/hook", "http://peer/other\n").has_error());
  pass(35s);
  EXPECT_THAT(targets_, ElementsAre("/team", "/other"));
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("peer/"))));
}

TEST_F(LiveChannels, WhatAPlainAddressGivesAwayIsToldAtTheReload) {
  start(alerts("slack: {webhook_url: \"https://peer/slack\"}", "-1", "slack"));
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("channel_unencrypted"))));
  reload(alerts(kSlack, "-1", "slack"));
  EXPECT_THAT(host_.printed(), printed("channel_unencrypted", "alert_manager.slack.webhook_url"));
}

}  // namespace
}  // namespace checkride::runtime
