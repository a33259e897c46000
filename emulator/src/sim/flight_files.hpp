// Flight files of a simulator that saves to memory. These exist:
//
//   - the flight that the simulator started with (SimulationOptions::flight_file);
//   - every flight saved in this run, kMaxSavedFlights of them;
//   - beside each flight its plan: the same path with .PLN in place of .FLT;
//   - real plans, wherever SimulationOptions::find_plan looks for them (flights/plan_folder.hpp).
//
// Paths are those of Windows: case and the kind of slash make no difference. A saved flight has the title and
// description that its saver gave it, and the plan that was active: loading it makes that plan active again.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace checkride::emulator {

inline constexpr std::string_view kFlightExtension = ".FLT";
inline constexpr std::string_view kPlanExtension = ".PLN";
inline constexpr std::size_t kMaxSavedFlights = 100;

// What people read of a flight.
struct FlightHeading {
  std::string title{};
  std::string description{};
};

// `path` with `extension` added if it has none; nothing for a path that has another, or no name before it.
std::optional<std::string> with_extension(std::string_view path, std::string_view extension);

// What stands for all spellings of a path.
std::string file_key(std::string_view path);

// The flight beside which the plan of this path, which ends with kPlanExtension, lies.
std::string flight_beside(std::string_view plan);

}  // namespace checkride::emulator
