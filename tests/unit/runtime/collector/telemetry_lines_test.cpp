// Goal: what the collector writes into files is read back, whatever the format and the packing; what is no record is
// counted. Method: the writer's own lines with hostile names and numbers, and lines that are broken.
#include "collector/telemetry_lines.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <limits>

#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"
#include "checkride/test/property.hpp"
#include "collector/line_format.hpp"
#include "collector/telemetry_folder.hpp"
#include "collector/telemetry_keys.hpp"

namespace checkride::runtime::collector {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<JournalRecord> all_of(TelemetryLines& lines) {
  std::vector<JournalRecord> out;
  while (auto record = lines.next()) out.push_back(std::move(*record));
  return out;
}

std::vector<JournalRecord> all_of(std::string_view text) {
  TelemetryLines lines(text);
  return all_of(lines);
}

JournalRecord record_of(std::shared_ptr<const Columns> columns, std::vector<double> values, std::uint64_t sequence) {
  JournalRecord record;
  record.columns = std::move(columns);
  record.sample.ts = *world::parse_rfc3339("2026-01-05T08:00:00.250001Z");
  record.sample.simulator = "a,b=c \"d\" 'e'";
  record.sample.session = std::numeric_limits<std::uint64_t>::max() / 4;
  record.sample.sequence = sequence;
  record.sample.values = std::move(values);
  return record;
}

std::vector<std::string> titles_of(const JournalRecord& record) {
  std::vector<std::string> out;
  for (const Column& column : *record.columns) out.push_back(column.name);
  return out;
}

class TelemetryFormats : public testing::TestWithParam<OutputFormat> {};

TEST_P(TelemetryFormats, AreReadBack) {
  const auto columns = std::make_shared<const Columns>(Columns{{"PLANE ALTITUDE", "feet", "altitude"},
                                                               {"=1+1", "", ""},
                                                               {"a,b\"c=d", "", ""},
                                                               {"SPEED", "knots", ""},
                                                               {"SPEED", "mph", ""}});
  const double least = std::numeric_limits<double>::denorm_min();
  RecordWriter writer(GetParam(), "flight, all");
  std::string text;
  JournalRecord first = record_of(columns, {80.5, -1e300, least, 0.1, 1}, 1);
  first.sample.source = "=b,\\ \"c\" source=d";
  first.sample.flags.set(SampleFlag::paused);
  first.sample.flags.set(SampleFlag::clock_still);
  writer.append(text, first);
  writer.append(text, record_of(columns, {1, 2, 3, 4, 5}, 1999));
  TelemetryLines lines(text);
  const std::vector<JournalRecord> read = all_of(lines);
  EXPECT_EQ(lines.unreadable(), 0U);
  ASSERT_EQ(read.size(), 2U);
  const JournalRecord expected = record_of(columns, {80.5, -1e300, least, 0.1, 1}, 1);
  EXPECT_EQ(read[0].sample.ts, expected.sample.ts);
  EXPECT_EQ(read[0].sample.simulator, expected.sample.simulator);
  EXPECT_EQ(read[0].sample.session, expected.sample.session);
  EXPECT_EQ(read[0].sample.sequence, 1U);
  EXPECT_EQ(read[0].sample.values, expected.sample.values);
  EXPECT_EQ(read[0].sample.source, first.sample.source);
  EXPECT_EQ(read[0].sample.flags, first.sample.flags);
  EXPECT_EQ(read[1].sample.source, "");
  EXPECT_TRUE(read[1].sample.flags.none());
  EXPECT_EQ(titles_of(read[0]), column_titles(*columns));
  EXPECT_EQ(read[1].sample.ts, expected.sample.ts);
  EXPECT_EQ(read[1].sample.sequence, 1999U);
  EXPECT_EQ(read[1].sample.values, (std::vector<double>{1, 2, 3, 4, 5}));
}

TEST_P(TelemetryFormats, WhatIsNoNumberStaysNone) {
  const auto columns = std::make_shared<const Columns>(Columns{{"A", "", ""}, {"B", "", ""}});
  RecordWriter writer(GetParam(), "flight");
  std::string text;
  writer.append(text, record_of(columns, {1, 2}, 1));
  writer.append(text, record_of(columns, {std::nan(""), 3}, 2));
  const std::vector<JournalRecord> read = all_of(text);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(titles_of(read[1]), (std::vector<std::string>{"A", "B"}));
  EXPECT_TRUE(std::isnan(read[1].sample.values[0]));
  EXPECT_EQ(read[1].sample.values[1], 3);
}

TEST_P(TelemetryFormats, ColumnsMayChangeOnTheWay) {
  RecordWriter writer(GetParam(), "flight");
  std::string text;
  writer.append(text, record_of(std::make_shared<const Columns>(Columns{{"A", "", ""}}), {1}, 1));
  writer.append(text, record_of(std::make_shared<const Columns>(Columns{{"A", "", ""}, {"B", "", ""}}), {2, 3}, 2));
  const std::vector<JournalRecord> read = all_of(text);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].columns->size(), 1U);
  EXPECT_EQ(titles_of(read[1]), (std::vector<std::string>{"A", "B"}));
  EXPECT_THAT(read[1].sample.values, ElementsAre(2, 3));
}

TEST_P(TelemetryFormats, EveryPackingIsKnownByItsFirstBytesAndMayBeCutOff) {
  RecordWriter writer(GetParam(), "flight");
  std::string text;
  writer.append(text, record_of(std::make_shared<const Columns>(Columns{{"A", "", ""}}), {1}, 1));
  EXPECT_EQ(*unpacked_telemetry(text), text);
  for (const std::string& packed : {compress::gzip_member(text), compress::zstd_frame(text)}) {
    EXPECT_EQ(*unpacked_telemetry(packed), text);
    EXPECT_EQ(*unpacked_telemetry(packed + packed.substr(0, packed.size() / 2)), text);
    std::string damaged = packed + packed;
    damaged[packed.size() + packed.size() / 2] = static_cast<char>(damaged[packed.size() + packed.size() / 2] ^ 0x55);
    EXPECT_FALSE(unpacked_telemetry(damaged));
  }
}

INSTANTIATE_TEST_SUITE_P(All, TelemetryFormats,
                         testing::Values(OutputFormat::json, OutputFormat::csv, OutputFormat::influx));

std::vector<TelemetryKey> keys_of(std::string_view text) {
  std::vector<TelemetryKey> keys;
  each_key(text, [&keys](const TelemetryKey& key) { keys.push_back(key); });
  return keys;
}

// Names that have a meaning in one of the formats, as they are read back.
constexpr std::array<std::string_view, 15> kNames{
    "sim",  "'=1+1",       "'=1,2", "''@x",        "a b", "x,y=z",           "say \"hi\"", "one \" alone",
    "=1+1", "back\\slash", "'a'",   "'quoted, so", "'",   "a\\, b\\=c\\\\d", "\xc3\xbc"};

RC_GTEST_PROP(TelemetryKeys, AreThoseOfTheRecordsInEveryFormat, ()) {
  const auto format = *rc::gen::element(OutputFormat::json, OutputFormat::csv, OutputFormat::influx);
  const auto columns =
      std::make_shared<const Columns>(Columns{{"A=1,session=5i,sequence=6i ", "", ""}, {"say \"A", "", ""}});
  RecordWriter writer(format, "flight");
  std::vector<TelemetryKey> expected;
  std::string text;
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
    JournalRecord record = record_of(columns, {1.5, -2}, *rc::gen::arbitrary<std::uint64_t>());
    record.sample.session = *rc::gen::arbitrary<std::uint64_t>();
    record.sample.simulator = *rc::gen::elementOf(kNames);
    writer.append(text, record);
    expected.push_back({record.sample.simulator, record.sample.session, record.sample.sequence});
  }
  RC_ASSERT(keys_of(text) == expected);
  std::vector<TelemetryKey> read;
  for (const JournalRecord& record : all_of(text)) {
    read.push_back({record.sample.simulator, record.sample.session, record.sample.sequence});
  }
  RC_ASSERT(read == expected);
}

// Half of a number is a number, too.
TEST_P(TelemetryFormats, OfALineThatIsCutOffNoKeyIsRead) {
  RecordWriter writer(GetParam(), "flight");
  const auto columns = std::make_shared<const Columns>(Columns{{"A", "", ""}});
  std::string whole;
  writer.append(whole, record_of(columns, {1}, 1));
  std::string text = whole;
  writer.append(text, record_of(columns, {1}, 1234));
  for (std::size_t size = whole.size(); size < text.size(); ++size) {
    const std::string_view cut = std::string_view(text).substr(0, size);
    EXPECT_EQ(whole_lines(cut), whole.size()) << size;
    EXPECT_EQ(keys_of(cut).size(), 1U) << size;
  }
  EXPECT_EQ(whole_lines(text), text.size());
  EXPECT_EQ(keys_of(text).size(), 2U);
}

RC_GTEST_PROP(TelemetryKeys, AnyBytesGiveKeysOrNone, (const std::string& bytes)) {
  for (const std::string begin : {"", "{", "m,simulator=", "ts,simulator,session,sequence\n"}) {
    const std::string text = begin + bytes + "session=1i,sequence=2i 3\n";
    RC_ASSERT(whole_lines(text) <= text.size());
    (void)keys_of(text);
    (void)all_of(text);
  }
}

TEST(TelemetryKeys, NeedNumbersButNoValues) {
  EXPECT_THAT(keys_of("{\"ts\":\"2026-01-05T08:00:00Z\",\"simulator\":\"s\",\"session\":1,\"sequence\":2}\n"),
              ElementsAre(TelemetryKey{"s", 1, 2}));
  EXPECT_THAT(keys_of("{\"ts\":\"2026-01-05T08:00:00Z\",\"simulator\":\"s\",\"values\":{\"A\":1}}\n"), IsEmpty());
}

TEST(TelemetryLines, ALineBreakInAFieldOfCsvEndsNoLine) {
  const auto columns = std::make_shared<const Columns>(Columns{{"two\nlines", "", ""}});
  RecordWriter writer(OutputFormat::csv, "");
  std::string text;
  JournalRecord record = record_of(columns, {1}, 1);
  record.sample.simulator = "also\ntwo";
  writer.append(text, record);
  const std::vector<JournalRecord> read = all_of(text);
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].sample.simulator, "also\ntwo");
  EXPECT_EQ(titles_of(read[0]), (std::vector<std::string>{"two\nlines"}));
  EXPECT_THAT(keys_of(text), ElementsAre(TelemetryKey{"also\ntwo", record.sample.session, 1}));
}

// Files of before say neither who gave a sample nor what is doubtful about it.
TEST(TelemetryLines, WithoutSourceAndFlagsAreReadAsEver) {
  const auto read = all_of("ts,simulator,session,sequence,A,B\n2026-01-05T08:00:00Z,sim,1,2,3,4\n");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(titles_of(read[0]), (std::vector<std::string>{"A", "B"}));
  EXPECT_THAT(read[0].sample.values, ElementsAre(3, 4));
}

TEST(TelemetryLines, FlagsOfALaterVersionAreNone) {
  const auto read = all_of(R"({"ts":"2026-01-05T08:00:00Z","simulator":"sim","flags":["hazy",3,"jump"],"values":{}})");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(flag_words(read[0].sample.flags), "jump");
}

TEST(TelemetryLines, OfOthersSessionAndSequenceMayBeMissing) {
  const auto read = all_of(R"({"ts":"2026-01-05T08:00:00Z","simulator":"sim","values":{"A":1}})");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].sample.session, 0U);
}

TEST(TelemetryLines, WhatIsNoRecordIsCountedAndPassedOver) {
  for (const char* line :
       {"hello", "[]", "{", "{}", R"({"ts":"x","simulator":"s","values":{}})",
        R"({"ts":"2026-01-05T08:00:00Z","simulator":7,"values":{}})",
        R"({"ts":"2026-01-05T08:00:00Z","simulator":"","values":{}})",
        R"({"ts":"2026-01-05T08:00:00Z","simulator":"s","session":-1,"values":{}})",
        R"({"ts":"2026-01-05T08:00:00Z","simulator":"s","values":[]})", "m,simulator=s A=1 5",
        "m,simulator=s A=1,session=1i,sequence=1i x", "m,host=s A=1,session=1i,sequence=1i 5",
        "m,simulator=s A=x,session=1i,sequence=1i 5", "m,simulator=s flags=\"jump,session=1i,sequence=1i 5",
        "m,simulator=s A=1,session=1,sequence=1i 5", " ", ",", "\\", "2026-01-05T08:00:00Z,sim,1,1,80"}) {
    TelemetryLines lines(line);
    EXPECT_EQ(lines.next(), std::nullopt) << line;
    EXPECT_EQ(lines.unreadable(), 1U) << line;
    EXPECT_EQ(lines.first_unreadable(), 1U) << line;
  }
  TelemetryLines csv(
      "ts,simulator,session,sequence,A\n2026-01-05T08:00:00Z,sim,1,1\n2026-01-05T08:00:00Z,sim,1,1,1,2\n"
      "2026-01-05T08:00:00Z,sim,1,x,1\n2026-01-05T08:00:00Z,sim,1,1,one\n2026-01-05T08:00:00Z,sim,1,2,\n");
  EXPECT_EQ(all_of(csv).size(), 1U);
  EXPECT_EQ(csv.unreadable(), 4U);
  EXPECT_EQ(csv.first_unreadable(), 2U);
}

TEST(MergedRecords, AreInOrderAndTheFirstOfTwoStays) {
  const auto columns = std::make_shared<const Columns>(Columns{{"A", "", ""}});
  std::vector<JournalRecord> records{record_of(columns, {3}, 3), record_of(columns, {1}, 1),
                                     record_of(columns, {3}, 3)};
  std::vector<JournalRecord> more{record_of(columns, {30}, 3), record_of(columns, {2}, 2)};
  merge_records(records, std::move(more));
  std::vector<double> values;
  for (const JournalRecord& record : records) values.push_back(record.sample.values.front());
  EXPECT_THAT(values, ElementsAre(1, 2, 3));
}

}  // namespace
}  // namespace checkride::runtime::collector
