// Goal: each type flies like the aircraft it is called after. Method: the model alone, its controls moved by the arts
// of flying, against figures of flight manuals and type certificates; ten percent is near enough.
#include <cmath>
#include <string>

#include "bench_aircraft.hpp"
#include "sim/flying.hpp"

namespace checkride::emulator {
namespace {

constexpr double kKnot = kMetresPerSecondPerKnot;

// In the air, engines running, half the fuel in its tanks and as much on board as makes the weight in pounds.
class Airborne {
 public:
  Airborne(const std::string& name, double altitude_ft, double knots, double weight_lb)
      : type_(laden(name, weight_lb)), model_(type_) {
    model_.edit().position.altitude_ft = altitude_ft;
    model_.edit().position.ground_ft = -1000;
    model_.edit().controls.parking_brake = 0;
    if (type_.retractable) model_.edit().controls.gear = model_.edit().controls.gear_out = 0;
    model_.fill_tanks(total_capacity_gal(type_) / 2);
    model_.edit().fuel.unlimited = 1;
    model_.fly_level(knots * kKnot);
    model_.start_engine();
  }
  Airborne(const Airborne&) = delete;
  Airborne& operator=(const Airborne&) = delete;
  Model& operator*() { return model_; }
  Model* operator->() { return &model_; }

 private:
  static AircraftType laden(const std::string& name, double weight_lb) {
    const AircraftType* type = find_aircraft(name);
    EXPECT_NE(type, nullptr) << name;
    AircraftType result = *type;
    result.payload_lb = weight_lb - type->empty_lb - total_capacity_gal(*type) / 2 * type->fuel_lb_per_gal;
    return result;
  }

  AircraftType type_;
  Model model_;
};

template <class Hands>
void fly(Model& model, double seconds, const Hands& hands) {
  for (int i = 0; i < static_cast<int>(seconds * kStepsPerSecond); ++i) {
    hands();
    model.step();
  }
}

// Level at a lever position until nothing changes; true airspeed in knots.
double level_speed(Model& model, double throttle) {
  const double altitude = model.state().position.altitude_ft;
  fly(model, 400, [&] {
    move_throttle(model, throttle);
    level_wings(model);
    hold_altitude(model, altitude, 3);
  });
  return model.true_speed() / kKnot;
}

// Feet per minute at full power and an indicated speed, settled.
double climb_fpm(Model& model, double knots) {
  fly(model, 30, [&] {
    move_throttle(model, 100);
    level_wings(model);
    hold_speed_by_pitch(model, knots * kKnot);
  });
  return model.vertical_speed() / kMetresPerSecondPerFpm;
}

double flow_gph(const Model& model) {
  return model.state().engines[0].flow_gph + model.state().engines[1].flow_gph;
}

// The lever for a share of the power at sea level.
double throttle_for_power(const Model& model, double share) {
  const double turn = std::cbrt(share * model.type().piston.power_max / model.full_power());
  const double full = model.full_rpm();
  return 100 * (turn * full - model.type().piston.rpm_idle) / (full - model.type().piston.rpm_idle);
}

double stall_kt(const Model& model, std::size_t notch) {
  return model.stall_speed_in(notch) / kKnot;
}

TEST(Performance, C172) {
  Airborne top("C172", 100, 110, 2400);
  EXPECT_NEAR(level_speed(*top, 100), 126, 6);
  Airborne cruise("C172", 8000, 100, 2400);
  EXPECT_NEAR(level_speed(*cruise, throttle_for_power(*cruise, 0.75)), 122, 7);
  EXPECT_NEAR(flow_gph(*cruise), 10.4, 1.2);
  Airborne sea("C172", 100, 75, 2550);
  EXPECT_NEAR(climb_fpm(*sea, 75), 730, 73);
  Airborne high("C172", 14000, 68, 2550);
  EXPECT_NEAR(climb_fpm(*high, 68), 100, 60) << "service ceiling";
  Airborne light("C172", 3000, 80, 2168);
  EXPECT_NEAR(stall_kt(*light, 3), 40, 3);
  EXPECT_NEAR(stall_kt(*light, 0), 48, 3);
}

TEST(Performance, Da62) {
  Airborne fast("DA62", 14000, 140, 4800);
  EXPECT_NEAR(level_speed(*fast, throttle_for_power(*fast, 0.94)), 190, 12);
  EXPECT_NEAR(flow_gph(*fast), 17, 1.7);
  Airborne sea("DA62", 100, 92, 5071);
  EXPECT_NEAR(climb_fpm(*sea, 92), 1028, 110);
  Airborne ceiling("DA62", 20000, 88, 5071);
  EXPECT_GT(climb_fpm(*ceiling, 88), 100);
  EXPECT_NEAR(stall_kt(*sea, 0), 70, 5);
  EXPECT_NEAR(stall_kt(*sea, 2), 64, 4);
}

TEST(Performance, Da62KeepsFlyingOnOneEngine) {
  Airborne model("DA62", 2000, 90, 5071);
  model->edit_engine(1).failed = 1;
  const double heading = model->state().motion.heading;
  fly(*model, 60, [&] {
    move_throttle(*model, 100);
    steer_to(*model, heading);
    hold_speed_by_pitch(*model, 88 * kKnot);
  });
  EXPECT_EQ(model->burning(), 1u);
  EXPECT_EQ(model->state().engines[1].flow_gph, 0);
  EXPECT_LT(std::abs(half_turn(model->state().motion.heading - heading)), 0.01) << "feet hold it straight";
  EXPECT_GT(model->state().position.altitude_ft, 2000);
  EXPECT_LT(model->vertical_speed() / kMetresPerSecondPerFpm, 350);
}

TEST(Performance, AnEngineOutTurnsThoseWithoutFeet) {
  Airborne model("B738", 5000, 220, 140000);
  model->edit_engine(0).failed = 1;
  fly(*model, 10, [&] { move_throttle(*model, 100); });
  EXPECT_LT(half_turn(model->state().motion.heading), -0.05) << "the right engine pulls to the left";
}

struct Jet {
  const char* name;
  double weight_lb;
  double kilograms_per_hour;  // at Mach 0.78 and FL370
  double clean_kt;            // stalls at a landing weight
  double landing_kt;
};

class JetPerformance : public testing::TestWithParam<Jet> {};

TEST_P(JetPerformance, CruisesAtMach078InFlightLevel370) {
  Airborne model(GetParam().name, 37000, 252, GetParam().weight_lb);
  fly(*model, 300, [&] {
    level_wings(*model);
    hold_altitude(*model, 37000, 5);
    hold_speed_by_throttle(*model, shown_speed_at_mach(*model, 0.78));
  });
  EXPECT_NEAR(model->mach(), 0.78, 0.003);
  EXPECT_NEAR(model->true_speed() / kKnot, 447, 5);
  EXPECT_NEAR(model->indicated_speed() / kKnot, 252, 4);
  EXPECT_NEAR(model->state().position.altitude_ft, 37000, 20);
  EXPECT_LT(model->state().engines[0].throttle, 99.5) << "with thrust to spare";
  EXPECT_NEAR(flow_gph(*model) * 6.7 * kKilogramsPerPound, GetParam().kilograms_per_hour,
              0.1 * GetParam().kilograms_per_hour);
}

TEST_P(JetPerformance, ClimbsAndHasItsCeiling) {
  Airborne low(GetParam().name, 1000, 250, GetParam().weight_lb);
  EXPECT_NEAR(climb_fpm(*low, 250), 4300, 1000);
  Airborne middle(GetParam().name, 25000, 290, GetParam().weight_lb);
  EXPECT_NEAR(climb_fpm(*middle, 290), 1800, 500);
  Airborne high(GetParam().name, 41500, 225, GetParam().weight_lb);
  EXPECT_LT(climb_fpm(*high, 225), 100);
}

TEST_P(JetPerformance, StallsWhereItsHandbookSays) {
  Airborne model(GetParam().name, 2000, 200, GetParam().weight_lb);
  EXPECT_NEAR(stall_kt(*model, 0), GetParam().clean_kt, 0.1 * GetParam().clean_kt);
  EXPECT_NEAR(stall_kt(*model, model->type().landing_notch), GetParam().landing_kt, 0.1 * GetParam().landing_kt);
}

TEST_P(JetPerformance, TheFasterTheMoreDragBeyondTheCriticalMachNumber) {
  Airborne model(GetParam().name, 37000, 240, GetParam().weight_lb);
  const double lift = model->state().motion.lift;
  const auto coefficient = [&](double mach) {
    model->edit().motion.speed = mach * model->air().sound;
    return model->drag(lift) / (model->true_speed() * model->true_speed());
  };
  EXPECT_NEAR(coefficient(0.6), coefficient(0.65), 1e-9);
  EXPECT_GT(coefficient(0.84), 1.1 * coefficient(0.65));
}

INSTANTIATE_TEST_SUITE_P(Types, JetPerformance,
                         testing::Values(Jet{"A320", 141000, 2450, 147, 107}, Jet{"B738", 141000, 2500, 149, 112}),
                         [](const auto& param) { return std::string(param.param.name); });

TEST(Performance, Ask21GlidesAsFarAsItsKind) {
  Airborne model("ASK21", 6000, 49, 1040);
  const auto settle = [&](double knots) {
    fly(*model, 30, [&] {
      level_wings(*model);
      hold_speed_by_pitch(*model, knots * kKnot);
    });
  };
  settle(49);
  EXPECT_NEAR(model->true_speed() / -model->vertical_speed(), 34, 3) << "best glide at 90 km/h";
  settle(39);
  EXPECT_NEAR(-model->vertical_speed(), 0.65, 0.12) << "least sink";
  EXPECT_NEAR(stall_kt(*model, 0), 35, 3);
  model->fly_controls().spoilers = 1;
  settle(52);
  EXPECT_LT(model->true_speed() / -model->vertical_speed(), 9) << "airbrakes";
}

TEST(Performance, FuelLeavesTheTanksInTheirOrder) {
  Airborne model("A320", 10000, 250, 141000);
  model->fill_tanks(4200);
  model->edit().fuel.unlimited = 0;
  const auto tank = [&](Tank which) { return model->state().fuel.gal[static_cast<std::size_t>(which)]; };
  EXPECT_EQ(tank(Tank::left_main), 2062);
  EXPECT_EQ(tank(Tank::center), 76);
  fly(*model, 600, [&] {
    level_wings(*model);
    hold_altitude(*model, 10000, 5);
    hold_speed_by_throttle(*model, 250 * kKnot);
  });
  EXPECT_EQ(tank(Tank::center), 0);
  EXPECT_LT(tank(Tank::left_main), 2062);
  EXPECT_EQ(tank(Tank::left_main), tank(Tank::right_main));
}

// The variables are those of the type.
TEST(Performance, VariablesFollowTheType) {
  const auto flying = [](const char* name) {
    return test::BenchAircraft(test::flight_text("name: v\naircraft: " + std::string(name) +
                                                 "\nstart: {latitude_deg: 47, longitude_deg: 8, heading_deg: 0, "
                                                 "altitude_ft: 9000}\nphases: [{phase: cruise}]\n"));
  };
  test::BenchAircraft jet = flying("A320");
  jet.run(1);
  EXPECT_EQ(jet.get("NUMBER OF ENGINES"), 2);
  EXPECT_EQ(jet.get("ENGINE TYPE"), 1);
  EXPECT_EQ(jet.get("IS GEAR RETRACTABLE"), 1);
  EXPECT_GT(jet.get("TURB ENG N1:2"), 30);
  EXPECT_EQ(jet.get("TURB ENG N1:2"), jet.get("TURB ENG N1:1"));
  EXPECT_GT(jet.get("ENG N1 RPM:2"), 1000);
  EXPECT_GT(jet.get("TURB ENG JET THRUST:2"), 1000);
  EXPECT_EQ(jet.get("PROP THRUST:1"), 0);
  EXPECT_EQ(jet.get("GENERAL ENG COMBUSTION:2"), 1);
  EXPECT_EQ(jet.get("GENERAL ENG COMBUSTION:3"), 0);
  EXPECT_EQ(jet.simulation().text(jet.ref("TITLE")), "Airbus A320 Neo Asobo");
  EXPECT_EQ(jet.get("FLAPS NUM HANDLE POSITIONS"), 4);
  EXPECT_EQ(jet.get("FUEL TANK CENTER CAPACITY"), 2179);
  jet.trigger("TOGGLE_ENGINE2_FAILURE");
  jet.run(1);
  EXPECT_EQ(jet.get("GENERAL ENG COMBUSTION:2"), 0);
  EXPECT_EQ(jet.get("TURB ENG JET THRUST:2"), 0);
  EXPECT_EQ(jet.get("GENERAL ENG COMBUSTION:1"), 1);

  test::BenchAircraft twin = flying("DA62");
  twin.run(1);
  EXPECT_EQ(twin.get("NUMBER OF ENGINES"), 2);
  EXPECT_EQ(twin.get("ENGINE TYPE"), 0);
  EXPECT_GT(twin.get("PROP THRUST:2"), 100);
  EXPECT_EQ(twin.get("TURB ENG N1:1"), 0);

  test::BenchAircraft glider = flying("ASK21");
  glider.run(1);
  EXPECT_EQ(glider.get("NUMBER OF ENGINES"), 0);
  EXPECT_EQ(glider.get("ENGINE TYPE"), 2);
  EXPECT_EQ(glider.get("FLAPS HANDLE PERCENT"), 0);
  EXPECT_EQ(glider.get("FUEL TOTAL CAPACITY"), 0);
  glider.trigger("ENGINE_AUTO_START");
  glider.run(5);
  EXPECT_EQ(glider.get("GENERAL ENG COMBUSTION"), 0);
}

TEST(Performance, KeyEventsReachAllEngines) {
  test::BenchAircraft twin(
      test::flight_text("name: t\naircraft: DA62\nstart: {latitude_deg: 47, longitude_deg: 8, "
                        "heading_deg: 0}\nphases: [{phase: parked}]\n"));
  twin.trigger("THROTTLE_SET", 16383);
  EXPECT_EQ(twin.get("GENERAL ENG THROTTLE LEVER POSITION:2"), 100);
  twin.trigger("THROTTLE1_SET", 0);
  EXPECT_EQ(twin.get("GENERAL ENG THROTTLE LEVER POSITION:1"), 0);
  EXPECT_EQ(twin.get("GENERAL ENG THROTTLE LEVER POSITION:2"), 100);
}

}  // namespace
}  // namespace checkride::emulator
