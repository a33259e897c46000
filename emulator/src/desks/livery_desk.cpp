#include "desks/livery_desk.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "answers/list_pages.hpp"

namespace checkride::emulator {
namespace {

using protocol::SimObjectType;

struct Livery {
  SimObjectType type = SimObjectType::aircraft;
  std::string_view title;
  std::string_view name;  // empty for objects of the old format
};

// The objects of desks/ai_titles.cpp, each with its liveries, and what is no AI object here. Inferred: the liveries.
constexpr std::array kLiveries{
    Livery{SimObjectType::aircraft, "Cessna Skyhawk G1000 Asobo", ""},
    Livery{SimObjectType::aircraft, "Cessna 152 Asobo", "Default"},
    Livery{SimObjectType::aircraft, "Cessna 152 Asobo", "Blue Stripe"},
    Livery{SimObjectType::aircraft, "Cessna 152 Asobo", "Flight School"},
    Livery{SimObjectType::aircraft, "DA40-NG Asobo", "Default"},
    Livery{SimObjectType::aircraft, "DA40-NG Asobo", "Red Line"},
    Livery{SimObjectType::aircraft, "TBM 930 Asobo", "Default"},
    Livery{SimObjectType::aircraft, "Airbus A320 Neo Asobo", "Default"},
    Livery{SimObjectType::aircraft, "Airbus A320 Neo Asobo", "House Colours"},
    Livery{SimObjectType::aircraft, "Boeing 747-8i Asobo", "Default"},
    Livery{SimObjectType::aircraft, "DA62 Asobo", "Default"},
    Livery{SimObjectType::aircraft, "Boeing 737-800", ""},
    Livery{SimObjectType::aircraft, "Schleicher ASK 21", ""},
    Livery{SimObjectType::helicopter, "Bell 407", "Default"},
    Livery{SimObjectType::helicopter, "Cabri G2", "Default"},
    Livery{SimObjectType::helicopter, "Cabri G2", "Rescue"},
    Livery{SimObjectType::hot_air_balloon, "Hot Air Balloon", "Rainbow"},
    Livery{SimObjectType::boat, "CargoShip01", ""},
    Livery{SimObjectType::ground, "ASO_Pushback_Blue", ""},
    Livery{SimObjectType::ground, "ASO_Baggage_Truck01", ""},
    Livery{SimObjectType::animal, "Grizzly Bear", ""},
    Livery{SimObjectType::user_avatar, "Pilot Avatar", ""},
};

bool can_be_flown(SimObjectType type) {
  return type == SimObjectType::aircraft || type == SimObjectType::helicopter || type == SimObjectType::hot_air_balloon;
}

// Whether an object of this type is meant. Null: `wanted` is no type.
std::optional<bool> is_meant(SimObjectType wanted, SimObjectType type) {
  switch (wanted) {
    case SimObjectType::all:
      return true;
    case SimObjectType::user:
      return can_be_flown(type);
    case SimObjectType::user_current:  // whichever of aircraft and avatar the user controls
      return can_be_flown(type) || type == SimObjectType::user_avatar;
    case SimObjectType::aircraft:
    case SimObjectType::helicopter:
    case SimObjectType::boat:
    case SimObjectType::ground:
    case SimObjectType::hot_air_balloon:
    case SimObjectType::animal:
    case SimObjectType::user_avatar:
      return wanted == type;
  }
  return std::nullopt;
}

}  // namespace

Outcome LiveryDesk::on(const protocol::EnumerateSimObjectsAndLiveries& message, const Occasion&) {
  std::vector<protocol::SimObjectLivery> elements;
  for (const Livery& livery : kLiveries) {
    const auto meant = is_meant(message.sim_object_type, livery.type);
    if (!meant) return Refusal{protocol::Exception::invalid_enum, 2};
    if (*meant) elements.push_back({livery.title, livery.name});
  }
  protocol::RecvEnumerateSimObjectAndLiveryList answer;
  answer.request_id = message.request_id;
  answer_in_pages(context_.outbox, answer, std::span<const protocol::SimObjectLivery>(elements));
  return {};
}

}  // namespace checkride::emulator
