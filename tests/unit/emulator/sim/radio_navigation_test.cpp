// Goal: receivers show what real ones would, and the autopilot flies by them down to the runway. Method: aircraft put
// where geometry says what must be shown, tuned by key events as clients do.
#include <cmath>
#include <numbers>

#include "bench_aircraft.hpp"
#include "checkride/test/property.hpp"
#include "earth/great_circle.hpp"
#include "earth/physics.hpp"
#include "navigation/navigation.hpp"
#include "sim/aircraft.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;

constexpr double kNm = kMetresPerNauticalMile;

const Navaid& station(const std::vector<Navaid>& all, const std::string& ident) {
  for (const Navaid& navaid : all) {
    if (navaid.ident == ident) return navaid;
  }
  ADD_FAILURE() << ident;
  return all.front();
}

GeoPoint point(const Place& place) {
  return {place.latitude * kRadiansPerDegree, place.longitude * kRadiansPerDegree};
}

// Flying, with power for its radios, so far from a place.
BenchAircraft near(const Place& place, double true_bearing_deg, double metres, double altitude_ft, double heading_deg,
                   const std::string& type = "C172", int knots = 100) {
  const GeoPoint at = destination(point(place), true_bearing_deg * kRadiansPerDegree, metres);
  Flight flight{.name = "radio", .aircraft = type};
  flight.start = {.latitude_deg = at.latitude * kDegreesPerRadian,
                  .longitude_deg = at.longitude * kDegreesPerRadian,
                  .altitude_ft = altitude_ft,
                  .ground_elevation_ft = place.altitude / kMetresPerFoot,
                  .heading_deg = heading_deg,
                  .fuel_gal = find_aircraft(type)->fuel_gal};
  BenchAircraft aircraft(flight);
  aircraft.simulation().place({.latitude_deg = flight.start.latitude_deg,
                               .longitude_deg = flight.start.longitude_deg,
                               .altitude_ft = altitude_ft,
                               .heading_deg = heading_deg,
                               .airspeed_kt = knots});
  return aircraft;
}

std::string words(BenchAircraft& aircraft, const std::string& name) {
  return aircraft.simulation().text(aircraft.ref(name));
}

class Radio : public testing::Test {
 protected:
  const Navigation world = load_navigation(0);
  const Navaid& sea = station(world.vors, "SEA");
  const Navaid& ils = station(world.vors, "IPAE");

  // On the magnetic radial 90 of Seattle, 20 miles out.
  BenchAircraft east_of_seattle() { return near(sea.place, 90 + sea.magvar_deg, 20 * kNm, 6000, 90); }
  // Before the runway, as many miles from the localizer, so far to the right of its course, metres above its glide
  // path.
  BenchAircraft inbound(double miles, double right_m, double above_m, const std::string& type = "C172", int knots = 100,
                        double off_course_deg = 0) {
    const double away = ils.localizer_deg + 180;
    const double off = std::atan2(right_m, miles * kNm) * kDegreesPerRadian;
    const GeoPoint at = destination(point(ils.place), (away - off) * kRadiansPerDegree, miles * kNm);
    const double height = distance_m(at, point(ils.glide)) * std::tan(3 * kRadiansPerDegree) + above_m;
    return near(ils.place, away - off, miles * kNm, (ils.glide.altitude + height) / kMetresPerFoot,
                ils.localizer_deg + off_course_deg, type, knots);
  }
};

TEST_F(Radio, VorShowsRadialCourseAndDistance) {
  BenchAircraft aircraft = east_of_seattle();
  aircraft.trigger("NAV1_RADIO_SET", 0x1680);
  aircraft.trigger("VOR1_SET", 90);
  EXPECT_EQ(aircraft.get("NAV HAS NAV"), 1);
  EXPECT_EQ(aircraft.get("NAV HAS LOCALIZER"), 0);
  EXPECT_EQ(aircraft.get("NAV HAS GLIDE SLOPE"), 0);
  EXPECT_EQ(words(aircraft, "NAV IDENT:1"), "SEA");
  EXPECT_EQ(words(aircraft, "NAV NAME:1"), "Seattle");
  EXPECT_NEAR(aircraft.get("NAV RADIAL"), 90, 0.3);
  EXPECT_NEAR(aircraft.get("NAV DME"), 20, 0.1);
  EXPECT_NEAR(aircraft.get("NAV CDI"), 0, 3);
  EXPECT_EQ(aircraft.get("NAV TOFROM"), 2);
  EXPECT_NEAR(aircraft.get("NAV MAGVAR"), sea.magvar_deg, 1e-9);
  aircraft.trigger("VOR1_SET", 270);
  EXPECT_EQ(aircraft.get("NAV TOFROM"), 1);
  EXPECT_NEAR(aircraft.get("NAV CDI"), 0, 3);
  EXPECT_EQ(aircraft.get("NAV HAS NAV:2"), 0) << "the other one is tuned elsewhere";
}

TEST_F(Radio, NeedleIsToTheRightWhenTheCourseIs) {
  BenchAircraft aircraft = east_of_seattle();
  aircraft.trigger("NAV1_RADIO_SET", 0x1680);
  aircraft.trigger("VOR1_SET", 95);
  EXPECT_NEAR(aircraft.get("NAV CDI"), 63.5, 4) << "eastbound, radial 95 is to the right";
  aircraft.trigger("VOR1_SET", 265);
  EXPECT_NEAR(aircraft.get("NAV CDI"), 63.5, 4) << "westbound, radial 85 is to the right";
  aircraft.trigger("VOR1_SET", 285);
  EXPECT_EQ(aircraft.get("NAV CDI"), -127) << "as far as it goes";
  EXPECT_NEAR(aircraft.get("NAV RADIAL ERROR"), -15, 0.5);
}

TEST_F(Radio, ReceiversNeedPowerAndRange) {
  BenchAircraft aircraft = east_of_seattle();
  aircraft.trigger("NAV2_RADIO_SET_HZ", 116800000);
  EXPECT_EQ(aircraft.get("NAV HAS NAV:2"), 1);
  EXPECT_EQ(words(aircraft, "NAV IDENT:2"), "SEA");
  aircraft.trigger("AVIONICS_MASTER_SET", 0);
  EXPECT_EQ(aircraft.get("NAV HAS NAV:2"), 0);
  EXPECT_EQ(aircraft.get("NAV CODES:1"), 8);
  EXPECT_EQ(words(aircraft, "NAV IDENT:2"), "");
  BenchAircraft far = near(sea.place, 90, 200 * kNm, 20000, 0);
  far.trigger("NAV1_RADIO_SET", 0x1680);
  EXPECT_EQ(far.get("NAV HAS NAV"), 0);
  BenchAircraft low = near(sea.place, 90, 60 * kNm, 800, 0);
  low.trigger("NAV1_RADIO_SET", 0x1680);
  EXPECT_EQ(low.get("NAV HAS NAV"), 0) << "behind the horizon";
}

TEST_F(Radio, IlsShowsCourseAndGlideSlope) {
  BenchAircraft aircraft = inbound(7, 0, 0);
  aircraft.trigger("NAV1_RADIO_SET", 0x0930);
  EXPECT_EQ(aircraft.get("NAV HAS LOCALIZER"), 1);
  EXPECT_EQ(aircraft.get("NAV HAS GLIDE SLOPE"), 1);
  EXPECT_EQ(words(aircraft, "NAV LOC AIRPORT IDENT:1"), "KPAE");
  EXPECT_NEAR(aircraft.get("NAV LOCALIZER"), ils.localizer_deg - ils.magvar_deg, 1e-6);
  EXPECT_EQ(aircraft.get("NAV CODES"), 128 + 64 + 1);
  EXPECT_EQ(aircraft.get("NAV TOFROM"), 1);
  EXPECT_NEAR(aircraft.get("NAV CDI"), 0, 2);
  EXPECT_NEAR(aircraft.get("NAV GSI"), 0, 3);
  aircraft.trigger("VOR1_SET", 10);
  EXPECT_NEAR(aircraft.get("NAV CDI"), 0, 2) << "a localizer has its own course";
  BenchAircraft right = inbound(7, 400, 0);
  right.trigger("NAV1_RADIO_SET", 0x0930);
  EXPECT_LT(right.get("NAV CDI"), -50) << "the course is to the left";
  BenchAircraft high = inbound(7, 0, 80);
  high.trigger("NAV1_RADIO_SET", 0x0930);
  EXPECT_GT(high.get("NAV GSI"), 40) << "too high: needle down";
  EXPECT_GT(high.get("NAV GLIDE SLOPE ERROR"), 0.2);
  BenchAircraft behind = near(ils.place, ils.localizer_deg, 4 * kNm, 3000, ils.localizer_deg);
  behind.trigger("NAV1_RADIO_SET", 0x0930);
  EXPECT_EQ(behind.get("NAV TOFROM"), 2);
  EXPECT_EQ(behind.get("NAV HAS GLIDE SLOPE"), 0);
  EXPECT_EQ(behind.get("NAV BACK COURSE FLAGS"), 7);
}

// Both ends of one runway have the same frequency; only the one ahead is on.
TEST_F(Radio, OfTwoLocalizersTheOneAheadIsHeard) {
  const Navaid& south = station(world.vors, "ISNQ");
  BenchAircraft from_north = near(south.place, south.localizer_deg + 180, 9 * kNm, 3000, 180);
  from_north.trigger("NAV1_RADIO_SET", 0x1030);
  EXPECT_EQ(words(from_north, "NAV IDENT"), "ISNQ");
  BenchAircraft from_south = near(south.place, south.localizer_deg, 9 * kNm, 3000, 0);
  from_south.trigger("NAV1_RADIO_SET", 0x1030);
  EXPECT_EQ(words(from_south, "NAV IDENT"), "ISEA");
}

TEST_F(Radio, AdfPointsAtTheBeacon) {
  const Navaid& nolla = station(world.ndbs, "SZ");
  BenchAircraft aircraft = near(nolla.place, 180, 8 * kNm, 3000, 90);
  aircraft.trigger("ADF_SET", 0x0362);
  EXPECT_EQ(words(aircraft, "ADF IDENT"), "SZ");
  EXPECT_GT(aircraft.get("ADF SIGNAL"), 0);
  EXPECT_NEAR(aircraft.get("ADF RADIAL"), 270, 0.5) << "heading east it is on the left";
  aircraft.trigger("ADF_COMPLETE_SET", 0x09990000);
  EXPECT_EQ(aircraft.get("ADF SIGNAL"), 0);
  EXPECT_EQ(words(aircraft, "ADF IDENT"), "");
}

TEST_F(Radio, TheHsiShowsNav1WithoutAPlan) {
  BenchAircraft aircraft = inbound(6, 300, 0);
  aircraft.trigger("NAV1_RADIO_SET", 0x0930);
  EXPECT_EQ(aircraft.get("HSI CDI NEEDLE"), aircraft.get("NAV CDI"));
  EXPECT_EQ(aircraft.get("HSI HAS LOCALIZER"), 1);
  EXPECT_EQ(words(aircraft, "HSI STATION IDENT"), "IPAE");
}

// ---- the autopilot by these signals

void engage(BenchAircraft& aircraft, int knots) {
  aircraft.trigger("AP_MASTER");
  aircraft.trigger("AP_ALT_VAR_SET_ENGLISH", static_cast<std::uint32_t>(aircraft.get("PLANE ALTITUDE")));
  aircraft.trigger("AP_ALT_HOLD_ON");
  aircraft.trigger("AUTO_THROTTLE_ARM");
  aircraft.trigger("AP_SPD_VAR_SET", static_cast<std::uint32_t>(knots));
  aircraft.trigger("AP_AIRSPEED_ON");
  aircraft.trigger("NAV1_RADIO_SET", 0x0930);
}

TEST_F(Radio, ApproachHoldCapturesLocalizerAndGlideSlopeAndFliesToTheRunway) {
  BenchAircraft aircraft = inbound(10, 4000, -350, "A320", 150, -30);
  engage(aircraft, 140);
  aircraft.trigger("GEAR_DOWN");
  aircraft.trigger("FLAPS_DOWN");
  aircraft.trigger("AP_APR_HOLD_ON");
  aircraft.run(1);
  EXPECT_EQ(aircraft.get("AUTOPILOT APPROACH CAPTURED"), 0);
  EXPECT_EQ(aircraft.get("AUTOPILOT APPROACH ARM"), 1);
  double lowest = 1e9;
  for (int second = 0; second < 150; ++second) {
    aircraft.run(1);
    lowest = std::min(lowest, aircraft.get("PLANE ALTITUDE"));
    if (aircraft.get("AUTOPILOT GLIDESLOPE HOLD") != 0) break;
  }
  EXPECT_EQ(aircraft.get("AUTOPILOT GLIDESLOPE HOLD"), 1);
  EXPECT_EQ(aircraft.get("AUTOPILOT ALTITUDE LOCK"), 0) << "the glide slope takes over";
  aircraft.run(60);
  EXPECT_EQ(aircraft.get("AUTOPILOT APPROACH CAPTURED"), 1);
  EXPECT_NEAR(aircraft.get("NAV CDI"), 0, 6);
  EXPECT_NEAR(aircraft.get("NAV GSI"), 0, 8);
  EXPECT_NEAR(aircraft.get("VERTICAL SPEED") * 60, -740, 90) << "three degrees at 140 knots";
  for (int second = 0; second < 200 && aircraft.get("SIM ON GROUND") == 0; ++second) aircraft.run(1);
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 1);
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 0);
  const GeoPoint down{aircraft.get("PLANE LATITUDE"), aircraft.get("PLANE LONGITUDE")};
  EXPECT_LT(distance_m(down, point(ils.glide)), 600) << "near where the glide slope meets the ground";
}

TEST_F(Radio, LocalizerHoldStaysLevel) {
  BenchAircraft aircraft = inbound(10, -1500, -100, "DA62", 110, 30);
  engage(aircraft, 110);
  aircraft.trigger("AP_LOC_HOLD");
  EXPECT_EQ(aircraft.get("AUTOPILOT APPROACH IS LOCALIZER"), 1);
  const double altitude = aircraft.get("PLANE ALTITUDE");
  aircraft.trigger("THROTTLE_SET", 9000);
  aircraft.run(150);
  EXPECT_NEAR(aircraft.get("NAV CDI"), 0, 8);
  EXPECT_EQ(aircraft.get("AUTOPILOT GLIDESLOPE HOLD"), 0);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), altitude, 60);
  aircraft.trigger("AP_LOC_HOLD");
  EXPECT_EQ(aircraft.get("AUTOPILOT APPROACH HOLD"), 0);
}

TEST_F(Radio, NavHoldFliesTheCourseOfTheObs) {
  BenchAircraft aircraft = near(sea.place, 100 + sea.magvar_deg, 25 * kNm, 6000, 300);
  engage(aircraft, 100);
  aircraft.trigger("NAV1_RADIO_SET", 0x1680);
  aircraft.trigger("THROTTLE_SET", 12000);
  aircraft.trigger("VOR1_SET", 275);
  aircraft.trigger("AP_NAV1_HOLD_ON");
  aircraft.run(400);
  EXPECT_NEAR(aircraft.get("NAV CDI"), 0, 12);
  EXPECT_NEAR(aircraft.get("PLANE HEADING DEGREES TRUE") * kDegreesPerRadian, 275 + sea.magvar_deg, 3);
}

TEST_F(Radio, NavHoldWithoutASignalKeepsTheWingsLevel) {
  BenchAircraft aircraft = east_of_seattle();
  engage(aircraft, 100);
  aircraft.trigger("NAV1_RADIO_SET", 0x1795);
  aircraft.trigger("AP_NAV1_HOLD_ON");
  aircraft.run(30);
  EXPECT_NEAR(aircraft.get("PLANE HEADING DEGREES TRUE") * kDegreesPerRadian, 90, 1);
}

// Wherever it is and whatever is tuned: needles within their stops, TO and FROM by the angle between course and radial.
RC_GTEST_PROP(RadioLaws, NeedlesAgreeWithGeometry, ()) {
  const Navigation world = load_navigation(0);
  const Navaid& at = world.vors[*rc::gen::inRange<std::size_t>(0, world.vors.size())];
  BenchAircraft aircraft = near(at.place, *rc::gen::inRange(0, 360), *rc::gen::inRange(1000, 60000),
                                *rc::gen::inRange(8000, 30000), *rc::gen::inRange(0, 360));
  aircraft.trigger("NAV1_RADIO_SET_HZ", at.frequency_hz);
  aircraft.trigger("VOR1_SET", static_cast<std::uint32_t>(*rc::gen::inRange(0, 360)));
  RC_ASSERT(std::abs(aircraft.get("NAV CDI")) <= 127);
  RC_ASSERT(std::abs(aircraft.get("NAV GSI")) <= 119);
  RC_ASSERT(aircraft.get("NAV RADIAL") >= 0 && aircraft.get("NAV RADIAL") < 360);
  const bool heard = aircraft.get("NAV HAS NAV") != 0;
  RC_ASSERT((aircraft.get("NAV TOFROM") != 0) == heard);
  RC_ASSERT(heard == !words(aircraft, "NAV IDENT").empty());
  if (!heard || aircraft.get("NAV HAS LOCALIZER") != 0) return;
  const double apart = std::remainder(aircraft.get("NAV RADIAL") - aircraft.get("NAV OBS"), 360);
  RC_ASSERT((aircraft.get("NAV TOFROM") == 2) == (std::abs(apart) < 90));
  RC_ASSERT(std::abs(aircraft.get("NAV DME") * kNm) + 1 >= aircraft.get("NAV VOR DISTANCE") ||
            aircraft.get("NAV HAS DME") == 0);
}

}  // namespace
}  // namespace checkride::emulator
