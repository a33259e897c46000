// Goal: what was given up can be sent once more or forgotten, by those who may, and a restart changes nothing of that.
// Method: a chat that refuses, a dispatcher with its routes, restarts.
#include <gmock/gmock.h>

#include "dispatcher_bench.hpp"
#include "notify/notifications_api.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class DeadLetters : public DispatcherBench {
 protected:
  DeadLetters() {
    channels().slack = slack_;
    add_notification_routes(bench_.context, [this] { return dispatcher_.get(); });
    hook_.answers = {{.status = 404}};
    start();
    dispatcher_->post(Action::slack, group());
    run(5s);
    id_ = letters().at(0).parcel.id;
  }
  const std::deque<DeadLetter>& letters() const { return outbox(Action::slack).dead_letters(); }
  http::Response ask(const std::string& method, const std::string& path, const std::string& from = "127.0.0.1") {
    http::Request request;
    request.method = method;
    request.target = path;
    request.remote.host = from;
    return bench_.api.route(request);
  }
  std::string place() const { return "/api/v1/notifications/dead-letters/" + id_; }

  std::string id_;
};

TEST_F(DeadLetters, OneIsSentOnceMoreUnderItsId) {
  const http::Response answer = ask("POST", place() + "/retry");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "{\"id\":\"" + id_ + "\",\"status\":\"queued\"}");
  EXPECT_THAT(letters(), IsEmpty());
  run(5s);
  EXPECT_THAT(hook_.requests, SizeIs(2));
  EXPECT_THAT(hook_.requests[1].body, HasSubstr("#flight-alerts"));
  EXPECT_THAT(bench_.log_text(), HasSubstr("msg=notification_delivered logger=notify integration=slack id=" + id_));
  start_again();
  EXPECT_EQ(dispatcher_->queued(), 0U);
  EXPECT_THAT(outbox(Action::slack).dead_letters(), IsEmpty());
}

TEST_F(DeadLetters, OneThatIsSentOnceMoreSurvivesAKill) {
  EXPECT_EQ(ask("POST", place() + "/retry").status, 200);
  start_again();
  run(5s);
  EXPECT_THAT(hook_.requests, SizeIs(2));
  EXPECT_THAT(letters(), IsEmpty());
}

// It was given up for its age: that it is old is known to who asks.
TEST_F(DeadLetters, OneThatIsOldIsAsNewWhenItIsSentOnceMore) {
  run(2h);
  EXPECT_EQ(ask("POST", place() + "/retry").status, 200);
  hook_.answers = {{}, {.status = 503}};
  run(60s);
  EXPECT_THAT(hook_.requests, SizeIs(3));
  EXPECT_THAT(letters(), IsEmpty());
}

TEST_F(DeadLetters, OneThatFailsAgainIsThereAgain) {
  hook_.answers = {{}, {.status = 410}};
  EXPECT_EQ(ask("POST", place() + "/retry").status, 200);
  run(5s);
  ASSERT_THAT(letters(), SizeIs(1));
  EXPECT_EQ(letters()[0].parcel.id, id_);
  start_again();
  EXPECT_THAT(letters(), SizeIs(1));
}

TEST_F(DeadLetters, OneIsForgottenForGood) {
  EXPECT_EQ(ask("DELETE", place()).body, "{\"id\":\"" + id_ + "\",\"status\":\"discarded\"}");
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(bench_.metrics.gauge(metric::kNotificationDeadLetters, {"slack"}).value(), 0);
  EXPECT_EQ(ask("DELETE", place()).status, 404);
  start_again();
  EXPECT_THAT(letters(), IsEmpty());
}

TEST_F(DeadLetters, OneThatWasForgottenStaysSoWhenThePowerGoes) {
  for (int i = 0; i < 8; ++i) {
    SCOPED_TRACE(i);
    const std::uint64_t before = monitor_.disk_operations();
    EXPECT_EQ(ask("DELETE", place()).status, 200);
    EXPECT_GE(monitor_.disk_operations() - before, 2U) << "written, and synced";
    monitor_.lose_power();
    monitor_.restart();
    dispatcher_.reset();
    start();
    ASSERT_EQ(bench_.metrics.gauge(metric::kNotificationDeadLetters, {"slack"}).value(), 0);
    hook_.answers.assign(hook_.requests.size() + 1, {.status = 404});
    dispatcher_->post(Action::slack, group());
    run(5s);
    id_ = letters().at(0).parcel.id;
  }
}

TEST_F(DeadLetters, OnlyWhoMayChangesThem) {
  EXPECT_EQ(ask("POST", place() + "/retry", "10.0.0.7").status, 403);
  EXPECT_EQ(ask("DELETE", place(), "10.0.0.7").status, 403);
  EXPECT_THAT(letters(), SizeIs(1));
  EXPECT_EQ(ask("GET", "/api/v1/notifications", "10.0.0.7").status, 200);
}

TEST_F(DeadLetters, WhatCannotBeSentOnceMoreStays) {
  EXPECT_EQ(ask("POST", "/api/v1/notifications/dead-letters/0123456789abcdef/retry").status, 404);
  EXPECT_EQ(ask("GET", place() + "/retry").status, 405);
  ChannelsConfig next = channels();
  next.outbox.queue_max = 1;
  reload(next);
  peer_.crash();
  dispatcher_->post(Action::slack, group());
  EXPECT_EQ(ask("POST", place() + "/retry").status, 409);
  next.slack.reset();
  reload(next);
  EXPECT_EQ(ask("POST", place() + "/retry").status, 409);
  EXPECT_THAT(letters(), SizeIs(2));
  EXPECT_EQ(ask("DELETE", place()).status, 200);
  dispatcher_.reset();
  EXPECT_EQ(ask("POST", place() + "/retry").status, 503);
}

}  // namespace
}  // namespace checkride::runtime::notify
