// A simulation on the bench: variables by name, time in seconds, flights from text or from scenarios/flights.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "flights/flight_file.hpp"
#include "sim/simulation.hpp"

namespace checkride::emulator::test {

inline std::string read_file(const std::string& path) {
  std::ifstream in(path);
  EXPECT_TRUE(in.good()) << path;
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

inline std::string flight_path(const std::string& name) {
  return std::string(CHECKRIDE_SOURCE_DIR) + "/scenarios/flights/" + name + ".yaml";
}

inline Flight flight_file(const std::string& name) {
  const auto file = read_flight_file(flight_path(name), [](const std::string& path) { return read_file(path); });
  EXPECT_TRUE(file.has_value()) << file.error().message();
  return file ? file->flight : Flight{};
}

// A flight that names no other files.
inline Result<Flight> parse_flight_text(const std::string& yaml, const std::string& name) {
  TRY(FlightFile file, read_flight_file(name, [&](const std::string&) -> Result<std::string> { return yaml; }));
  return std::move(file.flight);
}

inline Flight flight_text(const std::string& yaml) {
  const auto flight = parse_flight_text(yaml, "test.yaml");
  EXPECT_TRUE(flight.has_value()) << flight.error().message();
  return flight ? *flight : Flight{};
}

class BenchAircraft {
 public:
  explicit BenchAircraft(SimulationOptions options = {})
      : simulation_(std::make_unique<Simulation>(std::move(options))) {}
  explicit BenchAircraft(Flight flight) : BenchAircraft(SimulationOptions{.flight = std::move(flight)}) {}
  // The flight of scenarios/flights of that name.
  static BenchAircraft flying(const std::string& name) { return BenchAircraft(flight_file(name)); }

  Simulation& simulation() { return *simulation_; }
  VarRef ref(const std::string& name) {
    const auto found = simulation_->resolve(name);
    EXPECT_TRUE(found.has_value()) << name;
    return found.value_or(VarRef{});
  }
  double get(const std::string& name) { return simulation_->number(ref(name)); }
  void set(const std::string& name, double value) {
    const auto done = simulation_->set_number(ref(name), value);
    EXPECT_TRUE(done.has_value()) << done.error().message();
  }
  void hold(const std::string& name, double value) {
    const auto done = simulation_->hold_number(ref(name), value);
    EXPECT_TRUE(done.has_value()) << done.error().message();
  }
  void trigger(const std::string& event, std::uint32_t data = 0) {
    EXPECT_TRUE(simulation_->trigger(event, {data})) << event;
  }
  // Advances to so many seconds after the start.
  void at(double seconds) {
    simulation_->advance_to(world::Instant(world::Duration(static_cast<std::int64_t>(seconds * 1e9))));
  }
  void run(double seconds) { at(now_ += seconds); }
  void frames(std::uint64_t count) { simulation_->advance_to(simulation_->frame_time(simulation_->frame() + count)); }
  // Names of the system events since the last call, each with its data: "Pause 1".
  std::vector<std::string> events() {
    std::vector<std::string> result;
    for (const SystemEvent& event : simulation_->drain_events()) {
      result.push_back(event.name + " " + std::to_string(event.data));
    }
    return result;
  }

 private:
  std::unique_ptr<Simulation> simulation_;
  double now_ = 0;
};

}  // namespace checkride::emulator::test
