// Profiles: which simulator the emulator is, as far as a client can tell (semantics 1).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "checkride/result/result.hpp"
#include "sim/aircraft.hpp"
#include "simulator/choices.hpp"

namespace checkride::emulator {

struct VersionNumbers {
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  std::uint32_t build_major = 0;
  std::uint32_t build_minor = 0;
};

enum class Generation { fsx, msfs };

// What becomes of a call for an AI object of a title that is not installed (semantics 13.1).
enum class UnknownTitle { refused, silent };
// Where AICreateSimulatedObject puts an object: 2020 pays no heed to the altitude (semantics 13.1).
enum class SimulatedObjects { as_asked, on_ground };

struct Profile {
  std::string_view name;  // the word of --profile and of scenarios
  // Protocol number of its own client library: newer clients are refused.
  std::uint32_t protocol = 0;
  Generation generation = Generation::fsx;
  std::string_view application_name;
  VersionNumbers application;
  VersionNumbers sim_connect;
  std::uint32_t open_reserved1 = 0;
  // What AircraftLoaded and FlightLoaded say (semantics 9.1), and TITLE.
  Naming naming = Naming::msfs2024;
  std::string_view flight_file;
  UnknownTitle unknown_title = UnknownTitle::refused;
  SimulatedObjects simulated_objects = SimulatedObjects::as_asked;
  // Airports made up beyond those of the navigation data, for tests of volume; at most kMaxExtraAirports.
  std::uint32_t extra_airports = 0;
  // Where the references leave something open.
  Choices choices{};
};

std::span<const Profile> profiles();
// Error: names the word and the profiles there are.
Result<Profile> find_profile(std::string_view name);

}  // namespace checkride::emulator
