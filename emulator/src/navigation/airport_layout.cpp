#include "navigation/airport_layout.hpp"

#include <cmath>
#include <cstdlib>

namespace checkride::emulator {
namespace {

// Runways lie to the left of the terminal as their primary end sees it, parallel ones side by side.
constexpr double kFirstRunway = 700;
constexpr double kBetweenParallels = 600;
constexpr double kBetweenGroups = 3 * kBetweenParallels;
constexpr double kParallelDegrees = 15;
constexpr double kTaxiwayBeside = 150;
constexpr double kHoldBeside = 75;
constexpr double kTaxiwayWidth = 23;
// Stands in one row along the terminal.
constexpr double kBetweenStands = 60;
constexpr double kStandBeside = 120;
constexpr double kHelipadBeside = -150;

enum PointType { normal = 1, hold_short = 2, ils_hold_short = 4 };
enum PathType { taxi = 1, runway_path = 2, to_parking = 3 };
enum ParkingType { ramp_ga = 1, gate_heavy = 10 };
enum ParkingName { parking = 1, gate_a = 12 };

std::string text_of(const RunwayName& name) {
  const std::string letters[] = {"", "L", "R", "C"};
  return (name.number < 10 ? "0" : "") + std::to_string(name.number) + letters[name.designator];
}

// How many parallels stand between this one and the terminal.
int rank_of(const RunwayName& name) {
  constexpr int kRanks[] = {1, 2, 0, 1};
  return kRanks[name.designator];
}

bool parallel(const Runway& a, const Runway& b) {
  return std::abs(std::remainder(a.heading_deg - b.heading_deg, 360.0)) < kParallelDegrees;
}

RunwayPlace place_runway(const Airport& airport, std::size_t index) {
  const Runway& runway = airport.runways[index];
  const int rank = rank_of(runway.primary);
  int groups = 0;
  for (std::size_t other = 0; other < index; ++other) {
    const Runway& before = airport.runways[other];
    if (parallel(before, runway) && rank_of(before.primary) == rank) ++groups;
  }
  RunwayPlace place;
  place.runway = &runway;
  place.centre =
      along(turned(runway.heading_deg, -90), kFirstRunway + rank * kBetweenParallels + groups * kBetweenGroups);
  const double opposite = turned(runway.heading_deg, 180);
  place.primary = {runway.primary, text_of(runway.primary), place.centre + along(opposite, runway.length_m / 2),
                   runway.heading_deg, runway.primary_ils.has_value()};
  place.secondary = {runway.secondary, text_of(runway.secondary),
                     place.centre + along(runway.heading_deg, runway.length_m / 2), opposite,
                     runway.secondary_ils.has_value()};
  return place;
}

// Each runway has a taxiway along its side, named by letter, which its ends reach over holding points.
void add_taxiway(AirportLayout& layout, const RunwayPlace& place) {
  const auto first = static_cast<std::uint32_t>(layout.taxi_points.size());
  const auto name = static_cast<std::uint32_t>(layout.taxi_names.size());
  const double aside = turned(place.runway->heading_deg, 90);
  layout.taxi_names.push_back(std::string(1, static_cast<char>('A' + (name - 1) % 26)));
  const auto hold = [](const RunwayEnd& end) { return end.ils ? ils_hold_short : hold_short; };
  layout.taxi_points.push_back({normal, place.centre + along(aside, kTaxiwayBeside)});
  layout.taxi_points.push_back({normal, place.primary.at + along(aside, kTaxiwayBeside)});
  layout.taxi_points.push_back({normal, place.secondary.at + along(aside, kTaxiwayBeside)});
  layout.taxi_points.push_back({hold(place.primary), place.primary.at + along(aside, kHoldBeside)});
  layout.taxi_points.push_back({hold(place.secondary), place.secondary.at + along(aside, kHoldBeside)});
  layout.taxi_points.push_back({normal, place.primary.at});
  layout.taxi_points.push_back({normal, place.secondary.at});
  struct Step {
    std::uint32_t from;
    std::uint32_t to;
  };
  for (const Step step : {Step{0, 1}, Step{0, 2}, Step{1, 3}, Step{2, 4}, Step{3, 5}, Step{4, 6}}) {
    layout.taxi_paths.push_back({taxi, first + step.from, first + step.to, name, {}, kTaxiwayWidth});
  }
  layout.taxi_paths.push_back({runway_path, first + 5, first + 6, 0, place.runway->primary, place.runway->width_m});
}

void add_parkings(AirportLayout& layout, const Airport& airport) {
  constexpr double kGateRadius = 36;
  constexpr double kRampRadius = 10;
  const double row = airport.runways.empty() ? 0 : airport.runways.front().heading_deg;
  const std::uint32_t count = airport.gates + airport.ramps;
  for (std::uint32_t index = 0; index < count; ++index) {
    const bool gate = index < airport.gates;
    Parking stand;
    stand.type = gate ? gate_heavy : ramp_ga;
    stand.name = gate ? gate_a : parking;
    stand.number = gate ? index + 1 : index - airport.gates + 1;
    stand.heading_deg = turned(row, 90);
    stand.radius_m = gate ? kGateRadius : kRampRadius;
    stand.at = along(row, (index - (count - 1) / 2.0) * kBetweenStands) + along(turned(row, -90), kStandBeside);
    stand.jetway = gate;
    layout.parkings.push_back(stand);
    if (!layout.taxi_points.empty()) layout.taxi_paths.push_back({to_parking, 0, index, 0, {}, kTaxiwayWidth});
  }
}

}  // namespace

AirportLayout layout_of(const Airport& airport) {
  AirportLayout layout;
  layout.taxi_names.emplace_back();
  for (std::size_t index = 0; index < airport.runways.size(); ++index) {
    layout.runways.push_back(place_runway(airport, index));
    add_taxiway(layout, layout.runways.back());
  }
  add_parkings(layout, airport);
  for (std::uint32_t index = 0; index < airport.helipads; ++index) {
    layout.helipads.push_back({.east = kHelipadBeside, .north = kHelipadBeside * (index + 1)});
  }
  return layout;
}

}  // namespace checkride::emulator
