// Goal: the atmosphere is the ICAO standard one. Method: published table values, and inverse functions against each
// other.
#include "sim/atmosphere.hpp"

#include <gtest/gtest.h>

#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

struct TableRow {
  double altitude_m;
  double temperature_k;
  double pressure_pa;
  double density;
  double sound;
};

TEST(Atmosphere, AgreesWithTheStandardTable) {
  const TableRow rows[] = {{0, 288.15, 101325, 1.2250, 340.29},
                           {1000, 281.65, 89874.6, 1.1116, 336.43},
                           {5000, 255.65, 54019.9, 0.73612, 320.53},
                           {11000, 216.65, 22632.1, 0.36391, 295.07},
                           {15000, 216.65, 12044.6, 0.19367, 295.07}};
  for (const TableRow& row : rows) {
    const Air air = standard_air(row.altitude_m);
    EXPECT_NEAR(air.temperature, row.temperature_k, 0.01) << row.altitude_m;
    EXPECT_NEAR(air.pressure / row.pressure_pa, 1, 2e-4) << row.altitude_m;
    EXPECT_NEAR(air.density / row.density, 1, 2e-4) << row.altitude_m;
    EXPECT_NEAR(air.sound, row.sound, 0.02) << row.altitude_m;
  }
}

TEST(Atmosphere, IndicatedSpeedIsBelowTrueSpeedAloft) {
  EXPECT_NEAR(indicated_speed(100, standard_air(0)), 100, 0.01);
  // 100 m/s true at 3,000 m: equivalent airspeed 86.1 m/s, and a little of compressibility.
  EXPECT_NEAR(indicated_speed(100, standard_air(3000)), 86.5, 0.3);
}

RC_GTEST_PROP(Atmosphere, TrueAndIndicatedSpeedAreInverse, ()) {
  const Air air = standard_air(*rc::gen::inRange(-1000, 15000));
  const double speed = *rc::gen::inRange(0, 2500) / 10.0;
  RC_ASSERT(std::abs(true_speed(indicated_speed(speed, air), air) - speed) < 1e-6);
}

RC_GTEST_PROP(Atmosphere, AnAltimeterOnStandardSettingReadsTheAltitude, ()) {
  const double altitude = *rc::gen::inRange(-1000, 11000);
  RC_ASSERT(std::abs(altimeter_height(standard_air(altitude).pressure, kSeaLevelPressure) - altitude) < 1e-6);
}

}  // namespace
}  // namespace checkride::emulator
