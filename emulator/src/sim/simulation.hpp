// The simulated world behind the sessions: variables, one aircraft, key events, frames, pause, rate.
//
//   Simulation sim({.start = clock.now()});
//   const auto altitude = sim.resolve("PLANE ALTITUDE");
//   sim.advance_to(clock.now());
//   sim.number(*altitude);                       // feet, the unit of info(*altitude)
//   sim.trigger("PAUSE_ON", {});
//   for (const SystemEvent& event : sim.drain_events()) { ... }
//
// Pure: it knows no clock, no network and draws nothing. Time is what advance_to() is told. A run is a function of the
// options and of the writes and events with the frames at which they happened: how often anyone looks, or how far one
// call advances, never changes a value.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/time.hpp"
#include "sim/aircraft.hpp"
#include "sim/flight.hpp"
#include "sim/flight_files.hpp"
#include "sim/jetway.hpp"
#include "sim/placement.hpp"
#include "sim/run_state.hpp"
#include "sim/traffic.hpp"
#include "sim/variable.hpp"
#include "sim/weather.hpp"

namespace checkride::emulator {

// Answer to RequestSystemState.
struct SystemState {
  std::uint32_t integer = 0;
  std::string text;
};

struct SimulationOptions {
  world::Instant start{};                  // time of frame 0
  unsigned frame_rate = 30;                // frames per second, 1 to 1000
  double rate = 1;                         // SIMULATION RATE at the start, 1/64 to 1024
  std::optional<Flight> flight{};          // none: the cold C172 of the resting values, nobody on board
  std::vector<TrafficAircraft> traffic{};  // for those who fly AI objects
  bool menu = false;                       // starts in the main menu; the flight begins when somebody loads one
  // The flight plan of a path that a client names; absent: none lie anywhere.
  std::function<std::optional<Plan>(std::string_view path)> find_plan{};
  // These differ by simulator generation: how aircraft are called, what FlightLoaded says.
  Naming naming = Naming::msfs2024;
  std::string flight_file = "missions\\Asobo\\FreeFlights\\FreeFlight\\FreeFlight.FLT";
};

class Simulation {
 public:
  explicit Simulation(SimulationOptions options);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  // ---- names. Case is ignored; "A:" may stand before the name and ":index" behind it; no index is index 1.
  // "L:name" comes into being with its first use (at most kMaxLocals). Unknown names and malformed indices: none.
  std::optional<VarRef> resolve(std::string_view name);
  const VariableInfo& info(VarRef ref) const;
  // The catalogue's variable names nearest to a wrong one: `, did you mean "PLANE ALTITUDE"?` or empty.
  std::string suggest_variable(std::string_view name) const;
  std::string suggest_event(std::string_view name) const;

  // ---- values, in info(ref).units. A text variable's number is 0, a number's text is empty. An instance that the
  // aircraft lacks (engine 2 of a single) is 0.
  double number(VarRef ref) const;
  std::string text(VarRef ref) const;
  // As SetDataOnSimObject (semantics 7.2): overrides what the simulation computes; the simulation goes on from there.
  // Values out of the model's range are clamped to it. Errors: not settable; text for a number or the reverse; not
  // finite (L variables take anything). A held variable stays at its held value: the write is accepted and has no
  // effect.
  Result<> set_number(VarRef ref, double value);
  Result<> set_text(VarRef ref, std::string_view value);
  // INITIAL POSITION: a jump of everything at once.
  void place(const Placement& placement);

  // ---- holding, for tests (control API): the value is kept, whatever the simulation computes, until released; what
  // depends on it follows (an altitude held has no vertical speed, and the indicated altitude agrees). Any variable can
  // be held, settable or not. Errors: text for a number or the reverse; not finite.
  Result<> hold_number(VarRef ref, double value);
  Result<> hold_text(VarRef ref, std::string_view value);
  // The simulation goes on from the value held last. False: it was not held.
  bool release(VarRef ref);
  bool held(VarRef ref) const;
  std::vector<VarRef> held_variables() const;  // in order of resolution

  // ---- time. Frame n is at start + n / frame_rate. Advancing to an instant brings the state to the last frame at or
  // before it; going back does nothing.
  void advance_to(world::Instant now);
  std::uint64_t frame() const;
  // Frames that moved the simulation: it stands still while paused.
  std::uint64_t simulation_frame() const;
  world::Instant frame_time(std::uint64_t frame) const;
  // The last frame at or before `now` (0 before the start).
  std::uint64_t frame_at(world::Instant now) const;
  unsigned frame_rate() const;
  double rate() const;
  bool paused() const;
  // Simulated seconds flown since the start (or the last reset).
  double simulation_seconds() const;

  // ---- events
  // A key event by name (case ignored), as if it reached the simulator. Names of the catalogue without effect here are
  // known; a false answer means that no such event exists.
  bool trigger(std::string_view name, const std::array<std::uint32_t, 5>& data);
  // Whether trigger() would know the name.
  bool knows_event(std::string_view name) const;
  // Adds a system event to those that happened.
  void raise(std::string_view name, std::uint32_t data, std::string text);
  // What happened since the last call, oldest first; at most kMaxSystemEvents are kept, the oldest go first.
  std::vector<SystemEvent> drain_events();
  bool has_events() const;
  // The present value of an event that is told at once on subscription: Sim, Pause, Pause_EX1, Sound, View.
  std::optional<std::uint32_t> event_value(std::string_view name) const;
  // AircraftLoaded, DialogMode, FlightLoaded, FlightPlan, Sim; none for other names.
  std::optional<SystemState> system_state(std::string_view name) const;

  // The jetway that TOGGLE_JETWAY moves.
  const Jetway& jetway() const;

  // ---- flight files; flight_files.hpp says which exist. Paths have their extension.
  // Keeps the flight as it is now under this path, in the place of what was there, and raises FlightSaved. False:
  // kMaxSavedFlights are kept already, or there is no flight: the simulator is in its menu, or loading.
  bool save_flight(std::string_view file, FlightHeading heading = {});
  // Goes on from there, or from the start of the flight that the simulator started with, and raises what the start of
  // a flight brings (semantics 9.4), also from the menu. Resets go back to it. False: no such file. So many frames the
  // simulator is loading: nothing moves, the first half of them at the place of the menu (semantics 6.4, 30).
  bool load_flight(std::string_view file, std::uint64_t loading_frames = 0);
  // Makes the plan the active one and raises FlightPlanActivated. False: no such file, neither beside a flight nor
  // where SimulationOptions::find_plan looks.
  bool activate_plan(std::string_view file);
  std::span<const TrafficAircraft> traffic() const;
  std::uint64_t traffic_revision() const;
  // What SimulationOptions::find_plan finds.
  std::optional<Plan> find_plan(std::string_view file) const;
  // What the state DialogMode says; it changes nothing else, for there are no dialogs here.
  void set_dialog_mode(bool on);

  // What the flight meets instead of its own weather: looked at now, once in a simulated second, and at the start of a
  // flight, until a restart; none: its own again.
  void set_weather(WeatherField field);

  // ---- faults of the simulator
  // Holds position, attitude and speeds while everything else goes on; raises what the pause key of MSFS raises.
  void set_active_pause(bool on);
  // The main menu: nothing moves, no flight is loaded but the menu's, and its aircraft stands at 0,0 (semantics 6.4,
  // 29); raises what the way there and back raises. Back, the flight goes on where it was.
  void set_menu(bool on);
  // Simulated date and time; they stay within the years 2 to 9000.
  void jump_clock(double seconds);

  // ---- the life of the simulator
  Stage stage() const;
  // Into the menu for good: a flight begins when one is loaded. Does nothing there.
  void end_flight();
  // The frame in which the loading ends by itself; null: the simulator is not loading.
  std::optional<std::uint64_t> loading_ends() const;

  // ---- for the control API
  // SIMULATION RATE, within its limits of 1/64 and 1024.
  void set_rate(double rate);
  // Another flight with its traffic in the place of those that the simulator started with; what was saved belonged to
  // that. Raises what the start of a flight brings; loading_frames as in load_flight().
  void start_flight(Flight flight, std::vector<TrafficAircraft> traffic = {}, std::uint64_t loading_frames = 0);
  // As at the start of the run, but for frames: the flight of then from its begin, or the menu, its date and time, not
  // paused, at the rate of then, nothing held or written; nothing saved, unless what was saved lies on a disk.
  enum class Saved { forgotten, kept };
  void restart(Saved saved = Saved::forgotten);
  // The file of the flight that runs, what its saver wrote about it, and those that were saved, by file_key().
  std::string flight_file() const;
  FlightHeading flight_heading() const;
  // Whether the window of air traffic control is open, which shows nothing but that.
  bool atc_window() const;
  struct SavedFile {
    std::string file;
    FlightHeading heading;
  };
  std::vector<SavedFile> saved_flights() const;
  // Name of the flight, or "parked" without one; name of the aircraft ("C172"); the running phase, or empty.
  std::string flight_name() const;
  std::string aircraft_name() const;
  std::string phase_name() const;

  static constexpr std::size_t kMaxLocals = kMaxLocalVariables;
  static constexpr std::size_t kMaxSystemEvents = RunState::kMaxSystemEvents;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace checkride::emulator
