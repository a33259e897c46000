// Captures of a run on the virtual rig: they tell what was said, name the faults, repeat to the last byte, and change
// nothing of the run. Method: scenarios of this folder, run with and without.
#include "capture/describe.hpp"
#include "run_here.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

// A run whose captures go to this folder of the build.
VirtualRun run_captured(const std::string& file, const std::string& folder) {
  VirtualRunOptions options;
  options.capture_folder = std::string(CHECKRIDE_BINARY_DIR "/tests/rig_capture/") + folder;
  return run_here(file, options);
}

std::string content_of(const std::string& path) {
  world::RealOptions real;
  real.handle_signals = false;
  world::RealWorld world(real);
  const auto content = world.files().read(std::string(CHECKRIDE_BINARY_DIR "/tests/rig_capture/") + path);
  EXPECT_TRUE(content.has_value()) << path;
  return content ? *content : "";
}

std::vector<std::string> told(const std::string& content) {
  std::vector<std::string> lines;
  const auto described = describe("capture", std::as_bytes(std::span(content.data(), content.size())), {},
                                  [&lines](std::string_view line) { lines.emplace_back(line); });
  EXPECT_TRUE(described.has_value());
  return lines;
}

TEST(RigCapture, TellsWhatWasSaidAndNamesTheFaults) {
  const auto run = run_captured("passing/link_faults.yaml", "faults");
  ASSERT_EQ(run.record.verdict, Verdict::passed) << run.record.reason;
  const auto lines = told(content_of("faults/monitor-sim.pcapng"));
  EXPECT_THAT(lines, Contains(HasSubstr("-> Open application_name=")));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("<- SIMOBJECT_DATA"), HasSubstr("PLANE ALTITUDE="))));
  EXPECT_THAT(lines, Contains(HasSubstr("reset by the ")));
  for (const auto& fault : run.record.faults) {
    EXPECT_THAT(lines, Contains(HasSubstr("comment: fault: " + fault.text))) << fault.text;
  }
  EXPECT_THAT(lines, Not(Contains(AllOf(HasSubstr("lost: "), HasSubstr("not in the capture")))));
}

TEST(RigCapture, ChangesNothingAndRepeatsToTheLastByte) {
  const auto without = run_here("passing/link_faults.yaml");
  const auto first = run_captured("passing/link_faults.yaml", "first");
  const auto second = run_captured("passing/link_faults.yaml", "second");
  EXPECT_EQ(first.record.trace_hash, without.record.trace_hash);
  EXPECT_EQ(second.record.trace_hash, without.record.trace_hash);
  EXPECT_EQ(content_of("first/monitor-sim.pcapng"), content_of("second/monitor-sim.pcapng"));
}

TEST(RigCapture, AFolderThatCannotBeMadeIsAnError) {
  VirtualRunOptions options;
  options.capture_folder = "/dev/null/captures";
  const auto run = run_here("passing/link_faults.yaml", options);
  EXPECT_EQ(run.record.verdict, Verdict::error);
  EXPECT_THAT(run.record.reason, HasSubstr("/dev/null"));
}

}  // namespace
}  // namespace checkride::harness
