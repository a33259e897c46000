// Goal: what a worker tells arrives as it was, and bytes that no worker sent are an error.
#include "suite/job_messages.hpp"

#include <gmock/gmock.h>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "record_rows.hpp"

namespace checkride::harness {
namespace {

TEST(JobMessage, ProgressComesBack) {
  JobProgress progress;
  progress.job = 3;
  progress.at_seconds = 0.1 + 0.2;
  progress.line = 12;
  progress.text = "expect \"x\"\n\xC3\xA9";
  progress.events = ~std::uint64_t{0};
  const auto read = read_message(to_message(progress));
  ASSERT_THAT(read, test::IsOk());
  const auto& back = std::get<JobProgress>(*read);
  EXPECT_EQ(back.job, 3U);
  EXPECT_EQ(back.at_seconds, 0.1 + 0.2);
  EXPECT_EQ(back.line, 12);
  EXPECT_EQ(back.text, progress.text);
  EXPECT_EQ(back.events, ~std::uint64_t{0});
}

TEST(JobMessage, ARecordComesBackWithTheSameBytesInARecordOfTheRun) {
  reports::ScenarioRecord run = row("a+s7", reports::Verdict::failed);
  run.trace_hash = 0xfedcba9876543210;
  run.virtual_seconds = 71.502;
  run.expectations[0].margin_seconds = -0.1;
  run.hosts.push_back({"sim", "simulator"});
  run.faults.push_back({1.5, 2.25, "sim", "stall"});
  run.captures = {"captures/a/monitor-sim.pcapng"};
  const auto read = read_message(to_message(run));
  ASSERT_THAT(read, test::IsOk());
  reports::Record before;
  before.scenarios.push_back(run);
  reports::Record after;
  after.scenarios.push_back(std::get<reports::ScenarioRecord>(*read));
  EXPECT_EQ(reports::to_json(after), reports::to_json(before));
}

TEST(JobMessage, TroubleIsItsText) {
  JobTrouble trouble;
  trouble.text = "events of a: No space left on device";
  const auto read = read_message(to_message(trouble));
  ASSERT_THAT(read, test::IsOk());
  EXPECT_EQ(std::get<JobTrouble>(*read).text, trouble.text);
}

TEST(JobMessage, AnythingElseIsAnError) {
  for (const std::string text : {"", "x", "p", "p[]", "p{\"job\": \"x\"}", "r", "r{}", "p{\"job\": -1}"}) {
    EXPECT_FALSE(read_message(text).has_value()) << text;
  }
}

RC_GTEST_PROP(JobMessage, NoBytesAreTooMuchForIt, (const std::string& text)) {
  (void)read_message(text);
  (void)read_message("p" + text);
  (void)read_message("r" + text);
}

}  // namespace
}  // namespace checkride::harness
