#include "desks/facility_lists.hpp"

#include <algorithm>
#include <cmath>

#include "checkride/protocol/messages.hpp"
#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

using protocol::FacilityListType;

// Airports and waypoints 200 km around; stations 200 nautical miles (semantics 14.1).
constexpr double kRadius = 200'000;
constexpr double kStationRadius = 370'400;
// Inferred: the cache keeps what it has until it is this much farther away than what it takes in.
constexpr double kHysteresis = 1.1;
constexpr double kMetresPerDegree = 111'000;  // of latitude, at least

// VOR flags of wire.md 5.10.
constexpr std::uint32_t kHasNavSignal = 1;
constexpr std::uint32_t kHasLocalizer = 2;
constexpr std::uint32_t kHasGlideSlope = 4;
constexpr std::uint32_t kHasDme = 8;
constexpr float kGlideSlopeAngle = 3;

std::size_t count_of(const Navigation& navigation, FacilityListType type) {
  switch (type) {
    case FacilityListType::airport:
      return navigation.airports.size();
    case FacilityListType::waypoint:
      return navigation.waypoints.size();
    case FacilityListType::ndb:
      return navigation.ndbs.size();
    case FacilityListType::vor:
      break;
  }
  return navigation.vors.size();
}

const Place& place_of(const Navigation& navigation, FacilityListType type, std::size_t index) {
  switch (type) {
    case FacilityListType::airport:
      return navigation.airports[index].place;
    case FacilityListType::waypoint:
      return navigation.waypoints[index].place;
    case FacilityListType::ndb:
      return navigation.ndbs[index].place;
    case FacilityListType::vor:
      break;
  }
  return navigation.vors[index].place;
}

bool within(const Place& a, const Place& b, double radius) {
  if (std::abs(a.latitude - b.latitude) * kMetresPerDegree > radius) return false;
  return distance_m(a, b) <= radius;
}

template <class Item, class Source>
void fill_place(Item& item, const Source& source) {
  item.region = source.region;
  item.latitude = source.place.latitude;
  item.longitude = source.place.longitude;
  item.altitude = source.place.altitude;
}

protocol::FacilityAirport airport_item(const Airport& airport) {
  protocol::FacilityAirport item;
  item.ident = airport.icao;
  fill_place(item, airport);
  return item;
}

template <class Item>
Item navaid_item(const Navaid& navaid) {
  Item item;
  item.ident = navaid.ident;
  fill_place(item, navaid);
  item.mag_var = static_cast<float>(navaid.magvar_deg);
  if constexpr (requires { item.frequency; }) item.frequency = navaid.frequency_hz;
  return item;
}

protocol::FacilityVor vor_item(const Navaid& vor) {
  auto item = navaid_item<protocol::FacilityVor>(vor);
  if (vor.dme) item.flags |= kHasDme;
  if (!vor.is_localizer()) {
    item.flags |= kHasNavSignal;
    return item;
  }
  item.flags |= kHasLocalizer | kHasGlideSlope;
  item.localizer = static_cast<float>(vor.localizer_deg);
  item.glide_lat = vor.glide.latitude;
  item.glide_lon = vor.glide.longitude;
  item.glide_alt = vor.glide.altitude;
  item.glide_slope_angle = kGlideSlopeAngle;
  return item;
}

}  // namespace

FacilityIndices facilities_near(const Navigation& navigation, FacilityListType type, const Place& place,
                                const FacilityIndices& held) {
  const bool station = type == FacilityListType::ndb || type == FacilityListType::vor;
  const double radius = station ? kStationRadius : kRadius;
  FacilityIndices near;
  auto next_held = held.begin();
  for (std::uint32_t index = 0; index < count_of(navigation, type); ++index) {
    const bool was_held = next_held != held.end() && *next_held == index;
    if (was_held) ++next_held;
    if (within(place, place_of(navigation, type, index), was_held ? radius * kHysteresis : radius)) {
      near.push_back(index);
    }
  }
  return near;
}

std::size_t page_capacity(std::size_t element_bytes) {
  return (protocol::kMaxFrameBytes - protocol::RecvAirportList::kInfo.size) / element_bytes;
}

FacilityList::FacilityList(const Navigation& navigation, FacilityListType type, protocol::RequestId request,
                           std::optional<FacilityIndices> indices)
    : navigation_(&navigation), type_(type), request_(request), indices_(std::move(indices)) {}

std::size_t FacilityList::size() const {
  return indices_ ? indices_->size() : count_of(*navigation_, type_);
}

template <class Message, class Item, class Convert>
bool FacilityList::send_page_of(ListSection section, Outbox& outbox, const Convert& convert) {
  const std::size_t capacity = page_capacity(protocol::element_bytes<Item>(outbox.version()));
  const std::size_t first = page_ * capacity;
  const std::size_t last = std::min(size(), first + capacity);
  std::vector<Item> items;
  items.reserve(last - first);
  for (std::size_t position = first; position < last; ++position) items.push_back(convert(at(position)));
  Message message;
  message.request_id = request_;
  message.entry_number = page_++;
  message.out_of = static_cast<std::uint32_t>(std::max(least_pages_, (size() + capacity - 1) / capacity));
  message.elements = protocol::List<Item>(items);
  section == ListSection::answer ? outbox.answer(message) : outbox.event(message);
  return page_ >= message.out_of;
}

bool FacilityList::send_page(ListSection section, Outbox& outbox) {
  using namespace protocol;
  switch (type_) {
    case FacilityListType::airport:
      return send_page_of<RecvAirportList, FacilityAirport>(
          section, outbox, [this](std::size_t index) { return airport_item(navigation_->airports[index]); });
    case FacilityListType::waypoint:
      return send_page_of<RecvWaypointList, FacilityWaypoint>(section, outbox, [this](std::size_t index) {
        return navaid_item<FacilityWaypoint>(navigation_->waypoints[index]);
      });
    case FacilityListType::ndb:
      return send_page_of<RecvNdbList, FacilityNdb>(
          section, outbox, [this](std::size_t index) { return navaid_item<FacilityNdb>(navigation_->ndbs[index]); });
    case FacilityListType::vor:
      break;
  }
  return send_page_of<RecvVorList, FacilityVor>(
      section, outbox, [this](std::size_t index) { return vor_item(navigation_->vors[index]); });
}

}  // namespace checkride::emulator
