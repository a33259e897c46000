// Airports and stations as elements. What the data does not know is derived, or zero.
#pragma once

#include <functional>
#include <string_view>

#include "navigation/airport_layout.hpp"
#include "navigation/element.hpp"

namespace checkride::emulator {

// Whether a child of the entry point is wanted: those that are not are left out, for they are many.
using WantsChild = std::function<bool(std::string_view child)>;

Element airport_element(const Navigation& navigation, const Airport& airport, const WantsChild& wants);
Element vor_element(const Navaid& vor);
Element ndb_element(const Navaid& ndb);
// Of any kind of navaid: stations are waypoints too.
Element waypoint_element(const Navigation& navigation, const Navaid& navaid);

// ---- parts of airport_element()
std::vector<Element> runway_elements(const Airport& airport, const AirportLayout& layout);
std::vector<Element> start_elements(const Airport& airport, const AirportLayout& layout);
std::vector<Element> approach_elements(const Airport& airport, const AirportLayout& layout);
std::vector<Element> departure_elements(const Navigation& navigation, const Airport& airport,
                                        const AirportLayout& layout);
std::vector<Element> arrival_elements(const Navigation& navigation, const Airport& airport,
                                      const AirportLayout& layout);
std::vector<Element> holding_elements(const Navigation& navigation, const Airport& airport);

}  // namespace checkride::emulator
