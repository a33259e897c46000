#include "sim/flight.hpp"

#include <array>
#include <utility>

#include "checkride/values/values.hpp"
#include "sim/aircraft.hpp"

namespace checkride::emulator {
namespace {

using values::Diagnostics;
using values::MapReader;
using values::Node;
using values::Range;

constexpr std::array<std::pair<PhaseKind, std::string_view>, 5> kPhases{{{PhaseKind::parked, "parked"},
                                                                         {PhaseKind::takeoff, "takeoff"},
                                                                         {PhaseKind::climb, "climb"},
                                                                         {PhaseKind::cruise, "cruise"},
                                                                         {PhaseKind::descent, "descent"}}};

constexpr Range<double> kElevations{-1500, 20000};
constexpr Range<double> kAltitudes{-1500, 50000};
constexpr Range<double> kHeadings{0, 360};

bool starts_on_ground(const FlightStart& start, const AircraftType& type) {
  return start.altitude_ft <= start.ground_elevation_ft + type.reference_height_ft;
}

// `placed`: the flight says where it begins; a plan or a track may say it in its place.
void read_start(MapReader& map, const AircraftType& type, bool placed, FlightStart* start) {
  map.optional("ground_elevation_ft", &start->ground_elevation_ft, kElevations);
  map.optional("fuel_gal", &start->fuel_gal, Range<double>{0, 2 * type.tank_gal});
  if (!placed) return;
  map.required("latitude_deg", &start->latitude_deg, Range<double>{-85, 85});
  map.required("longitude_deg", &start->longitude_deg, Range<double>{-180, 180});
  map.required("heading_deg", &start->heading_deg, kHeadings);
  start->altitude_ft = start->ground_elevation_ft + type.reference_height_ft;
  if (map.optional("altitude_ft", &start->altitude_ft, kAltitudes) && start->altitude_ft < start->ground_elevation_ft) {
    map.error("altitude_ft", "the aircraft starts " +
                                 values::format_number(start->ground_elevation_ft - start->altitude_ft) +
                                 " ft below its ground_elevation_ft; leave altitude_ft out to start on the ground");
  }
}

void read_end(MapReader& map, PhaseKind kind, PhaseEnd* until) {
  if (map.optional("altitude_ft", &until->altitude_ft, kAltitudes) &&
      (kind == PhaseKind::parked || kind == PhaseKind::cruise)) {
    map.error("altitude_ft", "a phase \"" + std::string(text(kind)) +
                                 "\" keeps its altitude and would never end; use duration or distance_nm");
  }
  map.optional("duration", &until->duration);
  if (map.optional("distance_nm", &until->distance_nm, Range<double>{0, 100000}) && kind == PhaseKind::parked) {
    map.error("distance_nm", "a parked aircraft flies no distance; use duration");
  }
  if (map.self().is_map() && map.self().entries().empty()) {
    map.errors().add(map.position(), "until: give altitude_ft, duration or distance_nm");
  }
}

void check_vertical_speed(MapReader& map, const Phase& phase) {
  if (!phase.vertical_speed_fpm) return;
  const std::string name(text(phase.kind));
  switch (phase.kind) {
    case PhaseKind::takeoff:
    case PhaseKind::climb:
      if (*phase.vertical_speed_fpm <= 0) map.error("vertical_speed_fpm", "must be above 0 in a " + name);
      break;
    case PhaseKind::descent:
      if (*phase.vertical_speed_fpm >= 0) map.error("vertical_speed_fpm", "must be below 0 in a descent");
      break;
    case PhaseKind::parked:
    case PhaseKind::cruise:
      map.error("vertical_speed_fpm", "has no meaning in a phase \"" + name + "\", which keeps its altitude");
      break;
  }
}

Phase read_phase(const Node& node, Diagnostics& errors) {
  Phase phase;
  MapReader map(node, errors);
  map.required_choice<PhaseKind>("phase", &phase.kind,
                                 {{kPhases[0].second, kPhases[0].first},
                                  {kPhases[1].second, kPhases[1].first},
                                  {kPhases[2].second, kPhases[2].first},
                                  {kPhases[3].second, kPhases[3].first},
                                  {kPhases[4].second, kPhases[4].first}});
  map.map("until", [&phase](MapReader& until) { read_end(until, phase.kind, &phase.until); });
  map.optional("speed_kt", &phase.speed_kt, Range<double>{40, 200});
  map.optional("vertical_speed_fpm", &phase.vertical_speed_fpm, Range<double>{-5000, 5000});
  map.optional("heading_deg", &phase.heading_deg, kHeadings);
  map.optional("ground_elevation_ft", &phase.ground_elevation_ft, kElevations);
  check_vertical_speed(map, phase);
  map.finish();
  return phase;
}

// What only shows when all phases are known: where the flight begins, and which phases have to end.
void check_order(const Flight& flight, const AircraftType& type, const std::vector<Node>& nodes, Diagnostics& errors) {
  for (std::size_t i = 0; i + 1 < flight.phases.size(); ++i) {
    if (flight.phases[i].until.given() || nodes[i].find("until")) continue;
    errors.add(nodes[i].position(), "missing key \"until\": only the last phase is held for ever");
  }
  if (flight.phases.empty()) return;
  const PhaseKind first = flight.phases.front().kind;
  const bool for_ground = first == PhaseKind::parked || first == PhaseKind::takeoff;
  const bool on_ground = starts_on_ground(flight.start, type);
  if (for_ground == on_ground) return;
  errors.add(nodes.front().position(), on_ground ? "the flight starts on the ground: begin with parked or takeoff"
                                                 : "the flight starts in the air: begin with climb, cruise or descent");
}

const AircraftType& read_aircraft(MapReader& map, std::string* name) {
  const AircraftType& fallback = aircraft_types().front();
  const auto node = map.node("aircraft");
  if (!node) return fallback;
  std::vector<std::string_view> names;
  for (const AircraftType& type : aircraft_types()) names.push_back(type.name);
  const auto index = values::read_word(*node, map.errors(), names);
  if (!index) return fallback;
  *name = std::string(names[*index]);
  return aircraft_types()[*index];
}

// "track: pattern.gpx", or a map with more to say.
void read_track(MapReader& map, Flight* flight) {
  const auto node = map.node("track");
  if (!node) return;
  if (!node->is_map()) {
    if (const auto file = values::read_text(*node, map.errors())) flight->track_file = *file;
    return;
  }
  MapReader track(*node, map.errors());
  TrackOptions& options = flight->track_options;
  track.required("file", &flight->track_file);
  track.optional("speed_kt", &options.speed_kt, Range<double>{1, 1900});
  track.optional("altitude_ft", &options.altitude_ft, kAltitudes);
  track.choice<TrackEnd>("end", &options.end,
                         {{"hold", TrackEnd::hold}, {"loop", TrackEnd::loop}, {"stop", TrackEnd::stop}});
  track.finish();
}

}  // namespace

std::string_view text(PhaseKind kind) {
  for (const auto& [value, word] : kPhases) {
    if (value == kind) return word;
  }
  return "?";
}

void read_flight(MapReader& map, Flight* flight) {
  Diagnostics& errors = map.errors();
  const AircraftType& type = read_aircraft(map, &flight->aircraft);
  map.optional("plan", &flight->plan_file);
  read_track(map, flight);
  const bool tracked = !flight->track_file.empty();
  const auto start = [&](MapReader& inner) {
    flight->start_given = !tracked && (flight->plan_file.empty() || inner.has("latitude_deg"));
    read_start(inner, type, flight->start_given, &flight->start);
  };
  std::vector<Node> nodes;
  const auto phase = [&](const Node& node) {
    flight->phases.push_back(read_phase(node, errors));
    nodes.push_back(node);
  };
  const bool guided = tracked || !flight->plan_file.empty();
  if (guided) {
    map.map("start", start);
    map.list("phases", phase);
  } else {
    map.required_map("start", start);
    if (map.required_list("phases", phase) && nodes.empty()) map.error("phases", "a flight has at least one phase");
  }
  if (tracked && !nodes.empty()) map.error("phases", "a track has no phases: it says itself how the aircraft flies");
  if (tracked && !flight->plan_file.empty()) map.error("plan", "give a plan or a track, not both");
  if (errors.empty()) check_order(*flight, type, nodes, errors);
}

Result<Flight> parse_flight(std::string_view yaml, const std::string& file) {
  Diagnostics errors;
  const auto document = values::load(yaml, file, errors);
  if (!document) return errors.error();
  Flight flight;
  MapReader map = document->root_map(errors);
  map.required("name", &flight.name);
  read_flight(map, &flight);
  map.ignore("traffic");
  map.finish();
  if (!errors.empty()) {
    errors.sort();
    return errors.error();
  }
  return flight;
}

}  // namespace checkride::emulator
