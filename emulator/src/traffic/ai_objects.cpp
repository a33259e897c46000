#include "traffic/ai_objects.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "checkride/result/assert.hpp"
#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using protocol::SimObjectType;

double number_of(Simulator& simulator, std::string_view name) {
  const auto variable = simulator.resolve(name);
  return variable ? simulator.number(*variable) : 0;
}

std::uint64_t steps_of(const Simulator& simulator) {
  return static_cast<std::uint64_t>(std::llround(simulator.simulation_seconds() * kStepsPerSecond));
}

GeoPoint place_of(const AiSpec& spec) {
  return {spec.placement.latitude_deg * kRadiansPerDegree, spec.placement.longitude_deg * kRadiansPerDegree};
}

}  // namespace

UserPlace user_place(Simulator& simulator) {
  UserPlace place;
  place.point.latitude = number_of(simulator, "PLANE LATITUDE");
  place.point.longitude = number_of(simulator, "PLANE LONGITUDE");
  place.ground_ft = number_of(simulator, "GROUND ALTITUDE") / kMetresPerFoot;
  return place;
}

void AiObjects::order(Order order, world::Instant ready) {
  CHECKRIDE_ASSERT(!full());
  CHECKRIDE_ASSERT(orders_.empty() || orders_.back().ready <= ready);
  orders_.push_back({std::move(order), ready});
}

AiObject* AiObjects::find(protocol::ObjectId id) {
  const auto found = objects_.find(id);
  return found == objects_.end() ? nullptr : found->second.get();
}

bool AiObjects::is_free(const GeoPoint& point, double radius_m) const {
  const auto near = [&](const GeoPoint& other) { return distance_m(point, other) < radius_m; };
  return std::none_of(objects_.begin(), objects_.end(),
                      [&](const auto& entry) { return near(entry.second->motion().position()); }) &&
         std::none_of(orders_.begin(), orders_.end(),
                      [&](const Waiting& waiting) { return near(place_of(waiting.order.spec)); });
}

void AiObjects::tell(std::string_view event, protocol::ObjectId id, const AiObject& object) {
  SystemEvent told;
  told.name = event;
  told.data = id.value;
  told.object_type = static_cast<std::uint32_t>(object_type(object.spec().title->category));
  events_.push_back(std::move(told));
}

protocol::ObjectId AiObjects::put(AiSpec spec, double ground_ft) {
  const protocol::ObjectId id = next_id_;
  ++next_id_.value;
  const auto added = objects_.emplace(id, std::make_unique<AiObject>(std::move(spec), ground_ft));
  if (weather_) added.first->second->set_weather(weather_);
  tell("ObjectAdded", id, *added.first->second);
  return id;
}

void AiObjects::add(Order order, double ground_ft) {
  const ClientId creator = order.spec.creator;
  assigned_.push_back({creator, order.request_id, put(std::move(order.spec), ground_ft)});
}

void AiObjects::add_own(AiSpec spec) {
  CHECKRIDE_ASSERT(!full() && spec.flight != nullptr);
  spec.creator = kSimulator;
  (void)put(std::move(spec), 0);
}

void AiObjects::remove(protocol::ObjectId id) {
  const auto found = objects_.find(id);
  CHECKRIDE_ASSERT(found != objects_.end());
  tell("ObjectRemoved", id, *found->second);
  objects_.erase(found);
}

void AiObjects::clear() {
  for (const auto& [id, object] : objects_) tell("ObjectRemoved", id, *object);
  objects_.clear();
  orders_.clear();
  assigned_.clear();
  weather_ = nullptr;
  steps_ = 0;
  seconds_ = -1;
}

void AiObjects::remove_own() {
  remove_objects_of(kSimulator);
}

void AiObjects::catch_up(const Simulator& simulator) {
  steps_ = steps_of(simulator);
  for (const auto& [id, object] : objects_) {
    if (object->spec().creator == kSimulator) object->advance(steps_);
  }
}

void AiObjects::remove_client(ClientId client) {
  std::erase_if(orders_, [client](const Waiting& waiting) { return waiting.order.spec.creator == client; });
  std::erase_if(assigned_, [client](const Assigned& assigned) { return assigned.client == client; });
  remove_objects_of(client);
}

void AiObjects::remove_objects_of(ClientId creator) {
  std::erase_if(objects_, [&](const auto& entry) {
    if (entry.second->spec().creator != creator) return false;
    tell("ObjectRemoved", entry.first, *entry.second);
    return true;
  });
}

std::vector<protocol::ObjectId> AiObjects::matching(SimObjectType type, const GeoPoint& around, double radius_m) const {
  std::vector<protocol::ObjectId> result;
  for (const auto& [id, object] : objects_) {
    if (type != SimObjectType::all && object_type(object->spec().title->category) != type) continue;
    if (distance_m(around, object->motion().position()) <= radius_m) result.push_back(id);
  }
  return result;
}

void AiObjects::remove_those_too_far(const GeoPoint& user) {
  std::vector<protocol::ObjectId> gone;
  for (const auto& [id, object] : objects_) {
    if (object->spec().creator == kSimulator) continue;
    if (distance_m(user, object->motion().position()) > kRealityBubbleM) gone.push_back(id);
  }
  for (const protocol::ObjectId id : gone) remove(id);
}

void AiObjects::set_weather(const WeatherField& field) {
  weather_ = nullptr;
  if (field) {
    weather_ = [field, now = advanced_to_](double latitude_deg, double longitude_deg, world::Instant) {
      return field(latitude_deg, longitude_deg, *now);
    };
  }
  for (const auto& [id, object] : objects_) object->set_weather(weather_);
}

void AiObjects::advance(Simulator& simulator, const FrameMoment& moment) {
  const std::uint64_t steps = steps_of(simulator);
  if (steps > steps_) {
    for (const auto& [id, object] : objects_) object->advance(steps - steps_);
  }
  *advanced_to_ = moment.time;
  steps_ = steps;  // less than before after a reset of the flight: objects stay where they are
  const std::int64_t seconds = (moment.time - simulator.frame_time(0)) / 1s;
  const bool next_second = std::exchange(seconds_, seconds) != seconds;
  const bool ready = !orders_.empty() && orders_.front().ready <= moment.time;
  if (!ready && (!next_second || objects_.empty())) return;
  const UserPlace user = user_place(simulator);
  if (next_second) remove_those_too_far(user.point);
  while (!orders_.empty() && orders_.front().ready <= moment.time) {
    Order order = std::move(orders_.front().order);
    orders_.erase(orders_.begin());
    // Inferred: this simulator has no terrain; one ground is below all.
    const double ground_ft = order.spec.ground_ft.value_or(user.ground_ft);
    add(std::move(order), ground_ft);
  }
}

std::optional<FrameNumber> AiObjects::next_due(const Simulator& simulator, const FrameMoment& moment) const {
  if (!events_.empty()) return moment.frame + 1;
  std::optional<FrameNumber> next;
  if (!orders_.empty()) next = frame_at_or_after(orders_.front().ready, simulator);
  if (!objects_.empty()) {
    const FrameNumber look = frame_at_or_after(simulator.frame_time(0) + (seconds_ + 1) * 1s, simulator);
    next = next ? std::min(*next, look) : look;
  }
  return next;
}

std::vector<AiObjects::Assigned> AiObjects::take_assigned(ClientId client) {
  std::vector<Assigned> taken;
  std::erase_if(assigned_, [&](const Assigned& assigned) {
    if (assigned.client != client) return false;
    taken.push_back(assigned);
    return true;
  });
  return taken;
}

std::vector<SystemEvent> AiObjects::drain_events() {
  return std::exchange(events_, {});
}

}  // namespace checkride::emulator
