#include "sim/aircraft_names.hpp"

#include <array>
#include <vector>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

struct Names {
  std::string_view name;  // the word of flight files
  std::string_view title;
  std::string_view file;
  std::string_view atc_type;
  std::string_view atc_model;
};

// Inferred, but for the C172 (semantics 9.1): as add-ons are called that FSX does not come with.
constexpr std::array kFsx{
    Names{"C172", "Cessna Skyhawk 172SP Paint1", "SimObjects\\Airplanes\\C172\\Cessna172SP.AIR", "Cessna", "C172"},
    Names{"DA62", "Diamond DA62", "SimObjects\\Airplanes\\DA62\\DA62.AIR", "Diamond", "DA62"},
    Names{"A320", "Airbus A320", "SimObjects\\Airplanes\\Airbus_A320\\Airbus_A320.AIR", "Airbus", "A320"},
    Names{"B738", "Boeing 737-800 Paint1", "SimObjects\\Airplanes\\B737_800\\Boeing737-800.AIR", "Boeing", "B738"},
    Names{"ASK21", "Schleicher ASK 21", "SimObjects\\Airplanes\\ASK21\\ASK21.AIR", "Schleicher", "AS21"},
};

// 2020 differs from 2024 in the files alone.
struct File {
  std::string_view name;
  std::string_view file;
};
constexpr std::array kFiles2020{
    File{"C172", "SimObjects/Airplanes/Asobo_C172sp_AS1000/aircraft.cfg"},
    File{"DA62", "SimObjects/Airplanes/Asobo_DA62/aircraft.cfg"},
    File{"A320", "SimObjects/Airplanes/Asobo_A320_NEO/aircraft.cfg"},
    File{"B738", "SimObjects/Airplanes/B737_800/aircraft.cfg"},
    File{"ASK21", "SimObjects/Airplanes/ASK21/aircraft.cfg"},
};

template <class Row, std::size_t Rows>
const Row& row_of(const AircraftType& type, const std::array<Row, Rows>& rows) {
  const Row* found = nullptr;
  for (const Row& row : rows) {
    if (row.name == type.name) found = &row;
  }
  CHECKRIDE_ASSERT(found != nullptr);  // every type has its names
  return *found;
}

std::vector<AircraftType> fsx_types() {
  std::vector<AircraftType> types(newest_aircraft_types().begin(), newest_aircraft_types().end());
  for (AircraftType& type : types) {
    const Names& names = row_of(type, kFsx);
    type.title = names.title;
    type.file = names.file;
    type.atc_type = names.atc_type;
    type.atc_model = names.atc_model;
  }
  return types;
}

std::vector<AircraftType> types_2020() {
  std::vector<AircraftType> types(newest_aircraft_types().begin(), newest_aircraft_types().end());
  for (AircraftType& type : types) type.file = row_of(type, kFiles2020).file;
  return types;
}

}  // namespace

std::span<const AircraftType> aircraft_types(Naming naming) {
  static const std::vector<AircraftType> fsx = fsx_types();
  static const std::vector<AircraftType> msfs2020 = types_2020();
  switch (naming) {
    case Naming::fsx:
      return fsx;
    case Naming::msfs2020:
      return msfs2020;
    case Naming::msfs2024:
      return newest_aircraft_types();
  }
  return newest_aircraft_types();
}

}  // namespace checkride::emulator
