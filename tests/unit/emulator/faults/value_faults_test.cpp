// Goal: a value fault is what a client reads, and nothing else. Method: sessions over a fake simulator whose altitude
// is a number that the test sets; what a client that asks every frame is told.
#include <cmath>

#include "checkride/test/property.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Period;
using protocol::RequestFlags;
using testing::ElementsAre;
using world::Duration;

struct Readings {
  explicit Readings(RequestFlags flags = RequestFlags::none) {
    altitude() = 1000;
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
    cockpit.send(client, request_data(7, 1, Period::visual_frame, flags));
    cockpit.run_frame(2);
    (void)cockpit.take(client);
  }
  double& altitude() { return cockpit.simulator.value("PLANE ALTITUDE"); }
  FaultId add(Fault fault) {
    fault.set("variables", std::vector<std::string>{"PLANE ALTITUDE"});
    return cockpit.faults.add(std::move(fault), cockpit.now).value();
  }
  // What is read in the next frames; the altitude climbs by `climb` before each.
  std::vector<double> read(int frames, double climb = 0) {
    std::vector<double> result;
    for (int i = 0; i < frames; ++i) {
      altitude() += climb;
      cockpit.run_frame();
      const Heard heard = cockpit.take(client);
      for (const auto& data : heard.all<protocol::RecvSimObjectData>()) result.push_back(double_at(data.data));
    }
    return result;
  }

  Cockpit cockpit;
  ClientId client = cockpit.open(protocol::Protocol::msfs2024, "victim");
};

TEST(ValueFaults, OffReadsAsNothingAndTheSimulationIsAsItWas) {
  Readings readings;
  const FaultId fault = readings.add(Fault(FaultKind::value_off));
  EXPECT_THAT(readings.read(2), ElementsAre(0, 0));
  EXPECT_EQ(readings.altitude(), 1000);
  ASSERT_TRUE(readings.cockpit.faults.remove(fault, readings.cockpit.now));
  EXPECT_THAT(readings.read(1), ElementsAre(1000));
}

TEST(ValueFaults, AnotherClientReadsTheTruth) {
  Readings readings;
  const ClientId other = readings.cockpit.open(protocol::Protocol::msfs2024, "bystander");
  readings.cockpit.send(other, add_datum(1, "PLANE ALTITUDE", "feet"));
  Fault fault(FaultKind::value_off);
  fault.set("client", std::string("victim"));
  readings.add(fault);
  readings.cockpit.send(other, request_data(1, 1));
  readings.cockpit.run_frame();
  const Heard heard = readings.cockpit.take(other);
  EXPECT_EQ(double_at(heard.all<protocol::RecvSimObjectData>().at(0).data), 1000);
}

TEST(ValueFaults, ByTypeSeesItToo) {
  Readings readings;
  readings.add(Fault(FaultKind::value_off));
  protocol::RequestDataOnSimObjectType ask;
  ask.request_id = protocol::RequestId{8};
  ask.define_id = protocol::DefinitionId{1};
  ask.sim_object_type = protocol::SimObjectType::user;
  readings.cockpit.send(readings.client, ask);
  readings.cockpit.run_frame();
  const Heard heard = readings.cockpit.take(readings.client);
  EXPECT_EQ(double_at(heard.all<protocol::RecvSimObjectDataByType>().at(0).data), 0);
}

TEST(ValueFaults, StuckKeepsItsFirstReading) {
  Readings readings;
  readings.add(Fault(FaultKind::value_stuck));
  EXPECT_THAT(readings.read(3, 10), ElementsAre(1010, 1010, 1010));
}

TEST(ValueFaults, StuckIsSilenceForWhoAskedForChanges) {
  Readings readings(RequestFlags::changed);
  readings.add(Fault(FaultKind::value_stuck));
  EXPECT_EQ(readings.read(5, 10).size(), 1u) << "the first reading of the fault is a change";
}

TEST(ValueFaults, WrongHasABiasAndAScale) {
  Readings readings;
  readings.add(Fault(FaultKind::value_wrong).set("bias", 5.0).set("scale", 2.0));
  EXPECT_THAT(readings.read(1), ElementsAre(2005));
}

TEST(ValueFaults, SlowFollowsAtItsRate) {
  Readings readings;
  readings.add(Fault(FaultKind::value_slow).set("rate", 30.0));
  EXPECT_THAT(readings.read(1), ElementsAre(1000));
  readings.altitude() = 2000;
  const std::vector<double> read = readings.read(30);
  EXPECT_NEAR(read.front(), 1001, 1e-6);
  EXPECT_NEAR(read.back(), 1030, 1e-4);
}

TEST(ValueFaults, SlowIsALowPassFilter) {
  Readings readings;
  readings.add(Fault(FaultKind::value_slow).set("time_constant", Duration(1s)));
  (void)readings.read(1);
  readings.altitude() = 2000;
  const std::vector<double> read = readings.read(60);
  for (std::size_t i = 1; i < read.size(); ++i) EXPECT_GT(read[i], read[i - 1]);
  EXPECT_NEAR(read[29], 1000 + 1000 * (1 - std::exp(-1)), 15);
  EXPECT_LT(read.back(), 2000);
}

TEST(ValueFaults, DelayedIsTheValueOfThen) {
  Readings readings;
  readings.add(Fault(FaultKind::value_delayed).set("delay", Duration(1s)));
  const std::vector<double> read = readings.read(60, 10);
  EXPECT_EQ(read[0], 1010);
  EXPECT_EQ(read[29], 1010) << "there is nothing older than the first reading";
  EXPECT_EQ(read[59], 1000 + 10 * 30);
}

TEST(ValueFaults, NaNAndInfinityArriveAsSuch) {
  for (const std::string as : {"nan", "inf", "-inf"}) {
    Readings readings;
    readings.add(Fault(FaultKind::value_nan).set("as", as).set("every", std::int64_t{2}));
    const std::vector<double> read = readings.read(2);
    EXPECT_EQ(read.at(0), 1000);
    EXPECT_EQ(std::isnan(read.at(1)), as == "nan");
    EXPECT_EQ(std::isinf(read.at(1)), as != "nan");
    EXPECT_EQ(std::signbit(read.at(1)) && as != "nan", as == "-inf");
  }
}

TEST(ValueFaults, NaNAsAWholeNumberIsNoUndefinedBehaviour) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", protocol::DataType::int32));
  ASSERT_TRUE(cockpit.faults.add(
      Fault(FaultKind::value_nan).set("variables", std::vector<std::string>{"PLANE ALTITUDE"}), cockpit.now));
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  EXPECT_EQ(cockpit.take(client).all<protocol::RecvSimObjectData>().size(), 1u);
}

TEST(ValueFaults, IntermittentFailsSometimesAsItsSeedSays) {
  const auto run = [](std::int64_t seed) {
    Readings readings;
    readings.add(Fault(FaultKind::value_intermittent).set("share", 0.5).set("seed", seed));
    return readings.read(40);
  };
  const std::vector<double> read = run(7);
  EXPECT_THAT(read, testing::Each(testing::AnyOf(0, 1000)));
  EXPECT_THAT(read, testing::AllOf(testing::Contains(0), testing::Contains(1000)));
  EXPECT_EQ(run(7), read);
  EXPECT_NE(run(8), read);
}

RC_GTEST_PROP(ValueFaults, GarbageIsWithinItsBoundsAndATapeRepeatsIt, ()) {
  const double low = *rc::gen::inRange(-1000, 1000);
  const double high = low + *rc::gen::inRange(0, 1000);
  const auto fault = Fault(FaultKind::value_garbage)
                         .set("low", low)
                         .set("high", high)
                         .set("seed", std::int64_t{*rc::gen::inRange(0, 100)})
                         .set("probability", 0.5);
  Readings first;
  const world::Instant start = first.cockpit.now;
  first.cockpit.faults.start_tape(start);
  first.add(fault);
  const std::vector<double> read = first.read(20);
  for (const double value : read) RC_ASSERT(value == 1000 || (value >= low && value <= high));
  Readings second;
  second.cockpit.faults.start_tape(start);
  second.cockpit.faults.play(first.cockpit.faults.tape());
  RC_ASSERT(second.read(20) == read);
}

TEST(ValueFaults, ATextCanBeOffStuckOrNoise) {
  const auto text_under = [](FaultKind kind) {
    Cockpit cockpit;
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "ATC ID", "", protocol::DataType::string32));
    EXPECT_TRUE(cockpit.faults.add(Fault(kind).set("variables", std::vector<std::string>{"ATC ID"}), cockpit.now));
    cockpit.send(client, request_data(1, 1));
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    const auto data = heard.all<protocol::RecvSimObjectData>().at(0).data;
    const auto* letters = reinterpret_cast<const char*>(data.data());
    return std::string(letters, std::find(letters, letters + data.size(), '\0'));
  };
  EXPECT_EQ(text_under(FaultKind::value_off), "");
  EXPECT_EQ(text_under(FaultKind::value_stuck), "N172SP");
  EXPECT_EQ(text_under(FaultKind::value_garbage).size(), 6u);
  EXPECT_NE(text_under(FaultKind::value_garbage), "N172SP");
  EXPECT_EQ(text_under(FaultKind::value_wrong), "N172SP");
}

}  // namespace
}  // namespace checkride::emulator
