// Goal: flights, plans and DialogMode as semantics 17, 9.4, 12 and 3.7 say, and the silence of 2.3. Method: one client
// acts, another is subscribed to what follows.
#include "desks/flights_desk.hpp"

#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

constexpr world::Duration kFlightSaveTime = std::chrono::milliseconds(Choices().flight_save_ms);
constexpr world::Duration kFlightLoadTime = std::chrono::milliseconds(Choices().flight_load_ms);
using namespace std::chrono_literals;
using protocol::Exception;
using CodeAndIndex = std::pair<std::uint32_t, std::uint32_t>;

constexpr CodeAndIndex kNothing{0, 0};
constexpr CodeAndIndex kWrongType{20, 1};

template <class M>
M with_file(std::string_view file) {
  M message;
  message.file_name = file;
  return message;
}
const auto load = with_file<protocol::FlightLoad>;
const auto save = with_file<protocol::FlightSave>;
const auto load_plan = with_file<protocol::FlightPlanLoad>;

protocol::RequestSystemState ask_state(std::string_view name) {
  protocol::RequestSystemState message;
  message.state_name = name;
  return message;
}

protocol::SetSystemState set_state(std::string_view name, std::uint32_t integer) {
  protocol::SetSystemState message;
  message.state_name = name;
  message.integer = integer;
  return message;
}

struct Flights : testing::Test {
  explicit Flights(std::string_view profile = "fsx_sp2", protocol::Protocol version = protocol::Protocol::fsx_sp2)
      : cockpit(profile), pilot(cockpit.open(version)), watcher(cockpit.open(version)) {
    cockpit.send(watcher, subscribe(1, "FlightLoaded"));
    cockpit.send(watcher, subscribe(2, "FlightSaved"));
    cockpit.send(watcher, subscribe(3, "FlightPlanActivated"));
    cockpit.run_frame();
  }
  // What the watcher was told of files: "1 path", by the id of the subscription.
  std::vector<std::string> heard() {
    std::vector<std::string> result;
    const Heard told = cockpit.take(watcher);
    for (const auto& event : told.all<protocol::RecvEventFilename>()) {
      result.push_back(std::to_string(event.client_event_id.value) + " " + std::string(event.file_name));
      EXPECT_EQ(event.group_id, protocol::kUnknownGroup);
      EXPECT_EQ(event.data, 0u);
    }
    return result;
  }
  protocol::RecvSystemState state(std::string_view name) {
    cockpit.send(watcher, ask_state(name));
    cockpit.run_frame();
    last = cockpit.take(watcher);
    const auto answers = last.all<protocol::RecvSystemState>();
    EXPECT_EQ(answers.size(), 1u);
    return answers.empty() ? protocol::RecvSystemState() : answers.front();
  }
  // The exception of a message that may take the simulator for a while.
  template <class M>
  CodeAndIndex exception_of(const M& message) {
    cockpit.send(pilot, message);
    cockpit.run_frame(2);
    const auto told = cockpit.take(pilot).all<protocol::RecvException>();
    if (told.empty()) return kNothing;
    return {static_cast<std::uint32_t>(told.front().exception), told.front().index};
  }

  Cockpit cockpit;
  ClientId pilot;
  ClientId watcher;
  Heard last;  // keeps alive what state() gives
};

TEST_F(Flights, LoadingIsTold) {
  EXPECT_EQ(exception_of(load("known.FLT")), kNothing);
  EXPECT_EQ(heard(), (std::vector<std::string>{"1 known.FLT"}));
  EXPECT_EQ(exception_of(load("KNOWN")), kNothing) << "with or without .FLT";
  EXPECT_EQ(heard(), (std::vector<std::string>{"1 KNOWN.FLT"}));
  EXPECT_EQ(state("FlightLoaded").string_value, "KNOWN.FLT");
}

TEST_F(Flights, WhatWasSavedCanBeLoaded) {
  EXPECT_EQ(exception_of(load("mine")), CodeAndIndex(1, 1));
  EXPECT_EQ(heard(), (std::vector<std::string>{}));
  EXPECT_EQ(exception_of(save("mine")), kNothing);
  EXPECT_EQ(exception_of(load("mine")), kNothing);
  EXPECT_EQ(heard(), (std::vector<std::string>{"2 mine.FLT", "1 mine.FLT"}));
  EXPECT_EQ(state("FlightLoaded").string_value, "mine.FLT");
}

TEST_F(Flights, OtherTypesAreRefused) {
  for (const std::string_view file : {"a.pln", "a.flt.txt", "", ".flt", "folder\\", "folder/.flt"}) {
    EXPECT_EQ(exception_of(load(file)), kWrongType) << file;
    EXPECT_EQ(exception_of(save(file)), kWrongType) << file;
  }
  EXPECT_EQ(exception_of(load_plan("known.flt")), kWrongType);
  EXPECT_EQ(heard(), (std::vector<std::string>{}));
}

TEST_F(Flights, ASimulatorThatCannotSaveSaysSo) {
  EXPECT_EQ(exception_of(save("one")), kNothing);
  EXPECT_EQ(exception_of(save("two")), CodeAndIndex(1, 1));
  EXPECT_EQ(heard(), (std::vector<std::string>{"2 one.FLT"}));
}

TEST_F(Flights, FlagsOfSavingAreIgnored) {
  auto message = save("mine");
  message.flags = 0xFFFFFFFF;  // what third-party libraries write
  EXPECT_EQ(exception_of(message), kNothing);
  EXPECT_EQ(heard().size(), 1u);
}

TEST_F(Flights, APlanIsActivated) {
  EXPECT_EQ(state("FlightPlan").string_value, "");
  EXPECT_EQ(exception_of(load_plan("missing")), CodeAndIndex(23, 1));
  EXPECT_EQ(heard(), (std::vector<std::string>{}));
  EXPECT_EQ(exception_of(load_plan("known")), kNothing);
  EXPECT_EQ(heard(), (std::vector<std::string>{"3 known.PLN"}));
  EXPECT_EQ(state("FlightPlan").string_value, "known.PLN");
}

TEST_F(Flights, DialogModeIsTheOnlyStateThatIsSet) {
  EXPECT_EQ(exception_of(set_state("dialogmode", 1)), kNothing);
  EXPECT_EQ(state("DialogMode").integer, 1u);
  EXPECT_EQ(exception_of(set_state("Sim", 0)), kNothing);
  EXPECT_EQ(state("Sim").integer, 1u);
  EXPECT_EQ(exception_of(set_state("DialogMode", 0)), kNothing);
  EXPECT_EQ(state("DialogMode").integer, 0u);
  EXPECT_EQ(exception_of(set_state("Dialogs", 1)), CodeAndIndex(7, 1));
}

TEST_F(Flights, WhatAClientDidStaysWhenItGoes) {
  EXPECT_EQ(exception_of(save("mine")), kNothing);
  EXPECT_EQ(exception_of(load("mine")), kNothing);
  EXPECT_EQ(exception_of(set_state("DialogMode", 1)), kNothing);
  cockpit.sessions.disconnect(pilot);
  EXPECT_EQ(state("FlightLoaded").string_value, "mine.FLT");
  EXPECT_EQ(state("DialogMode").integer, 1u);
}

struct Flights2020 : Flights {
  Flights2020() : Flights("msfs2020", protocol::Protocol::msfs2020) {}
};
struct Flights2024 : Flights {
  Flights2024() : Flights("msfs2024", protocol::Protocol::msfs2024) {}
};

TEST_F(Flights2020, HasPlansButNoDialogMode) {
  EXPECT_EQ(exception_of(load_plan("known")), kNothing);
  EXPECT_EQ(heard(), (std::vector<std::string>{"3 known.PLN"}));
  EXPECT_EQ(exception_of(set_state("DialogMode", 1)), kNothing);
  EXPECT_EQ(state("DialogMode").integer, 0u);
  EXPECT_EQ(exception_of(load("missing")), CodeAndIndex(1, 1));
}

TEST_F(Flights2024, TakesPlansWithoutAWord) {
  EXPECT_EQ(exception_of(load_plan("known")), kNothing);
  EXPECT_EQ(exception_of(load_plan("missing")), kNothing);
  EXPECT_EQ(heard(), (std::vector<std::string>{}));
  EXPECT_EQ(state("FlightPlan").string_value, "");
  EXPECT_EQ(exception_of(load("known")), kNothing);
  EXPECT_EQ(heard(), (std::vector<std::string>{"1 known.FLT"}));
}

// ---- the silence

TEST_F(Flights, ASaveSilencesTheServerForEverybody) {
  cockpit.send(watcher, subscribe(4, "1sec"));
  cockpit.run_frame();
  (void)heard();
  cockpit.send(pilot, save("mine"));
  const world::Instant saved = cockpit.sessions.next_frame(cockpit.now);
  EXPECT_EQ(cockpit.run_when_due(saved), 1u);
  EXPECT_EQ(cockpit.outputs(watcher), 0u) << "it was not written yet";
  cockpit.send(watcher, ask_state("FlightLoaded"));  // its answer waits, too
  EXPECT_EQ(cockpit.run_when_due(saved + kFlightSaveTime - 1ns), 0u);
  EXPECT_EQ(cockpit.outputs(watcher), 0u);
  EXPECT_EQ(cockpit.sessions.next_wake(cockpit.now), saved + kFlightSaveTime);
  EXPECT_EQ(cockpit.run_when_due(saved + kFlightSaveTime), 1u);
  const Heard told = cockpit.take(watcher);
  EXPECT_EQ(told.all<protocol::RecvEventFilename>().size(), 1u);
  EXPECT_EQ(told.all<protocol::RecvSystemState>().size(), 1u);
  EXPECT_EQ(told.all<protocol::RecvEvent>().size(), 1u) << "a timer ticks once, however late";
}

TEST_F(Flights, FramesAskedForDuringTheSilenceAreNotRun) {
  cockpit.send(pilot, load("known"));
  cockpit.run_frame();
  cockpit.sessions.wake();
  const world::Instant loaded = cockpit.now;
  EXPECT_TRUE(cockpit.sessions.run_frame(loaded + 100ms).empty());
  EXPECT_EQ(cockpit.sessions.next_wake(loaded + 100ms), loaded + kFlightLoadTime);
  EXPECT_EQ(cockpit.sessions.next_frame(loaded), loaded + kFlightLoadTime);
  cockpit.run_frame();
  EXPECT_EQ(cockpit.now, loaded + kFlightLoadTime);
  EXPECT_EQ(heard().size(), 1u);
}

TEST_F(Flights, TwoSavesAreNoLongerThanTheLater) {
  cockpit.send(pilot, save("mine"));
  cockpit.send(pilot, load("mine"));
  cockpit.run_frame();
  const world::Instant saved = cockpit.now;
  cockpit.run_frame();
  EXPECT_EQ(cockpit.now, saved + kFlightSaveTime);
  EXPECT_EQ(heard(), (std::vector<std::string>{"2 mine.FLT", "1 mine.FLT"}));
}

TEST_F(Flights, AClientMayGoAndAnotherComeDuringTheSilence) {
  cockpit.send(pilot, save("mine"));
  cockpit.run_frame();
  cockpit.sessions.disconnect(pilot);
  const ClientId late = cockpit.connect();
  cockpit.set_version(late, protocol::Protocol::fsx_sp2);
  cockpit.send(late, protocol::Open());
  cockpit.run_frame();
  EXPECT_EQ(cockpit.take(late).all<protocol::RecvOpen>().size(), 1u);
  EXPECT_EQ(heard().size(), 1u);
}

TEST_F(Flights, QuittingDoesNotWaitForTheSilenceToEnd) {
  cockpit.send(pilot, save("mine"));
  cockpit.run_frame();
  for (Output& output : cockpit.sessions.quit()) cockpit.collect(std::move(output));
  const Heard told = cockpit.take(watcher);
  EXPECT_EQ(told.all<protocol::RecvEventFilename>().size(), 1u);
  EXPECT_EQ(told.all<protocol::RecvQuit>().size(), 1u);
}

}  // namespace
}  // namespace checkride::emulator
