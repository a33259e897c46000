// Goal: an alert stands in Alertmanager for as long as it fires, and no longer. Method: web servers in its place that
// note what they were told, while time passes, members die and the monitor restarts. The real one is in tests/services.
#include "notify/alertmanager_channel.hpp"

#include <boost/json.hpp>

#include "notify_bench.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::SizeIs;

world::Task<int> run_keep_up(Outbox& outbox) {
  co_await outbox.keep_up();
  co_return 0;
}

class AlertmanagerTest : public NotifyBench {
 protected:
  AlertmanagerTest() {
    config_of_.urls = {"http://peer"};
    peer_.start("hook", serve_hook(peer_, hook_));
    bench_.board.alerts[AlertKey{"Low Altitude Warning", "sim"}].state = alerts::AlertState::firing;
  }
  Outbox& begin() {
    Outbox& outbox = with(std::make_unique<AlertmanagerChannel>(bench_.context, trust_, config_of_, ""));
    monitor_.start("keep up", run_keep_up(outbox));
    return outbox;
  }
  Group now(NotificationKind kind) {
    Group what = group(kind);
    what.alerts[0].at = monitor_.clock().utc_now();
    what.alerts[0].fired_at = world::UtcTime(1767600000s);
    return what;
  }
  boost::json::value last() { return boost::json::parse(hook_.requests.back().body); }

  AlertmanagerConfig config_of_;
  Hook hook_;
};

TEST_F(AlertmanagerTest, IsToldAgainAndAgainUntilTheAlertIsOver) {
  Outbox& outbox = begin();
  outbox.post(now(NotificationKind::firing));
  run(1s);
  ASSERT_THAT(hook_.requests, SizeIs(1));
  EXPECT_EQ(hook_.requests[0].target, "/api/v2/alerts");
  EXPECT_EQ(last().at(0).at("labels").at("alertname").as_string(), "Low Altitude Warning");
  EXPECT_EQ(last().at(0).at("startsAt").as_string(), "2026-01-05T08:00:00.000000Z");
  for (int minute = 1; minute <= 10; ++minute) {
    run(60s);
    ASSERT_EQ(hook_.requests.size(), static_cast<std::size_t>(minute + 1));
    EXPECT_EQ(last().at(0).at("startsAt").as_string(), "2026-01-05T08:00:00.000000Z");
  }
  bench_.board.alerts[AlertKey{"Low Altitude Warning", "sim"}].state = alerts::AlertState::resolved;
  outbox.post(now(NotificationKind::resolved));
  run(1s);
  EXPECT_LE(*world::parse_rfc3339(std::string(last().at(0).at("endsAt").as_string())), world_.utc_now());
  run(20min);
  const std::size_t told = hook_.requests.size();
  run(10min);
  EXPECT_EQ(hook_.requests.size(), told);
  EXPECT_FALSE(monitor_.files().exists("state/outbox/alertmanager.alerts"));
}

TEST_F(AlertmanagerTest, EachPostOutlivesTheNextOnes) {
  begin().post(now(NotificationKind::firing));
  run(10min);
  const auto ends = world::parse_rfc3339(std::string(last().at(0).at("endsAt").as_string()));
  ASSERT_TRUE(ends);
  EXPECT_GT(*ends, world_.utc_now() + 2min);
  EXPECT_LE(*ends, world_.utc_now() + 4min);
}

TEST_F(AlertmanagerTest, GoesOnAfterARestart) {
  begin().post(now(NotificationKind::firing));
  run(1s);
  restart();
  begin();
  run(61s);
  ASSERT_THAT(hook_.requests, SizeIs(2));
  EXPECT_EQ(last().at(0).at("startsAt").as_string(), "2026-01-05T08:00:00.000000Z");
}

// The end came while the monitor did not run, or under a silence.
TEST_F(AlertmanagerTest, AnAlertThatTheBoardNoLongerKnowsEnds) {
  begin().post(now(NotificationKind::firing));
  run(1s);
  bench_.board.alerts.clear();
  run(61s);
  EXPECT_LE(*world::parse_rfc3339(std::string(last().at(0).at("endsAt").as_string())), world_.utc_now());
}

TEST_F(AlertmanagerTest, OneLivingMemberIsEnough) {
  config_of_.urls = {"http://nowhere:9093", "http://peer"};
  Outbox& outbox = begin();
  outbox.post(now(NotificationKind::firing));
  run(1min);
  EXPECT_EQ(outbox.queued(), 0U);
  EXPECT_GE(hook_.requests.size(), 1U);
  EXPECT_GE(bench_.logged("notification_warning"), 1U);
}

TEST_F(AlertmanagerTest, WithoutAnyMemberTheAlertWaits) {
  config_of_.urls = {"http://nowhere:9093", "http://elsewhere:9093"};
  Outbox& outbox = begin();
  outbox.post(now(NotificationKind::firing));
  run(10min);
  EXPECT_EQ(outbox.queued(), 1U);
  EXPECT_GE(bench_.logged("alerts_not_sent_again"), 1U);
}

// However long it was gone, though what is sent again in between opens the breakers of its members, too.
TEST_F(AlertmanagerTest, AClusterThatIsBackIsToldWithinThirtySeconds) {
  config_of_.urls = {"http://nowhere:9093", "http://peer"};
  Outbox& outbox = begin();
  for (int seconds = 40; seconds < 1500; seconds += 97) {
    SCOPED_TRACE(seconds);
    world_.refuse(peer_, 80, true);
    outbox.post(now(NotificationKind::firing));
    run(seconds * 1s);
    ASSERT_EQ(outbox.queued(), 1U);
    world_.refuse(peer_, 80, false);
    const world::Instant back = world_.now();
    world_.run_until(back + 5min, [&] { return outbox.queued() == 0; });
    EXPECT_LT(world_.now() - back, kRecoveryLimit);
  }
}

TEST_F(AlertmanagerTest, ManyAlertsGoInBatches) {
  Group many = now(NotificationKind::firing);
  many.alerts.assign(130, many.alerts[0]);
  for (std::size_t i = 0; i < many.alerts.size(); ++i) many.alerts[i].simulator = "sim" + std::to_string(i);
  begin().post(many);
  run(1s);
  ASSERT_THAT(hook_.requests, SizeIs(3));
  EXPECT_EQ(last().as_array().size(), 2U);
}

TEST_F(AlertmanagerTest, ADamagedMemoryIsTold) {
  ASSERT_TRUE(monitor_.files().make_directories("state/outbox").has_value());
  ASSERT_TRUE(monitor_.files().write("state/outbox/alertmanager.alerts", "0000 {}\n").has_value());
  begin();
  EXPECT_EQ(bench_.logged("alerts_sent_unknown"), 1U);
}

}  // namespace
}  // namespace checkride::runtime::notify
