#include "sim/aircraft.hpp"

namespace checkride::emulator {

const AircraftType* find_aircraft(std::string_view name, Naming naming) {
  for (const AircraftType& type : aircraft_types(naming)) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

double total_capacity_gal(const AircraftType& type) {
  double total = 0;
  for (const double gallons : type.tanks_gal) total += gallons;
  return total;
}

}  // namespace checkride::emulator
