// Requests for client data of one client: who is due when, and the messages they give (semantics 15.3, 6.1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answers/outbox.hpp"
#include "checkride/protocol/messages.hpp"
#include "commons/client_data_areas.hpp"
#include "data/schedule.hpp"
#include "desks/client_data_definition.hpp"
#include "simulator/frame_moment.hpp"

namespace checkride::emulator {

using ClientDataDefinitions = std::map<protocol::DefinitionId, ClientDataDefinition>;

class ClientDataRequests {
 public:
  // The exception in the place of data that are due to a request, if there is to be one.
  using Spoil = std::function<std::optional<protocol::RecvException>(protocol::RequestId, protocol::SendId)>;

  // Both outlive this.
  ClientDataRequests(const ClientDataDefinitions& definitions, const ClientDataAreas& areas, Spoil spoil = {})
      : definitions_(definitions), areas_(areas), spoil_(std::move(spoil)) {}

  // Live requests; single ones are answered at once and never live.
  std::size_t size() const { return requests_.size(); }
  bool has(protocol::RequestId id) const { return orders_.contains(id); }

  // Answers a single request with what the area holds now.
  void answer(const protocol::RequestClientData& message, std::string_view area, Outbox& outbox,
              protocol::SendId send_id = {});
  // Starts a repeating request, in the place of one of the same id. Its definition exists.
  void start(const protocol::RequestClientData& message, std::string_view area, const FrameMoment& moment,
             protocol::SendId send_id = {});
  // Nothing if there is no such request.
  void stop(protocol::RequestId id);
  // The definition is gone: its requests end without a message.
  void drop_definition(protocol::DefinitionId definition);

  // The area was set: one message for each set, none is merged with the next.
  void area_set(std::string_view area, Outbox& outbox);
  // Sends what frames and seconds bring.
  void send_due(const FrameMoment& moment, Outbox& outbox);
  // The first frame after `moment` on which frames or seconds bring something.
  std::optional<FrameNumber> next_due(const Simulator& simulator, const FrameMoment& moment) const;

 private:
  struct Request {
    protocol::RequestClientData asked;
    protocol::SendId send_id;
    std::string area;
    Schedule schedule;
    FrameMoment since;
    std::uint64_t sets = 0;       // since it was made; its periods, for ON_SET
    std::vector<std::byte> sent;  // with CHANGED: the values last sent, as an untagged block
    std::size_t sent_datums = 0;  // datums of `sent`: the definition may have grown
  };
  using Requests = std::map<std::uint64_t, Request>;  // by order of first making

  // Makes the message, which views into block_; nothing when CHANGED finds nothing to tell.
  std::optional<protocol::RecvClientData> message_of(Request& request);
  std::uint32_t make_block(Request& request);
  // The end of the request's period `period`: true when it sent its last message.
  template <class Send>
  bool pass(Request& request, std::uint64_t period, Outbox& outbox, const Send& send);
  std::optional<protocol::RecvException> spoiled(Request& request) const;
  Requests::iterator remove(Requests::iterator request);

  const ClientDataDefinitions& definitions_;
  const ClientDataAreas& areas_;
  Spoil spoil_;
  Requests requests_;
  std::map<protocol::RequestId, std::uint64_t> orders_;
  std::uint64_t last_order_ = 0;
  std::vector<std::byte> block_;    // reused from message to message
  std::vector<std::byte> present_;  // reused likewise
};

}  // namespace checkride::emulator
