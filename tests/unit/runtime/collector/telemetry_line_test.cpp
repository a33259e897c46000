// Goal: a telemetry line has the documented shape, whatever the values. Method: exact bytes, and the line parsed again.
#include "collector/telemetry_line.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace checkride::runtime::collector {
namespace {

VariableConfig variable(std::string name, std::string units) {
  VariableConfig config;
  config.name = std::move(name);
  config.units = std::move(units);
  return config;
}

Sample sample_of(std::vector<double> values) {
  Sample sample;
  sample.ts = world::UtcTime(std::chrono::milliseconds(1767600000250));
  sample.simulator = "sim \"1\"";
  sample.session = 2;
  sample.sequence = 17;
  sample.values = std::move(values);
  return sample;
}

TEST(TelemetryLine, HasTheDocumentedShape) {
  const auto keys = value_keys({variable("PLANE ALTITUDE", "feet"), variable("AIRSPEED INDICATED", "knots")});
  EXPECT_EQ(telemetry_line(sample_of({80.5, 110}), keys),
            R"({"ts":"2026-01-05T08:00:00.250000Z","simulator":"sim \"1\"","session":2,"sequence":17,)"
            R"("values":{"PLANE ALTITUDE":80.5,"AIRSPEED INDICATED":110}})"
            "\n");
}

TEST(TelemetryLine, WhatIsNoNumberIsNull) {
  const auto keys = value_keys({variable("A", "feet"), variable("B", "feet"), variable("C", "feet")});
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::string line =
      telemetry_line(sample_of({std::numeric_limits<double>::quiet_NaN(), kInfinity, -kInfinity}), keys);
  EXPECT_NE(line.find(R"("values":{"A":null,"B":null,"C":null}})"), std::string::npos) << line;
}

TEST(TelemetryLine, OneVariableInTwoUnitsHasTwoKeys) {
  const auto keys = value_keys({variable("PLANE ALTITUDE", "feet"), variable("PLANE ALTITUDE", "meters")});
  EXPECT_EQ(keys, (std::vector<std::string>{"\"PLANE ALTITUDE (feet)\":", "\"PLANE ALTITUDE (meters)\":"}));
}

}  // namespace
}  // namespace checkride::runtime::collector
