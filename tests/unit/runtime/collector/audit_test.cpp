// Goal: an audit finds exactly what is missing, and an export gives exactly what is there. Method: laws beside plain
// models; runs of the collector whose files are then hurt.
#include "collector/audit.hpp"

#include <set>

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

RC_GTEST_PROP(KeyOfLine, ReadsTheKeyOfEveryFormat, (std::uint64_t session, std::uint64_t sequence)) {
  Sample sample;
  sample.simulator = *rc::gen::element<std::string>("sim", "a b", "x,y=z", "say \"hi\"", "=1+1", "back\\slash");
  sample.session = session;
  sample.sequence = sequence;
  sample.values = {1.5};
  const TelemetryKey expected{sample.simulator, session, sequence};
  for (const OutputFormat format : {OutputFormat::json, OutputFormat::csv, OutputFormat::influx}) {
    std::string line;
    LineFormat(format, "flight", {{"A=1,session=5i,sequence=6i ", "", ""}}).append(line, sample);
    line.pop_back();
    if (format == OutputFormat::influx && sample.simulator.find('\\') != std::string::npos) continue;
    RC_ASSERT(key_of_line(line) == expected);
  }
}

RC_GTEST_PROP(KeyOfLine, AnyBytesGiveAKeyOrNone, (const std::string& line)) {
  (void)key_of_line(line);
  (void)key_of_line("{" + line);
  (void)key_of_line("m,simulator=" + line + "session=1i,sequence=2i 3");
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
    EXPECT_EQ(killed->gaps(), 0U) << audit_text(*killed);
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
  EXPECT_EQ(report->gaps(), 100 - left.size());
  int first = 1;
  while (left[static_cast<std::size_t>(first - 1)] == first) ++first;
  const int last = first + 99 - static_cast<int>(left.size());
  EXPECT_THAT(audit_text(*report), HasSubstr("missing " + std::to_string(first) + "-" + std::to_string(last) + "\n"));
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
  for (const std::string& text : lines) {
    if (const auto key = key_of_line(text.substr(text.rfind('\n') + 1))) found.push_back(key->sequence);
  }
  ASSERT_EQ(found.size(), 30U);
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
  EXPECT_EQ(found.back() - found.front(), 29U);
}

}  // namespace
}  // namespace checkride::runtime::collector
