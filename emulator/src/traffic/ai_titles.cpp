#include "traffic/ai_titles.hpp"

#include <array>

#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

using enum ObjectCategory;

constexpr Generation kFsx = Generation::fsx;
constexpr Generation kMsfs = Generation::msfs;

// Inferred: a few titles of each kind that come with the simulators, and those of the user's aircraft; a real one
// knows whatever is installed in it.
constexpr std::array kTitles{
    AiTitle{"Cessna Skyhawk 172SP Paint1", airplane, kFsx, "Cessna", "C172", 122},
    AiTitle{"Mooney Bravo", airplane, kFsx, "Mooney", "M20T", 195},
    AiTitle{"Beech Baron 58 Paint1", airplane, kFsx, "Baron", "BE58", 200},
    AiTitle{"Boeing 737-800 Paint1", airplane, kFsx, "Boeing", "B738", 450},
    AiTitle{"Boeing 747-400 Paint1", airplane, kFsx, "Boeing", "B744", 490},
    AiTitle{"Airbus A321 Paint1", airplane, kFsx, "Airbus", "A321", 450},
    AiTitle{"Diamond DA62", airplane, kFsx, "Diamond", "DA62", 190},
    AiTitle{"Airbus A320", airplane, kFsx, "Airbus", "A320", 450},
    AiTitle{"Schleicher ASK 21", airplane, kFsx, "Schleicher", "AS21", 50},
    AiTitle{"Bell 206B JetRanger", helicopter, kFsx, "Bell", "B06", 115},
    AiTitle{"Robinson R22", helicopter, kFsx, "Robinson", "R22", 96},
    AiTitle{"VEH_water_yacht_130ft", boat, kFsx, "", "", 12},
    AiTitle{"VEH_jetTruck", ground_vehicle, kFsx, "", "", 15},
    AiTitle{"VEH_airport_baggage_loader", ground_vehicle, kFsx, "", "", 10},
    AiTitle{"Cessna Skyhawk G1000 Asobo", airplane, kMsfs, "Cessna", "C172", 124},
    AiTitle{"Cessna 152 Asobo", airplane, kMsfs, "Cessna", "C152", 107},
    AiTitle{"DA40-NG Asobo", airplane, kMsfs, "Diamond", "DA40", 150},
    AiTitle{"TBM 930 Asobo", airplane, kMsfs, "Socata", "TBM9", 330},
    AiTitle{"Airbus A320 Neo Asobo", airplane, kMsfs, "Airbus", "A20N", 450},
    AiTitle{"Boeing 747-8i Asobo", airplane, kMsfs, "Boeing", "B748", 490},
    AiTitle{"DA62 Asobo", airplane, kMsfs, "Diamond", "DA62", 190},
    AiTitle{"Boeing 737-800", airplane, kMsfs, "Boeing", "B738", 450},
    AiTitle{"Schleicher ASK 21", airplane, kMsfs, "Schleicher", "AS21", 50},
    AiTitle{"Bell 407", helicopter, kMsfs, "Bell", "B407", 133},
    AiTitle{"Cabri G2", helicopter, kMsfs, "Guimbal", "G2CA", 90},
    AiTitle{"CargoShip01", boat, kMsfs, "", "", 18},
    AiTitle{"ASO_Pushback_Blue", ground_vehicle, kMsfs, "", "", 10},
    AiTitle{"ASO_Baggage_Truck01", ground_vehicle, kMsfs, "", "", 15},
};

// Inferred: what an object climbs at when nobody computes its vertical speed.
constexpr double kAirplaneClimbFpm = 1000;
constexpr double kHelicopterClimbFpm = 700;

}  // namespace

std::span<const AiTitle> ai_titles() {
  return kTitles;
}

const AiTitle* find_ai_title(std::string_view title, const Profile& profile) {
  for (const AiTitle& known : kTitles) {
    if (known.generation == profile.generation && values::same_text(known.title, title)) return &known;
  }
  return nullptr;
}

Performance performance_of(const AiTitle& title) {
  Performance performance;
  performance.cruise_kt = title.cruise_kt;
  performance.flies = is_aircraft(title.category);
  performance.hovers = title.category == helicopter;
  if (performance.flies) performance.climb_fpm = performance.hovers ? kHelicopterClimbFpm : kAirplaneClimbFpm;
  return performance;
}

bool is_aircraft(ObjectCategory category) {
  return category == airplane || category == helicopter;
}

std::string_view text(ObjectCategory category) {
  switch (category) {
    case airplane:
      return "Airplane";
    case helicopter:
      return "Helicopter";
    case boat:
      return "Boat";
    case ground_vehicle:
      return "GroundVehicle";
  }
  return "";
}

protocol::SimObjectType object_type(ObjectCategory category) {
  switch (category) {
    case airplane:
      return protocol::SimObjectType::aircraft;
    case helicopter:
      return protocol::SimObjectType::helicopter;
    case boat:
      return protocol::SimObjectType::boat;
    case ground_vehicle:
      return protocol::SimObjectType::ground;
  }
  return protocol::SimObjectType::all;
}

}  // namespace checkride::emulator
