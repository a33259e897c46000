// Rows of the embedded files become airports and stations. What cannot be read is a mistake of ours, not of a user.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <numbers>
#include <span>

#include "checkride/result/assert.hpp"
#include "checkride_emulator_embedded.hpp"
#include "navigation/airport_layout.hpp"
#include "navigation/navigation.hpp"

namespace checkride::emulator {
namespace {

constexpr double kMetresPerFoot = 0.3048;
constexpr double kHertzPerMegahertz = 1e6;
constexpr std::uint32_t kHertzPerKilohertz = 1000;
constexpr double kMetresPerKilometre = 1000;

// One line of a file, by column.
class Row {
 public:
  explicit Row(std::string_view line) {
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find(',', at), line.size());
      cells_.push_back(line.substr(at, end - at));
      at = end + 1;
    }
  }
  // The next cell, from the left.
  std::string_view text() {
    CHECKRIDE_ASSERT(next_ < cells_.size());
    return cells_[next_++];
  }
  double number() {
    const std::string_view cell = text();
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    CHECKRIDE_ASSERT(error == std::errc() && end == cell.data() + cell.size());
    return value;
  }
  std::uint32_t count() { return static_cast<std::uint32_t>(number()); }
  Place place() {
    Place place;
    place.latitude = number();
    place.longitude = number();
    place.altitude = number();
    return place;
  }

 private:
  std::vector<std::string_view> cells_;
  std::size_t next_ = 0;
};

// All lines but the first, which names the columns.
std::vector<Row> rows_of(std::string_view file) {
  std::vector<Row> rows;
  for (std::size_t at = file.find('\n') + 1; at < file.size();) {
    const std::size_t end = std::min(file.find('\n', at), file.size());
    rows.emplace_back(file.substr(at, end - at));
    at = end + 1;
  }
  return rows;
}

struct Word {
  std::string_view word;
  int number = 0;
};

int number_of(std::span<const Word> words, std::string_view wanted) {
  const auto found = std::ranges::find(words, wanted, &Word::word);
  CHECKRIDE_ASSERT(found != words.end());
  return found->number;
}

// Numbers of wire.md, appendix A.
constexpr std::array kSurfaces{Word{"concrete", 0}, Word{"grass", 1}, Word{"asphalt", 4}, Word{"sand", 21}};
constexpr std::array kFrequencyTypes{Word{"atis", 1},  Word{"unicom", 3},    Word{"ctaf", 4},     Word{"ground", 5},
                                     Word{"tower", 6}, Word{"clearance", 7}, Word{"approach", 8}, Word{"departure", 9},
                                     Word{"awos", 12}, Word{"asos", 13}};
constexpr std::array kVorTypes{Word{"terminal", 1}, Word{"low", 2}, Word{"high", 3}};
constexpr std::array kNdbTypes{Word{"locator", 0}, Word{"medium", 1}, Word{"homing", 2}, Word{"high", 3}};
constexpr std::array kWaypointTypes{Word{"named", 1}, Word{"rnav", 8}, Word{"vfr", 9}};
constexpr std::array kRouteTypes{Word{"victor", 1}, Word{"jet", 2}, Word{"both", 3}};
constexpr std::array kDesignators{Word{"", 0}, Word{"L", 1}, Word{"R", 2}, Word{"C", 3}};
constexpr int kVorIsLocalizer = 4;

Airport airport_of(Row& row) {
  Airport airport;
  airport.icao = row.text();
  airport.region = row.text();
  airport.name = row.text();
  airport.city = row.text();
  airport.state = row.text();
  airport.country = row.text();
  airport.place = row.place();
  airport.magvar_deg = row.number();
  airport.gates = row.count();
  airport.ramps = row.count();
  airport.helipads = row.count();
  airport.transition_m = row.number() * kMetresPerFoot;
  return airport;
}

RunwayName runway_name(std::string_view text) {
  RunwayName name;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), name.number);
  CHECKRIDE_ASSERT(error == std::errc());
  name.designator = number_of(kDesignators, text.substr(static_cast<std::size_t>(end - text.data())));
  return name;
}

std::optional<LandingSystem> landing_system(Row& row) {
  LandingSystem system;
  system.ident = row.text();
  if (system.ident.empty()) {
    (void)row.text();  // the frequency of none
    return std::nullopt;
  }
  system.frequency_hz = static_cast<std::uint32_t>(std::lround(row.number() * kHertzPerMegahertz));
  return system;
}

Runway runway_of(Row& row) {
  Runway runway;
  runway.primary = runway_name(row.text());
  runway.secondary = runway_name(row.text());
  runway.length_m = row.number();
  runway.width_m = row.number();
  runway.surface = number_of(kSurfaces, row.text());
  runway.heading_deg = row.number();
  runway.primary_ils = landing_system(row);
  runway.secondary_ils = landing_system(row);
  return runway;
}

Frequency frequency_of(Row& row) {
  Frequency frequency;
  frequency.type = number_of(kFrequencyTypes, row.text());
  frequency.hz = static_cast<std::uint32_t>(std::lround(row.number() * kHertzPerMegahertz));
  frequency.name = row.text();
  return frequency;
}

Navaid navaid_of(Row& row) {
  Navaid navaid;
  const std::string_view kind = row.text();
  navaid.kind = kind == "V" ? NavaidKind::vor : kind == "N" ? NavaidKind::ndb : NavaidKind::waypoint;
  navaid.ident = row.text();
  navaid.region = row.text();
  navaid.name = row.text();
  navaid.place = row.place();
  navaid.frequency_hz = row.count() * kHertzPerKilohertz;
  navaid.magvar_deg = row.number();
  navaid.dme = row.count() != 0;
  const std::array<std::span<const Word>, 3> types{kWaypointTypes, kNdbTypes, kVorTypes};
  navaid.type = number_of(types[static_cast<std::size_t>(navaid.kind)], row.text());
  navaid.range_m = row.number() * kMetresPerKilometre;
  return navaid;
}

Route route_of(Row& row) {
  Route route;
  route.name = row.text();
  route.type = number_of(kRouteTypes, row.text());
  const std::string_view fixes = row.text();
  for (std::size_t at = 0; at < fixes.size();) {
    const std::size_t end = std::min(fixes.find(' ', at), fixes.size());
    route.fixes.emplace_back(fixes.substr(at, end - at));
    at = end + 1;
  }
  return route;
}

// The localizer stands behind the far end, the glide slope beside the touchdown zone.
Navaid localizer_of(const Airport& airport, const LandingSystem& system, const RunwayEnd& end, const RunwayEnd& far) {
  constexpr double kBehindTheEnd = 300;
  constexpr double kTouchdown = 300;
  constexpr double kBeside = 120;
  constexpr double kRange = 33'000;
  Navaid navaid;
  navaid.kind = NavaidKind::vor;
  navaid.ident = system.ident;
  navaid.region = airport.region;
  navaid.name = "ILS " + end.text;
  navaid.airport = airport.icao;
  navaid.place = moved(airport.place, far.at + along(end.heading_deg, kBehindTheEnd));
  navaid.magvar_deg = airport.magvar_deg;
  navaid.frequency_hz = system.frequency_hz;
  navaid.dme = true;
  navaid.type = kVorIsLocalizer;
  navaid.range_m = kRange;
  navaid.localizer_deg = end.heading_deg;
  navaid.glide =
      moved(airport.place, end.at + along(end.heading_deg, kTouchdown) + along(turned(end.heading_deg, 90), kBeside));
  return navaid;
}

void add_localizers(Navigation& navigation) {
  for (const Airport& airport : navigation.airports) {
    for (const RunwayPlace& runway : layout_of(airport).runways) {
      const Runway& row = *runway.runway;
      if (row.primary_ils) {
        navigation.vors.push_back(localizer_of(airport, *row.primary_ils, runway.primary, runway.secondary));
      }
      if (row.secondary_ils) {
        navigation.vors.push_back(localizer_of(airport, *row.secondary_ils, runway.secondary, runway.primary));
      }
    }
  }
}

// "X" and four digits of base 36.
std::string synthetic_icao(std::uint32_t number) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string icao = "X0000";
  for (std::size_t place = icao.size() - 1; place > 0; --place) {
    icao[place] = kDigits[number % kDigits.size()];
    number /= static_cast<std::uint32_t>(kDigits.size());
  }
  return icao;
}

// On a spiral from pole to pole, each with as much of the earth to itself as any other.
Airport synthetic_airport(std::uint32_t number, std::uint32_t count) {
  constexpr double kGoldenAngle = 137.50776405003785;
  constexpr double kDegreesPerRadian = 180 / std::numbers::pi;
  constexpr int kRunwayPairs = 18;
  Airport airport;
  airport.icao = synthetic_icao(number);
  airport.region = "X";
  airport.name = "Synthetic " + std::to_string(number);
  airport.place.latitude = std::asin(1 - 2 * (number + 0.5) / count) * kDegreesPerRadian;
  airport.place.longitude = turned(number * kGoldenAngle, 0) - 180;
  airport.ramps = 1;
  Runway runway;
  runway.primary.number = static_cast<int>(number) % kRunwayPairs + 1;
  runway.secondary.number = runway.primary.number + kRunwayPairs;
  runway.length_m = 1000;
  runway.width_m = 30;
  runway.heading_deg = runway.primary.number * 10;
  airport.runways.push_back(std::move(runway));
  return airport;
}

void read_airports(Navigation& navigation) {
  std::map<std::string, std::size_t, std::less<>> places;
  for (Row& row : rows_of(data::airports())) {
    navigation.airports.push_back(airport_of(row));
    places.emplace(navigation.airports.back().icao, navigation.airports.size() - 1);
  }
  const auto airport = [&](Row& row) -> Airport& {
    const auto found = places.find(row.text());
    CHECKRIDE_ASSERT(found != places.end());
    return navigation.airports[found->second];
  };
  for (Row& row : rows_of(data::runways())) {
    Airport& owner = airport(row);
    owner.runways.push_back(runway_of(row));
  }
  for (Row& row : rows_of(data::frequencies())) {
    Airport& owner = airport(row);
    owner.frequencies.push_back(frequency_of(row));
  }
}

}  // namespace

Navigation load_navigation(std::uint32_t extra_airports) {
  CHECKRIDE_ASSERT(extra_airports <= kMaxExtraAirports);
  Navigation navigation;
  read_airports(navigation);
  for (Row& row : rows_of(data::navaids())) {
    Navaid navaid = navaid_of(row);
    auto& list = navaid.kind == NavaidKind::vor   ? navigation.vors
                 : navaid.kind == NavaidKind::ndb ? navigation.ndbs
                                                  : navigation.waypoints;
    list.push_back(std::move(navaid));
  }
  for (Row& row : rows_of(data::routes())) navigation.routes.push_back(route_of(row));
  add_localizers(navigation);
  for (std::uint32_t number = 0; number < extra_airports; ++number) {
    navigation.airports.push_back(synthetic_airport(number, extra_airports));
  }
  return navigation;
}

}  // namespace checkride::emulator
