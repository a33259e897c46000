// Goal: a capsule reads like the disk that it was made from, and cannot be changed. Method: examples.
#include "replay/capsule_files.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using test::IsOkWith;
using testing::ElementsAre;
using testing::HasSubstr;

const std::map<std::string, std::string>& content() {
  static const std::map<std::string, std::string> kContent{{"scenarios/low.yaml", "scenario: low\n"},
                                                           {"scenarios/flights/a.yaml", "flight"},
                                                           {"scenarios/flights/plans/a.pln", "plan"},
                                                           {"scenarios/flights.txt", "list"},
                                                           {"/etc/alerts.yaml", ""}};
  return kContent;
}

TEST(CapsuleFiles, ReadsWhatItHasUnderItsName) {
  CapsuleFiles files(content());
  EXPECT_THAT(files.read("scenarios/low.yaml"), IsOkWith(testing::Eq("scenario: low\n")));
  EXPECT_THAT(files.read("/etc/alerts.yaml"), IsOkWith(testing::Eq("")));
  EXPECT_THAT(files.read("scenarios/high.yaml"), FailsWith(HasSubstr("scenarios/high.yaml")));
  EXPECT_EQ(files.read("scenarios/high.yaml").error().code(), boost::system::errc::no_such_file_or_directory);
  EXPECT_EQ(files.read("scenarios").error().code(), boost::system::errc::is_a_directory);
}

TEST(CapsuleFiles, ReadsParts) {
  CapsuleFiles files(content());
  EXPECT_THAT(files.read_part("scenarios/low.yaml", 10, 3), IsOkWith(testing::Eq("low")));
  EXPECT_THAT(files.read_part("scenarios/low.yaml", 13, 100), IsOkWith(testing::Eq("\n")));
  EXPECT_THAT(files.read_part("scenarios/low.yaml", 14, 1), IsOkWith(testing::Eq("")));
  EXPECT_THAT(files.read_part("scenarios/low.yaml", UINT64_MAX, 1), IsOkWith(testing::Eq("")));
}

TEST(CapsuleFiles, HasTheFoldersOfItsFiles) {
  CapsuleFiles files(content());
  for (const char* path : {"scenarios", "scenarios/", "scenarios/flights", "/etc", "scenarios/low.yaml"}) {
    EXPECT_TRUE(files.exists(path)) << path;
  }
  for (const char* path : {"scenario", "scenarios/flight", "etc", ""}) EXPECT_FALSE(files.exists(path)) << path;
  EXPECT_THAT(files.list("scenarios"), IsOkWith(ElementsAre("flights", "flights.txt", "low.yaml")));
  EXPECT_THAT(files.list("scenarios/flights/"), IsOkWith(ElementsAre("a.yaml", "plans")));
  EXPECT_EQ(files.list("nowhere").error().code(), boost::system::errc::no_such_file_or_directory);
  EXPECT_EQ(files.list("scenarios/low.yaml").error().code(), boost::system::errc::not_a_directory);
}

TEST(CapsuleFiles, CannotBeChanged) {
  CapsuleFiles files(content());
  const auto refused = [](const auto& result) {
    return result.has_error() && result.error().code() == boost::system::errc::read_only_file_system;
  };
  EXPECT_TRUE(refused(files.write("scenarios/low.yaml", "other")));
  EXPECT_TRUE(refused(files.append_to("scenarios/low.yaml")));
  EXPECT_TRUE(refused(files.make_directories("new")));
  EXPECT_TRUE(refused(files.rename("scenarios/low.yaml", "new")));
  EXPECT_TRUE(refused(files.remove("scenarios/low.yaml")));
  EXPECT_THAT(files.read("scenarios/low.yaml"), IsOkWith(testing::Eq("scenario: low\n")));
}

}  // namespace
}  // namespace checkride::harness
