// The runner of checkride from outside: several runs at once, filters, seeds, retries, annotations, watching, Ctrl-C.
#include <gmock/gmock.h>

#include "checkride/reports/record.hpp"
#include "programs.hpp"

namespace checkride::e2e {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

const std::string kPassing = "scenarios/alerting/low_altitude.yaml";
const std::string kFailing = "tests/scenarios/failing/too_late.yaml";

// A scenario of one service and one look, for what is not about scenarios.
std::string tiny(const std::string& name, int count) {
  return "scenario: " + name +
         "\nservices:\n  mail: {kind: smtp}\ntimeline:\n  - start: [mail]\n"
         "  - expect: {mail: {in: mail, count: " +
         std::to_string(count) + "}}\n";
}

Finished run(std::vector<std::string> arguments,
             std::function<void(world::ChildProcess&, std::string_view line)> on_line = {}) {
  arguments.insert(arguments.begin(), "run");
  return run_program("checkride", std::move(arguments), std::move(on_line));
}

reports::Record record_in(const std::string& folder) {
  auto record = reports::record_from_json(read_file(folder + "/record.json"));
  EXPECT_TRUE(record.has_value());
  return record ? std::move(*record) : reports::Record();
}

std::vector<std::string> runs_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& scenario : record_in(folder).scenarios) names.push_back(scenario.name);
  return names;
}

TEST(Runner, TheRecordHasTheSameBytesHoweverManyRunAtOnce) {
  const std::string one = fresh_folder("jobs-1");
  const std::string four = fresh_folder("jobs-4");
  const std::string here = fresh_folder("jobs-here");
  const std::vector<std::string> arguments{kFailing, kPassing, "tests/scenarios/passing", "--report"};
  const auto with = [&](const std::string& folder, std::vector<std::string> more) {
    std::vector<std::string> all = arguments;
    all.push_back(folder);
    all.insert(all.end(), more.begin(), more.end());
    return run(std::move(all)).code;
  };
  EXPECT_EQ(with(one, {"--jobs", "1"}), 1);
  EXPECT_EQ(with(four, {"--jobs", "4"}), 1);
  EXPECT_EQ(with(here, {"--in-process"}), 1);
  const std::string record = read_file(one + "/record.json");
  EXPECT_EQ(read_file(four + "/record.json"), record);
  EXPECT_EQ(read_file(here + "/record.json"), record);
  EXPECT_EQ(read_file(four + "/events/low-altitude.jsonl.gz"), read_file(one + "/events/low-altitude.jsonl.gz"));
}

TEST(Runner, SeedsAndRepeatsAreRunsOfTheirOwn) {
  const std::string folder = fresh_folder("seeds");
  write_file(folder + "/tiny.yaml", tiny("tiny", 0));
  const auto done = run({folder + "/tiny.yaml", "--seed", "7", "--seeds", "2", "--repeat", "2", "--report", folder});
  EXPECT_EQ(done.code, 0) << done.output;
  EXPECT_THAT(done.output, HasSubstr("1 scenario on the virtual rig, seeds 7 to 8: 4 runs"));
  const reports::Record record = record_in(folder);
  EXPECT_THAT(runs_in(folder), ElementsAre("tiny+s7+r1", "tiny+s7+r2", "tiny+s8+r1", "tiny+s8+r2"));
  ASSERT_THAT(record.scenarios, SizeIs(4));
  EXPECT_EQ(record.scenarios[2].seed, 8U);
  EXPECT_EQ(record.scenarios[2].scenario, "tiny");
  EXPECT_EQ(record.scenarios[0].trace_hash, record.scenarios[1].trace_hash);
  EXPECT_THAT(record.scenarios[2].replay, HasSubstr("--seed 8"));
  EXPECT_GT(read_file(folder + "/events/tiny+s8+r2.jsonl.gz").size(), 0U);
}

TEST(Runner, FiltersPickByNameTagAndWhatFailedLastTime) {
  const std::string folder = fresh_folder("filters");
  write_file(folder + "/a.yaml", tiny("alpha", 0) + "tags: [slow]\n");
  write_file(folder + "/b.yaml", tiny("beta", 1));
  write_file(folder + "/c.yaml", tiny("gamma", 0));
  const auto pick = [&](std::vector<std::string> filters) {
    filters.insert(filters.begin(), {folder, "--report", folder + "/report"});
    const auto done = run(std::move(filters));
    EXPECT_LT(done.code, 2) << done.output;
    return runs_in(folder + "/report");
  };
  EXPECT_THAT(pick({}), ElementsAre("alpha", "beta", "gamma"));
  EXPECT_THAT(pick({"--failed"}), ElementsAre("beta"));
  EXPECT_THAT(pick({"--name", "*a", "--not-tag", "slow"}), ElementsAre("beta", "gamma"));
  EXPECT_THAT(pick({"--name", "gamma", "--name", "alp*"}), ElementsAre("alpha", "gamma"));
  const auto nothing = run({folder, "--report", folder + "/report", "--failed"});
  EXPECT_EQ(nothing.code, 0) << nothing.output;
  EXPECT_THAT(nothing.output, HasSubstr("nothing failed last time"));
  const auto first = run({folder, "--report", folder + "/other", "--failed"});
  EXPECT_EQ(first.code, 2);
  EXPECT_THAT(first.output, HasSubstr("--failed: there is no " + folder + "/other/record.json"));
}

TEST(Runner, RetriesAreVisibleAndAFailureStaysOne) {
  const std::string folder = fresh_folder("retries");
  write_file(folder + "/b.yaml", tiny("beta", 1));
  const auto done = run({folder + "/b.yaml", "--report", folder, "--retries", "1"});
  EXPECT_EQ(done.code, 1);
  EXPECT_THAT(done.output, AllOf(HasSubstr("one more attempt"), HasSubstr("0 passed, 1 failed")));
  const reports::Record record = record_in(folder);
  EXPECT_THAT(runs_in(folder), ElementsAre("beta", "beta+a2"));
  EXPECT_EQ(record.scenarios[1].attempt, 2U);
}

TEST(Runner, FailuresAreMarkedAtTheirLines) {
  const std::string folder = fresh_folder("annotations");
  const auto github = run({kFailing, "--report", folder, "--annotations", "github"});
  EXPECT_EQ(github.code, 1);
  EXPECT_THAT(github.output, HasSubstr("\n::error file=tests/scenarios/failing/too_late.yaml,line=16,"));
  const auto gitlab = run({kFailing, "--report", folder, "--annotations", "gitlab"});
  EXPECT_EQ(gitlab.code, 1);
  EXPECT_THAT(gitlab.output, Not(HasSubstr("::error")));
  EXPECT_THAT(read_file(folder + "/gl-code-quality-report.json"),
              AllOf(StartsWith("[{"), HasSubstr("\"path\":\"tests/scenarios/failing/too_late.yaml\"")));
}

// What is said for another rig than that of the run is read too.
TEST(Validate, TellsMistakesOfEveryRigOnce) {
  const std::string folder = fresh_folder("validate");
  write_file(folder + "/a.yaml", tiny("alpha", 0) + "on_rig:\n  process: {time_limit: soon}\nsurprise: 1\n");
  const auto done = run_program("checkride", {"validate", folder});
  EXPECT_EQ(done.code, 2);
  EXPECT_THAT(done.output, AllOf(HasSubstr("a.yaml:8:25:"), HasSubstr("soon"), HasSubstr("surprise")));
  const std::size_t first = done.output.find("surprise");
  EXPECT_EQ(done.output.find("surprise", first + 1), std::string::npos) << done.output;
}

// The second signal comes while the first is being obeyed: everything ends at once, and is reported.
TEST(Runner, ASecondInterruptionEndsItAtOnceWithAReport) {
  const std::string folder = fresh_folder("twice");
  const auto interrupt = [](world::ChildProcess& child, std::string_view line) {
    if (line.find("on the process rig") == std::string_view::npos && line.find("once more") == std::string_view::npos)
      return;
    EXPECT_TRUE(child.send_signal(world::ProcessSignal::interrupt).has_value());
  };
  const auto done = run({kPassing, "--rig", "process", "--report", folder}, interrupt);
  EXPECT_EQ(done.code, 130) << done.output;
  const reports::Record record = record_in(folder);
  ASSERT_THAT(record.scenarios, SizeIs(1));
  EXPECT_THAT(record.scenarios[0].reason, HasSubstr("interrupted"));
}

// Runs, is told of a change, runs again what it concerns, and ends with the verdict of the last run.
TEST(Runner, WatchingRunsAgainWhatChanged) {
  const std::string folder = fresh_folder("watched");
  write_file(folder + "/a.yaml", tiny("alpha", 0));
  write_file(folder + "/b.yaml", tiny("beta", 1));
  int waits = 0;
  const auto edit = [&](world::ChildProcess& child, std::string_view line) {
    if (line.find("waiting for a change") == std::string_view::npos) return;
    if (++waits == 1) {
      write_file(folder + "/b.yaml", tiny("beta", 0));
    } else if (waits == 2) {
      write_file(folder + "/b.yaml", "scenario: beta\nsurprise: 1\n");
    } else if (waits == 3) {
      write_file(folder + "/b.yaml", tiny("beta", 0));
    } else {
      EXPECT_TRUE(child.send_signal(world::ProcessSignal::interrupt).has_value());
    }
  };
  const auto done = run({folder, "--report", folder + "/report", "--watch"}, edit);
  EXPECT_EQ(done.code, 0) << done.output;
  EXPECT_EQ(waits, 4);
  EXPECT_THAT(done.output, AllOf(HasSubstr("FAILED   beta"), HasSubstr("passed   beta"), HasSubstr("surprise")));
  EXPECT_THAT(runs_in(folder + "/report"), ElementsAre("beta"));
}

}  // namespace
}  // namespace checkride::e2e
