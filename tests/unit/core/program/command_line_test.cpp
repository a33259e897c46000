// Goal: command lines are read strictly, and a mistake names the argument and what is allowed. Method: examples.
#include "checkride/program/command_line.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"

namespace checkride::program {
namespace {

using test::FailsWith;
using test::IsOkWith;
using testing::ElementsAre;
using testing::IsEmpty;

Result<CommandLine> parsed(const std::vector<std::string>& arguments, Dashes dashes = Dashes::two) {
  namespace po = boost::program_options;
  po::options_description known;
  known.add_options()("rate", po::value<std::string>())("tag", po::value<std::vector<std::string>>())(
      "config,c", po::value<std::string>())("help", "");
  return parse_command_line(arguments, known, dashes);
}

TEST(ParseCommandLine, OptionsAndWordsMix) {
  const auto line = parsed({"run", "--rate", "2", "a.yaml", "--tag=x", "--tag", "y", "--help"});
  ASSERT_THAT(line, test::IsOk());
  EXPECT_THAT(line->words, ElementsAre("run", "a.yaml"));
  ASSERT_NE(line->text("rate"), nullptr);
  EXPECT_EQ(*line->text("rate"), "2");
  EXPECT_THAT(line->texts("tag"), ElementsAre("x", "y"));
  EXPECT_TRUE(line->has("help"));
}

TEST(ParseCommandLine, WhatIsNotGivenIsAbsent) {
  const auto line = parsed({});
  ASSERT_THAT(line, test::IsOk());
  EXPECT_EQ(line->text("rate"), nullptr);
  EXPECT_THAT(line->texts("tag"), IsEmpty());
  EXPECT_THAT(line->words, IsEmpty());
}

TEST(ParseCommandLine, AnUnknownOptionGetsTheNearestOne) {
  EXPECT_THAT(parsed({"--rat", "2"}), FailsWith("unknown option --rat, did you mean \"--rate\"?"));
  EXPECT_THAT(parsed({"--something-else"}), FailsWith("unknown option --something-else"));
  EXPECT_THAT(parsed({"-x"}), FailsWith("unknown option -x"));
}

TEST(ParseCommandLine, AnOptionWithoutItsValueOrGivenTwiceIsNamed) {
  EXPECT_THAT(parsed({"--rate"}), FailsWith("--rate: a value is missing"));
  EXPECT_THAT(parsed({"--rate="}), FailsWith("--rate: a value is missing"));
  EXPECT_THAT(parsed({"--rate", "1", "--rate", "2"}), FailsWith("--rate: given more than once"));
}

TEST(ParseCommandLine, AValueMayBeginWithADash) {
  const auto line = parsed({"--rate", "-1"});
  ASSERT_THAT(line, test::IsOk());
  EXPECT_EQ(*line->text("rate"), "-1");
}

TEST(ParseCommandLine, OneDashIsEnoughWhereTheGuideWritesIt) {
  EXPECT_THAT(parsed({"-rate", "2"}), FailsWith("unknown option -rate, did you mean \"--rate\"?"));
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"-config", "f"}, {"-c", "f"}, {"--config", "f"}}) {
    const auto line = parsed(arguments, Dashes::one_or_two);
    ASSERT_THAT(line, test::IsOk());
    EXPECT_EQ(*line->text("config"), "f");
  }
}

TEST(ReadNumber, IsWholeInRangeOrAnError) {
  EXPECT_THAT(read_number("n", "7", 1U, 10U), IsOkWith(7U));
  EXPECT_THAT(read_number("x", "0.5", 0.25, 10.0), IsOkWith(0.5));
  for (const char* wrong : {"1.5", "0", "11", "7x", "", "-1"}) {
    EXPECT_THAT(read_number("n", wrong, 1U, 10U),
                FailsWith("--n: expected a whole number from 1 to 10, not \"" + std::string(wrong) + "\""));
  }
  for (const char* wrong : {"nan", "0.2", "inf", "1,5"}) {
    EXPECT_THAT(read_number("x", wrong, 0.25, 10.0),
                FailsWith("--x: expected a number from 0.25 to 10, not \"" + std::string(wrong) + "\""));
  }
}

TEST(ReadWord, IsOneOfTheListOrAnErrorWithTheNearest) {
  const std::vector<std::string> words{"virtual", "process", "live"};
  EXPECT_THAT(read_word("rig", "process", words), IsOkWith(1U));
  EXPECT_THAT(read_word("rig", "vrtual", words),
              FailsWith("--rig: expected virtual, process or live, not \"vrtual\", did you mean \"virtual\"?"));
}

}  // namespace
}  // namespace checkride::program
