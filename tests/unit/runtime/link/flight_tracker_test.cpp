// Goal: a flight is followed from stand to stand, over pauses, menus and crashes, and its figures are right. Method: a
// scripted flight of one reading a second; exact values.
#include "link/flight_tracker.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "checkride/test/property.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// One flight, second by second.
class Flight {
 public:
  Flight() : tracker(options()) { tracker.on_session(1000); }

  static TrackerOptions options() { return {}; }

  // `seconds` readings at this speed and vertical speed; on the ground while the height is 0.
  void fly(int seconds, double speed_kt, double vertical_fpm) {
    for (int i = 0; i < seconds; ++i) {
      height_ = std::max(0.0, height_ + vertical_fpm / 60);
      latitude += speed_kt / 3600 / 60;
      fuel -= burn_gph / 3600;
      sample(speed_kt, vertical_fpm);
    }
  }
  void sample(double speed_kt, double vertical_fpm) {
    now += 1s;
    FlightReading reading;
    reading.rate = rate;
    reading.clock_s = world::to_seconds(now.time_since_epoch());
    reading.on_ground = height_ > 0 ? 0 : 1;
    reading.latitude_deg = latitude;
    reading.longitude_deg = 8;
    reading.altitude_ft = 1500 + height_;
    reading.height_ft = height_;
    reading.ground_speed_kt = reading.airspeed_kt = speed_kt;
    reading.vertical_speed_fpm = vertical_fpm;
    reading.fuel_gal = fuel;
    take(tracker.on_sample(reading, now));
  }
  void take(const std::vector<FlightNews>& told) {
    for (const FlightNews& one : told) {
      news.push_back(one);
      if (one.kind == FlightNews::Kind::phase) phases.emplace_back(to_string(one.to));
    }
  }
  std::size_t count(FlightNews::Kind kind) const {
    return static_cast<std::size_t>(
        std::count_if(news.begin(), news.end(), [kind](const FlightNews& one) { return one.kind == kind; }));
  }
  void to_cruise() {
    fly(10, 0, 0);
    fly(30, 12, 0);
    fly(10, 55, 0);
    fly(300, 90, 700);
    fly(60, 110, 0);
  }
  void to_stand() {
    fly(180, 110, -600);
    while (height_ > 12) fly(1, 70, -500);
    fly(5, 65, -180);
    fly(10, 50, 0);
    fly(30, 12, 0);
    fly(10, 0, 0);
  }

  FlightTracker tracker;
  world::Instant now{1s};
  double latitude = 47;
  double fuel = 40;
  double burn_gph = 9;
  double rate = 1;
  std::vector<FlightNews> news;
  std::vector<std::string> phases;

 private:
  double height_ = 0;
};

TEST(FlightTracker, AFlightRunsThroughItsPhases) {
  Flight flight;
  flight.to_cruise();
  flight.to_stand();
  EXPECT_THAT(flight.phases, ElementsAre("parked", "taxi", "takeoff", "climb", "cruise", "descent", "approach",
                                         "landed", "taxi", "parked"));
  EXPECT_EQ(flight.tracker.segment(), flight.phases.size());
  EXPECT_EQ(flight.tracker.flight(), 1000U);
  EXPECT_EQ(flight.count(FlightNews::Kind::began), 1U);
}

TEST(FlightTracker, FiguresOfAFlight) {
  Flight flight;
  flight.to_cruise();
  EXPECT_NEAR(flight.tracker.value(DerivedValue::fuel_burn), 9, 1e-6);
  EXPECT_NEAR(flight.tracker.value(DerivedValue::endurance), flight.fuel / 9 * 60, 1e-6);
  EXPECT_EQ(flight.tracker.value(DerivedValue::airborne), 1);
  EXPECT_TRUE(std::isnan(flight.tracker.value(DerivedValue::landing_rate)));
  EXPECT_TRUE(std::isnan(flight.tracker.value(DerivedValue::stabilised_approach)));
  EXPECT_NEAR(flight.tracker.value(DerivedValue::flight_time), 6, 0.1);
  flight.to_stand();
  EXPECT_EQ(flight.tracker.value(DerivedValue::landing_rate), -180);
  EXPECT_EQ(flight.tracker.value(DerivedValue::airborne), 0);
  EXPECT_NEAR(flight.tracker.value(DerivedValue::distance_flown), (flight.latitude - 47) * 60, 0.1);
}

TEST(FlightTracker, RefuellingBeginsTheLookAtTheBurnAnew) {
  Flight flight;
  flight.to_cruise();
  flight.fuel += 10;
  flight.fly(10, 110, 0);
  EXPECT_TRUE(std::isnan(flight.tracker.value(DerivedValue::endurance)));
  flight.fly(30, 110, 0);
  EXPECT_NEAR(flight.tracker.value(DerivedValue::fuel_burn), 9, 1e-6);
}

TEST(FlightTracker, AnApproachIsStabilisedOrNot) {
  Flight flight;
  flight.to_cruise();
  flight.fly(220, 110, -700);
  ASSERT_EQ(flight.tracker.phase(), FlightPhase::approach);
  flight.fly(15, 70, -500);
  EXPECT_EQ(flight.tracker.value(DerivedValue::stabilised_approach), 1);
  flight.fly(1, 85, -500);
  EXPECT_EQ(flight.tracker.value(DerivedValue::stabilised_approach), 0) << "15 kt faster within 10 s";
  flight.fly(11, 85, -500);
  EXPECT_EQ(flight.tracker.value(DerivedValue::stabilised_approach), 1);
  flight.fly(1, 85, -1200);
  EXPECT_EQ(flight.tracker.value(DerivedValue::stabilised_approach), 0) << "it sinks too fast";
}

TEST(FlightTracker, AGoAroundClimbsAgain) {
  Flight flight;
  flight.to_cruise();
  flight.fly(220, 110, -700);
  flight.fly(20, 90, 800);
  EXPECT_EQ(flight.tracker.phase(), FlightPhase::climb);
}

TEST(FlightTracker, ARejectedTakeoffIsTaxiAgain) {
  Flight flight;
  flight.fly(5, 0, 0);
  flight.fly(5, 10, 0);
  flight.fly(5, 60, 0);
  flight.fly(5, 10, 0);
  EXPECT_THAT(flight.phases, ElementsAre("parked", "taxi", "takeoff", "taxi"));
}

TEST(FlightTracker, TheNextLegIsAFlightOfItsOwn) {
  Flight flight;
  flight.to_cruise();
  flight.to_stand();
  flight.to_cruise();
  EXPECT_EQ(flight.count(FlightNews::Kind::began), 2U);
  EXPECT_EQ(flight.tracker.flight(), 1001U);
  EXPECT_NEAR(flight.tracker.value(DerivedValue::flight_time), 6, 0.1) << "counted anew";
  EXPECT_TRUE(std::isnan(flight.tracker.value(DerivedValue::landing_rate)));
}

TEST(FlightTracker, ACrashOfTheSimulatorIsStitched) {
  Flight flight;
  flight.to_cruise();
  const std::uint32_t segment = flight.tracker.segment();
  flight.now += 4min;
  flight.tracker.on_session(500'000);
  flight.sample(110, 0);
  EXPECT_EQ(flight.tracker.flight(), 1000U);
  EXPECT_EQ(flight.tracker.segment(), segment);
  ASSERT_EQ(flight.news.back().kind, FlightNews::Kind::resumed);
  EXPECT_EQ(flight.news.back().gap, 4min + 1s);
  EXPECT_EQ(flight.tracker.gap(), 4min + 1s);
  EXPECT_EQ(flight.tracker.value(DerivedValue::data_gap), 241);
}

TEST(FlightTracker, FlightTimeIsThatOfTheSimulatorAndRunsOnOverAGap) {
  Flight flight;
  flight.to_cruise();
  const double before = flight.tracker.value(DerivedValue::flight_time);
  flight.rate = 4;
  flight.fly(60, 110, 0);
  EXPECT_NEAR(flight.tracker.value(DerivedValue::flight_time), before + 4, 1e-6);
  flight.rate = 1;
  flight.now += 4min;
  flight.tracker.on_session(500'000);
  flight.sample(110, 0);
  EXPECT_NEAR(flight.tracker.value(DerivedValue::flight_time), before + 8 + 1.0 / 60, 1e-6);
  flight.now += 31min;
  flight.tracker.on_session(600'000);
  flight.sample(110, 0);
  EXPECT_EQ(flight.tracker.value(DerivedValue::flight_time), 0) << "what lies before a flight is none of it";
  EXPECT_EQ(flight.tracker.value(DerivedValue::distance_flown), 0);
}

TEST(FlightTracker, ElsewhereOrTooLateItIsAnotherFlight) {
  Flight elsewhere;
  elsewhere.to_cruise();
  elsewhere.now += 1min;
  elsewhere.latitude = -33;
  elsewhere.tracker.on_session(500'000);
  elsewhere.sample(110, 0);
  EXPECT_EQ(elsewhere.tracker.flight(), 1000U) << "one reading elsewhere is a jump";
  elsewhere.sample(110, 0);
  EXPECT_EQ(elsewhere.tracker.flight(), 500'000U);
  Flight late;
  late.to_cruise();
  late.now += 31min;
  late.tracker.on_session(500'000);
  late.sample(110, 0);
  EXPECT_EQ(late.tracker.flight(), 500'000U);
}

TEST(FlightTracker, TheMenuChangesNeitherPhaseNorFlight) {
  Flight flight;
  flight.to_cruise();
  flight.take(flight.tracker.on_event("Sim", 0, ""));
  const double latitude = flight.latitude;
  flight.latitude = 0;
  for (int i = 0; i < 20; ++i) flight.sample(0, 0);
  EXPECT_FALSE(flight.tracker.flags().plausible());
  EXPECT_EQ(flight.tracker.value(DerivedValue::plausible), 0);
  flight.take(flight.tracker.on_event("Sim", 1, ""));
  flight.latitude = latitude;
  flight.sample(110, 0);
  EXPECT_TRUE(flight.tracker.flags().none());
  EXPECT_EQ(flight.phases.back(), "cruise");
  EXPECT_EQ(flight.tracker.flight(), 1000U);
  EXPECT_LT(flight.tracker.value(DerivedValue::distance_flown), 12);
}

TEST(FlightTracker, ACrashOfTheAircraftIsAPhaseUntilItIsPutRight) {
  Flight flight;
  flight.to_cruise();
  flight.take(flight.tracker.on_event("Crashed", 0, ""));
  flight.fly(5, 0, 0);
  EXPECT_EQ(flight.tracker.phase(), FlightPhase::crashed);
  flight.take(flight.tracker.on_event("CrashReset", 0, ""));
  flight.fly(20, 110, 0);
  EXPECT_EQ(flight.tracker.phase(), FlightPhase::cruise);
}

RC_GTEST_PROP(FlightTrackerLaws, AnyReadingsAndEventsGiveNumbersThatCountUp, ()) {
  FlightTracker tracker{TrackerOptions{}};
  const auto numbers = *rc::gen::container<std::vector<double>>(rc::gen::arbitrary<double>());
  world::Instant now(1s);
  std::uint64_t session = 0;
  std::uint64_t flight = 0;
  for (const double number : numbers) {
    now += 1s * *rc::gen::inRange(1, 100);
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
        tracker.on_session(++session);
        break;
      case 1:
        (void)tracker.on_event(*rc::gen::element("Sim", "Pause", "Crashed", "CrashReset", "FlightLoaded"),
                               *rc::gen::inRange(0U, 2U), "x");
        break;
      default:
        break;
    }
    FlightReading reading;
    reading.latitude_deg = reading.height_ft = reading.vertical_speed_fpm = number;
    reading.longitude_deg = reading.ground_speed_kt = reading.fuel_gal = -number;
    reading.on_ground = *rc::gen::inRange(0, 2);
    (void)tracker.on_sample(reading, now);
    RC_ASSERT(tracker.flight() >= flight);
    flight = tracker.flight();
    for (std::size_t i = 0; i < kDerivedValues.size(); ++i) (void)tracker.value(static_cast<DerivedValue>(i));
  }
}

}  // namespace
}  // namespace checkride::runtime::link
