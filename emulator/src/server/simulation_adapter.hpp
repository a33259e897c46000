// The simulation as sessions see it: a Simulator over a Simulation and the catalogue.
#pragma once

#include <array>
#include <map>
#include <utility>

#include "sim/simulation.hpp"
#include "simulator/profile.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

class SimulationAdapter final : public Simulator {
 public:
  // `simulation` outlives this.
  SimulationAdapter(Simulation& simulation, const Profile& profile) : simulation_(simulation), profile_(profile) {}

  std::optional<Variable> resolve(std::string_view name) override;
  double number(const Variable& variable) const override;
  std::string text(const Variable& variable) const override;
  std::array<double, 3> triple(const Variable& variable) override;
  void set_triple(const Variable& variable, const std::array<double, 3>& value) override;
  Result<> set_number(const Variable& variable, double value) override;
  Result<> set_text(const Variable& variable, std::string_view value) override;
  void place(const Placement& placement) override;
  // The user's aircraft has a pilot, and is none of the AI's.
  Result<> set_route(std::span<const protocol::Waypoint> route) override;

  bool knows_event(std::string_view key_event) const override;
  std::optional<std::string> event_by_number(std::uint32_t number) const override;
  void trigger(std::string_view key_event, const EventData& data) override;
  void raise(std::string_view system_event, std::uint32_t data, std::string text) override;
  std::vector<SystemEvent> drain_events() override;

  void advance_to(world::Instant now) override;
  world::Instant frame_time(FrameNumber frame) const override;
  FrameNumber frame_at(world::Instant now) const override;
  double frames_per_second() const override;
  FrameNumber simulation_frame() const override;
  double simulation_seconds() const override;

  bool save_flight(std::string_view file, const FlightHeading& heading) override {
    return simulation_.save_flight(file, heading);
  }
  bool load_flight(std::string_view file) override { return simulation_.load_flight(file); }
  bool activate_plan(std::string_view file) override { return simulation_.activate_plan(file); }
  std::span<const TrafficAircraft> traffic() const override { return simulation_.traffic(); }
  std::uint64_t traffic_revision() const override { return simulation_.traffic_revision(); }
  std::optional<Plan> find_plan(std::string_view file) const override { return simulation_.find_plan(file); }
  void set_dialog_mode(bool on) override { simulation_.set_dialog_mode(on); }
  Jetway jetway() const override { return simulation_.jetway(); }
  void set_weather(WeatherField field) override { simulation_.set_weather(std::move(field)); }
  void disturb(const Disturbance& disturbance) override;
  void restart(Simulation::Saved saved) override;

  bool has_user_object() const override;
  bool running() const override;
  bool loading() const override { return simulation_.stage() == Stage::loading; }
  std::optional<FrameNumber> loading_ends() const override { return simulation_.loading_ends(); }
  double rate() const override;
  std::uint32_t event_value(std::string_view system_event) const override;
  std::optional<SystemState> system_state(std::string_view name) const override;

 private:
  Simulation& simulation_;
  Profile profile_;
  std::map<VarRef, std::array<double, 3>> moved_triples_;
};

}  // namespace checkride::emulator
