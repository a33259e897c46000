// Goal: each type needs the runway, keeps the height and turns as the aircraft it is called after. Method: the model
// alone at a stated weight in still standard air at sea level, flown by hands that do what a handbook's conditions say,
// against published figures; fifteen percent is near enough. docs/flights.md has the table.
#include <cmath>
#include <string>

#include "bench_aircraft.hpp"
#include "sim/flying.hpp"

namespace checkride::emulator {
namespace {

constexpr double kKnot = kMetresPerSecondPerKnot;
constexpr double kShare = 0.15;

AircraftType laden(const std::string& name, double weight_lb) {
  const AircraftType* type = find_aircraft(name);
  EXPECT_NE(type, nullptr) << name;
  AircraftType result = *type;
  result.payload_lb = weight_lb - type->empty_lb - total_capacity_gal(*type) / 2 * type->fuel_lb_per_gal;
  return result;
}

// One aircraft with half the fuel in its tanks, standing on a runway at sea level.
class Field {
 public:
  Field(const std::string& name, double weight_lb) : type_(laden(name, weight_lb)), model_(type_) {
    model_.fill_tanks(total_capacity_gal(type_) / 2);
    model_.edit().fuel.unlimited = 1;
    model_.start_engine();
    model_.edit().controls.parking_brake = 0;
  }
  Field(const Field&) = delete;
  Field& operator=(const Field&) = delete;
  Model* operator->() { return &model_; }
  Model& operator*() { return model_; }

  double height_m() const { return (model_.height_ft() - type_.reference_height_ft) * kMetresPerFoot; }
  double gone() const { return model_.state().motion.distance; }
  // In the air at a height above the wheels, at an indicated speed.
  void lift_to(double metres, double knots, std::size_t notch, bool gear) {
    model_.edit().position.altitude_ft = type_.reference_height_ft + metres / kMetresPerFoot;
    model_.edit().controls.flaps = model_.edit().controls.flaps_out = static_cast<double>(notch);
    if (type_.retractable) model_.edit().controls.gear = model_.edit().controls.gear_out = gear ? 1 : 0;
    model_.fly_level(knots * kKnot);
  }
  template <class Hands, class Until>
  bool fly(const Hands& hands, const Until& until, double most_seconds = 300) {
    for (int i = 0; i < static_cast<int>(most_seconds * kStepsPerSecond); ++i) {
      if (until()) return true;
      hands();
      model_.step();
    }
    return false;
  }

 private:
  AircraftType type_;
  Model model_;
};

struct FieldFigures {
  const char* name;
  double weight_lb;
  // Take-off from the brakes at full power: ground roll and the way to a height.
  std::size_t takeoff_notch;
  double rotate_kt;
  double climb_out_kt;
  double obstacle_ft;
  double roll_m;
  double takeoff_m;
  // Landing from 50 ft, brakes hard: the whole way, without reversers.
  double landing_lb;
  double reference_kt;
  double brake;
  double landing_m;
};

void PrintTo(const FieldFigures& figures, std::ostream* out) {
  *out << figures.name;
}

class FieldPerformance : public testing::TestWithParam<FieldFigures> {};

// Power, then the brakes.
double roll_and_climb(Field& field, const FieldFigures& of, double* roll) {
  field->edit().controls.flaps = field->edit().controls.flaps_out = static_cast<double>(of.takeoff_notch);
  field->set_throttles(100);
  const double wait = field->clock().elapsed() + 6;
  field.fly([&] { field->fly_controls().parking_brake = 1; }, [&] { return field->clock().elapsed() >= wait; });
  field->fly_controls().parking_brake = 0;
  const double from = field.gone();
  const bool flies = field.fly(
      [&] {
        const bool fast = shown_speed(*field) >= of.rotate_kt * kKnot;
        field->fly_controls().elevator = fast ? field->elevator_for(0.8 * field->lift_max()) : 0;
      },
      [&] { return !field->state().motion.on_ground; });
  EXPECT_TRUE(flies);
  *roll = field.gone() - from;
  const bool up = field.fly(
      [&] {
        level_wings(*field);
        hold_speed_by_pitch(*field, of.climb_out_kt * kKnot);
        if (field->type().retractable && field.height_m() > 5) field->fly_controls().gear = 0;
      },
      [&] { return field.height_m() >= of.obstacle_ft * kMetresPerFoot; });
  EXPECT_TRUE(up);
  return field.gone() - from;
}

double landing_from_50_ft(Field& field, const FieldFigures& of, bool reversers) {
  field.lift_to(50 * kMetresPerFoot, of.reference_kt, field->type().landing_notch, true);
  const double from = field.gone();
  const double slope = std::tan(3 * kRadiansPerDegree);
  field->edit().motion.path = -3 * kRadiansPerDegree;
  const bool stands = field.fly(
      [&] {
        Controls& controls = field->fly_controls();
        const bool ground = field->state().motion.on_ground;
        field->set_throttles(0);
        if (!ground) {
          level_wings(*field);
          const double gentle = 0.6 + field->type().flare_rate * field.height_m();
          const double usual = field->ground_speed() * slope;
          return hold_vertical_speed(*field, -(gentle < usual ? gentle : usual), 1.02);
        }
        controls.elevator = field->elevator_for(0);
        controls.brake_left = controls.brake_right = of.brake;
        if (field->type().spoiler_drag > 0) controls.spoilers = 1;
        for (std::size_t i = 0; i < field->type().engines; ++i) {
          Engine& engine = field->edit_engine(i);
          engine.reverse = reversers && field->state().motion.rolling > 60 * kKnot ? 1 : 0;
          if (engine.reverse != 0 && engine.reversed == 1) engine.throttle = 80;
        }
      },
      [&] { return field->state().motion.on_ground && field->state().motion.rolling == 0; });
  EXPECT_TRUE(stands);
  EXPECT_EQ(field->state().holds.crash, 0);
  return field.gone() - from;
}

TEST_P(FieldPerformance, TakesOffInTheDistanceOfItsHandbook) {
  const FieldFigures& of = GetParam();
  if (of.takeoff_m == 0) return;  // a glider
  Field field(of.name, of.weight_lb);
  double roll = 0;
  const double whole = roll_and_climb(field, of, &roll);
  RecordProperty("roll_m", std::to_string(roll));
  EXPECT_NEAR(roll, of.roll_m, kShare * of.roll_m);
  EXPECT_NEAR(whole, of.takeoff_m, kShare * of.takeoff_m);
}

TEST_P(FieldPerformance, LandsInTheDistanceOfItsHandbook) {
  const FieldFigures& of = GetParam();
  if (of.landing_m == 0) return;  // its manual says nothing
  Field field(of.name, of.landing_lb);
  const double whole = landing_from_50_ft(field, of, false);
  EXPECT_NEAR(whole, of.landing_m, kShare * of.landing_m);
}

TEST_P(FieldPerformance, ReversersShortenALandingOfJetsOnly) {
  const FieldFigures& of = GetParam();
  FieldFigures gentle = of;
  gentle.brake = 0.4;
  Field without(of.name, of.landing_lb);
  Field with(of.name, of.landing_lb);
  const double braked = landing_from_50_ft(without, gentle, false);
  const double reversed = landing_from_50_ft(with, gentle, true);
  if (with->type().engine == EngineKind::jet) {
    EXPECT_LT(reversed, 0.95 * braked);
    EXPECT_GT(reversed, 0.7 * braked);
  } else {
    EXPECT_EQ(reversed, braked);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Types, FieldPerformance,
    testing::Values(FieldFigures{"C172", 2550, 1, 51, 56, 50, 293, 497, 2550, 61, 1, 407},
                    FieldFigures{"DA62", 5071, 1, 76, 82, 50, 480, 830, 4850, 86, 0.5, 780},
                    FieldFigures{"A320", 141000, 2, 138, 145, 35, 1080, 1330, 137000, 133, 0.9, 1010},
                    FieldFigures{"B738", 141000, 3, 136, 150, 35, 1150, 1420, 137000, 139, 0.9, 1080},
                    FieldFigures{"ASK21", 1100, 0, 0, 0, 0, 0, 0, 1100, 50, 0.6, 0}),
    [](const auto& param) { return std::string(param.param.name); });

// ---- without engines, with one, and around corners

struct GlideFigures {
  const char* name;
  double weight_lb;
  double knots;
  double ratio;  // of distance to height, engines dead
};

void PrintTo(const GlideFigures& figures, std::ostream* out) {
  *out << figures.name;
}

class Glide : public testing::TestWithParam<GlideFigures> {};

TEST_P(Glide, ReachesAsFarAsItsHandbookSays) {
  Field field(GetParam().name, GetParam().weight_lb);
  field.lift_to(2000, GetParam().knots, 0, false);
  field->stop_engine();
  const auto hands = [&] {
    level_wings(*field);
    hold_speed_by_pitch(*field, GetParam().knots * kKnot);
  };
  field.fly(
      hands, [] { return false; }, 60);
  const double height = field.height_m();
  const double from = field.gone();
  field.fly(
      hands, [] { return false; }, 60);
  EXPECT_NEAR((field.gone() - from) / (height - field.height_m()), GetParam().ratio, kShare * GetParam().ratio);
}

INSTANTIATE_TEST_SUITE_P(Types, Glide,
                         testing::Values(GlideFigures{"C172", 2550, 68, 9.1}, GlideFigures{"DA62", 5071, 89, 13},
                                         GlideFigures{"A320", 141000, 210, 17}, GlideFigures{"B738", 141000, 210, 17.5},
                                         GlideFigures{"ASK21", 1040, 49, 34}),
                         [](const auto& param) { return std::string(param.param.name); });

class AnyType : public testing::TestWithParam<const char*> {};

// Mechanics of a turn: its rate is g times the tangent of the bank over the speed.
TEST_P(AnyType, TurnsAsFastAsItsBankSays) {
  const AircraftType* type = find_aircraft(GetParam());
  Field field(GetParam(), 0.9 * type->gross_lb);
  field.lift_to(1500, type->cruise_kt * 0.8, 0, false);
  const double altitude = field->state().position.altitude_ft;
  constexpr double kBank = 25 * kRadiansPerDegree;
  const auto hands = [&] {
    hold_bank(*field, kBank);
    if (field->has_engine()) {
      hold_altitude(*field, altitude, 3);
      hold_speed_by_throttle(*field, type->cruise_kt * 0.8 * kKnot);
    } else {
      hold_speed_by_pitch(*field, type->cruise_kt * kKnot);
    }
  };
  field.fly(
      hands, [] { return false; }, 40);
  const double rate = kGravity * std::tan(kBank) / field->true_speed();
  EXPECT_NEAR(field->state().motion.heading_rate, rate, 0.05 * rate);
  EXPECT_NEAR(field->state().motion.load, 1 / std::cos(kBank), 0.02);
}

// In a stall it sinks, and lets go of no height that it does not have.
TEST_P(AnyType, StallsWithTheStickHeldBack) {
  const AircraftType* type = find_aircraft(GetParam());
  Field field(GetParam(), 0.9 * type->gross_lb);
  field.lift_to(3000, 1.2 * field->stall_speed() / kKnot, 0, false);
  field->set_throttles(0);
  const double height = field.height_m();
  double slowest = 1e9;
  field.fly(
      [&] {
        level_wings(*field);
        field->fly_controls().elevator = 1;
        slowest = std::min(slowest, field->indicated_speed());
      },
      [] { return false; }, 60);
  EXPECT_LT(field.height_m(), height - 30);
  EXPECT_LT(slowest, 1.05 * field->stall_speed());
}

TEST_P(AnyType, KeepsItsTrackInACrosswindByItsHeading) {
  const AircraftType* type = find_aircraft(GetParam());
  Field field(GetParam(), 0.9 * type->gross_lb);
  field->set_weather({.wind = {{.altitude_ft = 0, .direction_deg = 270, .speed_kt = 20}}});
  field.lift_to(1500, type->climb_kt, 0, false);
  field.fly([&] { steer_to(*field, heading_along(*field, 0, 0)); }, [] { return false; }, 60);
  const double drift = std::asin(20 * kKnot / field->true_speed());
  EXPECT_NEAR(half_turn(field->state().motion.heading), -drift, 0.02) << "the nose into the wind";
  EXPECT_NEAR(half_turn(field->track()), 0, 0.03);
}

INSTANTIATE_TEST_SUITE_P(Types, AnyType, testing::Values("C172", "DA62", "A320", "B738", "ASK21"),
                         [](const auto& param) { return std::string(param.param); });

struct EngineOut {
  const char* name;
  double weight_lb;
  double knots;
  double fpm;  // climb on one engine at sea level, clean
  double band;
};

void PrintTo(const EngineOut& figures, std::ostream* out) {
  *out << figures.name;
}

class OneEngine : public testing::TestWithParam<EngineOut> {};

TEST_P(OneEngine, ClimbsAsItsHandbookSays) {
  Field field(GetParam().name, GetParam().weight_lb);
  field.lift_to(100, GetParam().knots, 0, false);
  field->set_throttles(100);
  field->edit_engine(0).failed = 1;
  field.fly(
      [&] {
        steer_to(*field, 0);
        hold_speed_by_pitch(*field, GetParam().knots * kKnot);
      },
      [] { return false; }, 60);
  EXPECT_NEAR(field->vertical_speed() / kMetresPerSecondPerFpm, GetParam().fpm, GetParam().band);
  EXPECT_LT(std::abs(half_turn(field->state().motion.heading)), 0.03);
}

INSTANTIATE_TEST_SUITE_P(Types, OneEngine,
                         testing::Values(EngineOut{"DA62", 5071, 89, 190, 110},
                                         EngineOut{"A320", 141000, 210, 1400, 500},
                                         EngineOut{"B738", 141000, 210, 1300, 500}),
                         [](const auto& param) { return std::string(param.param.name); });

// ---- the landing gear

TEST(Belly, AGentleOneScrapesToAStopAndStaysThere) {
  Field field("B738", 137000);
  field.lift_to(15, 140, 7, false);
  const bool down =
      field.fly([&] { hold_vertical_speed(*field, -1.2, 1.02); }, [&] { return field->state().motion.on_ground; });
  ASSERT_TRUE(down);
  EXPECT_EQ(field->state().holds.crash, 0);
  EXPECT_TRUE(field->state().motion.belly);
  EXPECT_EQ(field->burning(), 0u) << "no fan turns with the ground in it";
  const double heading = field->state().motion.heading;
  const double from = field.gone();
  field->fly_controls().rudder = 1;
  field->edit().controls.gear = 1;
  EXPECT_TRUE(field.fly([] {}, [&] { return field->state().motion.rolling == 0; }, 60));
  EXPECT_GT(field.gone() - from, 300);
  EXPECT_LT(field.gone() - from, 900);
  EXPECT_EQ(field->state().motion.heading, heading) << "there is nothing to steer with";
  EXPECT_EQ(field->state().controls.gear_out, 0) << "nor anything that could come out";
  field->lift_off_belly();
  EXPECT_EQ(field->state().controls.gear_out, 1);
}

TEST(Belly, AHardOneIsACrash) {
  Field field("DA62", 4800);
  field.lift_to(15, 90, 0, false);
  field.fly([&] { hold_vertical_speed(*field, -4); }, [&] { return field->state().motion.on_ground; });
  EXPECT_EQ(field->state().holds.crash, 10);
  EXPECT_TRUE(field->take_crash());
}

TEST(Belly, WithoutCrashDetectionNothingIs) {
  Field field("DA62", 4800);
  field.lift_to(60, 90, 0, true);
  field->edit().holds.crash_detection = 0;
  field.fly([&] { hold_vertical_speed(*field, -9); }, [&] { return field->state().motion.on_ground; });
  EXPECT_TRUE(field->state().motion.on_ground);
  EXPECT_EQ(field->state().holds.crash, 0);
  EXPECT_FALSE(field->take_crash());
}

}  // namespace
}  // namespace checkride::emulator
