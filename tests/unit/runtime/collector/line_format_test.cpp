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
            "ts,simulator,session,sequence,PLANE ALTITUDE,FUEL\n"
            "2026-01-05T08:00:00.250000Z,sim a,7,42,80.5,\n");
}

TEST(LineFormat, InfluxTellsPointsOfOneMicrosecondApart) {
  EXPECT_EQ(line(OutputFormat::influx, kColumns, sample()),
            "flight,simulator=sim\\ a PLANE\\ ALTITUDE=80.5,session=7i,sequence=42i 1767600000250000042\n");
}

TEST(LineFormat, TwoVariablesOfOneNameAreToldApartByTheirUnits) {
  const Columns columns{{"SPEED", "knots", ""}, {"SPEED", "mph", ""}};
  EXPECT_THAT(line(OutputFormat::csv, columns, sample()), testing::HasSubstr("SPEED (knots),SPEED (mph)"));
}

TEST(LineFormat, HostileNamesStayNames) {
  Sample hostile = sample();
  hostile.simulator = "a,b=c \nd\\";
  const std::string influx = line(OutputFormat::influx, kColumns, hostile);
  EXPECT_THAT(influx, testing::HasSubstr("simulator=a\\,b\\=c\\ \\ d_ "));
  EXPECT_EQ(std::count(influx.begin(), influx.end(), '\n'), 1);
  hostile.simulator = "=cmd|' /C calc'!A0";
  EXPECT_THAT(line(OutputFormat::csv, kColumns, hostile), testing::HasSubstr("\"'=cmd"));
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
