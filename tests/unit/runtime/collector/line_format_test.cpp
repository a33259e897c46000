// Goal: each format's lines say exactly what the sample says. Method: golden lines; hostile names; a law for CSV.
#include "collector/line_format.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "checkride/test/property.hpp"

namespace checkride::runtime::collector {
namespace {

const Columns kColumns{{"PLANE ALTITUDE", "feet", "altitude"}, {"FUEL", "gallons", ""}};

Sample sample() {
  Sample out;
  out.ts = *world::parse_rfc3339("2026-01-05T08:00:00.25Z");
  out.simulator = "sim a";
  out.session = 7;
  out.sequence = 42;
  out.values = {80.5, std::nan("")};
  return out;
}

std::string line(OutputFormat format, const Columns& columns, const Sample& of) {
  std::string out;
  const LineFormat lines(format, "flight", columns);
  lines.append(out, of);
  return lines.header() + out;
}

TEST(LineFormat, Json) {
  EXPECT_EQ(line(OutputFormat::json, kColumns, sample()),
            "{\"ts\":\"2026-01-05T08:00:00.250000Z\",\"simulator\":\"sim a\",\"session\":7,\"sequence\":42,"
            "\"values\":{\"PLANE ALTITUDE\":80.5,\"FUEL\":null}}\n");
}

TEST(LineFormat, Csv) {
  EXPECT_EQ(line(OutputFormat::csv, kColumns, sample()),
            "ts,simulator,session,sequence,source,flags,PLANE ALTITUDE,FUEL\n"
            "2026-01-05T08:00:00.250000Z,sim a,7,42,,,80.5,\n");
}

Sample doubtful() {
  Sample out = sample();
  out.source = "sim \"b\"";
  out.flags.set(SampleFlag::paused);
  out.flags.set(SampleFlag::jump);
  return out;
}

TEST(LineFormat, WhoGaveASampleAndWhyItIsDoubtfulIsSaid) {
  EXPECT_THAT(
      line(OutputFormat::json, kColumns, doubtful()),
      testing::HasSubstr("\"sequence\":42,\"source\":\"sim \\\"b\\\"\",\"flags\":[\"paused\",\"jump\"],\"values\":{"));
  EXPECT_THAT(line(OutputFormat::csv, kColumns, doubtful()),
              testing::HasSubstr(",42,\"sim \"\"b\"\"\",paused jump,80.5,"));
  EXPECT_THAT(line(OutputFormat::influx, kColumns, doubtful()),
              testing::HasSubstr("=80.5,source=\"sim \\\"b\\\"\",flags=\"paused jump\",session=7i,"));
}

TEST(LineFormat, ASimulatorUnderItsOwnNameIsNoSource) {
  Sample own = sample();
  own.source = own.simulator;
  for (const OutputFormat format : {OutputFormat::json, OutputFormat::csv, OutputFormat::influx}) {
    EXPECT_EQ(line(format, kColumns, own), line(format, kColumns, sample()));
  }
}

TEST(LineFormat, InfluxTellsPointsOfOneMicrosecondApart) {
  EXPECT_EQ(line(OutputFormat::influx, kColumns, sample()),
            "flight,simulator=sim\\ a PLANE\\ ALTITUDE=80.5,session=7i,sequence=42i 1767600000250000042\n");
}

TEST(LineFormat, TwoVariablesOfOneNameAreToldApartByTheirUnits) {
  const Columns columns{{"SPEED", "knots", ""}, {"SPEED", "mph", ""}};
  EXPECT_THAT(line(OutputFormat::csv, columns, sample()), testing::HasSubstr("SPEED (knots),SPEED (mph)"));
}

TEST(LineFormat, AVariableThatIsListedTwiceHasTwoTitles) {
  const Columns columns{{"SPEED", "knots", ""}, {"SPEED", "knots", "x"}, {"SPEED (knots) #2", "", ""}};
  EXPECT_THAT(column_titles(columns), testing::ElementsAre("SPEED (knots)", "SPEED (knots) #2", "SPEED (knots) #2 #2"));
}

TEST(LineFormat, HostileNamesStayNames) {
  Sample hostile = sample();
  hostile.simulator = "a,b=c \nd\\";
  const std::string influx = line(OutputFormat::influx, kColumns, hostile);
  EXPECT_THAT(influx, testing::HasSubstr("simulator=a\\,b\\=c\\ \\ d_ "));
  EXPECT_EQ(std::count(influx.begin(), influx.end(), '\n'), 1);
  hostile.simulator = "=cmd|' /C calc'!A0";
  EXPECT_THAT(line(OutputFormat::csv, kColumns, hostile), testing::HasSubstr("\"'=cmd"));
  hostile.simulator = "'=1+1";
  EXPECT_THAT(line(OutputFormat::csv, kColumns, hostile), testing::HasSubstr(",\"''=1+1\","));
  hostile.simulator = "\r=1+1";
  EXPECT_THAT(line(OutputFormat::csv, kColumns, hostile), testing::HasSubstr(",\"'\r=1+1\","));
  hostile.simulator = "'plain";
  EXPECT_THAT(line(OutputFormat::csv, kColumns, hostile), testing::HasSubstr(",'plain,"));
  hostile.simulator = "say \"hi\",\nthere";
  EXPECT_THAT(line(OutputFormat::csv, kColumns, hostile), testing::HasSubstr("\"say \"\"hi\"\",\nthere\""));
}

RC_GTEST_PROP(LineFormat, EveryLineOfTheProtocolIsOneLine, (const std::string& name, const std::string& simulator)) {
  Sample of = sample();
  of.simulator = simulator;
  of.values = {1};
  const std::string text = line(OutputFormat::influx, {{name, "", ""}}, of);
  RC_ASSERT(std::count(text.begin(), text.end(), '\n') == 1);
  RC_ASSERT(text.ends_with("sequence=42i 1767600000250000042\n"));
}

}  // namespace
}  // namespace checkride::runtime::collector
