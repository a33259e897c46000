// Rigs compared, from outside: the same scenario in the virtual world and on real sockets.
#include <gmock/gmock.h>

#include "checkride/reports/record.hpp"
#include "programs.hpp"

namespace checkride::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Receivers are started and nobody calls.
constexpr const char* kTiny =
    "scenario: tiny\nservices:\n  mail: {kind: smtp}\n  chat: {kind: webhook}\n"
    "timeline:\n  - start: [mail, chat]\n  - expect: {mail: {in: mail, count: 0}}\n    within: 1s\n";

TEST(Compare, TheSameOnBothRigsIsNoDifference) {
  const std::string folder = fresh_folder("compare");
  write_file(folder + "/tiny.yaml", kTiny);
  const auto run = run_program(
      "checkride", {"run", folder + "/tiny.yaml", "--compare", "virtual,process", "--report", folder + "/report"});
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, AllOf(HasSubstr("on the virtual rig and the process rig"),
                                HasSubstr("tiny: process against virtual: no difference")));
  const auto record = reports::record_from_json(read_file(folder + "/report/record.json"));
  ASSERT_TRUE(record.has_value());
  ASSERT_EQ(record->comparisons.size(), 1U);
  EXPECT_GT(record->comparisons[0].aligned, 2U);
  ASSERT_EQ(record->scenarios.size(), 2U);
  EXPECT_EQ(record->scenarios[1].expectations.back().name, "compare-1");
  EXPECT_THAT(read_file(folder + "/report/index.html"), HasSubstr("tiny: process against virtual"));
}

TEST(Compare, MistakesAreTwo) {
  const auto one = run_program("checkride", {"run", "scenarios", "--compare", "virtual"});
  EXPECT_EQ(one.code, 2);
  EXPECT_THAT(one.output, HasSubstr("--compare: expected two rigs or more"));
  const auto twice = run_program("checkride", {"run", "scenarios", "--compare", "virtual,virtual"});
  EXPECT_THAT(twice.output, HasSubstr("--compare: expected each rig once"));
  const auto both = run_program("checkride", {"run", "scenarios", "--compare", "virtual,process", "--rig", "virtual"});
  EXPECT_THAT(both.output, HasSubstr("leave out --rig"));
}

}  // namespace
}  // namespace checkride::e2e
