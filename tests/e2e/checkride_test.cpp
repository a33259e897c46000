// The program checkride from outside: exit codes and what it says.
#include <gmock/gmock.h>
#include <unistd.h>

#include "programs.hpp"

namespace checkride::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Finished checkride(std::vector<std::string> arguments) {
  return run_program("checkride", std::move(arguments));
}

TEST(Checkride, HelpAndVersion) {
  const auto help = checkride({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.output, AllOf(HasSubstr("checkride run PATH..."), HasSubstr("--seed"), HasSubstr("Exit codes")));
  const auto version = checkride({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_THAT(version.output, HasSubstr("revision: "));
}

TEST(Programs, AllThreeSayTheSameOfTheirBuild) {
  const std::string facts = checkride({"--version"}).output.substr(std::string("checkride").size());
  EXPECT_EQ(run_program("checkride-emulator", {"--version"}).output, "checkride-emulator" + facts);
  // The one that runs for months also names its libraries.
  EXPECT_THAT(run_program("checkride-monitor", {"--version"}).output,
              AllOf(testing::StartsWith("checkride-monitor" + facts), HasSubstr("\nlibraries:  Boost ")));
}

TEST(Checkride, UnusableInputIsTwo) {
  const auto nowhere = checkride({"run", "nowhere.yaml"});
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.output, HasSubstr("nowhere.yaml: no such file or folder"));
  const auto seed = checkride({"run", "scenarios", "--seed", "seven"});
  EXPECT_EQ(seed.code, 2);
  EXPECT_THAT(seed.output, HasSubstr("--seed: expected a whole number from 0 to 18446744073709551615, not \"seven\""));
  const auto flight = checkride({"run", "scenarios/flights/parked.yaml"});
  EXPECT_EQ(flight.code, 2);
  EXPECT_THAT(flight.output, HasSubstr("scenarios/flights/parked.yaml:"));
  const auto tag = checkride({"run", "scenarios", "--tag", "nobody-has-this"});
  EXPECT_EQ(tag.code, 2);
  EXPECT_THAT(tag.output, HasSubstr("--tag: no scenario under these paths is tagged nobody-has-this"));
}

TEST(Checkride, AReportFolderThatCannotBeWrittenIsTwoAndIsNamed) {
  for (const std::string folder : {"/proc/x", "/proc/version"}) {
    const auto run = checkride({"run", "scenarios/alerting/low_altitude.yaml", "--report", folder});
    EXPECT_EQ(run.code, 2) << run.output;
    EXPECT_THAT(run.output, AllOf(HasSubstr("--report: the folder " + folder + " cannot be written"),
                                  Not(HasSubstr("1 scenario on the virtual rig"))));
  }
}

TEST(Checkride, ValidatesAllScenarios) {
  const auto valid = checkride({"validate", "scenarios", "tests/scenarios/failing", "tests/scenarios/passing"});
  EXPECT_EQ(valid.code, 0) << valid.output;
  EXPECT_THAT(valid.output, HasSubstr("scenarios are valid"));
}

TEST(Checkride, AFailureIsOneAndSaysHowToRepeatIt) {
  const auto run =
      checkride({"run", "tests/scenarios/failing/too_late.yaml", "--seed", "3", "--report", fresh_folder("failing")});
  EXPECT_EQ(run.code, 1) << run.output;
  EXPECT_THAT(run.output,
              AllOf(HasSubstr("FAILED   too-late"), HasSubstr("not seen; last: pending"),
                    HasSubstr("again: checkride run tests/scenarios/failing/too_late.yaml --rig virtual --seed 3"),
                    HasSubstr("1 failed")));
}

// Both files are missed before anything runs, and the flight is told beside the configuration of another scenario.
TEST(Checkride, AFileThatAScenarioNamesAndThatIsNotThereIsTwo) {
  for (const std::string command : {"run", "validate"}) {
    const auto run = checkride({command, "tests/e2e/missing_config.yaml", "tests/e2e/missing_flight.yaml"});
    EXPECT_EQ(run.code, 2) << run.output;
    EXPECT_THAT(run.output,
                AllOf(HasSubstr("tests/e2e/missing_config.yaml:4:22: there is no file \"tests/e2e/nowhere.yaml\""),
                      HasSubstr("tests/e2e/missing_flight.yaml:4:17: there is no file \"tests/e2e/nowhere.yaml\""),
                      Not(HasSubstr("on the virtual rig"))));
  }
}

// A copy of checkride alone in a folder: there are no programs that the process rig could run.
TEST(Checkride, AMissingProgramIsThree) {
  const std::string folder = fresh_folder("alone");
  ASSERT_EQ(symlink(CHECKRIDE_BINARY_DIR "/bin/checkride", (folder + "/checkride").c_str()), 0);
  const auto run = run_program("../tests/e2e-runs/alone/checkride", {"run", "scenarios/alerting/low_altitude.yaml",
                                                                     "--rig", "process", "--report", folder + "/r"});
  EXPECT_EQ(run.code, 3) << run.output;
  EXPECT_THAT(run.output, AllOf(HasSubstr("alone/checkride-"), HasSubstr("which is not there")));
}

// SIGINT in the middle of a run on real processes: what ran is recorded, nothing is left behind.
TEST(Checkride, AnInterruptionEndsTheRunInOrder) {
  const std::string folder = fresh_folder("interrupted");
  const auto run =
      run_program("checkride", {"run", "scenarios/alerting/low_altitude.yaml", "--rig", "process", "--report", folder},
                  [](world::ChildProcess& child, std::string_view line) {
                    if (line.find("on the process rig") != std::string_view::npos) {
                      EXPECT_TRUE(child.send_signal(world::ProcessSignal::interrupt).has_value());
                    }
                  });
  EXPECT_EQ(run.code, 130) << run.output;
  EXPECT_THAT(run.output, HasSubstr("interrupted"));
  EXPECT_THAT(read_file(folder + "/record.json"), HasSubstr("checkride.record"));
}

// Years of virtual time take an hour: the run must hear the signal in between.
TEST(Checkride, AVirtualRunIsInterruptedToo) {
  const std::string folder = fresh_folder("interrupted-virtual");
  const auto run = run_program(
      "checkride",
      {"run", "tests/e2e/long_flight.yaml", "scenarios/alerting/low_altitude.yaml", "--jobs", "1", "--report", folder},
      [](world::ChildProcess& child, std::string_view line) {
        if (line.find("on the virtual rig") != std::string_view::npos) {
          EXPECT_TRUE(child.send_signal(world::ProcessSignal::terminate).has_value());
        }
      });
  EXPECT_EQ(run.code, 130) << run.output;
  const std::string record = read_file(folder + "/record.json");
  EXPECT_THAT(record, AllOf(HasSubstr("\"interrupted\""), HasSubstr("interrupted before it began")));
  EXPECT_THAT(read_file(folder + "/junit.xml"), HasSubstr("low-altitude"));
}

}  // namespace
}  // namespace checkride::e2e
