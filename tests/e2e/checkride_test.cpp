// The program checkride from outside: exit codes and what it says.
#include <gmock/gmock.h>

#include "programs.hpp"

namespace checkride::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Finished checkride(std::vector<std::string> arguments) {
  return run_program("checkride", std::move(arguments));
}

TEST(Checkride, HelpAndVersion) {
  const auto help = checkride({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.output, AllOf(HasSubstr("checkride run PATH..."), HasSubstr("--seed"), HasSubstr("Exit codes")));
  const auto version = checkride({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_THAT(version.output, HasSubstr("revision"));
}

TEST(Checkride, UnusableInputIsTwo) {
  const auto nowhere = checkride({"run", "nowhere.yaml"});
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.output, HasSubstr("nowhere.yaml: no such file or folder"));
  const auto seed = checkride({"run", "scenarios", "--seed", "seven"});
  EXPECT_EQ(seed.code, 2);
  EXPECT_THAT(seed.output, HasSubstr("--seed: \"seven\" is not usable"));
  const auto flight = checkride({"run", "scenarios/flights/parked.yaml"});
  EXPECT_EQ(flight.code, 2);
  EXPECT_THAT(flight.output, HasSubstr("scenarios/flights/parked.yaml:"));
  EXPECT_EQ(checkride({"run", "scenarios", "--tag", "nobody-has-this"}).code, 2);
}

TEST(Checkride, ValidatesAllScenarios) {
  const auto valid = checkride({"validate", "scenarios", "tests/scenarios"});
  EXPECT_EQ(valid.code, 0) << valid.output;
  EXPECT_THAT(valid.output, HasSubstr("scenarios are valid"));
}

TEST(Checkride, AFailureIsOneAndSaysHowToRepeatIt) {
  const auto run =
      checkride({"run", "tests/scenarios/failing/too_late.yaml", "--seed", "3", "--report", fresh_folder("failing")});
  EXPECT_EQ(run.code, 1) << run.output;
  EXPECT_THAT(run.output,
              AllOf(HasSubstr("FAILED   too-late"), HasSubstr("too late, after 5.000 s"),
                    HasSubstr("again: checkride run tests/scenarios/failing/too_late.yaml --rig virtual --seed 3"),
                    HasSubstr("1 failed")));
}

TEST(Checkride, AMissingConfigurationIsThree) {
  const std::string folder = fresh_folder("missing-config");
  const auto run = checkride({"run", "tests/e2e/missing_config.yaml", "--report", folder});
  EXPECT_EQ(run.code, 3) << run.output;
  EXPECT_THAT(run.output, HasSubstr("nowhere.yaml"));
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

}  // namespace
}  // namespace checkride::e2e
