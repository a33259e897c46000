// Goal: what failed last time is known by case and by place, and a file that is none of ours is no empty answer.
#include "suite/previous.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"
#include "record_rows.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;

struct PreviousRun : testing::Test {
  world::VirtualWorld virtual_world;
  world::Files& files = virtual_world.add_host("machine").files();

  Result<std::optional<Previous>> read(const reports::Record& record) {
    EXPECT_THAT(files.make_directories("/report"), test::IsOk());
    EXPECT_THAT(files.write("/report/record.json", reports::to_json(record)), test::IsOk());
    return read_previous(files, "/report");
  }
};

TEST_F(PreviousRun, OfAFolderWithoutRecordThereIsNone) {
  const auto previous = read_previous(files, "/nowhere");
  ASSERT_THAT(previous, test::IsOk());
  EXPECT_FALSE(previous->has_value());
}

TEST_F(PreviousRun, FailuresAndErrorsByCaseWhicheverRunItWas) {
  reports::Record record;
  record.rig = "virtual";
  record.scenarios = {row("a", Verdict::passed), row("b+s7", Verdict::passed), row("b+s8", Verdict::failed),
                      row("c", Verdict::error), row("d", Verdict::skipped)};
  const auto previous = read(record);
  ASSERT_THAT(previous, test::IsOk());
  ASSERT_TRUE(previous->has_value());
  EXPECT_THAT((*previous)->cases, ElementsAre("b", "c"));
  EXPECT_THAT((*previous)->places, ElementsAre("scenarios/b.yaml:b:expect-1", "scenarios/c.yaml:c:"));
}

TEST_F(PreviousRun, ARecordThatCannotBeReadIsAnErrorWithItsName) {
  ASSERT_THAT(files.make_directories("/report"), test::IsOk());
  ASSERT_THAT(files.write("/report/record.json", "{\"format\": \"something else\"}"), test::IsOk());
  EXPECT_THAT(read_previous(files, "/report"), test::FailsWith(HasSubstr("/report/record.json")));
}

TEST(Failures, AnAttemptThatALaterOneReplacedIsNone) {
  EXPECT_FALSE(counts_as_failure(attempt(row("a", Verdict::failed), 1, 2)));
  EXPECT_TRUE(counts_as_failure(attempt(row("a+a2", Verdict::failed), 2, 2)));
  EXPECT_FALSE(counts_as_failure(attempt(row("a+a2", Verdict::passed), 2, 2)));
  EXPECT_FALSE(counts_as_failure(row("a", Verdict::expected_failure)));
}

TEST(Failures, OneOfAnotherSeedHasTheSameFingerprint) {
  EXPECT_EQ(fingerprint(row("b+s7", Verdict::failed)), fingerprint(row("b+s8", Verdict::failed)));
  EXPECT_NE(fingerprint(row("b", Verdict::failed)), fingerprint(row("b", Verdict::error)));
}

}  // namespace
}  // namespace checkride::harness
