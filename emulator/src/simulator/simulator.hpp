// What sessions need of a simulation: variables, units, key events, system events and states. Implemented over the
// real simulation by server/simulation_adapter.hpp and by a fake in tests.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/simulation.hpp"
#include "simulator/clients.hpp"
#include "simulator/disturbance.hpp"
#include "simulator/sim_object.hpp"

namespace checkride::emulator {

using FrameNumber = std::uint64_t;

class Simulator : public SimObject {
 public:
  virtual ~Simulator() = default;

  // ---- variables; those of the user's aircraft are SimObject's
  // Null: no such variable. "GENERAL ENG RPM:1"; names compare without case; "L:..." is made by first use.
  virtual std::optional<Variable> resolve(std::string_view name) = 0;

  // Moves a structure of kind xyz that the simulation does not compute (the eyepoint).
  virtual void set_triple(const Variable& variable, const std::array<double, 3>& value) = 0;

  // ---- events
  virtual bool knows_event(std::string_view key_event) const = 0;
  // The name of key event `number` (69632 + ...).
  virtual std::optional<std::string> event_by_number(std::uint32_t number) const = 0;
  virtual void trigger(std::string_view key_event, const EventData& data) = 0;
  // Tells subscribers of a system event that something outside the simulation brought about.
  virtual void raise(std::string_view system_event, std::uint32_t data, std::string text) = 0;
  // System events raised since the last call, oldest first.
  virtual std::vector<SystemEvent> drain_events() = 0;

  // Brings the simulation to a frame; going back does nothing. Frames are a grid on the world's clock.
  virtual void advance_to(world::Instant now) = 0;
  virtual world::Instant frame_time(FrameNumber frame) const = 0;
  // The last frame at or before `now`; 0 before the start.
  virtual FrameNumber frame_at(world::Instant now) const = 0;
  virtual double frames_per_second() const = 0;
  // Frames that moved the simulation: it stands still while paused.
  virtual FrameNumber simulation_frame() const = 0;
  // Simulated time flown, in whole steps of kStep: faster than the world's with the rate, still while paused. A reset
  // takes it back to 0.
  virtual double simulation_seconds() const = 0;

  // ---- flight files; sim/flight_files.hpp says which exist. Paths have their extension.
  // Raises FlightSaved. False: too many are saved, or no flight is loaded.
  virtual bool save_flight(std::string_view file, const FlightHeading& heading) = 0;
  // Raises what the start of a flight brings (semantics 9.4). False: no such file.
  virtual bool load_flight(std::string_view file) = 0;
  // Raises FlightPlanActivated. False: no such file.
  virtual bool activate_plan(std::string_view file) = 0;
  // Aircraft that belong to the simulator and fly besides the user's, from the start of its flight.
  virtual std::span<const TrafficAircraft> traffic() const { return {}; }
  // Grows when another flight brings other traffic.
  virtual std::uint64_t traffic_revision() const { return 0; }
  // The plan in a file that exists; nothing for those that only have a name.
  virtual std::optional<Plan> find_plan(std::string_view) const { return std::nullopt; }
  virtual void set_dialog_mode(bool on) = 0;
  // The jetway that the user's aircraft called. One that knows none has it at rest.
  virtual Jetway jetway() const { return {}; }
  // The weather that clients made; none: the flight's own. One that knows none goes on in its own.
  virtual void set_weather(WeatherField) {}
  // Faults of the simulator itself. One that knows none goes on as it was.
  virtual void disturb(const Disturbance&) {}
  // As at its start, but for frames. One that cannot goes on as it was.
  virtual void restart(Simulation::Saved) {}

  // ---- state
  // The user's aircraft exists: requests on object 0 are answered.
  virtual bool has_user_object() const = 0;
  // Simulation steps are made: SIM_FRAME goes on, Frame rather than PauseFrame is sent.
  virtual bool running() const = 0;
  // A flight is being loaded: no frames are drawn (semantics 6.4).
  virtual bool loading() const { return false; }
  // The frame in which that ends by itself; null: it does not.
  virtual std::optional<FrameNumber> loading_ends() const { return std::nullopt; }
  // Simulation rate: 1 is normal.
  virtual double rate() const = 0;
  // Present values of Sim, Pause, Pause_EX1, Sound, View, told at once on subscription.
  virtual std::uint32_t event_value(std::string_view system_event) const = 0;
  // AircraftLoaded, DialogMode, FlightLoaded, FlightPlan, Sim (case ignored); null for other names.
  virtual std::optional<SystemState> system_state(std::string_view name) const = 0;

 protected:
  Simulator() = default;
  Simulator(const Simulator&) = default;
  Simulator& operator=(const Simulator&) = default;
};

}  // namespace checkride::emulator
