#include "traffic/ai_traffic.hpp"

#include <memory>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

// An object of the catalogue of titles: the one that is named, else the aircraft's own kind.
const AiTitle* kind_of(const TrafficAircraft& aircraft, const Profile& profile) {
  if (const AiTitle* named = find_ai_title(aircraft.title, profile)) return named;
  const AircraftType* type = find_aircraft(aircraft.flight.aircraft, profile.naming);
  CHECKRIDE_ASSERT(type != nullptr);  // whoever read the flight knew it
  const AiTitle* own = find_ai_title(type->title, profile);
  CHECKRIDE_ASSERT(own != nullptr);  // every type has its title in every generation
  return own;
}

}  // namespace

void add_traffic(AiObjects& objects, std::span<const TrafficAircraft> traffic, const Profile& profile) {
  for (const TrafficAircraft& aircraft : traffic) {
    if (objects.full()) return;
    AiSpec spec;
    spec.title = kind_of(aircraft, profile);
    spec.own_title = aircraft.title;
    spec.tail_number = aircraft.tail_number;
    spec.airline = aircraft.airline;
    spec.flight_number = aircraft.flight_number;
    spec.under_atc = true;
    spec.flight = std::make_shared<const Flight>(aircraft.flight);
    objects.add_own(std::move(spec));
  }
}

void replace_traffic(AiObjects& objects, Simulator& simulator, const Profile& profile) {
  objects.remove_own();
  add_traffic(objects, simulator.traffic(), profile);
  objects.catch_up(simulator);
}

}  // namespace checkride::emulator
