#include "sim/flight.hpp"

#include <array>
#include <utility>

#include "checkride/values/values.hpp"
#include "sim/aircraft.hpp"
#include "sim/flight_weather.hpp"

namespace checkride::emulator {
namespace {

using values::Diagnostics;
using values::MapReader;
using values::Node;
using values::Range;

constexpr std::array<std::pair<PhaseKind, std::string_view>, 8> kPhases{{{PhaseKind::parked, "parked"},
                                                                         {PhaseKind::taxi, "taxi"},
                                                                         {PhaseKind::takeoff, "takeoff"},
                                                                         {PhaseKind::climb, "climb"},
                                                                         {PhaseKind::cruise, "cruise"},
                                                                         {PhaseKind::descent, "descent"},
                                                                         {PhaseKind::approach, "approach"},
                                                                         {PhaseKind::landing, "landing"}}};

constexpr Range<double> kElevations{-1500, 20000};
constexpr Range<double> kAltitudes{-1500, 50000};
constexpr Range<double> kHeadings{0, 360};
constexpr Range<double> kTaxiSpeeds{1, 30};
constexpr double kSlowestKt = 30;
constexpr double kUsualMostKt = 200;  // slow types may be asked for more than they can

bool on_ground(PhaseKind kind) {
  return kind == PhaseKind::parked || kind == PhaseKind::taxi || kind == PhaseKind::takeoff;
}

Range<double> speeds(const Phase& phase, const AircraftType& type) {
  if (phase.kind == PhaseKind::taxi) return kTaxiSpeeds;
  return {kSlowestKt, type.never_exceed_kt > kUsualMostKt ? type.never_exceed_kt : kUsualMostKt};
}

bool starts_on_ground(const FlightStart& start, const AircraftType& type) {
  return start.altitude_ft <= start.ground_elevation_ft + type.reference_height_ft;
}

// `placed`: the flight says where it begins; a plan or a track may say it in its place.
void read_start(MapReader& map, const AircraftType& type, bool placed, FlightStart* start) {
  map.optional("ground_elevation_ft", &start->ground_elevation_ft, kElevations);
  start->fuel_gal = type.fuel_gal;
  map.optional("fuel_gal", &start->fuel_gal, Range<double>{0, total_capacity_gal(type)});
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
      (kind == PhaseKind::parked || kind == PhaseKind::taxi || kind == PhaseKind::cruise)) {
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

void read_points(MapReader& map, Phase* phase) {
  const bool given = map.list("points", [&](const Node& node) {
    TaxiPlace place;
    MapReader point(node, map.errors());
    point.required("latitude_deg", &place.latitude_deg, Range<double>{-85, 85});
    point.required("longitude_deg", &place.longitude_deg, Range<double>{-180, 180});
    point.finish();
    phase->points.push_back(place);
  });
  if (!given) return;
  if (phase->kind != PhaseKind::taxi) map.error("points", "only a taxi goes along points; in the air use a plan");
  if (phase->points.size() > kMaxTaxiPlaces) {
    map.error("points", "more than " + std::to_string(kMaxTaxiPlaces) + " points");
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
    case PhaseKind::approach:
    case PhaseKind::landing:
      if (*phase.vertical_speed_fpm >= 0) map.error("vertical_speed_fpm", "must be below 0 in a " + name);
      break;
    case PhaseKind::parked:
    case PhaseKind::taxi:
    case PhaseKind::cruise:
      map.error("vertical_speed_fpm", "has no meaning in a phase \"" + name + "\", which keeps its altitude");
      break;
  }
}

Phase read_phase(const Node& node, const AircraftType& type, Diagnostics& errors) {
  Phase phase;
  MapReader map(node, errors);
  map.required_choice<PhaseKind>("phase", &phase.kind,
                                 {{kPhases[0].second, kPhases[0].first},
                                  {kPhases[1].second, kPhases[1].first},
                                  {kPhases[2].second, kPhases[2].first},
                                  {kPhases[3].second, kPhases[3].first},
                                  {kPhases[4].second, kPhases[4].first},
                                  {kPhases[5].second, kPhases[5].first},
                                  {kPhases[6].second, kPhases[6].first},
                                  {kPhases[7].second, kPhases[7].first}});
  map.map("until", [&phase](MapReader& until) { read_end(until, phase.kind, &phase.until); });
  map.optional("speed_kt", &phase.speed_kt, speeds(phase, type));
  if (map.optional("mach", &phase.mach, Range<double>{0.3, type.never_exceed_mach}) && type.engine != EngineKind::jet) {
    map.error("mach", "only jets fly by Mach number; use speed_kt");
  }
  map.optional("vertical_speed_fpm", &phase.vertical_speed_fpm, Range<double>{-5000, 5000});
  map.optional("heading_deg", &phase.heading_deg, kHeadings);
  map.optional("ground_elevation_ft", &phase.ground_elevation_ft, kElevations);
  read_points(map, &phase);
  check_vertical_speed(map, phase);
  map.finish();
  return phase;
}

// What only shows when all phases are known: where the flight begins, and which phases have to end.
void check_order(const Flight& flight, const AircraftType& type, const std::vector<Node>& nodes, Diagnostics& errors) {
  for (std::size_t i = 0; i + 1 < flight.phases.size(); ++i) {
    if (flight.phases[i].until.given() || nodes[i].find("until")) continue;
    if (flight.phases[i].kind == PhaseKind::landing || !flight.phases[i].points.empty()) continue;
    errors.add(nodes[i].position(), "missing key \"until\": only the last phase is held for ever");
  }
  if (flight.phases.empty()) return;
  const bool for_ground = on_ground(flight.phases.front().kind);
  const bool grounded = starts_on_ground(flight.start, type);
  if (for_ground != grounded) {
    errors.add(nodes.front().position(), grounded
                                             ? "the flight starts on the ground: begin with parked, taxi or takeoff"
                                             : "the flight starts in the air: begin with climb, cruise, descent, "
                                               "approach or landing");
  }
  if (type.engines > 0) return;
  for (std::size_t i = 0; i < flight.phases.size(); ++i) {
    const PhaseKind kind = flight.phases[i].kind;
    if (kind != PhaseKind::taxi && kind != PhaseKind::takeoff) continue;
    errors.add(nodes[i].position(), "a glider does not " + std::string(kind == PhaseKind::taxi ? "taxi" : "take off") +
                                        " by itself: give start an altitude_ft and begin with cruise");
  }
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
    flight->phases.push_back(read_phase(node, type, errors));
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

void read_own_flight(MapReader& map, Flight* flight) {
  map.required("name", &flight->name);
  read_flight(map, flight);
  map.map("weather", [flight](MapReader& weather) { read_weather(weather, &flight->weather); });
}

}  // namespace checkride::emulator
