// Goal: an audit finds exactly what is missing, and an export gives exactly what is there. Method: laws beside plain
// models; runs of the collector whose files are then hurt.
#include "collector/audit.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <set>

#include "checkride/runtime/runtime.hpp"
#include "checkride/test/property.hpp"
#include "collector/export.hpp"
#include "collector/line_format.hpp"
#include "collector/telemetry_keys.hpp"
#include "collector_rig.hpp"

namespace checkride::runtime::collector {
namespace {

using test::collecting;
using test::CollectorRig;
using testing::HasSubstr;
using namespace std::chrono_literals;

RC_GTEST_PROP(SequenceSet, SaysWhatIsMissingAsAPlainSetDoes, ()) {
  const auto numbers = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(1, 60));
  SequenceSet set;
  std::set<std::uint64_t> plain;
  for (const std::uint64_t number : numbers) {
    set.add(number);
    plain.insert(number);
  }
  RC_ASSERT(set.count() == plain.size());
  RC_ASSERT(set.doubles() == numbers.size() - plain.size());
  std::set<std::uint64_t> missing;
  for (const SequenceSet::Range& range : set.missing(60)) {
    for (std::uint64_t i = range.first; i <= range.last; ++i) RC_ASSERT(missing.insert(i).second);
  }
  for (std::uint64_t i = 1; i <= 60; ++i) RC_ASSERT(missing.contains(i) != plain.contains(i));
}

TEST(Audit, FindsNoGapWhereThereIsNone) {
  for (const OutputFormat format : {OutputFormat::json, OutputFormat::csv, OutputFormat::influx}) {
    Config config = collecting(Packing::zstd);
    config.data_collector.output_format = format;
    config.data_collector.sqlite.emplace();
    CollectorRig rig(config);
    ASSERT_TRUE(rig.start());
    rig.samples(40);
    rig.kill();
    const auto killed = audit(rig.host, config.data_collector);
    ASSERT_TRUE(killed.has_value()) << killed.error();
    EXPECT_TRUE(killed->clean()) << audit_text(*killed);
    EXPECT_GT(killed->waiting, 0U);
    ASSERT_TRUE(rig.start());
    rig.samples(10);
    ASSERT_EQ(rig.stop(), 0);
    const auto stopped = audit(rig.host, config.data_collector);
    ASSERT_TRUE(stopped.has_value()) << stopped.error();
    EXPECT_EQ(stopped->waiting, 0U);
    EXPECT_THAT(audit_text(*stopped), HasSubstr("files    50 records, 0 missing, 0 doubled"));
    EXPECT_THAT(audit_text(*stopped), HasSubstr("no gaps"));
  }
}

// A folder that was mistyped must not look like one that has everything.
TEST(Audit, WhereNothingWasCollectedItSaysSo) {
  CollectorRig rig(collecting());
  const auto report = audit(rig.host, collecting().data_collector);
  ASSERT_TRUE(report.has_value()) << report.error();
  EXPECT_TRUE(report->clean());
  EXPECT_THAT(audit_text(*report), HasSubstr("no records at all"));
  EXPECT_THAT(audit_text(*report), testing::Not(HasSubstr("no gaps")));
}

TEST(Audit, NamesTheExactGap) {
  Config config = collecting();
  config.data_collector.rotate_interval = 20s;
  config.data_collector.flush_interval = 5s;
  config.data_collector.sqlite.emplace();
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(100);
  ASSERT_EQ(rig.stop(), 0);
  const std::vector<int> all = rig.found();
  ASSERT_EQ(all, rig.one_to(100));
  const std::string lost = std::string(test::kFolder) + "/" + rig.names().at(1);
  ASSERT_FALSE(rig.host.files().remove(lost).has_error());
  const auto report = audit(rig.host, config.data_collector);
  ASSERT_TRUE(report.has_value());
  const std::vector<int> left = rig.found();
  EXPECT_EQ(report->gaps(report->holders.at(1)), 100 - left.size());
  EXPECT_FALSE(report->clean());
  int first = 1;
  while (left[static_cast<std::size_t>(first - 1)] == first) ++first;
  const int last = first + 99 - static_cast<int>(left.size());
  EXPECT_THAT(audit_text(*report), HasSubstr("missing " + std::to_string(first) + "-" + std::to_string(last) + "\n"));
}

Holder holder_of(std::string name) {
  Holder holder;
  holder.name = std::move(name);
  return holder;
}

TEST(Audit, SaysPerSinkWhatIsMissingOrDoubled) {
  AuditReport report;
  Holder journal = holder_of("journal");
  journal.complete = false;
  Holder files = holder_of("files");
  Holder sqlite = holder_of("sqlite");
  const SessionKey key{"sim", 1};
  journal.holdings[key].add(5);
  for (const unsigned number : {1U, 2U, 2U, 4U}) files.holdings[key].add(number);
  for (const unsigned number : {1U, 2U, 4U, 5U}) sqlite.holdings[key].add(number);
  report.holders = {journal, files, sqlite};
  EXPECT_FALSE(report.clean());
  EXPECT_THAT(audit_text(report), HasSubstr("\nfiles: 2 records are missing\n"));
  EXPECT_THAT(audit_text(report), HasSubstr("\nfiles: 1 records are doubled\n"));
  EXPECT_THAT(audit_text(report), HasSubstr("\nsqlite: 1 records are missing\n"));
}

TEST(Audit, DoubledAloneIsNotClean) {
  AuditReport report;
  Holder files = holder_of("files");
  for (const unsigned number : {1U, 1U}) files.holdings[{"sim", 1}].add(number);
  report.holders = {files};
  EXPECT_FALSE(report.clean());
  EXPECT_THAT(audit_text(report), HasSubstr("no gaps"));
}

// As a running monitor leaves it to a reader: the position is from before a flush, the files from after it.
TEST(Audit, WhatASinkTookMeanwhileIsNotDoubled) {
  const Config config = collecting();
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(40);
  ASSERT_EQ(rig.stop(), 0);
  SinkPosition before;
  before.next = 31;
  const std::string path = position_path(config.data_collector.journal_folder(), "files");
  ASSERT_FALSE(write_position(rig.host.files(), path, before).has_error());
  const auto report = audit(rig.host, config.data_collector);
  ASSERT_TRUE(report.has_value()) << report.error();
  EXPECT_TRUE(report->clean()) << audit_text(*report);
}

TEST(Audit, BesideARunningMonitorThereAreNoFalseGaps) {
  const Config config = collecting();
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  for (int i = 0; i < 90; ++i) {
    rig.samples(1);
    const auto report = audit(rig.host, config.data_collector);
    ASSERT_TRUE(report.has_value()) << report.error();
    ASSERT_TRUE(report->clean()) << audit_text(*report);
  }
}

// A command on a host of its own; its exit code, and what it printed.
int run_command(world::VirtualWorld& world, world::VirtualHost& host, const std::string& section,
                std::vector<std::string> arguments) {
  EXPECT_FALSE(host.files()
                   .write("/c.yaml",
                          "app: {name: test, version: 9.9.9, environment: lab}\n"
                          "flight_monitor:\n  variables: [{name: PLANE ALTITUDE, units: feet}]\n" +
                              section)
                   .has_error());
  arguments.insert(arguments.end(), {"--config", "/c.yaml"});
  auto options = parse_options(arguments);
  EXPECT_TRUE(options.has_value()) << options.error();
  if (!options) return -1;
  host.start("command", run(host, std::move(*options)));
  world.run_until(world.now() + 10s, [&host] { return host.exit_code().has_value(); });
  return host.exit_code().value_or(-1);
}

TEST(AuditCommand, WithoutACollectorSaysThatNothingIsCollected) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("monitor");
  EXPECT_EQ(run_command(world, host, "", {"audit"}), kExitConfig);
  EXPECT_THAT(host.printed(), testing::Contains(HasSubstr("nothing is collected")));
}

TEST(BufferCommand, NamesTheRecordsThatAreNotThere) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("monitor");
  ASSERT_FALSE(host.files().make_directories("/data/journal").has_error());
  for (const std::uint64_t first : {std::uint64_t{1}, std::uint64_t{11}}) {
    std::string bytes;
    append_columns_frame(bytes, {});
    append_sample_frame(bytes, first, Sample());
    append_sample_frame(bytes, first + 1, Sample());
    const std::string path = fmt::format("/data/journal/{:020}.journal", first);
    ASSERT_FALSE(host.files().write(path, bytes).has_error());
  }
  EXPECT_EQ(run_command(world, host, "data_collector: {output_path: /data}\n", {"buffer", "check"}), 1);
  EXPECT_THAT(host.printed(), testing::Contains("records 3-10 are not there"));
  EXPECT_THAT(host.printed(), testing::Not(testing::Contains("the journal is whole")));
}

// From the database and from the journal alike.
TEST(Export, SaysWhoGaveASampleAndWhyItIsDoubtful) {
  Config config = collecting();
  config.data_collector.sqlite.emplace();
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  for (int i = 0; i < 40; ++i) {
    Sample sample;
    sample.ts = rig.host.clock().utc_now();
    sample.simulator = "flight";
    sample.source = i % 2 == 0 ? "flight" : "standby";
    sample.session = 1;
    sample.sequence = ++rig.sequence;
    sample.values = {80, 110, 40};
    if (i % 2 != 0) sample.flags.set(SampleFlag::jump);
    rig.bench->samples.publish(std::move(sample));
    rig.run(1s);
  }
  rig.kill();
  std::size_t plain = 0;
  std::size_t marked = 0;
  const auto count = [&](std::string_view line) {
    const bool says = line.find("\"source\":\"standby\",\"flags\":[\"jump\"]") != std::string_view::npos;
    plain += says ? 0 : 1;
    marked += says ? 1 : 0;
  };
  const auto done = export_telemetry(rig.host, config.data_collector, ExportRequest(), count);
  ASSERT_TRUE(done.has_value()) << done.error();
  EXPECT_EQ(plain, 20U);
  EXPECT_EQ(marked, 20U);
}

// As an earlier version made it, where a variable's column is the fifth.
constexpr const char* kOldTables =
    "CREATE TABLE samples(simulator TEXT NOT NULL, session INTEGER NOT NULL, sequence INTEGER NOT NULL,"
    " ts_ns INTEGER NOT NULL, PRIMARY KEY(simulator, session, sequence)) WITHOUT ROWID;"
    "CREATE TABLE journal_position(only INTEGER PRIMARY KEY CHECK(only = 1), next INTEGER NOT NULL);"
    "ALTER TABLE samples ADD COLUMN A REAL;"
    "INSERT INTO samples VALUES('sim', 1, 1, 1767600000000000000, 5); PRAGMA user_version = 1;";

TEST(SqliteDatabase, AnEarlierVersionsTableIsReadAndTakesMore) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  const SqliteVfs vfs(host);
  sqlite3* old = nullptr;
  ASSERT_EQ(sqlite3_open_v2("/t.db", &old, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs.name()), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(old, kOldTables, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(old);
  sqlite3_close(old);
  std::vector<std::string> rows;
  const auto print = [&rows](const JournalRecord& record) {
    rows.push_back(fmt::format("{} {} {} {}", record.columns->front().name, record.sample.values.front(),
                               source_of(record.sample), flag_words(record.sample.flags)));
  };
  const auto end = world::UtcTime::max();
  {
    const auto read = SqliteDatabase::open_to_read("/t.db", &vfs);
    ASSERT_TRUE(read.has_value()) << read.error();
    ASSERT_TRUE((*read)->each_row(world::UtcTime(), end, print).has_value());
  }
  EXPECT_THAT(rows, testing::ElementsAre("A 5  "));
  const auto database = SqliteDatabase::open("/t.db", &vfs);
  ASSERT_TRUE(database.has_value()) << database.error();
  JournalRecord record;
  record.index = 2;
  record.columns = std::make_shared<const Columns>(Columns{{"A", "", ""}});
  record.sample.simulator = "sim";
  record.sample.session = 1;
  record.sample.sequence = 2;
  record.sample.ts = *world::parse_rfc3339("2026-01-05T09:00:00Z");
  record.sample.values = {6};
  record.sample.source = "standby";
  record.sample.flags.set(SampleFlag::paused);
  ASSERT_TRUE((*database)->insert({record}).has_value());
  rows.clear();
  ASSERT_TRUE((*database)->each_row(world::UtcTime(), end, print).has_value());
  EXPECT_THAT(rows, testing::ElementsAre("A 5  ", "A 6 standby paused"));
}

TEST(Export, GivesTheAskedStretchOnceFromDatabaseAndJournal) {
  Config config = collecting();
  config.data_collector.sqlite.emplace();
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(45);
  rig.kill();
  ExportRequest request;
  request.from = *world::parse_rfc3339("2026-01-05T08:00:10.5Z");
  request.to = *world::parse_rfc3339("2026-01-05T08:00:40.5Z");
  request.format = OutputFormat::csv;
  std::vector<std::string> lines;
  const auto keep = [&lines](std::string_view line) { lines.emplace_back(line); };
  const auto done = export_telemetry(rig.host, config.data_collector, request, keep);
  ASSERT_TRUE(done.has_value()) << done.error();
  std::vector<std::uint64_t> found;
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  each_key(text, [&found](const TelemetryKey& key) { found.push_back(key.sequence); });
  ASSERT_EQ(found.size(), 30U);
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
  EXPECT_EQ(found.back() - found.front(), 29U);
}

}  // namespace
}  // namespace checkride::runtime::collector
