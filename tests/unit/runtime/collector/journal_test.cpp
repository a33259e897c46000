// Goal: the journal gives back what was put in, whatever stands behind its good part. Method: laws over random samples,
// cuts and flips; the journal on a virtual disk.
#include "collector/journal.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/world_test.hpp"

namespace checkride::runtime::collector {
namespace {

const Columns kColumns{{"A", "feet", ""}, {"B", "knots", "b"}};

SamplePtr numbered(std::uint64_t number) {
  auto sample = std::make_shared<Sample>();
  sample->simulator = "sim";
  sample->session = 9;
  sample->sequence = number;
  sample->values = {static_cast<double>(number), -0.5};
  return sample;
}

std::string segment_of(std::uint64_t records) {
  std::string bytes;
  append_columns_frame(bytes, kColumns);
  for (std::uint64_t i = 1; i <= records; ++i) append_sample_frame(bytes, i, *numbered(i));
  return bytes;
}

TEST(SegmentReader, GivesBackEverySample) {
  const std::string bytes = segment_of(3);
  SegmentReader reader(bytes);
  for (std::uint64_t i = 1; i <= 3; ++i) {
    const auto record = reader.next();
    ASSERT_TRUE(record);
    EXPECT_EQ(record->index, i);
    EXPECT_EQ(record->sample.sequence, i);
    EXPECT_EQ(record->sample.simulator, "sim");
    EXPECT_EQ(record->sample.values, numbered(i)->values);
    EXPECT_EQ(*record->columns, kColumns);
  }
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(reader.damage(), "");
  EXPECT_EQ(reader.offset(), bytes.size());
}

RC_GTEST_PROP(SegmentReader, ACutOrFlippedSegmentGivesAnUnharmedFront, ()) {
  const auto count = *rc::gen::inRange<std::uint64_t>(0, 20);
  std::string bytes = segment_of(count);
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  const bool cut = *rc::gen::arbitrary<bool>();
  if (cut) {
    bytes.resize(at);
  } else {
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << *rc::gen::inRange(0, 8)));
  }
  SegmentReader reader(bytes);
  std::uint64_t found = 0;
  while (const auto record = reader.next()) {
    RC_ASSERT(record->index == ++found);
    RC_ASSERT(record->sample.values == numbered(found)->values);
  }
  RC_ASSERT(found <= count);
  RC_ASSERT(reader.offset() <= at);
  RC_ASSERT(!cut || reader.damage().empty() == (reader.offset() == bytes.size()));
  RC_ASSERT(cut || !reader.damage().empty());
}

std::vector<std::uint64_t> read_all(Journal& journal, Journal::Position& position) {
  std::vector<std::uint64_t> out;
  while (true) {
    const auto records = journal.read(position, 3);
    EXPECT_TRUE(records.has_value()) << records.error();
    if (!records || records->empty()) return out;
    for (const JournalRecord& record : *records) out.push_back(record.sample.sequence);
  }
}

WORLD_TEST(Journal, ReadsAcrossSegmentsOnlyWhatIsSynced) {
  Journal journal(host.files(), "/j", {.segment_bytes = 200, .bytes_max = 100000});
  CO_ASSERT_OK(journal.open(1));
  for (std::uint64_t i = 1; i <= 10; ++i) CO_ASSERT_OK(journal.append({numbered(i)}, kColumns));
  CO_ASSERT_OK(journal.sync());
  CO_ASSERT_OK(journal.append({numbered(11)}, kColumns));
  Journal::Position position;
  EXPECT_THAT(read_all(journal, position), testing::ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  CO_ASSERT_OK(journal.sync());
  EXPECT_THAT(read_all(journal, position), testing::ElementsAre(11));
  CO_ASSERT_OK(journal.release(8));
  EXPECT_LE(journal.first(), 8U);
  EXPECT_GT(journal.first(), 1U);
  co_return;
}

WORLD_TEST(Journal, RecoversAfterATornEndAndGoesOn) {
  {
    Journal journal(host.files(), "/j");
    CO_ASSERT_OK(journal.open(1));
    CO_ASSERT_OK(journal.append({numbered(1), numbered(2)}, kColumns));
    CO_ASSERT_OK(journal.sync());
  }
  {
    const auto torn = host.files().append_to("/j/00000000000000000001.journal");
    CO_ASSERT_OK(torn);
    CO_ASSERT_OK((*torn)->append("half a frame"));
  }
  Journal journal(host.files(), "/j");
  const auto found = journal.open(1);
  CO_ASSERT_OK(found);
  CO_ASSERT_TRUE(found->size() == 1U);
  EXPECT_EQ(found->front().records, 2U);
  EXPECT_EQ(found->front().lost_bytes, 12U);
  EXPECT_NE(found->front().damage, "");
  CO_ASSERT_OK(journal.append({numbered(3)}, kColumns));
  CO_ASSERT_OK(journal.sync());
  Journal::Position position;
  EXPECT_THAT(read_all(journal, position), testing::ElementsAre(1, 2, 3));
  co_return;
}

WORLD_TEST(Journal, BeyondItsSizeTheOldestSegmentsGo) {
  Journal journal(host.files(), "/j", {.segment_bytes = 200, .bytes_max = 700});
  CO_ASSERT_OK(journal.open(1));
  for (std::uint64_t i = 1; i <= 50; ++i) CO_ASSERT_OK(journal.append({numbered(i)}, kColumns));
  CO_ASSERT_OK(journal.sync());
  EXPECT_LE(journal.bytes(), 1000U);
  Journal::Position position;
  const auto left = read_all(journal, position);
  CO_ASSERT_TRUE(!left.empty());
  EXPECT_EQ(left.front(), journal.first());
  EXPECT_EQ(left.back(), 50U);
  co_return;
}

WORLD_TEST(Journal, IndicesNeverComeAgainBelowWhatASinkHolds) {
  Journal journal(host.files(), "/j");
  CO_ASSERT_OK(journal.open(100));
  CO_ASSERT_OK(journal.append({numbered(1)}, kColumns));
  CO_ASSERT_OK(journal.sync());
  Journal::Position position;
  const auto records = journal.read(position, 10);
  CO_ASSERT_OK(records);
  CO_ASSERT_TRUE(records->size() == 1U);
  EXPECT_EQ(records->front().index, 100U);
  co_return;
}

}  // namespace
}  // namespace checkride::runtime::collector
