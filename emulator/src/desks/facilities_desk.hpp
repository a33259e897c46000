// Facilities for one client (semantics 14, 21.3): lists around the aircraft and of the world, subscriptions to what
// comes into the cache and leaves it, data of one facility by definition, jetways.
//
// Answers are given one after the other in the order of their requests, so much in a frame, so that no client can make
// the emulator hold more than that for it. Lists wait until the simulator has loaded a flight.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <span>

#include "checkride/protocol/messages.hpp"
#include "desks/desk.hpp"
#include "desks/facility_definition.hpp"
#include "desks/facility_lists.hpp"

namespace checkride::emulator {

class FacilitiesDesk final : public Desk {
 public:
  explicit FacilitiesDesk(const DeskContext& context) : context_(context) {}

  Outcome on(const protocol::RequestFacilitiesList& message, const Occasion& occasion);
  Outcome on(const protocol::RequestFacilitiesList_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::RequestAllFacilities& message, const Occasion& occasion);
  Outcome on(const protocol::SubscribeToFacilities& message, const Occasion& occasion);
  Outcome on(const protocol::SubscribeToFacilities_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::UnsubscribeToFacilities& message, const Occasion& occasion);
  Outcome on(const protocol::UnsubscribeToFacilities_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::AddToFacilityDefinition& message, const Occasion& occasion);
  Outcome on(const protocol::AddFacilityDataDefinitionFilter& message, const Occasion& occasion);
  Outcome on(const protocol::ClearAllFacilityDataDefinitionFilters& message, const Occasion& occasion);
  Outcome on(const protocol::RequestFacilityData& message, const Occasion& occasion);
  Outcome on(const protocol::RequestFacilityData_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::RequestJetwayData& message, const Occasion& occasion);

  void end_frame(const FrameMoment& moment) override;
  std::optional<FrameNumber> next_due(const FrameMoment& moment) const override;

 private:
  enum class Progress { done, more, blocked };
  // One answer. Called until it is done.
  using Job = std::function<Progress()>;

  enum class Form { plain, extended };
  struct WatchKey {
    protocol::FacilityListType type{};
    Form form = Form::plain;
    auto operator<=>(const WatchKey&) const = default;
  };
  struct Watch {
    protocol::RequestId in;   // kUnused: of no interest
    protocol::RequestId out;  // the same
    bool told = false;        // the first list was sent
    FacilityIndices held;
  };

  const Navigation& navigation();
  // Where the user is; empty while nothing is loaded.
  std::optional<Place> user_place();
  Outcome enqueue(Job job, std::uint32_t index);
  void run_jobs();
  Outcome list(protocol::FacilityListType type, protocol::RequestId request, bool world);
  FacilityList list_of(protocol::FacilityListType type, protocol::RequestId request,
                       std::optional<FacilityIndices> indices);
  Progress send_list(FacilityList& facilities);
  Outcome watch(WatchKey key, protocol::RequestId in, protocol::RequestId out, const Occasion& occasion);
  Progress tell_first(WatchKey key);
  void refresh(WatchKey key, Watch& watch, const Place& place);
  void send_news(WatchKey key, protocol::RequestId request, FacilityIndices news);
  std::shared_ptr<FacilityDefinition> editable(protocol::DefinitionId id);
  template <class Message>
  Outcome request_data(const Message& message, char letter);
  Outcome request_airport(std::shared_ptr<const FacilityDefinition> definition, protocol::RequestId request,
                          std::string_view icao);
  Outcome request_navaid(std::shared_ptr<const FacilityDefinition> definition, protocol::RequestId request,
                         std::vector<const Navaid*> matches);
  Outcome send_choice(protocol::RequestId request, std::vector<const Navaid*> matches);

  DeskContext context_;
  std::deque<Job> jobs_;
  std::map<WatchKey, Watch> watches_;
  world::Instant next_refresh_{};
  std::map<protocol::DefinitionId, std::shared_ptr<FacilityDefinition>> definitions_;
  protocol::RecordId last_record_;
};

}  // namespace checkride::emulator
