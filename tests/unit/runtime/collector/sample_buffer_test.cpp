// Goal: the buffer never holds more than its limit, drops the oldest that waits, and never what is being written.
// Method: a plain model beside it, random steps.
#include "collector/sample_buffer.hpp"

#include "checkride/test/property.hpp"

namespace checkride::runtime::collector {
namespace {

SamplePtr numbered(std::uint64_t number) {
  auto sample = std::make_shared<Sample>();
  sample->sequence = number;
  return sample;
}

TEST(SampleBuffer, TheOldestThatWaitsMakesRoom) {
  SampleBuffer buffer(3);
  for (std::uint64_t i = 1; i <= 3; ++i) buffer.add(numbered(i));
  EXPECT_EQ(buffer.begin_append().size(), 3U);
  buffer.settle(0, 1);
  buffer.add(numbered(4));
  EXPECT_EQ(buffer.dropped(), 1U);
  const auto waiting = buffer.begin_append();
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting.front()->sequence, 3U);
  EXPECT_EQ(waiting.back()->sequence, 4U);
}

TEST(SampleBuffer, WhatIsBeingWrittenIsNotDropped) {
  SampleBuffer buffer(2);
  buffer.add(numbered(1));
  buffer.add(numbered(2));
  EXPECT_EQ(buffer.begin_append().size(), 2U);
  buffer.add(numbered(3));
  EXPECT_EQ(buffer.dropped(), 1U);
  buffer.settle(2, 0);
  EXPECT_EQ(buffer.size(), 0U);
}

TEST(SampleBuffer, WhatWasCutOffBeforeTheJournalSawItIsBegunAgain) {
  SampleBuffer buffer(5);
  buffer.add(numbered(1));
  EXPECT_EQ(buffer.begin_append().size(), 1U);
  buffer.add(numbered(2));
  EXPECT_EQ(buffer.begin_append().size(), 2U);
  buffer.settle(2, 0);
  EXPECT_EQ(buffer.size(), 0U);
}

RC_GTEST_PROP(SampleBuffer, KeepsOrderAndCountsEveryLoss, ()) {
  const auto limit = *rc::gen::inRange<std::size_t>(1, 8);
  SampleBuffer buffer(limit);
  std::uint64_t added = 0;
  std::uint64_t synced = 0;
  std::uint64_t last = 0;
  for (int step = 0; step < 60; ++step) {
    for (auto n = *rc::gen::inRange(0, 4); n > 0; --n) buffer.add(numbered(++added));
    RC_ASSERT(buffer.size() <= limit);
    const std::size_t in_journal = buffer.size() - buffer.waiting();
    const auto waiting = buffer.begin_append();
    for (std::size_t i = 1; i < waiting.size(); ++i) RC_ASSERT(waiting[i - 1]->sequence < waiting[i]->sequence);
    if (!waiting.empty() && in_journal == 0) {
      RC_ASSERT(waiting.front()->sequence > last);
      last = waiting.front()->sequence - 1;
    }
    const std::size_t held = in_journal + waiting.size();
    const auto safe = *rc::gen::inRange<std::size_t>(0, held + 1);
    const auto written = *rc::gen::inRange<std::size_t>(0, held - safe + 1);
    buffer.settle(safe, written);
    synced += safe;
    RC_ASSERT(added == synced + buffer.dropped() + buffer.size());
  }
}

}  // namespace
}  // namespace checkride::runtime::collector
