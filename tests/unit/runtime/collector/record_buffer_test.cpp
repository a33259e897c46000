// Goal: no record is lost silently, doubled, or torn. Method: a model of what is in the file against random partial
// writes.
#include "collector/record_buffer.hpp"

#include <string>

#include "checkride/test/property.hpp"

namespace checkride::runtime::collector {
namespace {

TEST(RecordBuffer, DropsTheOldestWhenFull) {
  RecordBuffer buffer(2);
  buffer.add("1\n");
  buffer.add("2\n");
  buffer.add("3\n");
  EXPECT_EQ(buffer.begin_block(), "2\n3\n");
  EXPECT_EQ(buffer.dropped(), 1U);
}

TEST(RecordBuffer, NeverDropsWhatIsBeingWritten) {
  RecordBuffer buffer(2);
  buffer.add("1\n");
  EXPECT_EQ(buffer.begin_block(), "1\n");
  buffer.add("2\n");
  buffer.add("3\n");
  EXPECT_EQ(buffer.written(2), 1U);
  buffer.release();
  EXPECT_EQ(buffer.begin_block(), "3\n");
  EXPECT_EQ(buffer.dropped(), 1U);
}

TEST(RecordBuffer, AllInTheWritingLeavesNoRoomForTheNew) {
  RecordBuffer buffer(1);
  buffer.add("1\n");
  EXPECT_EQ(buffer.begin_block(), "1\n");
  buffer.add("2\n");
  EXPECT_EQ(buffer.size(), 1U);
  EXPECT_EQ(buffer.written(2), 1U);
  EXPECT_EQ(buffer.dropped(), 1U);
}

RC_GTEST_PROP(RecordBuffer, PartialWritesNeitherLoseNorDoubleNorTear, ()) {
  RecordBuffer buffer(1000);
  std::string expected;
  std::string complete;  // whole lines in files: what a reader sees
  int next = 0;
  const int rounds = *rc::gen::inRange(1, 20);
  for (int round = 0; round < rounds; ++round) {
    const int lines = *rc::gen::inRange(0, 5);
    for (int i = 0; i < lines; ++i) {
      const std::string line = std::to_string(next) + std::string(static_cast<std::size_t>(next % 7), 'x') + "\n";
      next++;
      expected += line;
      buffer.add(line);
    }
    const std::string block = buffer.begin_block();
    const std::size_t bytes = *rc::gen::inRange<std::size_t>(0, block.size() + 1);
    const std::string torn = block.substr(0, bytes);
    const std::size_t end = torn.rfind('\n');
    if (end != std::string::npos) complete += torn.substr(0, end + 1);
    buffer.written(bytes);
    buffer.release();
  }
  complete += buffer.begin_block();
  RC_ASSERT(complete == expected);
  RC_ASSERT(buffer.dropped() == 0U);
}

}  // namespace
}  // namespace checkride::runtime::collector
