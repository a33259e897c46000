// Goal: the command line of the guide and ours. Method: arguments in, options or the error out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/runtime/runtime.hpp"
#include "checkride/test/result_matchers.hpp"
#include "help.hpp"

namespace checkride::runtime {
namespace {

using test::FailsWith;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Options parsed(std::vector<std::string> arguments) {
  auto options = parse_options(std::move(arguments));
  EXPECT_THAT(options, test::IsOk());
  return options ? *options : Options();
}

TEST(ParseOptions, NothingMeansRunWithTheDefaultFile) {
  const Options options = parsed({});
  EXPECT_EQ(options.command, "run");
  EXPECT_THAT(options.config_files, IsEmpty());
  EXPECT_EQ(options.log_level, std::nullopt);
}

TEST(ParseOptions, OneDashAndTwoDashesMeanTheSame) {
  EXPECT_THAT(parsed({"-config", "a.yaml"}).config_files, ElementsAre("a.yaml"));
  EXPECT_THAT(parsed({"--config", "a.yaml"}).config_files, ElementsAre("a.yaml"));
  EXPECT_THAT(parsed({"--config=a.yaml"}).config_files, ElementsAre("a.yaml"));
  EXPECT_THAT(parsed({"-c", "a.yaml"}).config_files, ElementsAre("a.yaml"));
  EXPECT_EQ(parsed({"-log-level", "debug"}).log_level, "debug");
  EXPECT_EQ(parsed({"--log-level", "error"}).log_level, "error");
}

TEST(ParseOptions, ConfigRepeatsInOrder) {
  EXPECT_THAT(parsed({"run", "--config", "a", "-config", "b", "-c", "c"}).config_files, ElementsAre("a", "b", "c"));
}

TEST(ParseOptions, Commands) {
  EXPECT_EQ(parsed({"run"}).command, "run");
  EXPECT_EQ(parsed({"check-config", "--config", "a"}).command, "check-config");
  EXPECT_EQ(parsed({"--help"}).ask, Options::Ask::help);
  EXPECT_EQ(parsed({"-h"}).ask, Options::Ask::help);
  EXPECT_EQ(parsed({"--version"}).ask, Options::Ask::version);
}

TEST(ParseOptions, MistakesNameTheArgument) {
  EXPECT_THAT(parse_options({"--confg", "a"}), FailsWith(HasSubstr("confg")));
  EXPECT_THAT(parse_options({"--config"}), FailsWith(HasSubstr("config")));
  EXPECT_THAT(parse_options({"start"}), FailsWith(HasSubstr("\"start\"")));
  EXPECT_THAT(parse_options({"run", "twice"}), FailsWith(HasSubstr("\"twice\"")));
  EXPECT_THAT(parse_options({"--log-level", "loud"}),
              FailsWith("--log-level: expected debug, info, warn, error or fatal, not \"loud\""));
}

TEST(ParseOptions, HelpHasEveryOptionWithItsDefaultTheExitCodesAndAnExample) {
  for (const char* part : {"Usage:", "--config", "default config.yaml", "--log-level", "default info", "--help",
                           "--version", "check-config", "Exit codes:", "  78  ", "Example:\n  checkride-monitor "}) {
    EXPECT_THAT(help_text(), HasSubstr(part));
  }
  EXPECT_THAT(version_text(), HasSubstr("\nrevision: "));
}

}  // namespace
}  // namespace checkride::runtime
