// All AI objects of the simulator, whoever made them (semantics 13). Shared by all clients.
//
//   objects.order({spec, request_id}, ready);      // it appears in the first frame at or after `ready`
//   objects.advance(simulator, moment);            // once a frame
//   for (const auto& [request, id] : objects.take_assigned(client)) ...
//   for (const SystemEvent& event : objects.drain_events()) ...       // ObjectAdded, ObjectRemoved
//
// Ids grow from kFirstId and are never used again.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "checkride/protocol/ids.hpp"
#include "simulator/frame_moment.hpp"
#include "simulator/simulator.hpp"
#include "traffic/ai_object.hpp"

namespace checkride::emulator {

// Where the user's aircraft is.
struct UserPlace {
  GeoPoint point;
  double ground_ft = 0;
};
UserPlace user_place(Simulator& simulator);

class AiObjects {
 public:
  static constexpr protocol::ObjectId kFirstId{2};  // 1 is the user's aircraft
  static constexpr std::size_t kMaxObjects = 1000;  // semantics 27; those that are on their way count
  // An object farther from the user is taken out of the world (semantics 13.2).
  static constexpr double kRealityBubbleM = 200'000;
  // From the call to the object (semantics 13.1: 0.1 to several seconds).
  static constexpr world::Duration kLoadingTime = std::chrono::milliseconds(100);

  struct Order {
    AiSpec spec;
    protocol::RequestId request_id;
  };
  struct Assigned {
    ClientId client = 0;
    protocol::RequestId request_id;
    protocol::ObjectId object_id;
  };

  bool full() const { return objects_.size() + orders_.size() >= kMaxObjects; }
  // Requires that it is not full(). `ready` does not decrease from order to order.
  void order(Order order, world::Instant ready);
  // The simulator's own aircraft, which has a flight: it is there from now on, and stays when the user is far away.
  void add_own(AiSpec spec);
  // All of the simulator's own.
  void remove_own();
  // The flight begins again, or goes on where it was saved: the simulator's own, which are new, are as far as it is,
  // whenever that is noticed; those of clients stay where they are.
  void catch_up(const Simulator& simulator);
  // Null: no such object.
  AiObject* find(protocol::ObjectId id);
  // Whether nothing stands, or is going to appear, within `radius_m` of the point.
  bool is_free(const GeoPoint& point, double radius_m) const;
  // Requires that the object is there.
  void remove(protocol::ObjectId id);
  // Nothing is there, and nothing on its way: everybody is told of what was. Ids go on where they were. Those that come
  // have the weather of their flights.
  void clear();
  // With all its objects.
  void remove_client(ClientId client);
  // Objects of the type within `radius_m` of the point, by id.
  std::vector<protocol::ObjectId> matching(protocol::SimObjectType type, const GeoPoint& around, double radius_m) const;

  // What those with a flight meet from here on, those of later flights too, each where it is; none: the weather of
  // their flights. It is asked for the weather of the last advance(), so that how often that is called changes nothing
  // if it is called whenever the weather changes with time.
  void set_weather(const WeatherField& field);
  // Moves everything to the present of the simulator, lets ordered objects appear, and takes out those that are too far
  // away: that is looked at in the first frame of each second of the world.
  void advance(Simulator& simulator, const FrameMoment& moment);
  // The first frame after `moment` on which something of this is due by itself.
  std::optional<FrameNumber> next_due(const Simulator& simulator, const FrameMoment& moment) const;

  // Objects of the client that appeared since the last call.
  std::vector<Assigned> take_assigned(ClientId client);
  bool has_events() const { return !events_.empty(); }
  std::vector<SystemEvent> drain_events();

 private:
  struct Waiting {
    Order order;
    world::Instant ready{};
  };

  void tell(std::string_view event, protocol::ObjectId id, const AiObject& object);
  void add(Order order, double ground_ft);
  protocol::ObjectId put(AiSpec spec, double ground_ft);
  void remove_objects_of(ClientId creator);
  void remove_those_too_far(const GeoPoint& user);

  std::map<protocol::ObjectId, std::unique_ptr<AiObject>> objects_;
  std::vector<Waiting> orders_;
  std::vector<Assigned> assigned_;
  std::vector<SystemEvent> events_;
  protocol::ObjectId next_id_ = kFirstId;
  WeatherField weather_;  // looks at the time of the last advance()
  std::shared_ptr<world::Instant> advanced_to_ = std::make_shared<world::Instant>();
  std::uint64_t steps_ = 0;    // of simulated time, made so far
  std::int64_t seconds_ = -1;  // of the world, at which distances were looked at
};

}  // namespace checkride::emulator
