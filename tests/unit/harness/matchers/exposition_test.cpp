// Goal: both formats are read as their descriptions say, and a page that breaks them is told by its line. Method: pages
// as the monitor serves them, pages with every liberty that the formats leave, and a table of broken ones.
#include "matchers/exposition.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using checkride::test::FailsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr double kInfinite = std::numeric_limits<double>::infinity();

Exposition text(std::string_view page) {
  return parse_exposition(page, ExpositionFormat::text).value();
}
Exposition open(std::string_view page) {
  return parse_exposition(page, ExpositionFormat::openmetrics).value();
}

TEST(Exposition, APageOfTheMonitorInTheTextFormat) {
  const Exposition page = text(
      "# HELP c_total Counts.\n"
      "# TYPE c_total counter\n"
      "c_total{a=\"x\"} 1\n"
      "c_total{a=\"y\",b=\"1\"} 2\n"
      "# HELP g Help with \\\\ and\\nnewline.\n"
      "# TYPE g gauge\n"
      "g -1.5\n"
      "# HELP h_seconds Time.\n"
      "# TYPE h_seconds histogram\n"
      "h_seconds_bucket{simulator=\"sim\",le=\"0.5\"} 1\n"
      "h_seconds_bucket{simulator=\"sim\",le=\"+Inf\"} 3\n"
      "h_seconds_sum{simulator=\"sim\"} 8.1\n"
      "h_seconds_count{simulator=\"sim\"} 3\n");
  ASSERT_EQ(page.size(), 3u);
  EXPECT_EQ(page[0].name, "c_total");
  EXPECT_EQ(page[0].type, "counter");
  ASSERT_EQ(page[0].samples.size(), 2u);
  EXPECT_EQ(page[0].samples[1].labels, (MetricLabels{{"a", "y"}, {"b", "1"}}));
  EXPECT_EQ(page[0].samples[1].value, 2);
  EXPECT_EQ(page[1].help, "Help with \\ and\nnewline.");
  EXPECT_EQ(page[2].name, "h_seconds");
  ASSERT_EQ(page[2].samples.size(), 4u);
  EXPECT_EQ(page[2].samples[1].name, "h_seconds_bucket");
  EXPECT_EQ(page[2].samples[1].labels.back(), (std::pair<std::string, std::string>{"le", "+Inf"}));
  EXPECT_EQ(page[2].samples[2].value, 8.1);
}

TEST(Exposition, APageOfTheMonitorInOpenMetrics) {
  const Exposition page = open(
      "# HELP c Counts \\\"all\\\".\n"
      "# TYPE c counter\n"
      "c_total{simulator=\"sim\"} 2\n"
      "# HELP h_seconds Time.\n"
      "# TYPE h_seconds histogram\n"
      "h_seconds_bucket{le=\"0.5\"} 1\n"
      "h_seconds_bucket{le=\"1.0\"} 2 # {trace_id=\"a\\\"b\"} 0.75 1767600000.25\n"
      "h_seconds_bucket{le=\"+Inf\"} 2\n"
      "h_seconds_sum 1\n"
      "h_seconds_count 2\n"
      "# EOF\n");
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].help, "Counts \"all\".");
  EXPECT_EQ(page[0].samples[0].name, "c_total");
  ASSERT_EQ(page[1].samples.size(), 5u);
  const auto& exemplar = page[1].samples[1].exemplar;
  ASSERT_TRUE(exemplar.has_value());
  EXPECT_EQ(exemplar->labels, (MetricLabels{{"trace_id", "a\"b"}}));
  EXPECT_EQ(exemplar->value, 0.75);
  EXPECT_EQ(exemplar->at_seconds, 1767600000.25);
  EXPECT_FALSE(page[1].samples[0].exemplar.has_value());
}

TEST(Exposition, LibertiesOfTheTextFormat) {
  const Exposition page = text(
      "\n"
      "#a comment\n"
      "#\tTYPE  calls_total   counter \n"
      "  calls_total { method = \"post\" , code=\"200\", }   1027   1395066363000 \n"
      "calls_total{method=\"get\"}3\n"
      "# TYPE rpc_seconds summary\n"
      "rpc_seconds{quantile=\"0.99\"} 76656\n"
      "rpc_seconds_sum 1.7560473e+07\n"
      "rpc_seconds_count 2693\n"
      "# HELP empty\n"
      "empty +Inf\n"
      "odd{problem=\"division by zero\"} -inf -3982045\n"
      "other\tNaN\n"
      "last{} .5\n");
  ASSERT_EQ(page.size(), 6u);
  EXPECT_EQ(page[0].type, "counter");
  EXPECT_EQ(page[0].samples[0].labels, (MetricLabels{{"method", "post"}, {"code", "200"}}));
  EXPECT_EQ(page[0].samples[0].at_seconds, 1395066363.0);
  EXPECT_EQ(page[0].samples[1].value, 3);
  EXPECT_EQ(page[1].samples[1].value, 17560473);
  EXPECT_EQ(page[2].help, "");
  EXPECT_EQ(page[2].samples[0].value, kInfinite);
  EXPECT_EQ(page[3].samples[0].value, -kInfinite);
  EXPECT_EQ(page[3].samples[0].at_seconds, -3982.045);
  EXPECT_TRUE(std::isnan(page[4].samples[0].value));
  EXPECT_EQ(page[5].samples[0].value, 0.5);
}

TEST(Exposition, TypesOfOpenMetrics) {
  const Exposition page = open(
      "# TYPE disk_bytes gauge\n"
      "# UNIT disk_bytes bytes\n"
      "# HELP disk_bytes\n"
      "disk_bytes{path=\"C:\\x\"} 1e9 1.5\n"
      "disk_bytes{path=\"C:\\x\"} 2e9 2.5\n"
      "# TYPE build info\n"
      "build_info{version=\"1\"} 1\n"
      "# TYPE c counter\n"
      "c_total 17.0 1520879607.789 # {id=\"a\"} 0.5\n"
      "c_created 1520430000.123\n"
      "# TYPE depth gaugehistogram\n"
      "depth_bucket{le=\"+Inf\"} 18\n"
      "depth_gcount 18\n"
      "depth_gsum 120\n"
      "# TYPE mode stateset\n"
      "mode{mode=\"on\"} 1\n"
      "bare 3\n"
      "# EOF");
  ASSERT_EQ(page.size(), 6u);
  EXPECT_EQ(page[0].unit, "bytes");
  EXPECT_EQ(page[0].samples[1].at_seconds, 2.5);
  EXPECT_EQ(page[0].samples[0].labels[0].second, "C:\\x");
  EXPECT_EQ(page[2].samples[0].at_seconds, 1520879607.789);
  EXPECT_EQ(page[2].samples[0].exemplar->value, 0.5);
  EXPECT_EQ(page[3].samples.size(), 3u);
  EXPECT_EQ(page[5].name, "bare");
}

TEST(Exposition, AnEmptyPageHasNoMetrics) {
  EXPECT_TRUE(text("").empty());
  EXPECT_TRUE(open("# EOF\n").empty());
}

struct Broken {
  std::string_view page;
  std::string_view line;
  std::string_view message;
};

void expect_broken(const std::vector<Broken>& table, ExpositionFormat format) {
  for (const Broken& row : table) {
    const auto page = parse_exposition(row.page, format);
    EXPECT_THAT(page, FailsWith(StartsWith(row.line))) << row.page;
    EXPECT_THAT(page, FailsWith(HasSubstr(row.message))) << row.page;
  }
}

TEST(Exposition, BrokenPagesOfTheTextFormat) {
  expect_broken(
      {
          {"a 1\nb 2", "line 2: ", "the page ends within a line: it was cut"},
          {"a 1\n\n1a 2\n", "line 3: ", "expected the name of a metric"},
          {"a\n", "line 1: ", "expected a blank, not the end of the line"},
          {"a one\n", "line 1: ", "expected a number, not \"one\""},
          {"a 1e999\n", "line 1: ", "expected a number"},
          {"a 0x1p3\n", "line 1: ", "expected a number"},
          {"a 1 soon\n", "line 1: ", "expected a time stamp in whole milliseconds, not \"soon\""},
          {"a 1 1.5\n", "line 1: ", "expected a time stamp in whole milliseconds"},
          {"a 1 2 3\n", "line 1: ", "nothing but a time stamp stands behind a value"},
          {"a 1 # {id=\"1\"} 1\n", "line 1: ", "expected a time stamp"},
          {"a{b=1} 1\n", "line 1: ", "expected \" before the value of a label"},
          {"a{b=\"1} 1\n", "line 1: ", "expected \" behind the value of a label, not the end of the line"},
          {"a{b=\"\\t\"} 1\n", "line 1: ", "expected \\, n or \" behind a backslash"},
          {"# HELP a \\\"\n", "line 1: ", "expected \\ or n behind a backslash"},
          {"a{b \"1\"} 1\n", "line 1: ", "expected = behind the label b"},
          {"a{b=\"1\" c=\"2\"} 1\n", "line 1: ", "expected , or } behind a label"},
          {"a{:b=\"1\"} 1\n", "line 1: ", "expected the name of a label"},
          {"a{b=\"1\",b=\"2\"} 1\n", "line 1: ", "the label b stands twice"},
          {"a{b=\"\xFF\"} 1\n", "line 1: ", "no UTF-8"},
          {"a{b=\"1\",c=\"2\"} 1\na{c=\"2\",b=\"1\"} 2\n", "line 2: ", "this series of a stands a second time"},
          {"a 1\nb 1\na{c=\"1\"} 1\n", "line 3: ", "the lines of a stand in two groups"},
          {"# TYPE a gauge\n# TYPE a gauge\n", "line 2: ", "TYPE of a is told a second time"},
          {"a 1\n# TYPE a gauge\n", "line 2: ", "TYPE of a stands behind its samples"},
          {"# TYPE a info\n", "line 1: ", "\"info\" is no type of a metric"},
          {"# TYPE a gauge or so\n", "line 1: ", "TYPE of a is one word"},
          {"# TYPE a histogram\na 1\n", "line 2: ", "a is a histogram: its samples are called a_bucket or a_sum"},
          {"# TYPE a histogram\na_bucket 1\n", "line 2: ", "a_bucket has no label le"},
          {"a 1\r\n", "line 1: ", "expected a number, not \"1\\x0d\""},
      },
      ExpositionFormat::text);
}

TEST(Exposition, BrokenPagesOfOpenMetrics) {
  const std::string long_id(130, 'x');
  const std::string long_exemplar = "# TYPE a counter\na_total 1 # {id=\"" + long_id + "\"} 1\n# EOF\n";
  expect_broken(
      {
          {"", "line 1: ", "does not end with \"# EOF\": it was cut"},
          {"a 1\n", "line 2: ", "does not end with \"# EOF\""},
          {"a 1\n# EOF\nb 1\n", "line 3: ", "there is nothing behind \"# EOF\""},
          {"a 1\n\n# EOF\n", "line 2: ", "no empty lines"},
          {"# comment\n# EOF\n", "line 1: ", "no comments but HELP, TYPE, UNIT and EOF"},
          {"a  1\n# EOF\n", "line 1: ", "expected a number"},
          {"a{b=\"1\"}1\n# EOF\n", "line 1: ", "expected a single space"},
          {"a{b=\"1\",} 1\n# EOF\n", "line 1: ", "expected a label behind the comma"},
          {"a 1 \n# EOF\n", "line 1: ", "expected a time stamp in seconds"},
          {"# TYPE a counter\na 1\n# EOF\n", "line 2: ", "a is a counter: its samples are called a_total or a_created"},
          {"# TYPE a untyped\n# EOF\n", "line 1: ", "\"untyped\" is no type of a metric"},
          {"# UNIT a bytes\n# EOF\n", "line 1: ", "the name a does not end with its unit bytes"},
          {"a 1 # {id=\"1\"} 1\n# EOF\n", "line 1: ", "only buckets and the totals of counters have exemplars"},
          {long_exemplar, "line 2: ", "the labels of an exemplar have 132 characters, 128 are allowed"},
          {"a 1 1.5\na 2 1.5\n# EOF\n", "line 2: ", "a second time"},
          {"# TYPE a counter\na_total 1 # id 1\n# EOF\n", "line 2: ", "expected a single space"},
      },
      ExpositionFormat::openmetrics);
}

TEST(Exposition, TheFormatIsThatOfTheContentType) {
  EXPECT_EQ(exposition_format("text/plain; version=0.0.4; charset=utf-8"), ExpositionFormat::text);
  EXPECT_EQ(exposition_format("application/openmetrics-text; version=1.0.0"), ExpositionFormat::openmetrics);
  EXPECT_EQ(exposition_format("Application/OpenMetrics-Text ;version=1.0.0"), ExpositionFormat::openmetrics);
  EXPECT_EQ(exposition_format(""), ExpositionFormat::text);
}

}  // namespace
}  // namespace checkride::harness
