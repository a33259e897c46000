// Goal: wrong configurations of links, derived values and failover are each told with their place and what would have
// been right. Method: a table of small files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../config/config_fixture.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using testing::AllOf;
using testing::HasSubstr;

struct BadLink {
  const char* name;
  const char* text;   // follows kMinimal, so that its first line is line 3
  const char* place;  // "3:"
  const char* expected;
};

void PrintTo(const BadLink& bad, std::ostream* out) {
  *out << bad.name;
}

class BadLinkConfig : public testing::TestWithParam<BadLink> {};

TEST_P(BadLinkConfig, IsToldWithItsPlace) {
  ConfigHost host;
  EXPECT_THAT(host.load_text(kMinimal + GetParam().text),
              FailsWith(AllOf(HasSubstr(std::string("/c.yaml:") + GetParam().place), HasSubstr(GetParam().expected))));
}

#define CHECKRIDE_TWO_SIMULATORS "simulators: [{name: a, address: \"h:1\"}, {name: b, address: \"h:2\"}]\n"
#define CHECKRIDE_MONITOR "flight_monitor:\n  variables: [{name: PLANE ALTITUDE, units: feet}]\n"

INSTANTIATE_TEST_SUITE_P(
    Link, BadLinkConfig,
    testing::Values(
        BadLink{"type", "flight_monitor:\n  variables: [{name: A, units: b, type: float}]\n", "4:", "float64"},
        BadLink{"period", "flight_monitor:\n  variables: [{name: A, units: b, period: 1500ms}]\n",
                "4:", "whole seconds"},
        BadLink{"epsilon", "flight_monitor:\n  variables: [{name: A, units: b, epsilon: -1}]\n", "4:", "0"},
        BadLink{"own id", "flight_monitor:\n  variables: [{id: 4294967295, name: A, units: b}]\n", "4:", "4294901759"},
        BadLink{"derived", CHECKRIDE_MONITOR "  derived: [landing_rat]\n", "5:", "landing_rate"},
        BadLink{"derived twice", CHECKRIDE_MONITOR "  derived: [endurance, endurance]\n", "5:", "already"},
        BadLink{"derived alias",
                "flight_monitor:\n  variables: [{name: A, units: b, alias: endurance}]\n"
                "  derived: [endurance]\n",
                "5:", "already"},
        BadLink{"policy", CHECKRIDE_MONITOR "  on_startup_failure: retri\n", "5:", "retry"},
        BadLink{"ceiling", CHECKRIDE_MONITOR "  reconnect_base: 20s\n", "", "at least reconnect_base"},
        BadLink{"silence", CHECKRIDE_MONITOR "  silence_timeout: 1s\n", "5:", "3s"},
        BadLink{"stuck", CHECKRIDE_MONITOR "  stuck_timeout: 5s\n", "", "at least stuck_after"},
        BadLink{"pace", CHECKRIDE_MONITOR "  requests_per_second: 0\n", "5:", "1"},
        BadLink{"captures", CHECKRIDE_MONITOR "  capture_frames: 1000000\n", "5:", "10000"},
        BadLink{"no flights", CHECKRIDE_TWO_SIMULATORS "failover: {}\n", "4:", "flights"},
        BadLink{"no standby", CHECKRIDE_TWO_SIMULATORS "failover: {flights: [{primary: a, standbys: []}]}\n",
                "4:", "needs no failover"},
        BadLink{"unknown primary", CHECKRIDE_TWO_SIMULATORS "failover: {flights: [{primary: c, standbys: [b]}]}\n",
                "4:", "\"c\" is not in the section simulators"},
        BadLink{"unknown standby", CHECKRIDE_TWO_SIMULATORS "failover: {flights: [{primary: a, standbys: [c]}]}\n",
                "4:", "\"c\" is not in the section simulators"},
        BadLink{"two roles", CHECKRIDE_TWO_SIMULATORS "failover: {flights: [{primary: a, standbys: [a]}]}\n",
                "4:", "it can fly only one"},
        BadLink{"two flights",
                CHECKRIDE_TWO_SIMULATORS
                "failover: {flights: [{primary: a, standbys: [b]}, {name: x, primary: b, standbys: [a]}]}\n",
                "4:", "it can fly only one"},
        BadLink{"name of another",
                CHECKRIDE_TWO_SIMULATORS "failover: {flights: [{name: b, primary: a, standbys: [b]}]}\n",
                "4:", "names of their own"},
        BadLink{"name", CHECKRIDE_TWO_SIMULATORS "failover: {flights: [{name: ../x, primary: a, standbys: [b]}]}\n",
                "4:", "stands in paths"},
        BadLink{"timeout",
                CHECKRIDE_TWO_SIMULATORS "failover: {failover_timeout: 61s, flights: [{primary: a, standbys: [b]}]}\n",
                "4:", "5s to 60s"},
        BadLink{"interval",
                CHECKRIDE_TWO_SIMULATORS
                "failover: {health_check_interval: 500ms, flights: [{primary: a, standbys: [b]}]}\n",
                "4:", "1s"},
        BadLink{"threshold",
                CHECKRIDE_TWO_SIMULATORS "failover: {failure_threshold: 0, flights: [{primary: a, standbys: [b]}]}\n",
                "4:", "1"},
        BadLink{"fail back",
                CHECKRIDE_TWO_SIMULATORS "failover: {fail_back: always, flights: [{primary: a, standbys: [b]}]}\n",
                "4:", "automatic"}));

#undef CHECKRIDE_TWO_SIMULATORS
#undef CHECKRIDE_MONITOR

}  // namespace
}  // namespace checkride::runtime
