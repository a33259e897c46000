// The suite of scenarios/ as a user runs it on the virtual rig: passes, and repeats to the last byte.
#include <gmock/gmock.h>

#include "checkride/compress/gzip.hpp"
#include "checkride/reports/record.hpp"
#include "checkride/test/result_matchers.hpp"
#include "programs.hpp"

namespace checkride::e2e {
namespace {

using testing::HasSubstr;

TEST(VirtualSuite, PassesAndRepeatsToTheLastByte) {
  const std::string first = fresh_folder("virtual-1");
  const std::string second = fresh_folder("virtual-2");
  for (const auto& folder : {first, second}) {
    const auto run =
        run_program("checkride", {"run", "scenarios", "--rig", "virtual", "--seed", "7", "--report", folder});
    ASSERT_EQ(run.code, 0) << run.output;
  }
  const std::string text = read_file(first + "/record.json");
  EXPECT_EQ(text, read_file(second + "/record.json"));
  const auto record = reports::record_from_json(text);
  ASSERT_THAT(record, test::IsOk());
  ASSERT_GE(record->scenarios.size(), 4U);
  for (const auto& scenario : record->scenarios) {
    if (scenario.verdict == reports::Verdict::skipped) continue;  // it is for another rig
    EXPECT_TRUE(scenario.trace_hash.has_value()) << scenario.name;
    EXPECT_GT(scenario.events, 0U) << scenario.name;
    const std::string events = "/events/" + scenario.name + ".jsonl.gz";
    EXPECT_EQ(read_file(first + events), read_file(second + events)) << scenario.name;
  }
  EXPECT_THAT(read_file(first + "/index.html"), HasSubstr("low-altitude"));
  EXPECT_THAT(read_file(first + "/junit.xml"), HasSubstr("<testsuite"));
  EXPECT_THAT(read_file(first + "/environment.json"), HasSubstr("started_at"));
}

TEST(VirtualSuite, TheReportShowsTheAltitudeAndTheAlert) {
  const std::string folder = fresh_folder("altitude");
  const auto run = run_program("checkride", {"run", "scenarios/alerting/low_altitude.yaml", "--report", folder});
  ASSERT_EQ(run.code, 0) << run.output;
  const auto events = compress::gunzip(read_file(folder + "/events/low-altitude.jsonl.gz"));
  ASSERT_THAT(events, test::IsOk());
  EXPECT_THAT(*events, HasSubstr("\"kind\":\"sample\""));
  EXPECT_THAT(*events, HasSubstr("\"altitude\":80"));
  for (const char* state : {"pending", "firing", "resolved"}) {
    EXPECT_THAT(*events, HasSubstr(std::string("Low Altitude Warning is ") + state));
  }
  EXPECT_THAT(*events, HasSubstr("\"kind\":\"mail\""));
  EXPECT_THAT(*events, HasSubstr("\"kind\":\"webhook\""));
}

}  // namespace
}  // namespace checkride::e2e
