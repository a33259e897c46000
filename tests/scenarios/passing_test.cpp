// The power of the virtual rig: faults on the wire are felt, and every run repeats to the last bit.
#include "run_here.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;

// Record and events of a run, as bytes.
struct Bytes {
  std::string record;
  std::string events;
  bool operator==(const Bytes&) const = default;
};

Bytes bytes_of(const std::string& file, VirtualRunOptions options) {
  Bytes bytes;
  options.write_events = [&bytes](const std::string& block) { bytes.events += block; };
  const auto run = run_here(file, options);
  EXPECT_EQ(run.record.verdict, Verdict::passed) << run.record.reason;
  reports::Record record;
  record.scenarios.push_back(run.record);
  bytes.record = reports::to_json(record);
  return bytes;
}

VirtualRunOptions seeded(std::uint64_t seed, bool shuffle = false) {
  VirtualRunOptions options;
  options.seed = seed;
  options.shuffle = shuffle;
  return options;
}

TEST(VirtualRig, AFlippedBitIsReportedWithMessageAndField) {
  const auto run = run_here("passing/flipped_bit.yaml");
  EXPECT_EQ(run.record.verdict, Verdict::passed) << run.record.reason;
}

TEST(VirtualRig, TheMonitorOutlivesEveryFaultOfTheLink) {
  const auto run = run_here("passing/link_faults.yaml");
  EXPECT_EQ(run.record.verdict, Verdict::passed) << run.record.reason;
  EXPECT_EQ(run.record.faults.size(), 8U);
}

TEST(VirtualRig, MembersStopAndStartAgain) {
  const auto run = run_here("passing/restarts.yaml");
  EXPECT_EQ(run.record.verdict, Verdict::passed) << run.record.reason;
}

TEST(VirtualRig, WhatMustHoldAtOnceIsAskedOnTheMonitorsOwnMachine) {
  const auto run = run_here("passing/at_once.yaml");
  EXPECT_EQ(run.record.verdict, Verdict::passed) << run.record.reason;
}

TEST(VirtualRig, ProgramsTakeSignalsSettingsAndCommands) {
  const auto run = run_here("passing/programs.yaml");
  EXPECT_EQ(run.record.verdict, Verdict::passed) << run.record.reason;
}

TEST(VirtualRig, DisksFailAndTheirPowerGoes) {
  const auto run = run_here("passing/disks.yaml");
  EXPECT_EQ(run.record.verdict, Verdict::passed) << run.record.reason;
  EXPECT_EQ(run.record.faults.size(), 4U);
  EXPECT_EQ(bytes_of("passing/disks.yaml", seeded(7)), bytes_of("passing/disks.yaml", seeded(7)));
}

TEST(VirtualRig, EqualSeedsGiveEqualBytes) {
  EXPECT_EQ(bytes_of("passing/link_faults.yaml", seeded(7)), bytes_of("passing/link_faults.yaml", seeded(7)));
  EXPECT_EQ(bytes_of("passing/link_faults.yaml", seeded(7, true)),
            bytes_of("passing/link_faults.yaml", seeded(7, true)));
}

TEST(VirtualRig, OtherSeedsAndOrdersGiveOtherRuns) {
  const auto seven = run_here("passing/link_faults.yaml", seeded(7)).record.trace_hash;
  EXPECT_NE(run_here("passing/link_faults.yaml", seeded(8)).record.trace_hash, seven);
  EXPECT_NE(run_here("passing/link_faults.yaml", seeded(7, true)).record.trace_hash, seven);
}

TEST(VirtualRig, AFileThatIsMissingIsAnErrorAndNoFailure) {
  world::RealOptions real;
  real.handle_signals = false;
  world::RealWorld world(real);
  Scenario scenario;
  scenario.name = "a";
  scenario.simulators.push_back({});
  scenario.simulators[0].name = "sim";
  scenario.simulators[0].flight = "/nowhere/flight.yaml";
  const auto run = run_on_virtual_rig(world.files(), scenario, {});
  EXPECT_EQ(run.record.verdict, Verdict::error);
  EXPECT_THAT(run.record.reason, testing::HasSubstr("/nowhere/flight.yaml"));
}

}  // namespace
}  // namespace checkride::harness
