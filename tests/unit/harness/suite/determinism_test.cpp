// Goal: what makes a run differ from itself is found at its step, and what does not is left alone. Method: a scenario
// by hand whose check leaks state of the process into the run, in each way that it can.
#include "suite/determinism.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "checks/sight.hpp"
#include "replay/capsule_files.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using reports::Verdict;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// What a check of this test lets leak: a count that outlives the world which it is asked in.
enum class Leak { nothing, into_a_sleep, into_its_values };
int looks_in_this_process = 0;

class Leaky final : public CheckKind {
 public:
  explicit Leaky(Leak leak) : leak_(leak) {}

  std::string text() const override { return "somebody looks"; }
  std::vector<std::string> members() const override { return {"hook"}; }
  world::Task<Seen> see(Sight& sight) const override {
    const int look = ++looks_in_this_process;
    const Duration pause = leak_ == Leak::into_a_sleep ? 1ms + Duration(look) : 1ms;
    co_await sight.clock().sleep_for(pause);
    Seen seen;
    seen.holds = sight.now() > 120s;
    seen.text = "looked";
    if (leak_ == Leak::into_its_values) seen.values.push_back({"look", std::to_string(look), "", "", {}});
    co_return seen;
  }

 private:
  Leak leak_;
};

Step step(const std::string& path, int line) {
  Step made;
  made.path = path;
  made.place.line = line;
  return made;
}

// A webhook receiver is started; the check holds after two minutes.
Scenario scenario(Leak leak) {
  Scenario made;
  made.name = "leaky";
  made.file = "leaky.yaml";
  Service hook;
  hook.name = "hook";
  hook.spec = WebhookSpec();
  made.services = {hook};
  Step start = step("1", 3);
  start.what = Action(Start{{"hook"}});
  Step look = step("2", 4);
  Expect expect;
  expect.check = std::make_shared<Leaky>(leak);
  expect.within = 150s;
  look.what = expect;
  made.timeline = {start, look};
  return made;
}

struct Outcome {
  VirtualRun run;
  std::string events;
};

Outcome verified(Leak leak) {
  const std::map<std::string, std::string> no_files;
  CapsuleFiles files(no_files);
  const Scenario played = scenario(leak);
  Outcome outcome;
  VirtualRunOptions options;
  options.seed = 7;
  options.write_events = [&outcome](const std::string& block) { outcome.events += block; };
  VerifiedPlay play(files, played, options);
  while (play.advance()) {
  }
  outcome.run = play.finish();
  return outcome;
}

const reports::Expectation* determinism_of(const reports::ScenarioRecord& record) {
  for (const reports::Expectation& expectation : record.expectations) {
    if (expectation.kind == "determinism") return &expectation;
  }
  return nullptr;
}

TEST(VerifiedPlay, ARunThatRepeatsIsAsIfItWerePlayedOnce) {
  const Outcome twice = verified(Leak::nothing);
  EXPECT_EQ(twice.run.record.verdict, Verdict::passed) << twice.run.record.reason;
  EXPECT_EQ(determinism_of(twice.run.record), nullptr);

  const std::map<std::string, std::string> no_files;
  CapsuleFiles files(no_files);
  std::string events;
  VirtualRunOptions options;
  options.seed = 7;
  options.write_events = [&events](const std::string& block) { events += block; };
  const VirtualRun once = run_on_virtual_rig(files, scenario(Leak::nothing), options);
  EXPECT_EQ(twice.run.record.trace_hash, once.record.trace_hash);
  EXPECT_EQ(twice.run.steps, once.steps);
  EXPECT_EQ(twice.events, events);
  EXPECT_GT(once.steps, 1024U) << "too short for a checkpoint between";
}

TEST(VerifiedPlay, ALeakIntoAStepIsFoundThere) {
  const Outcome outcome = verified(Leak::into_a_sleep);
  const reports::ScenarioRecord& record = outcome.run.record;
  EXPECT_EQ(record.verdict, Verdict::error);
  EXPECT_THAT(record.reason, AllOf(StartsWith("determinism-1: not deterministic: step "), HasSubstr("completion"),
                                   HasSubstr("sleep"), HasSubstr("and in the second run at ")));
  const reports::Expectation* found = determinism_of(record);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->verdict, Verdict::failed);
  EXPECT_THAT(found->expected, AllOf(StartsWith("first run:\n"), HasSubstr("\n> "), HasSubstr("waiting:\n")));
  EXPECT_THAT(found->seen, AllOf(StartsWith("second run:\n"), HasSubstr("\n> "), HasSubstr("waiting:\n")));
}

// The first run goes on alone: its report is whole.
TEST(VerifiedPlay, AfterADifferenceTheFirstRunIsPlayedToItsEnd) {
  const Outcome outcome = verified(Leak::into_a_sleep);
  EXPECT_EQ(outcome.run.record.expectations.at(0).verdict, Verdict::passed);
  EXPECT_GT(outcome.run.record.virtual_seconds, 120);
}

// No step differs, for values are only written into the record.
TEST(VerifiedPlay, ALeakIntoTheRecordIsFoundToo) {
  const Outcome outcome = verified(Leak::into_its_values);
  EXPECT_EQ(outcome.run.record.verdict, Verdict::error);
  EXPECT_THAT(outcome.run.record.reason, HasSubstr("equal steps gave different records"));
  const reports::Expectation* found = determinism_of(outcome.run.record);
  ASSERT_NE(found, nullptr);
  EXPECT_THAT(found->expected, HasSubstr("look"));
  EXPECT_NE(found->expected.substr(found->expected.find('\n')), found->seen.substr(found->seen.find('\n')));
}

TEST(VerifiedPlay, AnInterruptionReachesBoth) {
  const std::map<std::string, std::string> no_files;
  CapsuleFiles files(no_files);
  const Scenario played = scenario(Leak::nothing);
  VerifiedPlay play(files, played, {});
  EXPECT_TRUE(play.advance());
  play.interrupt();
  while (play.advance()) {
  }
  const VirtualRun run = play.finish();
  EXPECT_EQ(run.record.reason, "interrupted");
  EXPECT_EQ(determinism_of(run.record), nullptr);
}

// A configuration that is not there is an error of the scenario, in both runs.
TEST(VerifiedPlay, WhatCannotBeginIsNoDifference) {
  const std::map<std::string, std::string> no_files;
  CapsuleFiles files(no_files);
  Scenario played = scenario(Leak::nothing);
  Monitor monitor;
  monitor.name = "monitor";
  monitor.config = {"nowhere.yaml"};
  played.monitors = {monitor};
  VerifiedPlay play(files, played, {});
  EXPECT_FALSE(play.advance());
  const VirtualRun run = play.finish();
  EXPECT_EQ(run.record.verdict, Verdict::error);
  EXPECT_THAT(run.record.reason, HasSubstr("nowhere.yaml"));
  EXPECT_EQ(determinism_of(run.record), nullptr);
}

}  // namespace
}  // namespace checkride::harness
