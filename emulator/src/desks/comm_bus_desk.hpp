// CommBus for one client (semantics 24): subscriptions by event id, calls by name.
#pragma once

#include <set>

#include "checkride/protocol/messages.hpp"
#include "commons/comm_bus.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class CommBusDesk final : public Desk, private CommBusListener {
 public:
  explicit CommBusDesk(const DeskContext& context) : context_(context) {}
  ~CommBusDesk() override;

  Outcome on(const protocol::SubscribeToCommBusEvent& message, const Occasion& occasion);
  Outcome on(const protocol::UnsubscribeToCommBusEvent& message, const Occasion& occasion);
  Outcome on(const protocol::CallCommBusEvent& message, const Occasion& occasion);

 private:
  std::string key_of(std::string_view name) const;
  void hear(std::uint32_t event_id, std::span<const std::byte> data) override;

  DeskContext context_;
  std::set<std::uint32_t> event_ids_;
};

}  // namespace checkride::emulator
