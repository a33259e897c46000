// What missions, races and multiplayer sessions would bring about (semantics 9.1, 19; FSX). There are none here: the
// control side brings it about. Shared by all clients.
//
// Each happening is a system event whose data is its number here until it is told: send() fills in the message that the
// number stands for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "answers/outbox.hpp"
#include "checkride/protocol/ids.hpp"
#include "sim/run_state.hpp"

namespace checkride::emulator {

// A custom action of a mission: CUSTOM_ACTION.
struct CustomAction {
  protocol::Guid instance_id;
  std::string payload;
  bool wait_for_completion = false;
};

// EVENT_RACE_END and EVENT_RACE_LAP. Texts have at most 259 bytes, times are in seconds.
struct RaceHappening {
  std::uint32_t number = 0;  // of the racer, or the index of the lap
  std::uint32_t racers = 1;
  std::string player_name;
  std::string session_type;
  std::string aircraft;
  std::string player_role;
  double total_time = 0;
  double penalty_time = 0;
  bool disqualified = false;
};

struct Happening {
  std::uint32_t number = 0;
  std::string_view event;  // the system event
  std::uint32_t data = 0;  // of events that have nothing more
  CustomAction action;     // of CustomMissionActionExecuted
  bool completed = false;  // a client told that the action is done
  RaceHappening race;      // of RaceEnd and RaceLap
};

class Missions {
 public:
  // Happenings that are remembered; older ones are forgotten.
  static constexpr std::size_t kMaxRemembered = 100;

  // Numbers it; the caller raises the system event with the number.
  std::uint32_t remember(Happening happening);
  const std::deque<Happening>& happenings() const { return happenings_; }
  // The latest custom action of this instance, to be run once more. Null: there was none.
  const Happening* find_action(const protocol::Guid& instance_id) const;
  // The oldest action of this instance that waits for it is done. Nothing if none does.
  void complete(const protocol::Guid& instance_id);
  // The message of a happening, to a client that subscribed under `id`.
  void send(const SystemEvent& event, protocol::EventId id, Outbox& outbox) const;

 private:
  std::deque<Happening> happenings_;
  std::uint32_t last_number_ = 0;
};

}  // namespace checkride::emulator
