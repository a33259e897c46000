// Goal: faults of the simulator are what a client sees of a simulator in that state. Method: sessions over the real
// simulation in flight; a client with requests and subscriptions.
#include "faults/simulator_faults.hpp"

#include <cmath>

#include "server/simulation_adapter.hpp"
#include "session/session_fixture.hpp"
#include "sim/bench_aircraft.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Period;
using world::Duration;
using world::Instant;

constexpr Instant kStart{1s};

// A flight in the air, and one client.
class SimulatorFaultsTest : public testing::Test {
 protected:
  explicit SimulatorFaultsTest(std::string_view profile_name = "msfs2024") : profile(*find_profile(profile_name)) {
    client = sessions.connect("10.0.0.2:4000", kStart);
    protocol::Open open;
    open.application_name = "watcher";
    send(open);
    send(add_datum(1, "PLANE LATITUDE", "degrees"));
    send(add_datum(1, "PLANE LONGITUDE", "degrees"));
    send(add_datum(1, "PLANE ALTITUDE", "feet"));
    send(add_datum(1, "ABSOLUTE TIME", "seconds"));
    send(add_datum(1, "GENERAL ENG RPM:1", "rpm"));
    for (const auto& [id, name] : std::map<std::uint32_t, const char*>{
             {1, "Pause_EX1"}, {2, "Sim"}, {3, "FlightLoaded"}, {4, "Paused"}, {5, "Unpaused"}}) {
      send(subscribe(id, name));
    }
    run(100ms);
    sent.clear();
  }

  template <class M>
  void send(const M& message) {
    std::vector<std::byte> bytes;
    protocol::encode(message, version, protocol::SendId{++send_id}, bytes);
    sessions.receive(client, bytes);
  }
  void add(Fault fault) { ASSERT_TRUE(faults.add(std::move(fault), now)); }
  // Every frame that somebody is due on.
  void run(Duration time) {
    const Instant end = now + time;
    for (auto due = sessions.next_wake(now); due && *due <= end; due = sessions.next_wake(now)) {
      now = *due;
      ++frames;
      for (Output& output : sessions.run_frame(now)) {
        sent.insert(sent.end(), output.bytes.begin(), output.bytes.end());
      }
    }
    now = end;
  }
  template <class M>
  std::vector<M> heard() {
    std::vector<M> result;
    for (std::span<const std::byte> rest = sent; !rest.empty();) {
      const auto message = first_message(rest);
      const auto decoded = protocol::decode_server(message);
      if (decoded.has_value()) {
        if (const auto* one = std::get_if<M>(&decoded->message)) result.push_back(*one);
      }
      rest = rest.subspan(message.size());
    }
    return result;
  }
  // Values of the definition, read once.
  std::vector<double> values() {
    sent.clear();
    send(request_data(9, 1));
    run(100ms);
    const auto data = heard<protocol::RecvSimObjectData>();
    std::vector<double> result;
    if (data.empty()) return result;
    for (std::size_t i = 0; i < 5; ++i) result.push_back(double_at(data[0].data, 8 * i));
    return result;
  }
  // Event ids and data, in their order.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> events() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> result;
    for (const auto& event : heard<protocol::RecvEvent>()) result.emplace_back(event.client_event_id.value, event.data);
    return result;
  }

  Profile profile;
  protocol::Protocol version = protocol::Protocol::fsx_sp1;
  Simulation simulation{{.start = kStart, .flight = flight_file("coastal_pass")}};
  SimulationAdapter adapter{simulation, profile};
  FaultBoard faults;
  Sessions sessions{adapter, faults, profile};
  ClientId client = 0;
  std::uint32_t send_id = 0;
  Instant now = kStart;
  std::vector<std::byte> sent;
  int frames = 0;
};

class FsxFaultsTest : public SimulatorFaultsTest {
 protected:
  FsxFaultsTest() : SimulatorFaultsTest("fsx_sp2") {}
};

using Events = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

TEST_F(SimulatorFaultsTest, PauseComesAndGoesWithItsEvents) {
  add(Fault(FaultKind::pause).set("after", Duration(1s)).set("duration", Duration(2s)));
  run(1500ms);
  EXPECT_TRUE(simulation.paused());
  EXPECT_EQ(events(), (Events{{1, 1}, {4, 0}}));
  sent.clear();
  run(2s);
  EXPECT_FALSE(simulation.paused());
  EXPECT_EQ(events(), (Events{{1, 0}, {5, 0}}));
}

TEST_F(SimulatorFaultsTest, ActivePauseHoldsTheAircraftAndNothingElse) {
  add(Fault(FaultKind::active_pause).set("duration", Duration(30s)));
  run(100ms);
  EXPECT_EQ(events(), (Events{{1, 4}}));
  const auto before = values();
  run(10s);
  const auto after = values();
  EXPECT_EQ(before[0], after[0]);
  EXPECT_EQ(before[2], after[2]);
  EXPECT_NEAR(after[3] - before[3], 10.1, 0.2) << "the clock goes on";
  run(21s);
  const auto free = values();
  EXPECT_NE(free[0], after[0]);
}

TEST_F(SimulatorFaultsTest, TheMenuHasAJunkPositionAndNoFlight) {
  const auto flying = values();
  sent.clear();
  add(Fault(FaultKind::menu).set("duration", Duration(5s)));
  run(100ms);
  EXPECT_EQ(events(), (Events{{2, 0}}));
  ASSERT_EQ(heard<protocol::RecvEventFilename>().size(), 1u);
  EXPECT_EQ(heard<protocol::RecvEventFilename>()[0].file_name, "flights\\other\\MainMenu.FLT");
  const auto menu = values();
  EXPECT_EQ(menu[0], 0);
  EXPECT_NEAR(menu[1], 90, 1e-9);
  EXPECT_EQ(menu[2], 0);
  sent.clear();
  run(5s);
  EXPECT_EQ(events(), (Events{{2, 1}}));
  const auto again = values();
  EXPECT_NEAR(again[0], flying[0], 0.01);
  EXPECT_NEAR(again[2], flying[2], 100);
}

TEST_F(FsxFaultsTest, TheMenuOfTheOldOnesHasNoAircraft) {
  EXPECT_EQ(values().size(), 5u);
  add(Fault(FaultKind::menu));
  run(100ms);
  EXPECT_EQ(values().size(), 0u);
  EXPECT_EQ(heard<protocol::RecvException>().size(), 1u);
}

TEST_F(SimulatorFaultsTest, AMenuThatComesWhileAFlightLoadsEndsInTheFlight) {
  simulation.start_flight(flight_file("coastal_pass"), {}, 150);
  run(100ms);
  ASSERT_EQ(simulation.stage(), Stage::loading);
  add(Fault(FaultKind::menu).set("duration", Duration(1s)));
  run(500ms);
  ASSERT_EQ(simulation.stage(), Stage::menu);
  run(6s);
  EXPECT_EQ(simulation.stage(), Stage::flight);
}

TEST_F(SimulatorFaultsTest, TheRateChangesAndTheFormerReturns) {
  add(Fault(FaultKind::sim_rate).set("rate", 4.0).set("duration", Duration(2s)));
  run(1s);
  EXPECT_EQ(simulation.rate(), 4);
  run(2s);
  EXPECT_EQ(simulation.rate(), 1);
}

TEST_F(SimulatorFaultsTest, ATeleportIsAtOnceAndOnce) {
  add(Fault(FaultKind::teleport).set("latitude_deg", 10.0).set("longitude_deg", 20.0).set("altitude_ft", 5000.0));
  run(100ms);
  const auto there = values();
  EXPECT_NEAR(there[0], 10, 0.01);
  EXPECT_NEAR(there[1], 20, 0.01);
  EXPECT_NEAR(there[2], 5000, 50);
  EXPECT_TRUE(faults.list(now).empty());
}

TEST_F(SimulatorFaultsTest, AReloadStartsTheFlightAgain) {
  run(60s);
  const auto far = values();
  sent.clear();
  add(Fault(FaultKind::flight_reload));
  run(3s);
  EXPECT_EQ(heard<protocol::RecvEventFilename>().size(), 1u);
  EXPECT_EQ(events(), (Events{{2, 0}, {2, 1}}));
  EXPECT_LT(simulation.simulation_seconds(), 5);
  EXPECT_NE(values()[0], far[0]);
}

TEST_F(SimulatorFaultsTest, TheClockJumps) {
  const double before = values()[3];
  add(Fault(FaultKind::clock_jump).set("seconds", -3600.0));
  run(100ms);
  EXPECT_NEAR(values()[3], before - 3600, 1);
}

TEST_F(SimulatorFaultsTest, TheClockStaysWithinTheCalendar) {
  for (int i = 0; i < 10; ++i) {
    add(Fault(FaultKind::clock_jump).set("seconds", -1e10));
    run(100ms);
  }
  EXPECT_GE(values()[3], 365.0 * 86400);
  for (int i = 0; i < 60; ++i) {
    add(Fault(FaultKind::clock_jump).set("seconds", 1e10));
    run(100ms);
  }
  EXPECT_LE(values()[3], 9000 * 366.0 * 86400);
}

TEST_F(SimulatorFaultsTest, FrozenFramesAreSilenceAndThenEverything) {
  send(request_data(7, 1, Period::second));
  run(2s);
  sent.clear();
  add(Fault(FaultKind::frozen_frames).set("duration", Duration(5s)));
  run(4500ms);
  EXPECT_LE(heard<protocol::RecvSimObjectData>().size(), 1u);
  sent.clear();
  run(1s);
  EXPECT_GE(heard<protocol::RecvSimObjectData>().size(), 1u);
}

TEST_F(SimulatorFaultsTest, AFrameRateIsThatOfTheFramesDrawn) {
  send(request_data(7, 1, Period::visual_frame));
  run(1s);
  frames = 0;
  add(Fault(FaultKind::frame_rate).set("frames_per_second", 5.0).set("duration", Duration(4s)));
  run(4s);
  EXPECT_NEAR(frames, 20, 2);
  frames = 0;
  run(2s);
  EXPECT_NEAR(frames, 60, 2);
}

// ---- two at once, and what was before

TEST_F(SimulatorFaultsTest, OfTwoRatesTheLaterCountsAndTheFirstReturnsInTheEnd) {
  add(Fault(FaultKind::sim_rate).set("rate", 4.0).set("duration", Duration(2s)));
  add(Fault(FaultKind::sim_rate).set("rate", 8.0).set("after", Duration(1s)).set("duration", Duration(3s)));
  run(500ms);
  EXPECT_EQ(simulation.rate(), 4);
  run(1s);
  EXPECT_EQ(simulation.rate(), 8);
  run(1s);
  EXPECT_EQ(simulation.rate(), 8) << "the first is over, the second is not";
  run(2s);
  EXPECT_EQ(simulation.rate(), 1);
}

TEST_F(SimulatorFaultsTest, TwoPausesAreOneThatLastsAsLongAsBoth) {
  add(Fault(FaultKind::pause).set("duration", Duration(2s)));
  add(Fault(FaultKind::pause).set("after", Duration(1s)).set("duration", Duration(3s)));
  run(3s);
  EXPECT_TRUE(simulation.paused());
  run(2s);
  EXPECT_FALSE(simulation.paused());
}

TEST_F(SimulatorFaultsTest, WhoWasPausedBeforeStaysSo) {
  ASSERT_TRUE(simulation.trigger("PAUSE_ON", {}));
  add(Fault(FaultKind::pause).set("duration", Duration(1s)));
  run(2s);
  EXPECT_TRUE(simulation.paused());
}

TEST_F(SimulatorFaultsTest, APauseThatEndsLeavesTheActivePauseOn) {
  add(Fault(FaultKind::active_pause));
  add(Fault(FaultKind::pause).set("after", Duration(1s)).set("duration", Duration(1s)));
  run(3s);
  EXPECT_EQ(simulation.event_value("Pause_EX1"), 4u);
  EXPECT_THAT(events(), testing::IsSupersetOf(Events{{1, 4}, {1, 5}, {4, 0}, {5, 0}}));
  EXPECT_EQ(events().back(), (std::pair<std::uint32_t, std::uint32_t>(1, 4)));
}

TEST_F(SimulatorFaultsTest, AFreezeThatIsRemovedIsOver) {
  send(request_data(7, 1, Period::visual_frame));
  run(1s);
  add(Fault(FaultKind::frozen_frames).set("duration", Duration(5min)));
  run(2s);
  sent.clear();
  run(2s);
  EXPECT_TRUE(sent.empty());
  ASSERT_TRUE(faults.remove(1, now));
  run(1s);
  EXPECT_GE(heard<protocol::RecvSimObjectData>().size(), 29u);
}

TEST_F(SimulatorFaultsTest, AResetUndoesNothingOnceMore) {
  simulation.set_rate(2);
  add(Fault(FaultKind::sim_rate).set("rate", 8.0));
  run(1s);
  ASSERT_EQ(simulation.rate(), 8);
  simulation.restart();
  faults.reset(now);
  run(1s);
  EXPECT_EQ(simulation.rate(), 1) << "that of the start, not that before the fault";
}

TEST_F(SimulatorFaultsTest, ATapeRepeatsThemAll) {
  send(request_data(7, 1, Period::visual_frame));
  run(1s);
  const auto play = [this](const FaultTape* tape) {
    std::vector<std::byte> bytes;
    Simulation world{{.start = kStart, .flight = flight_file("coastal_pass")}};
    SimulationAdapter over{world, profile};
    FaultBoard board;
    Sessions all{over, board, profile};
    board.start_tape(kStart);
    const ClientId id = all.connect("10.0.0.2:4000", kStart);
    std::uint32_t number = 0;
    const auto say = [&](const auto& message) {
      std::vector<std::byte> encoded;
      protocol::encode(message, version, protocol::SendId{++number}, encoded);
      all.receive(id, encoded);
    };
    say(protocol::Open());
    say(add_datum(1, "PLANE LATITUDE", "degrees"));
    say(request_data(7, 1, Period::visual_frame));
    if (tape != nullptr) {
      board.play(*tape);
    } else {
      EXPECT_TRUE(board.add(Fault(FaultKind::pause).set("after", Duration(1s)).set("duration", Duration(1s)), kStart));
      EXPECT_TRUE(board.add(Fault(FaultKind::frame_rate).set("frames_per_second", 7.0), kStart + 100ms));
      EXPECT_TRUE(board.add(Fault(FaultKind::menu).set("after", Duration(3s)), kStart + 200ms));
    }
    for (Instant at = kStart; at < kStart + 6s;) {
      const auto due = all.next_wake(at);
      if (!due || *due > kStart + 6s) break;
      at = *due;
      for (Output& output : all.run_frame(at)) bytes.insert(bytes.end(), output.bytes.begin(), output.bytes.end());
    }
    return std::pair(bytes, board.tape());
  };
  const auto [bytes, tape] = play(nullptr);
  EXPECT_FALSE(bytes.empty());
  EXPECT_TRUE(play(&tape).first == bytes);
}

}  // namespace
}  // namespace checkride::emulator
