// Goal: what cannot be written is told, and what is there is left as it was. Method: files of the real and the virtual
// world.
#include "checkride/program/output_file.hpp"

#include "checkride/test/result_matchers.hpp"
#include "checkride/test/world_test.hpp"

namespace checkride::program {
namespace {

using checkride::test::FailsWith;
using checkride::test::IsOk;
using testing::AllOf;
using testing::HasSubstr;

WORLD_TEST(OutputFile, ANewOneLeavesNothingBehind) {
  world::Files& files = host.files();
  CO_ASSERT_OK(files.make_directories("/out"));
  EXPECT_THAT(check_output_file(files, "/out/tape.jsonl"), IsOk());
  EXPECT_FALSE(files.exists("/out/tape.jsonl"));
  EXPECT_THAT(check_output_file(files, "/none/tape.jsonl"), FailsWith(HasSubstr("/none/tape.jsonl")));
}

WORLD_TEST(OutputFile, AnOldOneStaysAsItWas) {
  world::Files& files = host.files();
  CO_ASSERT_OK(files.make_directories("/out"));
  CO_ASSERT_OK(files.write("/out/tape.jsonl", "old"));
  EXPECT_THAT(check_output_file(files, "/out/tape.jsonl"), IsOk());
  EXPECT_EQ(files.read("/out/tape.jsonl").value(), "old");
  EXPECT_EQ(files.list("/out").value(), std::vector<std::string>{"tape.jsonl"});
}

WORLD_TEST(OutputFile, WhatIsReadOnlyIsToldWithItsPath) {
  CO_ASSERT_OK(host.files().write("/tape.jsonl", "old"));
  host.set_permissions("/tape.jsonl", 0444);
  EXPECT_THAT(check_output_file(host.files(), "/tape.jsonl"),
              FailsWith(AllOf(HasSubstr("/tape.jsonl is read-only"), HasSubstr("ermission denied"))));
}

WORLD_TEST(OutputFile, AFolderIsNoFile) {
  CO_ASSERT_OK(host.files().make_directories("/out"));
  EXPECT_THAT(check_output_file(host.files(), "/out"), FailsWith(HasSubstr("/out")));
}

}  // namespace
}  // namespace checkride::program
