// Answers one after the other, lists and subscriptions; facility_data_desk.cpp has data by definition and jetways.
#include "desks/facilities_desk.hpp"

#include <algorithm>
#include <chrono>

#include "answers/limits.hpp"
#include "checkride/result/assert.hpp"
#include "commons/commons.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using protocol::Exception;
using protocol::FacilityListType;
using protocol::RequestId;

// Answers that have begun are finished; no further one is begun in a frame that holds this much.
constexpr std::size_t kMaxAnswerBytesOfFrame = 1024 * 1024;
// Inferred: how often subscribers are told what came into the cache.
constexpr world::Duration kRefreshPeriod = 1s;
constexpr Refusal kUnknownType{Exception::invalid_enum, 1};
constexpr RequestId kNoRequest{protocol::kUnused};

bool is_known(FacilityListType type) {
  return type <= FacilityListType::vor;
}

std::optional<double> degrees(Simulator& simulator, std::string_view name) {
  const auto variable = simulator.resolve(name);
  if (!variable || variable->unit == nullptr) return std::nullopt;
  const auto to_degrees = catalog::conversion_between(*variable->unit, *catalog::find_unit("degrees"));
  if (!to_degrees) return std::nullopt;
  return (*to_degrees)(simulator.number(*variable));
}

}  // namespace

const Navigation& FacilitiesDesk::navigation() {
  return context_.commons.navigation.navigation(context_.profile.extra_airports);
}

std::optional<Place> FacilitiesDesk::user_place() {
  if (!context_.simulator.has_user_object()) return std::nullopt;
  const auto latitude = degrees(context_.simulator, "PLANE LATITUDE");
  const auto longitude = degrees(context_.simulator, "PLANE LONGITUDE");
  if (!latitude || !longitude) return std::nullopt;
  return Place{*latitude, *longitude, 0};
}

// `index` is that of the parameter with the request id, or the first.
Outcome FacilitiesDesk::enqueue(Job job, std::uint32_t index) {
  if (jobs_.size() >= kMaxRequests) return Refusal{Exception::too_many_requests, index};
  jobs_.push_back(std::move(job));
  run_jobs();
  return {};
}

void FacilitiesDesk::run_jobs() {
  while (!jobs_.empty() && context_.outbox.answer_bytes() < kMaxAnswerBytesOfFrame) {
    const Progress progress = jobs_.front()();
    if (progress == Progress::blocked) return;
    if (progress == Progress::done) jobs_.pop_front();
  }
}

void FacilitiesDesk::end_frame(const FrameMoment& moment) {
  run_jobs();
  if (watches_.empty() || moment.time < next_refresh_) return;
  next_refresh_ = moment.time + kRefreshPeriod;
  const auto place = user_place();
  if (!place) return;
  for (auto& [key, watch] : watches_) {
    if (watch.told) refresh(key, watch, *place);
  }
}

std::optional<FrameNumber> FacilitiesDesk::next_due(const FrameMoment& moment) const {
  if (!jobs_.empty()) return moment.frame + 1;
  if (watches_.empty()) return std::nullopt;
  return frame_at_or_after(next_refresh_, context_.simulator);
}

// ---- lists

// Airports of the whole world on MSFS, the rest from the cache (semantics 14.1).
Outcome FacilitiesDesk::on(const protocol::RequestFacilitiesList& message, const Occasion&) {
  const bool world = context_.profile.generation == Generation::msfs && message.list_type == FacilityListType::airport;
  return list(message.list_type, message.request_id, world);
}

Outcome FacilitiesDesk::on(const protocol::RequestFacilitiesList_EX1& message, const Occasion&) {
  return list(message.list_type, message.request_id, false);
}

// A known client sends the two fields the other way round (wire.md 7, item 9): what cannot be a type, before what can.
Outcome FacilitiesDesk::on(const protocol::RequestAllFacilities& message, const Occasion&) {
  const auto swapped_type = static_cast<FacilityListType>(message.request_id.value);
  if (is_known(message.list_type) || !is_known(swapped_type)) return list(message.list_type, message.request_id, true);
  return list(swapped_type, RequestId{static_cast<std::uint32_t>(message.list_type)}, true);
}

Outcome FacilitiesDesk::list(FacilityListType type, RequestId request, bool world) {
  if (!is_known(type)) return kUnknownType;
  auto facilities = std::make_shared<std::optional<FacilityList>>();
  Job job = [this, type, request, world, facilities] {
    if (!*facilities) {
      const auto place = user_place();
      if (!place) return Progress::blocked;
      auto indices = world ? std::nullopt : std::optional(facilities_near(navigation(), type, *place, {}));
      *facilities = list_of(type, request, std::move(indices));
    }
    return send_list(**facilities);
  };
  return enqueue(std::move(job), 2);
}

FacilityList FacilitiesDesk::list_of(FacilityListType type, RequestId request, std::optional<FacilityIndices> indices) {
  FacilityList facilities(navigation(), type, request, std::move(indices));
  if (context_.profile.choices.empty_lists_have_no_page) facilities.leave_out_empty_page();
  return facilities;
}

FacilitiesDesk::Progress FacilitiesDesk::send_list(FacilityList& facilities) {
  return facilities.send_page(ListSection::answer, context_.outbox) ? Progress::done : Progress::more;
}

// ---- subscriptions

Outcome FacilitiesDesk::on(const protocol::SubscribeToFacilities& message, const Occasion& occasion) {
  return watch({message.list_type, Form::plain}, message.request_id, kNoRequest, occasion);
}

Outcome FacilitiesDesk::on(const protocol::SubscribeToFacilities_EX1& message, const Occasion& occasion) {
  return watch({message.list_type, Form::extended}, message.new_elem_in_range_request_id,
               message.old_elem_out_range_request_id, occasion);
}

// Inferred: another id for a type takes the place of the first; only the same once more is refused (semantics 4.2).
Outcome FacilitiesDesk::watch(WatchKey key, RequestId in, RequestId out, const Occasion& occasion) {
  if (!is_known(key.type)) return kUnknownType;
  if (key.form == Form::extended && in == kNoRequest && out == kNoRequest) return Refusal{Exception::error, 2};
  const auto present = watches_.find(key);
  if (present != watches_.end() && present->second.in == in && present->second.out == out) {
    return Refusal{Exception::already_subscribed, 1};
  }
  if (watches_.empty()) next_refresh_ = occasion.moment.time + kRefreshPeriod;
  watches_[key] = {in, out, false, {}};
  const Outcome refused = enqueue([this, key] { return tell_first(key); }, 2);
  if (refused) watches_.erase(key);
  return refused;
}

FacilitiesDesk::Progress FacilitiesDesk::tell_first(WatchKey key) {
  const auto found = watches_.find(key);
  if (found == watches_.end() || found->second.told) return Progress::done;  // ended, or replaced and told
  const auto place = user_place();
  if (!place) return Progress::blocked;
  Watch& watch = found->second;
  watch.told = true;
  watch.held = facilities_near(navigation(), key.type, *place, {});
  if (watch.in == kNoRequest) return Progress::done;
  FacilityList facilities = list_of(key.type, watch.in, watch.held);
  while (!facilities.send_page(ListSection::answer, context_.outbox)) {
  }
  return Progress::done;
}

void FacilitiesDesk::refresh(WatchKey key, Watch& watch, const Place& place) {
  const FacilityIndices before = std::move(watch.held);
  watch.held = facilities_near(navigation(), key.type, place, before);
  FacilityIndices came;
  FacilityIndices left;
  std::ranges::set_difference(watch.held, before, std::back_inserter(came));
  std::ranges::set_difference(before, watch.held, std::back_inserter(left));
  send_news(key, watch.in, std::move(came));
  send_news(key, watch.out, std::move(left));
}

void FacilitiesDesk::send_news(WatchKey key, RequestId request, FacilityIndices news) {
  if (request == kNoRequest || news.empty()) return;
  FacilityList facilities = list_of(key.type, request, std::move(news));
  while (!facilities.send_page(ListSection::event, context_.outbox)) {
  }
}

Outcome FacilitiesDesk::on(const protocol::UnsubscribeToFacilities& message, const Occasion&) {
  if (!is_known(message.list_type)) return kUnknownType;
  watches_.erase({message.list_type, Form::plain});
  return {};
}

Outcome FacilitiesDesk::on(const protocol::UnsubscribeToFacilities_EX1& message, const Occasion&) {
  if (!is_known(message.list_type)) return kUnknownType;
  const auto found = watches_.find({message.list_type, Form::extended});
  if (found == watches_.end()) return {};
  Watch& watch = found->second;
  if (message.unsubscribe_new_in_range) watch.in = kNoRequest;
  if (message.unsubscribe_old_out_range) watch.out = kNoRequest;
  if (watch.in == kNoRequest && watch.out == kNoRequest) watches_.erase(found);
  return {};
}

}  // namespace checkride::emulator
