// Goal: GET /api/v1/alerts has an upper bound, and says what it leaves out. Method: a board with many alerts; requests
// by the router.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "../link/service_bench.hpp"
#include "health/api.hpp"

namespace checkride::runtime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class AlertsPageTest : public testing::Test {
 protected:
  AlertsPageTest()
      : bench_(world_.add_host("monitor")),
        watch_(bench_.context.world.clock(), bench_.log),
        system_(bench_.context.world, "state"),
        heartbeat_(bench_.context.world.clock().now()) {
    add_health_routes(bench_.context, {watch_, system_, heartbeat_});
  }
  void alerts(int count) {
    for (int i = 0; i < count; ++i) {
      AlertStatus& alert = bench_.board.alerts[AlertKey{fmt::format("rule {:04}", i), "sim"}];
      alert.rule = fmt::format("rule {:04}", i);
      if (i % 2 == 1) alert.state = alerts::AlertState::firing;
    }
  }
  http::Response ask(const std::string& query) {
    http::Request request;
    request.target = "/api/v1/alerts" + query;
    return bench_.api.route(request);
  }
  std::vector<std::string> rules(const std::string& query) {
    const auto document = boost::json::parse(ask(query).body);
    total_ = document.at("total").to_number<std::size_t>();
    std::vector<std::string> out;
    for (const auto& alert : document.at("alerts").as_array()) out.emplace_back(alert.at("rule").as_string());
    return out;
  }

  world::VirtualWorld world_;
  test::ServiceBench bench_;
  HealthWatch watch_;
  SystemWatch system_;
  Heartbeat heartbeat_;
  std::size_t total_ = 0;
};

TEST_F(AlertsPageTest, ThousandAtMostUnlessMoreAreAskedFor) {
  alerts(1001);
  EXPECT_EQ(rules("").size(), 1000U);
  EXPECT_EQ(total_, 1001U);
  EXPECT_EQ(rules("?limit=10000").size(), 1001U);
}

TEST_F(AlertsPageTest, PagesFollowEachOther) {
  alerts(5);
  EXPECT_THAT(rules("?limit=2&offset=2"), ElementsAre("rule 0002", "rule 0003"));
  EXPECT_EQ(total_, 5U);
  EXPECT_THAT(rules("?offset=4"), ElementsAre("rule 0004"));
  EXPECT_THAT(rules("?offset=5"), ElementsAre());
  EXPECT_THAT(rules("?limit=0"), ElementsAre());
  EXPECT_EQ(total_, 5U);
}

TEST_F(AlertsPageTest, OneStateIsCountedByItself) {
  alerts(5);
  EXPECT_THAT(rules("?state=firing"), ElementsAre("rule 0001", "rule 0003"));
  EXPECT_EQ(total_, 2U);
  EXPECT_THAT(rules("?state=firing&offset=1&limit=1"), ElementsAre("rule 0003"));
}

TEST_F(AlertsPageTest, WhatIsNoNumberIsRefused) {
  for (const char* query : {"?limit=-1", "?limit=", "?limit=many", "?limit=1e3", "?limit=10001", "?offset=0x1",
                            "?offset=99999999999999999999", "?state=on"}) {
    EXPECT_EQ(ask(query).status, 400) << query;
  }
  EXPECT_THAT(ask("?limit=10001").body, HasSubstr("limit: expected a whole number from 0 to 10000"));
}

}  // namespace
}  // namespace checkride::runtime
