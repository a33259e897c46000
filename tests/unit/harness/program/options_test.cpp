// The command line of checkride.
#include "checkride/harness/harness.hpp"
#include "checkride/test/result_matchers.hpp"
#include "suite/progress.hpp"

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

TEST(Options, MistakesNameTheArgumentAndWhatIsAllowed) {
  EXPECT_THAT(parse_options({}), FailsWith(HasSubstr("run, validate")));
  EXPECT_THAT(parse_options({"rnu", "x"}), FailsWith(HasSubstr("did you mean \"run\"?")));
  EXPECT_THAT(parse_options({"run"}), FailsWith(HasSubstr("needs a scenario file")));
  EXPECT_THAT(parse_options({"run", "x", "--seed", "-1"}),
              FailsWith(HasSubstr("--seed: expected a whole number from 0 to 18446744073709551615, not \"-1\"")));
  EXPECT_THAT(parse_options({"run", "x", "--seed", "7x"}), FailsWith(HasSubstr("whole number")));
  EXPECT_THAT(parse_options({"run", "x", "--rig", "real"}),
              FailsWith("--rig: expected virtual or process, not \"real\""));
  EXPECT_THAT(parse_options({"run", "x", "--sed", "1"}), FailsWith("unknown option --sed, did you mean \"--seed\"?"));
  EXPECT_THAT(parse_options({"run", "x", "-x"}), FailsWith("unknown option -x"));
  EXPECT_THAT(parse_options({"run", "x", "--jobs", "2"}), FailsWith(HasSubstr("--rig process")));
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
  for (const char* part : {"Usage:", "checkride run PATH...", "checkride validate PATH...", "--rig", "default virtual",
                           "--seed", "default 1", "--report", "default checkride-report", "--tag", "--jobs",
                           "--shuffle", "Exit codes:", "  130  ", "Examples:"}) {
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

}  // namespace
}  // namespace checkride::harness
