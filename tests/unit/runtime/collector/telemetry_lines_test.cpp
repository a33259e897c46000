// Goal: what the collector writes into files is read back, whatever the format and the packing; what is no record is
// counted. Method: the writer's own lines with hostile names and numbers, and lines that are broken.
#include "collector/telemetry_lines.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"
#include "collector/line_format.hpp"
#include "collector/telemetry_folder.hpp"

namespace checkride::runtime::collector {
namespace {

using testing::ElementsAre;

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
  writer.append(text, record_of(columns, {80.5, -1e300, least, 0.1, 1}, 1));
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
}

TEST(TelemetryLines, OfOthersSessionAndSequenceMayBeMissing) {
  const auto read = all_of(R"({"ts":"2026-01-05T08:00:00Z","simulator":"sim","values":{"A":1}})");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].sample.session, 0U);
}

TEST(TelemetryLines, WhatIsNoRecordIsCountedAndPassedOver) {
  for (const char* line : {"hello", "[]", "{", "{}", R"({"ts":"x","simulator":"s","values":{}})",
                           R"({"ts":"2026-01-05T08:00:00Z","simulator":7,"values":{}})",
                           R"({"ts":"2026-01-05T08:00:00Z","simulator":"","values":{}})",
                           R"({"ts":"2026-01-05T08:00:00Z","simulator":"s","session":-1,"values":{}})",
                           R"({"ts":"2026-01-05T08:00:00Z","simulator":"s","values":[]})", "m,simulator=s A=1 5",
                           "m,simulator=s A=1,session=1i,sequence=1i x", "m,host=s A=1,session=1i,sequence=1i 5",
                           "m,simulator=s A=x,session=1i,sequence=1i 5", "m,simulator=s A=1,session=1,sequence=1i 5",
                           " ", ",", "\\", "2026-01-05T08:00:00Z,sim,1,1,80"}) {
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
