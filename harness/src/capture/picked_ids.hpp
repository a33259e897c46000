// Ids that a simulator picks, of its objects and of the aircraft's input events: those of a capture and those of now.
//
// A client of a capture says the id that it was told then: ASSIGNED_OBJECT_ID gave it for an object that the client
// made, ObjectAdded or data by type for another, ENUMERATE_INPUT_EVENTS for the name of an input event. The simulator
// of now tells another one, and a client would say that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "capture/talk_script.hpp"
#include "checkride/protocol/field_values.hpp"

namespace checkride::harness {

// What an answer answers: "request_id 7"; empty for what nobody asked for.
std::string which_of(const std::vector<protocol::FieldValue>& fields);

// What an id in an answer names, where the table of messages says something else.
protocol::IdKind kind_of(const protocol::ServerMessage& message, const protocol::FieldValue& field);

// Ids of objects that nobody picks: 0 and 1, which are the user's aircraft, and those above all real ones.
bool is_fixed_object(std::uint64_t id);

// Names of input events by their hashes, from the lists of a simulator.
using InputNames = std::map<std::uint64_t, std::string>;
// Adds those that a frame of the simulator lists.
void take_input_names(std::span<const std::byte> frame, protocol::Protocol version, InputNames& names);

struct PickedId {
  protocol::IdKind kind = protocol::IdKind::none;
  std::uint64_t id = 0;
  auto operator<=>(const PickedId&) const = default;
};

class PickedIds {
 public:
  // `script` outlives this.
  explicit PickedIds(const TalkScript& script);

  // What the simulator of now says on the connection of that place in the script. Answers are those of the capture by
  // message and by what they answer, in order; who made an object knows which it is, whatever others were told.
  // True: more ids are known than before.
  bool hear(std::size_t connection, std::span<const std::byte> frame);

  // The ids in a client's frame that the capture had told by then, and nobody has told now: its client would wait.
  std::vector<PickedId> awaited(const TimedFrame& said) const;
  // They will not be told.
  void give_up(const std::vector<PickedId>& ids);

  // What the client says now; ids that are not known as they are.
  std::vector<std::byte> as_of_now(const TimedFrame& said) const;

 private:
  using Group = std::pair<std::string, std::string>;  // message, what it answers
  struct Told {
    std::map<Group, std::vector<std::vector<std::uint64_t>>> recorded;  // the objects in each answer
    std::map<Group, std::size_t> heard;                                 // so many of them
  };

  bool hear_objects(std::size_t connection, std::span<const std::byte> frame);
  bool hear_inputs(std::span<const std::byte> frame, protocol::Protocol version);
  bool learn(std::uint64_t recorded, std::uint64_t now, bool made);
  std::optional<std::uint64_t> now_of(const PickedId& id) const;

  const TalkScript& script_;
  std::vector<Told> connections_;
  std::map<PickedId, world::Duration> told_at_;   // of the capture
  std::map<std::uint64_t, std::uint64_t> now_;    // objects, by those of the capture
  std::set<std::uint64_t> taken_;                 // objects of now that are somebody's
  InputNames inputs_;                             // of the capture
  std::map<std::string, std::uint64_t> by_name_;  // input events of now
  std::set<PickedId> given_up_;
};

}  // namespace checkride::harness
