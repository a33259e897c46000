// An airport and those of its parts that are no runways and no procedures.
#include <array>

#include "navigation/elements.hpp"

namespace checkride::emulator {
namespace {

constexpr double kTowerHeight = 40;

// What an airport without frequencies in the data is said to have.
const std::array kInventedFrequencies{Frequency{6, 118'100'000, "Tower"}, Frequency{5, 121'900'000, "Ground"}};

std::vector<Frequency> frequencies_of(const Airport& airport) {
  if (!airport.frequencies.empty()) return airport.frequencies;
  std::vector<Frequency> invented(kInventedFrequencies.begin(), kInventedFrequencies.end());
  for (Frequency& frequency : invented) frequency.name = airport.name + " " + frequency.name;
  return invented;
}

std::vector<Element> frequency_elements(const Airport& airport) {
  std::vector<Element> elements;
  for (const Frequency& frequency : frequencies_of(airport)) {
    elements.emplace_back("FREQUENCY")
        .set("TYPE", frequency.type)
        .set("FREQUENCY", frequency.hz)
        .set("NAME", frequency.name);
  }
  return elements;
}

std::vector<Element> taxi_name_elements(const AirportLayout& layout) {
  std::vector<Element> elements;
  for (const std::string& name : layout.taxi_names) elements.emplace_back("TAXI_NAME").set("NAME", name);
  return elements;
}

std::vector<Element> taxi_point_elements(const AirportLayout& layout) {
  std::vector<Element> elements;
  for (const TaxiPoint& point : layout.taxi_points) {
    elements.emplace_back("TAXI_POINT")
        .set("TYPE", point.type)
        .set("BIAS_X", point.at.east)
        .set("BIAS_Z", point.at.north);
  }
  return elements;
}

std::vector<Element> taxi_path_elements(const AirportLayout& layout) {
  constexpr double kSolidEdge = 1;
  constexpr double kWeight = 100'000;
  std::vector<Element> elements;
  for (const TaxiPath& path : layout.taxi_paths) {
    elements.emplace_back("TAXI_PATH")
        .set("TYPE", path.type)
        .set("WIDTH", path.width_m)
        .set("LEFT_HALF_WIDTH", path.width_m / 2)
        .set("RIGHT_HALF_WIDTH", path.width_m / 2)
        .set("WEIGHT", kWeight)
        .set("RUNWAY_NUMBER", path.runway.number)
        .set("RUNWAY_DESIGNATOR", path.runway.designator)
        .set("LEFT_EDGE", kSolidEdge)
        .set("LEFT_EDGE_LIGHTED", 1)
        .set("RIGHT_EDGE", kSolidEdge)
        .set("RIGHT_EDGE_LIGHTED", 1)
        .set("CENTER_LINE", 1)
        .set("START", path.start)
        .set("END", path.end)
        .set("NAME_INDEX", path.name);
  }
  return elements;
}

std::vector<Element> parking_elements(const AirportLayout& layout) {
  std::vector<Element> elements;
  for (const Parking& parking : layout.parkings) {
    elements.emplace_back("TAXI_PARKING")
        .set("TYPE", parking.type)
        .set("TAXI_POINT_TYPE", 1)
        .set("NAME", parking.name)
        .set("NUMBER", parking.number)
        .set("HEADING", parking.heading_deg)
        .set("RADIUS", parking.radius_m)
        .set("BIAS_X", parking.at.east)
        .set("BIAS_Z", parking.at.north);
  }
  return elements;
}

std::vector<Element> jetway_elements(const AirportLayout& layout) {
  std::vector<Element> elements;
  for (const Parking& parking : layout.parkings) {
    if (!parking.jetway) continue;
    elements.emplace_back("JETWAY").set("PARKING_GATE", parking.name).set("PARKING_SPOT", parking.number);
  }
  return elements;
}

// A docking guidance system in front of every gate.
std::vector<Element> vdgs_elements(const Airport& airport, const AirportLayout& layout) {
  std::vector<Element> elements;
  double index = 0;
  for (const Parking& parking : layout.parkings) {
    const Place place = moved(airport.place, parking.at + along(parking.heading_deg, parking.radius_m));
    if (parking.jetway) {
      elements.emplace_back("VDGS")
          .set("LATITUDE", place.latitude)
          .set("LONGITUDE", place.longitude)
          .set("ALTITUDE", place.altitude)
          .set("PARKING_NUMBER", parking.number)
          .set("PARKING_GATE", parking.name)
          .set("PARKING_INDEX", index);
    }
    ++index;
  }
  return elements;
}

std::vector<Element> helipad_elements(const Airport& airport, const AirportLayout& layout) {
  constexpr double kSize = 24;
  constexpr double kTouchDown = 12;
  std::vector<Element> elements;
  for (const Metres& at : layout.helipads) {
    const Place place = moved(airport.place, at);
    elements.emplace_back("HELIPAD")
        .set("LATITUDE", place.latitude)
        .set("LONGITUDE", place.longitude)
        .set("ALTITUDE", place.altitude)
        .set("LENGTH", kSize)
        .set("WIDTH", kSize)
        .set("TYPE", 1)
        .set("TOUCH_DOWN_LENGTH", kTouchDown)
        .set("FATO_LENGTH", kSize)
        .set("FATO_WIDTH", kSize);
  }
  return elements;
}

// Procedures by number of runways, as procedure_elements.cpp makes them: an approach to each end.
void set_counts(Element& element, const Airport& airport, const AirportLayout& layout) {
  const auto count = [&](std::string_view name, std::size_t number) { element.set(name, static_cast<double>(number)); };
  const std::size_t runways = layout.runways.size();
  count("N_RUNWAYS", runways);
  count("N_STARTS", 2 * runways + layout.helipads.size());
  count("N_FREQUENCIES", frequencies_of(airport).size());
  count("N_HELIPADS", layout.helipads.size());
  count("N_APPROACHES", 2 * runways);
  count("N_DEPARTURES", runways == 0 ? 0 : 1);
  count("N_ARRIVALS", runways == 0 ? 0 : 1);
  count("N_TAXI_POINTS", layout.taxi_points.size());
  count("N_TAXI_PARKINGS", layout.parkings.size());
  count("N_TAXI_PATHS", layout.taxi_paths.size());
  count("N_TAXI_NAMES", layout.taxi_names.size());
  count("N_JETWAYS", airport.gates);
  count("N_VDGS", airport.gates);
  count("N_HOLDING_PATTERNS", 1);
}

Element fields_of(const Airport& airport, const AirportLayout& layout) {
  Element element("AIRPORT");
  element.set("LATITUDE", airport.place.latitude)
      .set("LONGITUDE", airport.place.longitude)
      .set("ALTITUDE", airport.place.altitude)
      .set("MAGVAR", airport.magvar_deg)
      .set("NAME", airport.name)
      .set("NAME64", airport.name)
      .set("ICAO", airport.icao)
      .set("REGION", airport.region)
      .set("TOWER_LATITUDE", airport.place.latitude)
      .set("TOWER_LONGITUDE", airport.place.longitude)
      .set("TOWER_ALTITUDE", airport.place.altitude + kTowerHeight)
      .set("TRANSITION_ALTITUDE", airport.transition_m)
      .set("TRANSITION_LEVEL", airport.transition_m)
      .set("COUNTRY", airport.country)
      .set("CITY_STATE", airport.state.empty() ? airport.city : airport.city + ", " + airport.state);
  set_counts(element, airport, layout);
  return element;
}

}  // namespace

Element airport_element(const Navigation& navigation, const Airport& airport, const WantsChild& wants) {
  const AirportLayout layout = layout_of(airport);
  Element element = fields_of(airport, layout);
  const auto add = [&](std::string_view child, auto&& make) {
    if (wants(child)) element.add(child, make());
  };
  add("TAXI_NAME", [&] { return taxi_name_elements(layout); });
  add("TAXI_PATH", [&] { return taxi_path_elements(layout); });
  add("TAXI_PARKING", [&] { return parking_elements(layout); });
  add("TAXI_POINT", [&] { return taxi_point_elements(layout); });
  add("ARRIVAL", [&] { return arrival_elements(navigation, airport, layout); });
  add("DEPARTURE", [&] { return departure_elements(navigation, airport, layout); });
  add("APPROACH", [&] { return approach_elements(airport, layout); });
  add("HELIPAD", [&] { return helipad_elements(airport, layout); });
  add("FREQUENCY", [&] { return frequency_elements(airport); });
  add("JETWAY", [&] { return jetway_elements(layout); });
  add("VDGS", [&] { return vdgs_elements(airport, layout); });
  add("HOLDING_PATTERN", [&] { return holding_elements(navigation, airport); });
  add("START", [&] { return start_elements(airport, layout); });
  add("RUNWAY", [&] { return runway_elements(airport, layout); });
  return element;
}

}  // namespace checkride::emulator
