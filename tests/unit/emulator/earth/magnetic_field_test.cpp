// Goal: compasses point where the charts say. Method: places whose variation in 2020 is well known, the airports of the
// navigation data, and every place of the earth.
#include "earth/magnetic_field.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "checkride/test/property.hpp"
#include "earth/physics.hpp"
#include "navigation/navigation.hpp"

namespace checkride::emulator {
namespace {

double variation_deg(double latitude, double longitude) {
  return magnetic_variation({latitude * kRadiansPerDegree, longitude * kRadiansPerDegree}) * kDegreesPerRadian;
}

TEST(MagneticField, IsAsOnTheCharts) {
  EXPECT_NEAR(variation_deg(47.45, -122.31), 15.6, 1);   // Seattle
  EXPECT_NEAR(variation_deg(51.47, -0.46), -0.3, 1);     // London
  EXPECT_NEAR(variation_deg(40.64, -73.78), -12.9, 1);   // New York
  EXPECT_NEAR(variation_deg(50.03, 8.57), 2.8, 1);       // Frankfurt
  EXPECT_NEAR(variation_deg(35.55, 139.78), -7.6, 1);    // Tokyo
  EXPECT_NEAR(variation_deg(-33.95, 151.18), 12.7, 1);   // Sydney
  EXPECT_NEAR(variation_deg(-23.43, -46.47), -21.9, 1);  // Sao Paulo
}

TEST(MagneticField, AgreesWithTheAirports) {
  const Navigation navigation = load_navigation(0);
  double sum = 0;
  for (const Airport& airport : navigation.airports) {
    const double off = variation_deg(airport.place.latitude, airport.place.longitude) - airport.magvar_deg;
    EXPECT_LT(std::abs(off), 2) << airport.icao;
    sum += std::abs(off);
  }
  EXPECT_LT(sum / static_cast<double>(navigation.airports.size()), 0.6);
}

RC_GTEST_PROP(MagneticField, IsAnAngleEverywhere, ()) {
  const double latitude = *rc::gen::inRange(-90'000, 90'001) / 1000.0;
  const double longitude = *rc::gen::inRange(-180'000, 180'000) / 1000.0;
  const double deg = variation_deg(latitude, longitude);
  RC_ASSERT(deg > -180.001 && deg < 180.001);
  RC_ASSERT(std::abs(std::remainder(deg - variation_deg(latitude, longitude + 360), 360)) < 1e-6);
}

}  // namespace
}  // namespace checkride::emulator
