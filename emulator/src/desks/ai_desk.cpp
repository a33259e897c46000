#include "desks/ai_desk.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "commons/commons.hpp"
#include "data/data_definition.hpp"
#include "data/data_requests.hpp"
#include "earth/physics.hpp"
#include "traffic/ai_places.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

constexpr std::uint32_t kTitleIndex = 1;
// A parking spot with something nearer than this is taken. Inferred.
constexpr double kSpotRadiusM = 20;

// The point of `position` n.f on the way: waypoint n, fraction f to the next, for which it sets out.
void begin_at(double position, AiSpec& spec) {
  const std::size_t last = spec.plan.size() - 1;
  // Before it becomes an integer: the wire may carry any double.
  const double inside = std::min(position, static_cast<double>(last));
  const auto leg = static_cast<std::size_t>(inside);
  const double share = inside - static_cast<double>(leg);
  const auto point_of = [](const protocol::Waypoint& waypoint) {
    return GeoPoint{waypoint.latitude * kRadiansPerDegree, waypoint.longitude * kRadiansPerDegree};
  };
  const protocol::Waypoint& from = spec.plan[leg];
  spec.plan_begins_at = std::min(leg + 1, last);
  const protocol::Waypoint& to = spec.plan[spec.plan_begins_at];
  const double metres = distance_m(point_of(from), point_of(to)) * share;
  const GeoPoint here = destination(point_of(from), course_to(point_of(from), point_of(to)), metres);
  spec.placement.latitude_deg = here.latitude * kDegreesPerRadian;
  spec.placement.longitude_deg = here.longitude * kDegreesPerRadian;
  spec.placement.altitude_ft = from.altitude + (to.altitude - from.altitude) * share;
  spec.placement.heading_deg = course_to(here, point_of(to)) * kDegreesPerRadian;
  spec.placement.airspeed_kt = -1;
}

// A plan that lies on the disk, or else one that is known by its name.
std::optional<std::vector<protocol::Waypoint>> route_of(const Simulator& simulator, std::string_view path) {
  if (const auto plan = simulator.find_plan(path)) return ai_route(*plan);
  return find_ai_plan(path);
}

}  // namespace

AiDesk::~AiDesk() {
  context_.commons.ai_objects.remove_client(context_.client);
}

template <class Message>
AiDesk::Request AiDesk::request_of(const Message& message) const {
  Request request;
  request.request_id = message.request_id;
  request.spec.creator = context_.client;
  request.spec.title = find_ai_title(message.container_title, context_.profile);
  if constexpr (requires { message.tail_number; }) request.spec.tail_number = message.tail_number;
  if constexpr (requires { message.livery; }) {
    request.spec.livery = message.livery;
    request.shift = 1;
  }
  return request;
}

Outcome AiDesk::unknown_title() const {
  if (context_.profile.unknown_title == UnknownTitle::silent) return {};
  return Refusal{Exception::create_object_failed, kTitleIndex};
}

Outcome AiDesk::order(Request request, const Occasion& occasion) {
  AiObjects& objects = context_.commons.ai_objects;
  if (objects.full()) return Refusal{Exception::too_many_objects};
  objects.order({std::move(request.spec), request.request_id}, occasion.moment.time + AiObjects::kLoadingTime);
  return {};
}

template <class Message>
Outcome AiDesk::create_parked(const Message& message, const Occasion& occasion) {
  Request request = request_of(message);
  if (request.spec.title == nullptr) return unknown_title();
  if (!is_aircraft(request.spec.title->category)) return Refusal{Exception::create_object_failed, kTitleIndex};
  const std::uint32_t airport_index = 3 + request.shift;
  const AiAirport* airport = find_ai_airport(message.airport_icao);
  const GeoPoint user = user_place(context_.simulator).point;
  // Inferred: an airport that nobody knows is nowhere near.
  if (airport == nullptr || distance_m(user, airport->position()) > AiObjects::kRealityBubbleM) {
    return Refusal{Exception::object_outside_reality_bubble, airport_index};
  }
  for (int spot = 0; spot < kParkingSpots; ++spot) {
    const GeoPoint point = parking_spot(*airport, spot);
    if (!context_.commons.ai_objects.is_free(point, kSpotRadiusM)) continue;
    request.spec.under_atc = true;
    request.spec.placement.latitude_deg = point.latitude * kDegreesPerRadian;
    request.spec.placement.longitude_deg = point.longitude * kDegreesPerRadian;
    request.spec.placement.on_ground = true;
    request.spec.ground_ft = airport->elevation_ft;
    return order(std::move(request), occasion);
  }
  return Refusal{Exception::object_schedule, airport_index};
}

template <class Message>
Outcome AiDesk::create_enroute(const Message& message, const Occasion& occasion) {
  Request request = request_of(message);
  if (request.spec.title == nullptr) return unknown_title();
  if (!is_aircraft(request.spec.title->category)) return Refusal{Exception::create_object_failed, kTitleIndex};
  auto plan = route_of(context_.simulator, message.flight_plan_path);
  if (!plan) return Refusal{Exception::load_flightplan_failed, 4 + request.shift};
  const double position = message.flight_plan_position;
  if (!(position >= 0)) return Refusal{Exception::create_object_failed, 5 + request.shift};
  if (message.flight_number >= 0) request.spec.flight_number = std::to_string(message.flight_number);
  request.spec.under_atc = true;
  request.spec.plan = std::move(*plan);
  // Inferred: who lands and takes off again flies the plan round and round.
  if (message.touch_and_go) request.spec.plan.back().flags |= kWaypointWrapToFirst;
  begin_at(position, request.spec);
  return order(std::move(request), occasion);
}

template <class Message>
Outcome AiDesk::create_non_atc(const Message& message, const Occasion& occasion) {
  Request request = request_of(message);
  if (request.spec.title == nullptr) return unknown_title();
  if (!is_aircraft(request.spec.title->category)) return Refusal{Exception::create_object_failed, kTitleIndex};
  const auto placement = placement_of(message.init_position);
  if (!placement) return Refusal{Exception::create_object_failed, 3 + request.shift};
  request.spec.placement = *placement;
  return order(std::move(request), occasion);
}

template <class Message>
Outcome AiDesk::create_object(const Message& message, const Occasion& occasion) {
  Request request = request_of(message);
  if (request.spec.title == nullptr) return unknown_title();
  const auto placement = placement_of(message.init_position);
  if (!placement) return Refusal{Exception::create_object_failed, 2 + request.shift};
  request.spec.placement = *placement;
  if (context_.profile.simulated_objects == SimulatedObjects::on_ground) request.spec.placement.on_ground = true;
  return order(std::move(request), occasion);
}

Outcome AiDesk::on(const protocol::AICreateParkedATCAircraft& message, const Occasion& occasion) {
  return create_parked(message, occasion);
}
Outcome AiDesk::on(const protocol::AICreateParkedATCAircraft_EX1& message, const Occasion& occasion) {
  return create_parked(message, occasion);
}
Outcome AiDesk::on(const protocol::AICreateEnrouteATCAircraft& message, const Occasion& occasion) {
  return create_enroute(message, occasion);
}
Outcome AiDesk::on(const protocol::AICreateEnrouteATCAircraft_EX1& message, const Occasion& occasion) {
  return create_enroute(message, occasion);
}
Outcome AiDesk::on(const protocol::AICreateNonATCAircraft& message, const Occasion& occasion) {
  return create_non_atc(message, occasion);
}
Outcome AiDesk::on(const protocol::AICreateNonATCAircraft_EX1& message, const Occasion& occasion) {
  return create_non_atc(message, occasion);
}
Outcome AiDesk::on(const protocol::AICreateSimulatedObject& message, const Occasion& occasion) {
  return create_object(message, occasion);
}
Outcome AiDesk::on(const protocol::AICreateSimulatedObject_EX1& message, const Occasion& occasion) {
  return create_object(message, occasion);
}

AiObject* AiDesk::steered(protocol::ObjectId id, Outcome& refused) {
  AiObject* object = context_.commons.ai_objects.find(id);
  if (object == nullptr) {
    // The user's aircraft is there, but it is none of the AI's.
    const bool user = is_user_aircraft(id, context_.profile);
    refused = Refusal{user ? Exception::operation_invalid_for_object_type : Exception::unrecognized_id, 1};
  } else if (!is_aircraft(object->spec().title->category)) {
    refused = Refusal{Exception::operation_invalid_for_object_type, 1};
  }
  return object;
}

Outcome AiDesk::on(const protocol::AIReleaseControl& message, const Occasion&) {
  Outcome refused;
  AiObject* object = steered(message.object_id, refused);
  if (!refused) object->release();
  return refused;
}

Outcome AiDesk::on(const protocol::AISetAircraftFlightPlan& message, const Occasion&) {
  Outcome refused;
  AiObject* object = steered(message.object_id, refused);
  if (refused) return refused;
  auto plan = route_of(context_.simulator, message.flight_plan_path);
  if (!plan) return Refusal{Exception::load_flightplan_failed, 2};
  object->fly_plan(std::move(*plan));
  return {};
}

Outcome AiDesk::on(const protocol::AIRemoveObject& message, const Occasion&) {
  const AiObject* object = context_.commons.ai_objects.find(message.object_id);
  if (object == nullptr && !is_user_aircraft(message.object_id, context_.profile)) {
    return Refusal{Exception::unrecognized_id, 1};
  }
  if (object == nullptr || object->spec().creator != context_.client) return Refusal{Exception::illegal_operation, 1};
  context_.commons.ai_objects.remove(message.object_id);
  return {};
}

void AiDesk::end_frame(const FrameMoment&) {
  for (const AiObjects::Assigned& assigned : context_.commons.ai_objects.take_assigned(context_.client)) {
    protocol::RecvAssignedObjectId message;
    message.request_id = assigned.request_id;
    message.object_id = assigned.object_id;
    context_.outbox.event(message);
  }
}

}  // namespace checkride::emulator
