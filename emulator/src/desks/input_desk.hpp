// Input events, input groups and reserved keys of one client (semantics 11).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "checkride/protocol/messages.hpp"
#include "commons/inputs.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class InputDesk final : public Desk, private InputListener {
 public:
  explicit InputDesk(const DeskContext& context);
  ~InputDesk() override;

  Outcome on(const protocol::MapInputEventToClientEvent& message, const Occasion& occasion);
  Outcome on(const protocol::MapInputEventToClientEvent_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::SetInputGroupPriority& message, const Occasion& occasion);
  Outcome on(const protocol::RemoveInputEvent& message, const Occasion& occasion);
  Outcome on(const protocol::ClearInputGroup& message, const Occasion& occasion);
  Outcome on(const protocol::SetInputGroupState& message, const Occasion& occasion);
  Outcome on(const protocol::RequestReservedKey& message, const Occasion& occasion);

  void end_frame(const FrameMoment& moment) override;
  std::optional<FrameNumber> next_due(const FrameMoment& moment) const override;

 private:
  struct Mapping {
    std::string definition;  // as the client wrote it, for taking it out again
    Input input;
    protocol::EventId down;
    std::uint32_t down_value = 0;
    protocol::EventId up;
    std::uint32_t up_value = 0;
    bool maskable = false;
  };
  struct Group {
    bool on = false;
    std::vector<Mapping> mappings;
  };

  template <class Message>
  Outcome map(const Message& message);
  Outcome check_event(protocol::EventId id, std::uint32_t index) const;
  Heard hear(std::uint32_t group, const Stroke& stroke) override;
  void hear_reserved(std::uint32_t event_id) override;
  // False: the client has no event for it.
  bool send(protocol::EventId id, std::uint32_t data);
  bool hears_an_axis() const;

  DeskContext context_;
  Inputs& inputs_;
  std::map<std::uint32_t, Group> groups_;
  std::size_t mappings_ = 0;
};

}  // namespace checkride::emulator
