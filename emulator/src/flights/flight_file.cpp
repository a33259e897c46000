#include "flights/flight_file.hpp"

#include <utility>

#include "checkride/emulator/emulator.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/values.hpp"
#include "earth/great_circle.hpp"
#include "earth/physics.hpp"
#include "flights/track_file.hpp"
#include "sim/aircraft.hpp"

namespace checkride::emulator {
namespace {

using values::Diagnostics;
using values::MapReader;
using values::Node;

bool is_plan_file(std::string_view path) {
  constexpr std::string_view kExtension = ".pln";
  return path.size() > kExtension.size() && values::same_text(path.substr(path.size() - kExtension.size()), kExtension);
}

std::string beside(const std::string& path, const std::string& file) {
  const std::size_t slash = path.find_last_of('/');
  if (file.starts_with('/') || slash == std::string::npos) return file;
  return path.substr(0, slash + 1) + file;
}

// "flights/pattern.gpx" is "pattern".
std::string name_of(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  return std::string(path.substr(0, path.find_last_of('.')));
}

GeoPoint point_of(double latitude_deg, double longitude_deg) {
  return {latitude_deg * kRadiansPerDegree, half_turn(longitude_deg * kRadiansPerDegree)};
}

// On the ground at the departure, pointing at the next waypoint.
void start_on_plan(const Plan& plan, Flight& flight) {
  const PlanWaypoint& from = plan.waypoints[0];
  const PlanWaypoint& to = plan.waypoints[1];
  const AircraftType* type = find_aircraft(flight.aircraft);
  FlightStart& start = flight.start;
  start.latitude_deg = from.latitude_deg;
  start.longitude_deg = from.longitude_deg;
  start.ground_elevation_ft = from.altitude_ft;
  start.altitude_ft = from.altitude_ft + (type == nullptr ? 0 : type->reference_height_ft);
  start.heading_deg = kDegreesPerRadian * course_to(point_of(from.latitude_deg, from.longitude_deg),
                                                    point_of(to.latitude_deg, to.longitude_deg));
}

void start_on_track(const Track& track, FlightStart& start) {
  start.latitude_deg = track.samples.front().latitude_deg;
  start.longitude_deg = track.samples.front().longitude_deg;
  start.altitude_ft = track.samples.front().altitude_ft;
}

class FlightReader {
 public:
  FlightReader(const std::string& path, const FileReader& read, const FacilityFinder& find)
      : path_(path), read_(read), find_(find) {}

  Result<> fill_plan(const std::string& path, Flight& flight) const {
    TRY(const std::string text, read_(path));
    TRY(flight.plan, parse_plan(text, path, find_));
    if (!flight.start_given) start_on_plan(*flight.plan, flight);
    return {};
  }

  Result<> fill_track(const std::string& path, Flight& flight) const {
    TRY(const std::string text, read_(path));
    TRY(flight.track, parse_track(text, path, flight.track_options));
    start_on_track(*flight.track, flight.start);
    return {};
  }

  Result<> fill(Flight& flight) const {
    if (!flight.plan_file.empty()) TRY_VOID(fill_plan(beside(path_, flight.plan_file), flight));
    if (!flight.track_file.empty()) TRY_VOID(fill_track(beside(path_, flight.track_file), flight));
    return {};
  }

 private:
  const std::string& path_;
  const FileReader& read_;
  const FacilityFinder& find_;
};

TrafficAircraft read_traffic(const Node& node, Diagnostics& errors) {
  TrafficAircraft result;
  MapReader map(node, errors);
  map.optional("title", &result.title);
  map.optional("tail_number", &result.tail_number);
  map.optional("airline", &result.airline);
  map.optional("flight_number", &result.flight_number);
  read_flight(map, &result.flight);
  map.finish();
  return result;
}

Result<FlightFile> parse_all(const std::string& yaml, const std::string& path) {
  Diagnostics errors;
  FlightFile file;
  if (const auto document = values::load(yaml, path, errors)) {
    MapReader map = document->root_map(errors);
    read_own_flight(map, &file.flight);
    const bool listed =
        map.list("traffic", [&](const Node& node) { file.traffic.push_back(read_traffic(node, errors)); });
    if (listed && file.traffic.size() > kMaxTraffic) {
      map.error("traffic", "more than " + std::to_string(kMaxTraffic) + " aircraft");
    }
    map.finish();
  }
  if (errors.empty()) return file;
  errors.sort();
  return errors.error();
}

}  // namespace

Result<FlightFile> read_flight_file(const std::string& path, const FileReader& read, const FacilityFinder& find) {
  const FlightReader reader(path, read, find);
  FlightFile file;
  if (is_plan_file(path) || is_track_file(path)) {
    file.flight.name = name_of(path);
    if (is_plan_file(path)) file.flight.plan_file = path;
    TRY_VOID(is_plan_file(path) ? reader.fill_plan(path, file.flight) : reader.fill_track(path, file.flight));
    return file;
  }
  TRY(const std::string yaml, read(path));
  TRY(file, parse_all(yaml, path));
  TRY_VOID(reader.fill(file.flight));
  for (TrafficAircraft& aircraft : file.traffic) {
    TRY_VOID(reader.fill(aircraft.flight));
    aircraft.flight.weather = file.flight.weather;
  }
  return file;
}

std::vector<std::string> files_of_flight(std::string_view yaml) {
  std::vector<std::string> files;
  const auto file = parse_all(std::string(yaml), "flight");
  if (!file) return files;
  const auto add = [&files](const Flight& flight) {
    for (const std::string* name : {&flight.plan_file, &flight.track_file}) {
      if (!name->empty()) files.push_back(*name);
    }
  };
  add(file->flight);
  for (const TrafficAircraft& aircraft : file->traffic) add(aircraft.flight);
  return files;
}

}  // namespace checkride::emulator
