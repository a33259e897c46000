// Goal: served counts what a service was asked, refusals and broken talks too, and measures how far apart they were;
// mail knows doubles by their Message-ID. Method: checks read from YAML, on exchanges that are given with their times.
#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "checks/fake_sight.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::IsOkWith;
using testing::HasSubstr;

Served post(int status, world::Duration took = {}) {
  Served served;
  served.peer = "10.0.0.1";
  served.method = "POST";
  served.target = "/hook?n=1";
  served.headers.add("X-Try", "1");
  served.status = status;
  served.duration = took;
  served.complete = status != 0;
  return served;
}

WORLD_TEST(ServedCheck, CountsWhatFits) {
  FakeSight sight(host);
  sight.asked.add(post(429));
  sight.asked.add(post(200));
  sight.asked.add(post(0));
  for (const char* text :
       {"count: 3", "status: 429, count: 1", "status: {at_least: 200}, count: 2", "method: POST, count: 3",
        "path: /hook, count: 3", "path: {contains: '?'}, count: 0", "complete: false, count: 1",
        "headers: {x-try: '1'}, count: 3", "headers: {X-No: {exists: true}}, count: 0"}) {
    const Check check = check_of("{served: {of: chat, " + std::string(text) + "}}");
    const Seen seen = co_await check->see(sight);
    EXPECT_TRUE(seen.holds) << text << ": " << seen.text;
  }
  const Check refused = check_of("{served: {of: chat, status: 429, count: 2}}");
  const Seen seen = co_await refused->see(sight);
  EXPECT_FALSE(seen.holds);
  EXPECT_EQ(seen.text, "1 exchange of 3");
  EXPECT_THAT(co_await refused->quantity(sight), IsOkWith(1.0));
}

WORLD_TEST(ServedCheck, AGapIsFromTheEndOfOneToTheBeginOfTheNext) {
  FakeSight sight(host);
  const Check check = check_of("{served: {of: chat, count: {at_least: 2}, gap: {at_least: 2m}}}");
  co_await host.clock().sleep_for(1s);
  sight.asked.add(post(429));
  Seen seen = co_await check->see(sight);
  EXPECT_FALSE(seen.holds) << "one has no gap";
  EXPECT_FALSE(seen.hopeless);
  EXPECT_THAT(seen.text, HasSubstr("no gap yet"));
  co_await host.clock().sleep_for(123s);
  sight.asked.add(post(200, 3s));
  seen = co_await check->see(sight);
  EXPECT_TRUE(seen.holds) << seen.text;
  EXPECT_EQ(seen.since, 124s);
  EXPECT_EQ(seen.values.back().seen, "2m");
  EXPECT_NEAR(seen.values.back().margin.value_or(-1), 0, 1e-6);
  co_await host.clock().sleep_for(10s);
  sight.asked.add(post(200));
  seen = co_await check->see(sight);
  EXPECT_FALSE(seen.holds);
  EXPECT_TRUE(seen.hopeless) << "a gap that was too short stays so";
  EXPECT_THAT(seen.text, HasSubstr("10.000 s apart"));
}

WORLD_TEST(ServedCheck, OnlyGapsBetweenThoseThatFitCount) {
  FakeSight sight(host);
  const Check check = check_of("{served: {of: chat, status: 429, count: 2, gap: {at_least: 5s}}}");
  for (const int status : {429, 200, 429}) {
    sight.asked.add(post(status));
    co_await host.clock().sleep_for(3s);
  }
  const Seen seen = co_await check->see(sight);
  EXPECT_TRUE(seen.holds) << seen.text;
}

WORLD_TEST(MailCheck, CountsDifferentMessageIds) {
  FakeSight sight(host);
  for (const char* id : {"<1@x>", "<1@x>", "<2@x>"}) {
    Mail mail{"a@x", {"b@x"}, "s", "text", id};
    sight.mails.add(std::move(mail));
  }
  EXPECT_TRUE((co_await check_of("{mail: {in: mail, count: 3, ids: 2}}")->see(sight)).holds);
  const Seen seen = co_await check_of("{mail: {in: mail, count: 3, ids: 1}}")->see(sight);
  EXPECT_FALSE(seen.holds);
  EXPECT_TRUE(seen.hopeless);
  EXPECT_EQ(seen.text, "3 mails, 2 Message-IDs");
}

TEST(ServedCheck, SaysWhatItWants) {
  EXPECT_EQ(check_of("{served: {of: chat, status: 429, count: 1}}")->text(),
            "exactly 1 exchange with chat, status is 429");
  EXPECT_THAT(check_of("{served: {of: mail, address: a@x, gap: {at_least: 2m}}}")->text(),
              HasSubstr("gap is at least 2m"));
  EXPECT_TRUE(check_of("{served: {of: chat}}")->traits().pushed);
}

TEST(ServedCheck, MistakesAreTold) {
  EXPECT_THAT(mistakes_of("{served: {of: sim}}"), HasSubstr("\"sim\" is no service"));
  EXPECT_THAT(mistakes_of("{served: {of: cache}}"), HasSubstr("does not tell what it was asked"));
  EXPECT_THAT(mistakes_of("{served: {of: mail, path: /x}}"), HasSubstr("unknown key \"path\""));
  EXPECT_THAT(mistakes_of("{served: {of: chat, address: a@x}}"), HasSubstr("unknown key \"address\""));
  EXPECT_THAT(mistakes_of("{served: {of: chat, gap: 5}}"), HasSubstr("5"));
}

}  // namespace
}  // namespace checkride::harness
