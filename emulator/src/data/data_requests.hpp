// Data requests of one session: who is due when, and the messages they give (semantics 6).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "answers/outbox.hpp"
#include "answers/outcome.hpp"
#include "checkride/protocol/messages.hpp"
#include "checkride/world/prefetch.hpp"
#include "data/data_definition.hpp"
#include "data/periods.hpp"
#include "data/schedule.hpp"
#include "data/shared_blocks.hpp"
#include "faults/fault_board.hpp"
#include "simulator/clients.hpp"
#include "simulator/frame_moment.hpp"
#include "simulator/profile.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

class AiObjects;

using DataDefinitions = std::map<protocol::DefinitionId, DataDefinition>;

// Where requests take their values from and who may spoil their answers.
struct RequestContext {
  Simulator& simulator;
  AiObjects& objects;
  FaultBoard& faults;
  ClientName client;
  const DataDefinitions& definitions;
  const Choices& choices;
  FrameMoment moment;
  SharedBlocks& blocks;
  bool unready = false;  // the user's aircraft is not loaded wholly
};

// The object that stands for the user's aircraft: proxies and the real id (semantics 3.4).
inline constexpr protocol::ObjectId kUserAircraft{1};
bool is_user_aircraft(protocol::ObjectId object, const Profile& profile);

class DataRequests {
 public:
  Outcome request(const protocol::RequestDataOnSimObject& message, protocol::SendId send_id,
                  const RequestContext& context, const Profile& profile, const Outbox& outbox);
  Outcome request(const protocol::RequestDataOnSimObjectType& message, protocol::SendId send_id,
                  const RequestContext& context, const Profile& profile, const Outbox& outbox);
  // The definition is gone: its requests end without a message.
  void drop_definition(protocol::DefinitionId definition);

  // Puts the answers to single requests of this frame into their places among the other answers...
  void answer_single_requests(const RequestContext& context, Outbox& outbox);
  // ...and the data of the periodic ones that are due.
  void send_due(const RequestContext& context, Outbox& outbox);

  // The first frame after `moment` on which something is due, as things stand.
  std::optional<FrameNumber> next_due(const Simulator& simulator, const FrameMoment& moment) const;

  // The requests (the first of many) are going to be looked at.
  void prefetch_requests() const { world::prefetch(periodic_.data(), periodic_.empty() ? 0 : sizeof(Periodic)); }

  void prefetch_definitions() const {
    if (!periodic_.empty()) world::prefetch(periodic_.front().definition, sizeof(DataDefinition::shared));
  }

  std::vector<RequestInfo> info() const;

 private:
  // Data of one message; valid until the next is made.
  struct Block {
    std::uint32_t count = 0;
    std::span<const std::byte> bytes;
  };
  // What the messages of a request begin with, as the encoder made it: the same again and again while the data have the
  // same length.
  struct Head {
    static constexpr std::size_t kMaxBytes = 40;

    bool is_of(const Block& block) const { return size != 0 && count == block.count && length == block.bytes.size(); }
    std::span<const std::byte> view() const { return std::span(bytes).first(size); }
    void remember(std::span<const std::byte> message, const Block& block);

    std::array<std::byte, kMaxBytes> bytes{};
    std::uint32_t size = 0;  // 0: there was no message yet
    std::uint32_t count = 0;
    std::size_t length = 0;  // of the data
  };
  // What every frame looks at stands first.
  struct Periodic {
    std::uint64_t order = 0;  // of first making
    Schedule schedule;
    FrameMoment since;
    const DataDefinition* definition = nullptr;  // clearing it ends the request
    protocol::ObjectId object_id;                // as answers name it
    bool since_last_period = false;              // with CHANGED: Choices::changed_since_last_period
    bool by_steps = false;                       // SIM_FRAME: its periods are steps of the simulation
    bool by_simulation = false;                  // SECOND, with Choices::seconds_are_simulated
    protocol::RequestDataOnSimObject asked;
    Head head;
    protocol::SendId send_id;
    FrameNumber since_simulation_frame = 0;
    double since_seconds = 0;     // of simulated_
    std::vector<std::byte> sent;  // with CHANGED: the values last sent, as an untagged block
    std::size_t sent_datums = 0;  // datums of `sent`: the definition may have grown
  };
  // A request to be answered once, at the place in the answers that its packet had.
  struct Single {
    std::size_t place = 0;
    protocol::SendId send_id;
    std::variant<protocol::RequestDataOnSimObject, protocol::RequestDataOnSimObjectType> asked;
  };
  enum class Sent { nothing, message, refusal };

  std::size_t live() const { return periodic_.size() + singles_.size(); }
  void start(const protocol::RequestDataOnSimObject& message, protocol::ObjectId object_id, protocol::SendId send_id,
             const RequestContext& context);
  void stop(protocol::RequestId id);
  std::vector<Periodic>::iterator place_of(std::uint64_t order);
  std::optional<std::uint64_t> period_of(const Periodic& request, const Simulator& simulator,
                                         const FrameMoment& moment) const;
  FrameNumber frame_of_period(const Periodic& request, std::uint64_t period, const Simulator& simulator,
                              const FrameMoment& moment) const;
  Sent send_periodic(Periodic& request, SimObject& object, const RequestContext& context, Outbox& outbox);
  void answer(const protocol::RequestDataOnSimObject& asked, protocol::SendId send_id, const RequestContext& context,
              Outbox& outbox);
  void answer(const protocol::RequestDataOnSimObjectType& asked, protocol::SendId send_id,
              const RequestContext& context, Outbox& outbox);
  // Whole block of the definition.
  Block make_block(const DataDefinition& definition, bool tagged, SimObject& object, const RequestContext& context);
  // Only what changed since the last message; nothing: a count of 0.
  Block make_changes(Periodic& request, const DataDefinition& definition, SimObject& object);

  std::vector<Periodic> periodic_;  // by order
  std::map<protocol::RequestId, std::uint64_t> orders_;
  std::uint64_t last_order_ = 0;
  SimulatedSeconds simulated_;
  std::vector<Single> singles_;
  std::vector<std::byte> bytes_;    // of a block; reused from message to message
  std::vector<std::byte> present_;  // reused likewise
};

}  // namespace checkride::emulator
