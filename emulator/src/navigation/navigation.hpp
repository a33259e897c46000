// The airports, stations, waypoints and routes of the world.
//
//   const Navigation& navigation = library.navigation(0);
//   const Airport* airport = navigation.airport("KSEA");
//
// Source: emulator/data/*.csv, whose README says what is true of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "earth/geography.hpp"

namespace checkride::emulator {

// An instrument landing system.
struct LandingSystem {
  std::string ident;
  std::uint32_t frequency_hz = 0;
};

// The numbers of wire.md, appendix A.
struct RunwayName {
  int number = 0;      // 1 to 36
  int designator = 0;  // 0 none, 1 left, 2 right, 3 centre
};

struct Runway {
  RunwayName primary;
  RunwayName secondary;
  double length_m = 0;
  double width_m = 0;
  int surface = 0;         // appendix A
  double heading_deg = 0;  // true, of the primary end
  std::optional<LandingSystem> primary_ils;
  std::optional<LandingSystem> secondary_ils;
};

struct Frequency {
  int type = 0;  // appendix A
  std::uint32_t hz = 0;
  std::string name;
};

struct Airport {
  std::string icao;
  std::string region;
  std::string name;
  std::string city;
  std::string state;
  std::string country;
  Place place;
  double magvar_deg = 0;  // east positive
  std::uint32_t gates = 0;
  std::uint32_t ramps = 0;
  std::uint32_t helipads = 0;
  double transition_m = 0;
  std::vector<Runway> runways;
  std::vector<Frequency> frequencies;
};

enum class NavaidKind { waypoint, ndb, vor };

// A waypoint, an NDB, or a VOR; of the last kind also the localizers of airports.
struct Navaid {
  NavaidKind kind = NavaidKind::waypoint;
  std::string ident;
  std::string region;
  std::string name;
  std::string airport;  // of a localizer; empty for others
  Place place;
  double magvar_deg = 0;  // east positive
  std::uint32_t frequency_hz = 0;
  bool dme = false;
  int type = 0;  // of its kind, appendix A
  double range_m = 0;
  double localizer_deg = 0;  // true course of a localizer
  Place glide;               // transmitter of its glide slope

  bool is_localizer() const { return !airport.empty(); }
};

struct Route {
  std::string name;
  int type = 0;  // appendix A
  std::vector<std::string> fixes;
};

struct Navigation {
  std::vector<Airport> airports;
  std::vector<Navaid> waypoints;
  std::vector<Navaid> ndbs;
  std::vector<Navaid> vors;
  std::vector<Route> routes;

  // Null if there is none. Identifiers compare without case.
  const Airport* airport(std::string_view icao) const;
  const std::vector<Navaid>& navaids(NavaidKind kind) const;
  // A fix of a route; null if there is none.
  const Navaid* fix(std::string_view ident, std::string_view region) const;
};

// The letter of wire.md 5.10.
char letter_of(NavaidKind kind);

inline constexpr std::uint32_t kMaxExtraAirports = 100'000;

// Reads the files that are part of the program; `extra_airports` are spread evenly over the earth besides.
Navigation load_navigation(std::uint32_t extra_airports);

// Keeps what load_navigation() gives from its first use on.
class NavigationLibrary {
 public:
  // The number counts at the first call.
  const Navigation& navigation(std::uint32_t extra_airports);

 private:
  std::optional<Navigation> navigation_;
};

}  // namespace checkride::emulator
