// Facilities by definition, and jetways.
#include <algorithm>

#include "answers/limits.hpp"
#include "checkride/values/ascii.hpp"
#include "commons/commons.hpp"
#include "data/data_requests.hpp"
#include "desks/facilities_desk.hpp"
#include "desks/facility_records.hpp"
#include "earth/physics.hpp"
#include "navigation/elements.hpp"

namespace checkride::emulator {
namespace {

using protocol::DefinitionId;
using protocol::Exception;
using protocol::RequestId;

constexpr Refusal kUnknownDefinition{Exception::unrecognized_id, 1};
constexpr Refusal kNoSuchFacility{Exception::error, 3};
// Inferred: ids of jetways are above those of everything that is made by clients.
constexpr std::uint32_t kFirstJetwayObject = 0x00100000;

bool is_near(const Navigation& navigation, const Airport& airport, const Place& place) {
  const auto index = static_cast<std::uint32_t>(&airport - navigation.airports.data());
  const auto near = facilities_near(navigation, protocol::FacilityListType::airport, place, {});
  return std::ranges::binary_search(near, index);
}

// Stations are waypoints too, localizers are not.
bool may_be(const Navaid& navaid, std::string_view entry_node) {
  if (entry_node == "WAYPOINT") return !navaid.is_localizer();
  return navaid.kind == (entry_node == "NDB" ? NavaidKind::ndb : NavaidKind::vor);
}

std::vector<const Navaid*> matches_of(const Navigation& navigation, std::string_view entry_node, std::string_view ident,
                                      std::string_view region, char letter) {
  std::vector<const Navaid*> matches;
  for (const NavaidKind kind : {NavaidKind::waypoint, NavaidKind::vor, NavaidKind::ndb}) {
    if (letter != '\0' && letter != letter_of(kind)) continue;
    for (const Navaid& navaid : navigation.navaids(kind)) {
      const bool here = region.empty() || values::same_text(navaid.region, region);
      if (here && values::same_text(navaid.ident, ident) && may_be(navaid, entry_node)) matches.push_back(&navaid);
    }
  }
  return matches;
}

Element element_of(const Navigation& navigation, const Navaid& navaid, std::string_view entry_node) {
  if (entry_node == "VOR") return vor_element(navaid);
  if (entry_node == "NDB") return ndb_element(navaid);
  return waypoint_element(navigation, navaid);
}

// Inferred: how far from the middle of its stand an aircraft may stand for the jetway to reach it.
constexpr double kJetwayReach = 60;

// The jetway that was called, and the stand to which it belongs: the nearest that has one, if that is near enough.
struct CalledJetway {
  Jetway jetway;
  std::optional<std::uint32_t> stand;
};

CalledJetway called_jetway(const Airport& airport, const AirportLayout& layout, const Jetway& jetway) {
  const Place called{jetway.latitude * kDegreesPerRadian, jetway.longitude * kDegreesPerRadian, 0};
  CalledJetway found{jetway, std::nullopt};
  double nearest = kJetwayReach;
  for (std::uint32_t index = 0; index < layout.parkings.size(); ++index) {
    if (!layout.parkings[index].jetway) continue;
    const double distance = distance_m(called, moved(airport.place, layout.parkings[index].at));
    if (distance > nearest) continue;
    nearest = distance;
    found.stand = index;
  }
  return found;
}

protocol::JetwayData jetway_of(const Airport& airport, const Parking& parking, std::uint32_t index) {
  constexpr double kHandleAway = 20;
  const Place place = moved(airport.place, parking.at + along(parking.heading_deg, parking.radius_m));
  protocol::JetwayData jetway;
  jetway.airport_icao = airport.icao;
  jetway.parking_index = static_cast<std::int32_t>(index);
  jetway.lla = {place.latitude, place.longitude, place.altitude};
  jetway.pbh.heading = static_cast<float>(turned(parking.heading_deg, 180));
  jetway.main_handle_pos.z = kHandleAway;
  jetway.secondary_handle.z = kHandleAway;
  jetway.jetway_object_id.value = kFirstJetwayObject + index;
  return jetway;
}

void send_jetways(const Airport& airport, const std::vector<std::uint32_t>& stands, const Jetway& moved,
                  Outbox& outbox) {
  const AirportLayout layout = layout_of(airport);
  const CalledJetway called = called_jetway(airport, layout, moved);
  const std::size_t capacity = page_capacity(protocol::element_bytes<protocol::JetwayData>(outbox.version()));
  const std::size_t pages = std::max<std::size_t>(1, (stands.size() + capacity - 1) / capacity);
  for (std::size_t page = 0; page < pages; ++page) {
    std::vector<protocol::JetwayData> jetways;
    const std::size_t last = std::min(stands.size(), (page + 1) * capacity);
    for (std::size_t i = page * capacity; i < last; ++i) {
      protocol::JetwayData& jetway = jetways.emplace_back(jetway_of(airport, layout.parkings[stands[i]], stands[i]));
      if (called.stand != stands[i]) continue;
      const JetwayStatus status = called.jetway.status();
      jetway.status = static_cast<std::int32_t>(status);
      if (status == JetwayStatus::attached) jetway.attached_object_id = kUserAircraft;
    }
    protocol::RecvJetwayData message;
    message.entry_number = static_cast<std::uint32_t>(page);
    message.out_of = static_cast<std::uint32_t>(pages);
    message.elements = protocol::List<protocol::JetwayData>(jetways);
    outbox.answer(message);
  }
}

}  // namespace

// ---- definitions

// A definition that an answer still waits for keeps its form: what is changed is a copy.
std::shared_ptr<FacilityDefinition> FacilitiesDesk::editable(DefinitionId id) {
  const auto found = definitions_.find(id);
  if (found == definitions_.end()) return nullptr;
  if (found->second.use_count() > 1) found->second = std::make_shared<FacilityDefinition>(*found->second);
  return found->second;
}

Outcome FacilitiesDesk::on(const protocol::AddToFacilityDefinition& message, const Occasion&) {
  if (const auto definition = editable(message.define_id)) return definition->add(message.field_name);
  const auto entry = FacilityDefinition::entry_point(message.field_name);
  if (!entry) return kUnknownDefinition;
  // Inferred: as many definitions as requests.
  if (definitions_.size() >= kMaxRequests) return Refusal{Exception::too_many_objects, 1};
  definitions_.emplace(message.define_id, std::make_shared<FacilityDefinition>(*entry));
  return {};
}

Outcome FacilitiesDesk::on(const protocol::AddFacilityDataDefinitionFilter& message, const Occasion&) {
  const auto definition = editable(message.define_id);
  if (!definition) return kUnknownDefinition;
  if (message.filter_data.size() < message.unit_size) return Refusal{Exception::size_mismatch, 3};
  return definition->filter(message.filter_path, message.filter_data.first(message.unit_size));
}

Outcome FacilitiesDesk::on(const protocol::ClearAllFacilityDataDefinitionFilters& message, const Occasion&) {
  const auto definition = editable(message.define_id);
  if (!definition) return kUnknownDefinition;
  definition->clear_filters();
  return {};
}

// ---- data

Outcome FacilitiesDesk::on(const protocol::RequestFacilityData& message, const Occasion&) {
  return request_data(message, '\0');
}

Outcome FacilitiesDesk::on(const protocol::RequestFacilityData_EX1& message, const Occasion&) {
  return request_data(message, message.type);
}

template <class Message>
Outcome FacilitiesDesk::request_data(const Message& message, char letter) {
  const auto found = definitions_.find(message.define_id);
  if (found == definitions_.end() || !found->second->complete()) return kUnknownDefinition;
  constexpr std::string_view kLetters("\0VNWA", 5);
  if (kLetters.find(letter) == std::string_view::npos) return Refusal{Exception::error, 5};  // Inferred
  if (jobs_.size() >= kMaxRequests) return Refusal{Exception::too_many_requests, 2};  // before anything is looked up
  const std::string_view entry_node = found->second->root().node;
  if (entry_node == "AIRPORT") return request_airport(found->second, message.request_id, message.icao);
  auto matches = matches_of(navigation(), entry_node, message.icao, message.region, letter);
  if (matches.empty()) return kNoSuchFacility;
  if (matches.size() > 1) return send_choice(message.request_id, std::move(matches));
  return request_navaid(found->second, message.request_id, std::move(matches));
}

// The region and the letter do not count for airports (semantics 14.3).
Outcome FacilitiesDesk::request_airport(std::shared_ptr<const FacilityDefinition> definition, RequestId request,
                                        std::string_view icao) {
  const Airport* airport = navigation().airport(icao);
  if (airport == nullptr) return kNoSuchFacility;
  Job job = [this, definition = std::move(definition), request, airport] {
    const auto& children = definition->root().children;
    const WantsChild wants = [&children](std::string_view child) {
      return std::ranges::any_of(children, [&](const FacilityNode& node) { return node.opened_as == child; });
    };
    send_facility(airport_element(navigation(), *airport, wants), *definition, request, last_record_, context_.outbox);
    return Progress::done;
  };
  return enqueue(std::move(job), 2);
}

Outcome FacilitiesDesk::request_navaid(std::shared_ptr<const FacilityDefinition> definition, RequestId request,
                                       std::vector<const Navaid*> matches) {
  Job job = [this, definition = std::move(definition), request, navaid = matches.front()] {
    const Element element = element_of(navigation(), *navaid, definition->root().node);
    send_facility(element, *definition, request, last_record_, context_.outbox);
    return Progress::done;
  };
  return enqueue(std::move(job), 2);
}

// Several have that name: the client is to ask again, and no FACILITY_DATA_END follows (semantics 14.3).
Outcome FacilitiesDesk::send_choice(RequestId request, std::vector<const Navaid*> matches) {
  Job job = [this, request, matches = std::move(matches)] {
    std::vector<protocol::FacilityMinimal> items;
    for (const Navaid* navaid : matches) {
      protocol::FacilityMinimal item;
      item.icao_type = letter_of(navaid->kind);
      item.icao_ident = navaid->ident;
      item.icao_region = navaid->region;
      item.icao_airport = navaid->airport;
      item.lla = {navaid->place.latitude, navaid->place.longitude, navaid->place.altitude};
      items.push_back(item);
    }
    protocol::RecvFacilityMinimalList message;
    message.request_id = request;
    message.out_of = 1;
    message.elements = protocol::List<protocol::FacilityMinimal>(items);
    context_.outbox.answer(message);
    if (context_.profile.choices.minimal_list_has_an_end) {
      protocol::RecvFacilityDataEnd end;
      end.request_id = request;
      context_.outbox.answer(end);
    }
    return Progress::done;
  };
  return enqueue(std::move(job), 2);
}

// ---- jetways

// Inferred: an airport is loaded while it is in the cache; a stand without a jetway is a bad index; a stand that is
// named twice is answered once, in the order of stands.
Outcome FacilitiesDesk::on(const protocol::RequestJetwayData& message, const Occasion&) {
  const Airport* airport = navigation().airport(message.airport_icao);
  const auto place = user_place();
  if (airport == nullptr || !place || !is_near(navigation(), *airport, *place)) {
    return Refusal{Exception::jetway_data, 1};
  }
  const AirportLayout layout = layout_of(*airport);
  std::vector<bool> wanted(layout.parkings.size(), message.parking_indices.empty());
  for (const std::int32_t index : message.parking_indices) {
    const bool exists = index >= 0 && static_cast<std::size_t>(index) < wanted.size();
    if (!exists || !layout.parkings[static_cast<std::size_t>(index)].jetway) return Refusal{Exception::jetway_data, 2};
    wanted[static_cast<std::size_t>(index)] = true;
  }
  std::vector<std::uint32_t> stands;
  for (std::uint32_t index = 0; index < wanted.size(); ++index) {
    if (wanted[index] && layout.parkings[index].jetway) stands.push_back(index);
  }
  Job job = [this, airport, stands = std::move(stands)] {
    send_jetways(*airport, stands, context_.simulator.jetway(), context_.outbox);
    return Progress::done;
  };
  return enqueue(std::move(job), 1);
}

}  // namespace checkride::emulator
