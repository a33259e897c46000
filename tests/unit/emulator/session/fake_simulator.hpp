// A simulator made of numbers, for tests of sessions: variables that the test sets, events that it sees and raises.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "checkride/catalog/catalog.hpp"
#include "checkride/values/ascii.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator::test {

class FakeSimulator final : public Simulator {
 public:
  struct Entry {
    Variable variable;
    double number = 0;
    std::string text;
  };

  static constexpr unsigned kFrameRate = 30;
  static constexpr world::Instant kStart{std::chrono::seconds(1)};

  FakeSimulator() {
    add("PLANE LATITUDE", "radians", true);
    add("PLANE LONGITUDE", "radians", true);
    add("PLANE ALTITUDE", "feet", true);
    add("PLANE HEADING DEGREES TRUE", "radians", true);
    add("PLANE PITCH DEGREES", "radians", true);
    add("PLANE BANK DEGREES", "radians", true);
    add("GROUND ALTITUDE", "meters", false);
    add("GROUND VELOCITY", "knots", false);
    add("VERTICAL SPEED", "feet per second", true);
    add("IS LATITUDE LONGITUDE FREEZE ON", "bool", false);
    add("AIRSPEED TRUE", "knots", true);
    add("GENERAL ENG RPM:1", "rpm", false);
    add("SIM ON GROUND", "bool", false);
    add("GEAR HANDLE POSITION", "bool", true);
    add("LIGHT LANDING", "bool", true);
    add("FUEL TANK SELECTOR:1", "enum", false);
    add("GENERAL ENG FUEL PUMP SWITCH:1", "bool", false);
    add_of_kind("ATC ID", VariableKind::text, true).text = "N172SP";
    add_of_kind("TITLE", VariableKind::text, true).text = "Cessna 172";
    add_of_kind("CATEGORY", VariableKind::text, false).text = "Airplane";
    add_of_kind("LIVERY NAME", VariableKind::text, false);
    add_of_kind("STRUCT LATLONALT", VariableKind::lat_lon_alt, false);
    add_of_kind("STRUCT WORLDVELOCITY", VariableKind::xyz, false);
    add_of_kind("STRUCT EYEPOINT DYNAMIC OFFSET", VariableKind::xyz, false);
    add_of_kind("STRUCT EYEPOINT DYNAMIC ANGLE", VariableKind::xyz, false);
    add_of_kind("INITIAL POSITION", VariableKind::init_position, true);
    add_of_kind("AI WAYPOINT LIST", VariableKind::waypoints, true);
    add_of_kind("COM LATLONALT", VariableKind::opaque, false);
  }

  // ---- what a test does
  double& value(const std::string& name) { return entries_[refs_.at(values::lower(name))].number; }
  std::string& text_value(const std::string& name) { return entries_[refs_.at(values::lower(name))].text; }
  void set_paused(bool paused) { paused_ = paused; }
  void set_user_object(bool present) { user_object_ = present; }
  void set_loading(bool loading) { loading_ = loading; }

  struct Triggered {
    std::string name;
    EventData data{};
    bool operator==(const Triggered&) const = default;
  };
  int restarts = 0;
  int weather_told = 0;  // how often
  std::vector<Triggered> triggered;
  std::vector<Placement> placements;
  std::vector<protocol::Waypoint> route;
  std::map<std::string, std::uint32_t> event_values{{"pause", 0}, {"sim", 1}};

  // ---- Simulator
  std::optional<Variable> resolve(std::string_view name) override {
    const std::string key = values::lower(name);
    if (key.starts_with("l:") && !refs_.contains(key)) add_of_kind(key, VariableKind::number, true);
    const auto found = refs_.find(key);
    if (found == refs_.end()) return std::nullopt;
    return entries_[found->second].variable;
  }
  double number(const Variable& variable) const override { return entries_[index(variable)].number; }
  std::string text(const Variable& variable) const override { return entries_[index(variable)].text; }
  std::array<double, 3> triple(const Variable& variable) override {
    const auto moved = moved_triples_.find(variable.ref);
    return moved == moved_triples_.end() ? std::array{1.5, 2.5, 3.5} : moved->second;
  }
  void set_triple(const Variable& variable, const std::array<double, 3>& value) override {
    moved_triples_[variable.ref] = value;
  }
  Result<> set_number(const Variable& variable, double number) override {
    if (!std::isfinite(number)) return Error::invalid("not finite");
    entries_[index(variable)].number = number;
    return {};
  }
  Result<> set_text(const Variable& variable, std::string_view value) override {
    entries_[index(variable)].text = value;
    return {};
  }
  void place(const Placement& placement) override { placements.push_back(placement); }
  Result<> set_route(std::span<const protocol::Waypoint> wanted) override {
    route.assign(wanted.begin(), wanted.end());
    return {};
  }

  bool knows_event(std::string_view name) const override {
    for (const std::string_view known : {"PAUSE_ON", "PAUSE_OFF", "GEAR_TOGGLE", "KEY_GEAR_TOGGLE",
                                         "FREEZE_LATITUDE_LONGITUDE_SET", "FREEZE_ATTITUDE_TOGGLE"}) {
      if (values::same_text(name, known)) return true;
    }
    return false;
  }
  std::optional<std::string> event_by_number(std::uint32_t number) const override {
    if (number == 65570) return "GEAR_TOGGLE";
    return std::nullopt;
  }
  void trigger(std::string_view name, const EventData& data) override {
    triggered.push_back({std::string(name), data});
    if (values::same_text(name, "PAUSE_ON")) pause(true);
    if (values::same_text(name, "PAUSE_OFF")) pause(false);
  }
  void raise(std::string_view name, std::uint32_t data = 0, std::string text = {}) override {
    raised_.push_back({std::string(name), data, std::move(text)});
  }
  std::vector<SystemEvent> drain_events() override { return std::exchange(raised_, {}); }

  // Knows one flight, "known.flt", with its plan, and room for one more.
  bool save_flight(std::string_view file, const FlightHeading&) override {
    if (saved_flight_ && !values::same_text(*saved_flight_, file)) return false;
    saved_flight_ = file;
    raise("FlightSaved", 0, std::string(file));
    return true;
  }
  void restart(Simulation::Saved) override { ++restarts; }
  void set_weather(WeatherField) override { ++weather_told; }
  bool load_flight(std::string_view file) override {
    if (!values::same_text(file, "known.flt") && !(saved_flight_ && values::same_text(*saved_flight_, file)))
      return false;
    flight_ = file;
    raise("FlightLoaded", 0, flight_);
    return true;
  }
  bool activate_plan(std::string_view file) override {
    if (!values::same_text(file, "known.pln")) return false;
    plan_ = file;
    raise("FlightPlanActivated", 0, plan_);
    return true;
  }
  void set_dialog_mode(bool on) override { dialog_mode_ = on; }

  void advance_to(world::Instant now) override {
    for (; frame_ < frame_at(now); ++frame_) {
      if (!paused_) ++simulation_frame_;
    }
  }
  world::Instant frame_time(FrameNumber frame) const override {
    return kStart + world::Duration(static_cast<std::int64_t>(frame * 1'000'000'000 / kFrameRate));
  }
  FrameNumber frame_at(world::Instant now) const override {
    if (now <= kStart) return 0;
    FrameNumber frame = static_cast<std::uint64_t>((now - kStart).count()) * kFrameRate / 1'000'000'000;
    while (frame_time(frame + 1) <= now) ++frame;
    return frame;
  }
  double frames_per_second() const override { return kFrameRate; }
  FrameNumber simulation_frame() const override { return simulation_frame_; }
  double simulation_seconds() const override { return static_cast<double>(simulation_frame_) / kFrameRate; }
  bool has_user_object() const override { return user_object_; }
  bool running() const override { return !paused_; }
  bool loading() const override { return loading_; }
  double rate() const override { return 1; }
  std::uint32_t event_value(std::string_view name) const override {
    const auto found = event_values.find(values::lower(name));
    return found == event_values.end() ? 0 : found->second;
  }
  std::optional<SystemState> system_state(std::string_view name) const override {
    if (values::same_text(name, "Sim")) return SystemState{1, ""};
    if (values::same_text(name, "AircraftLoaded")) return SystemState{0, "C172.cfg"};
    if (values::same_text(name, "FlightLoaded")) return SystemState{0, flight_};
    if (values::same_text(name, "FlightPlan")) return SystemState{0, plan_};
    if (values::same_text(name, "DialogMode")) return SystemState{dialog_mode_ ? 1u : 0u, ""};
    return std::nullopt;
  }

 private:
  static std::size_t index(const Variable& variable) { return static_cast<std::size_t>(variable.ref); }
  Entry& add_of_kind(const std::string& name, VariableKind kind, bool settable) {
    Entry entry;
    entry.variable.ref = static_cast<VarRef>(entries_.size());
    entry.variable.kind = kind;
    entry.variable.settable = settable;
    if (const auto listed = catalog::find_indexed_simvar(name)) entry.variable.name = listed->simvar->name;
    refs_[values::lower(name)] = entries_.size();
    return entries_.emplace_back(std::move(entry));
  }
  void add(const std::string& name, std::string_view unit, bool settable) {
    add_of_kind(name, VariableKind::number, settable).variable.unit = catalog::find_unit(unit);
  }
  void pause(bool on) {
    paused_ = on;
    raise("Pause", on ? 1 : 0);
    raise(on ? "Paused" : "Unpaused");
    raise("Pause_EX1", on ? 1 : 0);
  }

  std::vector<Entry> entries_;
  std::map<VarRef, std::array<double, 3>> moved_triples_;
  std::map<std::string, std::size_t> refs_;
  std::vector<SystemEvent> raised_;
  FrameNumber frame_ = 0;
  FrameNumber simulation_frame_ = 0;
  bool paused_ = false;
  bool user_object_ = true;
  bool loading_ = false;
  std::optional<std::string> saved_flight_;
  std::string flight_ = "known.flt";
  std::string plan_;
  bool dialog_mode_ = false;
};

}  // namespace checkride::emulator::test
