// Goal: what a build says of itself. Method: the text of a made-up build, and that this one has no empty fact.
#include "checkride/program/build_facts.hpp"

#include <gmock/gmock.h>

namespace checkride::program {
namespace {

using testing::AnyOf;
using testing::MatchesRegex;
using testing::StartsWith;

TEST(VersionText, HasProgramVersionRevisionDateCompilerAndBuildType) {
  const BuildFacts build{"1.2.3", "1a2b3c4d5e6f", "g++ 12.2.0", "Debug"};
  EXPECT_EQ(version_text("checkride-monitor", build, "2026-01-05T08:00:00Z"),
            "checkride-monitor 1.2.3\n"
            "revision:   1a2b3c4d5e6f\n"
            "date:       2026-01-05T08:00:00Z\n"
            "compiler:   g++ 12.2.0\n"
            "build type: Debug");
}

TEST(BuildFacts, AreToldByCMake) {
  EXPECT_THAT(std::string(kBuildFacts.version), MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
  EXPECT_THAT(std::string(kBuildFacts.revision), MatchesRegex("[0-9a-f]{12}|unknown"));
  EXPECT_THAT(std::string(kBuildFacts.compiler), AnyOf(StartsWith("g++ "), StartsWith("clang ")));
  EXPECT_NE(kBuildFacts.build_type, "");
  EXPECT_THAT(std::string(build_date()),
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z|unknown"));
}

}  // namespace
}  // namespace checkride::program
