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
  if (number % 2 == 0) {
    sample->source = "standby";
    sample->flags.set(SampleFlag::paused);
    sample->flags.set(SampleFlag::clock_still);
  }
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
    EXPECT_EQ(record->sample.source, numbered(i)->source);
    EXPECT_EQ(record->sample.flags, numbered(i)->flags);
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

// A few samples fill one.
constexpr JournalLimits kSmallSegments{.segment_bytes = 200, .bytes_max = 100000};

// Opened, with the samples 1 to `count`, all of them safe on the disk.
Result<> fill(Journal& journal, std::uint64_t count) {
  TRY_VOID(journal.open(1));
  for (std::uint64_t i = 1; i <= count; ++i) TRY_VOID(journal.append({numbered(i)}, kColumns));
  return journal.sync();
}

WORLD_TEST(Journal, ReadsAcrossSegmentsOnlyWhatIsSynced) {
  Journal journal(host.files(), "/j", kSmallSegments);
  CO_ASSERT_OK(fill(journal, 10));
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
  EXPECT_EQ(found->front().kept, "/j/00000000000000000001.journal.cut");
  EXPECT_EQ(host.files().read(found->front().kept).value(), "half a frame");
  CO_ASSERT_OK(journal.append({numbered(3)}, kColumns));
  CO_ASSERT_OK(journal.sync());
  Journal::Position position;
  EXPECT_THAT(read_all(journal, position), testing::ElementsAre(1, 2, 3));
  co_return;
}

WORLD_TEST(Journal, AReadThatFailsSkipsNothing) {
  Journal journal(host.files(), "/j", kSmallSegments);
  CO_ASSERT_OK(fill(journal, 10));
  const auto segments = inspect_journal(host.files(), "/j");
  CO_ASSERT_OK(segments);
  CO_ASSERT_TRUE(segments->size() > 2U);
  auto held = host.files().open(segments->at(1).path);
  CO_ASSERT_OK(held);
  Journal::Position position;
  const auto front = journal.read(position, 100);
  CO_ASSERT_OK(front);
  EXPECT_EQ(front->size(), segments->at(0).records);
  EXPECT_TRUE(journal.read(position, 100).has_error());
  EXPECT_EQ(position.index, segments->at(1).first);
  held->reset();
  EXPECT_EQ(read_all(journal, position).size(), 10 - front->size());
  co_return;
}

WORLD_TEST(Journal, ADamagedSegmentEndsThereForAllReaders) {
  Journal journal(host.files(), "/j", kSmallSegments);
  CO_ASSERT_OK(fill(journal, 10));
  const auto segments = inspect_journal(host.files(), "/j");
  CO_ASSERT_OK(segments);
  const SegmentReport& hurt = segments->at(1);
  {
    auto file = host.files().open(hurt.path);
    CO_ASSERT_OK(file);
    CO_ASSERT_OK((*file)->write_at(hurt.bytes - 20, "????"));  // in its last record
  }
  const std::uint64_t lost = hurt.first + hurt.records - 1;
  for (int reader = 0; reader < 2; ++reader) {
    Journal::Position position;
    const auto found = read_all(journal, position);
    EXPECT_EQ(found.size(), 9U);
    EXPECT_THAT(found, testing::Not(testing::Contains(lost)));
  }
  const auto cuts = journal.take_cuts();
  CO_ASSERT_TRUE(cuts.size() == 1U);
  EXPECT_EQ(cuts.front().path, hurt.path);
  EXPECT_EQ(cuts.front().records, hurt.records - 1);
  EXPECT_NE(cuts.front().damage, "");
  co_return;
}

WORLD_TEST(Journal, RepairLeavesARunningMonitorsSegmentsAlone) {
  const std::string older = "/j/00000000000000000001.journal";
  CO_ASSERT_OK(host.files().make_directories("/j"));
  CO_ASSERT_OK(host.files().write(older, segment_of(3) + "half a frame"));
  const auto running = host.files().open("/j/00000000000000000004.journal");
  CO_ASSERT_OK(running);
  const auto segments = inspect_journal(host.files(), "/j");
  CO_ASSERT_OK(segments);
  EXPECT_TRUE(repair_journal(host.files(), *segments).has_error());
  EXPECT_THAT(host.files().read(older).value(), testing::EndsWith("half a frame"));
  EXPECT_FALSE(host.files().exists(older + ".cut"));
  co_return;
}

TEST(JournalGaps, AreBetweenTheEndOfASegmentAndTheNext) {
  const auto segment = [](std::uint64_t first, std::uint64_t records) {
    SegmentReport report;
    report.first = first;
    report.records = records;
    return report;
  };
  EXPECT_TRUE(gaps_between({}).empty());
  EXPECT_TRUE(gaps_between({segment(7, 3), segment(8, 5), segment(13, 0)}).empty()) << "8 and 9 stand in two";
  const std::vector<JournalGap> deleted{{11, 20}};
  EXPECT_EQ(gaps_between({segment(1, 10), segment(21, 2)}), deleted);
  EXPECT_EQ(gaps_between({segment(1, 10), segment(11, 0), segment(21, 2)}), deleted) << "emptied";
}

WORLD_TEST(Journal, BeyondItsSizeTheOldestSegmentsGo) {
  Journal journal(host.files(), "/j", {.segment_bytes = 200, .bytes_max = 700});
  CO_ASSERT_OK(fill(journal, 50));
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

WORLD_TEST(Journal, ASegmentWithoutRecordsTellsHowFarItHadCome) {
  {
    Journal journal(host.files(), "/j");
    CO_ASSERT_OK(journal.open(100));
  }
  Journal journal(host.files(), "/j");
  CO_ASSERT_OK(journal.open(1));
  EXPECT_EQ(journal.next(), 100U);
  co_return;
}

WORLD_TEST(Journal, KeepsCutsUnderNamesOfTheirOwnAndNotForEver) {
  CO_ASSERT_OK(host.files().make_directories("/j"));
  for (std::uint64_t i = 1; i <= kCutsMax + 3; ++i) {
    const std::string segment = "/j/" + std::to_string(10000000000000000000U + i).replace(0, 1, "0") + ".journal";
    CO_ASSERT_OK(host.files().write(segment, "torn " + std::to_string(i)));
    const auto segments = inspect_journal(host.files(), "/j");
    CO_ASSERT_OK(segments);
    const auto repaired = repair_journal(host.files(), *segments);
    CO_ASSERT_OK(repaired);
    EXPECT_EQ(repaired->back().kept, segment + ".cut");
  }
  const auto names = host.files().list("/j");
  CO_ASSERT_OK(names);
  const auto is_cut = [](const std::string& name) { return name.find(".cut") != std::string::npos; };
  EXPECT_EQ(std::count_if(names->begin(), names->end(), is_cut), static_cast<std::ptrdiff_t>(kCutsMax));
  EXPECT_FALSE(host.files().exists("/j/00000000000000000001.journal.cut"));
  const std::string last = "/j/00000000000000000035.journal";
  CO_ASSERT_OK(host.files().write(last, "torn again"));
  const auto segments = inspect_journal(host.files(), "/j");
  CO_ASSERT_OK(segments);
  const auto again = repair_journal(host.files(), *segments);
  CO_ASSERT_OK(again);
  EXPECT_EQ(again->back().kept, last + ".cut-2");
  co_return;
}

}  // namespace
}  // namespace checkride::runtime::collector
