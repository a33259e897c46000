#include "traffic/ai_traffic.hpp"

#include <memory>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

bool is_airplane(const AiTitle& title, const Profile& profile) {
  return title.category == ObjectCategory::airplane && title.generation == profile.generation;
}

// An object of the catalogue of titles: the one that is named, else the aircraft's own kind, else any airplane.
const AiTitle* kind_of(const TrafficAircraft& aircraft, const Profile& profile) {
  if (const AiTitle* named = find_ai_title(aircraft.title, profile)) return named;
  const AiTitle* any = nullptr;
  for (const AiTitle& title : ai_titles()) {
    if (!is_airplane(title, profile)) continue;
    if (title.atc_model == aircraft.flight.aircraft) return &title;
    if (any == nullptr) any = &title;
  }
  CHECKRIDE_ASSERT(any != nullptr);  // every generation has an airplane
  return any;
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
