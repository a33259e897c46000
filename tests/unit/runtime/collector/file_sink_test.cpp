// Goal: of finished files the oldest go first. Method: a collector whose folder holds files of one second already.
#include "collector/file_sink.hpp"

#include "collector_rig.hpp"

namespace checkride::runtime::collector {
namespace {

using test::collecting;
using test::CollectorRig;

TEST(FileSink, RetentionKnowsTheOrderOfTheFilesOfOneSecond) {
  constexpr std::size_t kFileBytes = 4000;
  Config config = collecting();
  config.data_collector.retention_size_bytes = 10'000;  // two of them, and the one that is written
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  for (const char* ending : {"", "-2", "-10"}) {
    const std::string path = std::string(test::kFolder) + "/telemetry-20260101T000000Z" + ending + ".jsonl";
    ASSERT_FALSE(rig.host.files().write(path, std::string(kFileBytes, '\n')).has_error());
  }
  rig.samples(1);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_THAT(rig.names(),
              testing::ElementsAre("telemetry-20260101T000000Z-10.jsonl", "telemetry-20260101T000000Z-2.jsonl",
                                   "telemetry-20260105T080001Z.jsonl"));
}

}  // namespace
}  // namespace checkride::runtime::collector
