// Goal: what follows from the services' words for the whole. Method: the table of phases and words, whole.
#include "health/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace checkride::runtime {
namespace {

HealthReport report(Phase phase, std::vector<Status> statuses) {
  HealthReport out;
  out.phase = phase;
  for (const Status status : statuses) {
    ServiceHealth health;
    health.status = status;
    out.services.push_back({"service-" + std::to_string(out.services.size()), health, {}});
  }
  return out;
}

struct Row {
  Phase phase;
  std::vector<Status> services;
  Status expected;
  bool ready;
};

class Overall : public testing::TestWithParam<Row> {};

TEST_P(Overall, FollowsFromPhaseAndServices) {
  const HealthReport given = report(GetParam().phase, GetParam().services);
  EXPECT_EQ(to_string(overall(given)), to_string(GetParam().expected));
  EXPECT_EQ(is_ready(given), GetParam().ready);
  EXPECT_EQ(reasons_not_ready(given).empty(), GetParam().ready);
}

constexpr auto kHealthy = Status::healthy;
constexpr auto kDegraded = Status::degraded;
constexpr auto kUnhealthy = Status::unhealthy;
constexpr auto kStarting = Status::starting;
constexpr auto kStopping = Status::stopping;

INSTANTIATE_TEST_SUITE_P(Table, Overall,
                         testing::Values(Row{Phase::running, {}, kHealthy, true},                                    //
                                         Row{Phase::running, {kHealthy, kHealthy}, kHealthy, true},                  //
                                         Row{Phase::running, {kHealthy, kDegraded}, kDegraded, true},                //
                                         Row{Phase::running, {kDegraded, kStarting}, kStarting, false},              //
                                         Row{Phase::running, {kStarting, kUnhealthy}, kUnhealthy, false},            //
                                         Row{Phase::running, {kHealthy, kUnhealthy, kDegraded}, kUnhealthy, false},  //
                                         Row{Phase::running, {kHealthy, kStopping}, kUnhealthy, false},              //
                                         Row{Phase::starting, {kHealthy, kHealthy}, kStarting, false},               //
                                         Row{Phase::starting, {kUnhealthy}, kStarting, false},                       //
                                         Row{Phase::stopping, {kHealthy}, kStopping, false},                         //
                                         Row{Phase::stopping, {kUnhealthy}, kStopping, false}));

TEST(HttpStatus, OnlyHealthyAndDegradedAnswer200) {
  EXPECT_EQ(http_status(Status::healthy), 200);
  EXPECT_EQ(http_status(Status::degraded), 200);
  EXPECT_EQ(http_status(Status::unhealthy), 503);
  EXPECT_EQ(http_status(Status::starting), 503);
  EXPECT_EQ(http_status(Status::stopping), 503);
}

TEST(Ready, ADegradedPartThatCannotWorkIsNotReadyAndSaysWhy) {
  HealthReport given = report(Phase::running, {Status::healthy, Status::degraded});
  given.services[1].health.ready = false;
  given.services[1].health.errors = {"no simulators are configured"};
  EXPECT_FALSE(is_ready(given));
  EXPECT_THAT(reasons_not_ready(given), testing::ElementsAre("service-1 is degraded; no simulators are configured"));
}

}  // namespace
}  // namespace checkride::runtime
