// The command line of checkride.
#include "checkride/harness/harness.hpp"
#include "checkride/test/result_matchers.hpp"
#include "suite/shell_word.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Options, OfRun) {
  const auto options = parse_options({"run", "a.yaml", "scenarios", "--rig", "process", "--seed", "7", "--report", "r/",
                                      "--tag", "x", "--tag=y", "--jobs", "2"});
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->command, "run");
  EXPECT_THAT(options->suite.paths, ElementsAre("a.yaml", "scenarios"));
  EXPECT_EQ(options->suite.rig, RigKind::process_rig);
  EXPECT_EQ(options->suite.seed, 7U);
  EXPECT_EQ(options->suite.report_folder, "r");
  EXPECT_THAT(options->suite.tags, ElementsAre("x", "y"));
  EXPECT_EQ(options->suite.jobs, 2U);
}

TEST(Options, OfRunWhatAndHowOften) {
  const auto options = parse_options({"run",           "x",      "--not-tag",     "slow",
                                      "--name",        "low-*",  "--name=dead-*", "--failed",
                                      "--seeds",       "5",      "--repeat",      "3",
                                      "--retries",     "2",      "--watch",       "--in-process",
                                      "--annotations", "github", "--param",       "altitude=80 feet"});
  ASSERT_THAT(options, IsOk());
  EXPECT_THAT(options->suite.not_tags, ElementsAre("slow"));
  EXPECT_THAT(options->suite.names, ElementsAre("low-*", "dead-*"));
  EXPECT_TRUE(options->suite.only_failed);
  EXPECT_EQ(options->suite.seeds, 5U);
  EXPECT_EQ(options->suite.repeats, 3U);
  EXPECT_EQ(options->suite.retries, 2U);
  EXPECT_TRUE(options->suite.watch);
  EXPECT_TRUE(options->suite.in_process);
  EXPECT_EQ(options->suite.annotations, Annotations::github);
  EXPECT_THAT(options->suite.params, ElementsAre(testing::Pair("altitude", "80 feet")));
}

TEST(Options, OfRunByThemselves) {
  const auto options = parse_options({"run", "x"});
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->suite.jobs, 0U);  // as many as suit the rig
  EXPECT_EQ(options->suite.seeds, 1U);
  EXPECT_EQ(options->suite.repeats, 1U);
  EXPECT_EQ(options->suite.retries, 0U);
  EXPECT_FALSE(options->suite.annotations.has_value());
}

TEST(Options, OfTheLiveRig) {
  const auto options =
      parse_options({"run", "x", "--rig", "live", "--simulator", "10.0.0.7:500", "--simulator", "standby=[::1]:501"});
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->suite.rig, RigKind::live_rig);
  ASSERT_EQ(options->suite.simulators.size(), 2U);
  EXPECT_EQ(options->suite.simulators[0].name, "");
  EXPECT_EQ(options->suite.simulators[0].address, (world::Endpoint{"10.0.0.7", 500}));
  EXPECT_EQ(options->suite.simulators[1].name, "standby");
  EXPECT_EQ(options->suite.simulators[1].address, (world::Endpoint{"::1", 501}));
  const auto compared = parse_options({"run", "x", "--compare", "virtual,live", "--simulator", "sim=localhost:500"});
  ASSERT_THAT(compared, IsOk());
  EXPECT_THAT(compared->suite.compare, ElementsAre(RigKind::virtual_rig, RigKind::live_rig));
}

TEST(Options, MistakesOfTheLiveRig) {
  EXPECT_THAT(parse_options({"run", "x", "--rig", "live"}), FailsWith(HasSubstr("give --simulator HOST:PORT")));
  EXPECT_THAT(parse_options({"run", "x", "--simulator", "10.0.0.7:500"}), FailsWith(HasSubstr("add --rig live")));
  for (const char* wrong : {"10.0.0.7", "10.0.0.7:0", "=10.0.0.7:500", "sim=500"}) {
    EXPECT_THAT(parse_options({"run", "x", "--rig", "live", "--simulator", wrong}),
                FailsWith(HasSubstr("--simulator: expected HOST:PORT or NAME=HOST:PORT")))
        << wrong;
  }
  EXPECT_THAT(parse_options({"run", "x", "--rig", "live", "--simulator", "a=h:1", "--simulator", "a=h:2"}),
              FailsWith(HasSubstr("each name once")));
  EXPECT_THAT(parse_options({"run", "x", "--rig", "live", "--simulator", "h:1", "--jobs", "2"}),
              FailsWith(HasSubstr("one run at a time")));
  EXPECT_THAT(parse_options({"run", "x", "--rig", "live", "--simulator", "h:1", "--null", "emulator"}),
              FailsWith(HasSubstr("give --rig virtual or process")));
}

TEST(Options, OfRunWithoutAMember) {
  const auto options = parse_options({"run", "x", "--null", "emulator"});
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->suite.null, NullMember::emulator);
  EXPECT_THAT(parse_options({"run", "x", "--null", "monitor"}), FailsWith(HasSubstr("expected subject or emulator")));
  EXPECT_THAT(parse_options({"run", "x", "--null", "subject", "--compare", "virtual,process"}),
              FailsWith(HasSubstr("--null judges the runs of one rig")));
  EXPECT_THAT(parse_options({"run", "x", "--null", "subject", "--rig", "live", "--simulator", "127.0.0.1:500"}),
              FailsWith(HasSubstr("give --rig virtual or process")));
}

// Only the build for ci/mutation.py has any.
TEST(Options, NoDefectsArePlantedHere) {
  EXPECT_THAT(parse_options({"run", "x", "--mutant", "any"}), FailsWith(HasSubstr("unknown option --mutant")));
}

TEST(Options, MistakesNameTheArgumentAndWhatIsAllowed) {
  EXPECT_THAT(parse_options({}), FailsWith(HasSubstr("run, validate")));
  EXPECT_THAT(parse_options({"rnu", "x"}), FailsWith(HasSubstr("did you mean \"run\"?")));
  EXPECT_THAT(parse_options({"run"}), FailsWith(HasSubstr("needs a scenario file")));
  EXPECT_THAT(parse_options({"run", "x", "--seed", "-1"}),
              FailsWith(HasSubstr("--seed: expected a whole number from 0 to 18446744073709551615, not \"-1\"")));
  EXPECT_THAT(parse_options({"run", "x", "--seed", "7x"}), FailsWith(HasSubstr("whole number")));
  EXPECT_THAT(parse_options({"run", "x", "--rig", "real"}),
              FailsWith("--rig: expected virtual, process or live, not \"real\""));
  EXPECT_THAT(parse_options({"run", "x", "--sed", "1"}), FailsWith("unknown option --sed, did you mean \"--seed\"?"));
  EXPECT_THAT(parse_options({"run", "x", "-x"}), FailsWith("unknown option -x"));
  EXPECT_THAT(parse_options({"run", "x", "--jobs", "65"}), FailsWith(HasSubstr("from 1 to 64")));
  EXPECT_THAT(parse_options({"run", "x", "--seeds", "0"}),
              FailsWith(HasSubstr("--seeds: expected a whole number from 1")));
  EXPECT_THAT(parse_options({"run", "x", "--param", "altitude"}), FailsWith(HasSubstr("NAME=VALUE")));
  EXPECT_THAT(parse_options({"run", "x", "--annotations", "jira"}),
              FailsWith("--annotations: expected none, github or gitlab, not \"jira\""));
  EXPECT_THAT(parse_options({"run", "x", "--rig", "process", "--verify-determinism"}),
              FailsWith(HasSubstr("is for the virtual rig")));
  EXPECT_THAT(parse_options({"validate", "x", "--seed", "2"}), FailsWith(HasSubstr("no options")));
}

TEST(Options, CommandsForCapturesAreCheckedBeforeTheyRun) {
  const auto capture = parse_options({"capture", "--simulator", "127.0.0.1:500", "--out", "talk.pcapng"});
  ASSERT_THAT(capture, IsOk());
  EXPECT_EQ(capture->command, "capture");
  EXPECT_FALSE(capture->reads_standard_input);
  EXPECT_TRUE(parse_options({"describe", "-", "--json"})->reads_standard_input);
  EXPECT_THAT(parse_options({"capture", "--out", "x"}), FailsWith("--simulator HOST:PORT is needed"));
  EXPECT_THAT(parse_options({"capture", "--simulator", "sim", "--out", "x"}), FailsWith(HasSubstr("HOST:PORT, as in")));
  EXPECT_THAT(parse_options({"capture", "--simulator", "sim:500"}), FailsWith("--out FILE is needed"));
  EXPECT_THAT(parse_options({"describe"}), FailsWith("describe needs the name of a capture"));
  EXPECT_THAT(parse_options({"describe", "a", "--message", "SIMOBJECT_DATUM"}),
              FailsWith(HasSubstr("there is no message \"SIMOBJECT_DATUM\", did you mean \"SIMOBJECT_DATA\"?")));
  EXPECT_THAT(parse_options({"dissector", "x"}), FailsWith("dissector does not take \"x\""));
  EXPECT_THAT(parse_options({"fidelity", "a", "--at-least", "101"}), FailsWith(HasSubstr("a number from 0 to 100")));
  EXPECT_THAT(parse_options({"fidelity", "a", "--simulator", "sim:1", "--seed", "2"}),
              FailsWith("--seed is the emulator's: leave out --simulator"));
  EXPECT_EQ(parse_options({"fidelity", "--help"})->help_of, "fidelity");
}

TEST(Options, HelpAndVersionWinOverMistakes) {
  EXPECT_EQ(parse_options({"rnu", "--help"})->command, "help");
  EXPECT_EQ(parse_options({"--version"})->command, "version");
  EXPECT_THAT(version_text(), testing::StartsWith("checkride "));
}

TEST(Options, HelpHasEveryOptionWithItsDefaultTheExitCodesAndExamples) {
  for (const char* part : {"Usage:",
                           "checkride run PATH...",
                           "checkride validate PATH...",
                           "--rig",
                           "default virtual",
                           "--seed",
                           "default 1",
                           "--report",
                           "default checkride-report",
                           "--tag",
                           "--jobs",
                           "--not-tag",
                           "--name",
                           "--failed",
                           "--seeds",
                           "--repeat",
                           "--retries",
                           "--watch",
                           "--in-process",
                           "--annotations",
                           "--shuffle",
                           "Exit codes:",
                           "  130  ",
                           "Examples:"}) {
    EXPECT_THAT(help_text(), HasSubstr(part));
  }
}

TEST(ShellQuoted, IsOneWordOfAShell) {
  EXPECT_EQ(shell_quoted("scenarios/a_b-1.yaml"), "scenarios/a_b-1.yaml");
  EXPECT_EQ(shell_quoted("it's here"), "'it'\\''s here'");
  EXPECT_EQ(shell_quoted(""), "''");
}

TEST(ExitCode, IsTheWorstOfAllVerdicts) {
  SuiteOutcome outcome;
  const auto add = [&](reports::Verdict verdict) {
    outcome.record.scenarios.emplace_back();
    outcome.record.scenarios.back().verdict = verdict;
    return exit_code(outcome);
  };
  EXPECT_EQ(add(reports::Verdict::passed), 0);
  EXPECT_EQ(add(reports::Verdict::skipped), 0);
  EXPECT_EQ(add(reports::Verdict::failed), 1);
  EXPECT_EQ(add(reports::Verdict::error), 3);
  outcome.interrupted = true;
  EXPECT_EQ(exit_code(outcome), 130);
}

TEST(ExitCode, CountsTheLastAttemptAndWhatNeverHeld) {
  SuiteOutcome outcome;
  outcome.record.scenarios.resize(2);
  outcome.record.scenarios[0].verdict = reports::Verdict::failed;
  outcome.record.scenarios[1].verdict = reports::Verdict::passed;
  for (std::size_t i = 0; i < 2; ++i) {
    outcome.record.scenarios[i].attempt = i + 1;
    outcome.record.scenarios[i].attempts = 2;
  }
  EXPECT_EQ(exit_code(outcome), 0);
  outcome.record.sometimes.resize(1);
  EXPECT_EQ(exit_code(outcome), 0);  // skipped
  outcome.record.sometimes[0].verdict = reports::Verdict::failed;
  EXPECT_EQ(exit_code(outcome), 1);
}

}  // namespace
}  // namespace checkride::harness
