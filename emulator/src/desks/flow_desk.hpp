// Flow events (semantics 25, MSFS 2024): the stages of a session, as the system events of the simulator tell them.
#pragma once

#include "checkride/protocol/messages.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class FlowDesk final : public Desk {
 public:
  explicit FlowDesk(const DeskContext& context) : context_(context) {}

  Outcome on(const protocol::SubscribeToFlowEvent& message, const Occasion& occasion);
  Outcome on(const protocol::UnsubscribeToFlowEvent& message, const Occasion& occasion);

  void notice(std::span<const SystemEvent> events) override;
  std::optional<FrameNumber> next_due(const FrameMoment& moment) const override;

 private:
  void tell(protocol::FlowEvent event, std::string_view path = {});
  void tell_loaded(std::string_view path);

  DeskContext context_;
  bool subscribed_ = false;
};

}  // namespace checkride::emulator
