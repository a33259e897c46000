// Titles and liveries (semantics 23, MSFS 2024): what there is to fly, drive and meet.
#pragma once

#include <span>

#include "checkride/protocol/messages.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class LiveryDesk final : public Desk {
 public:
  explicit LiveryDesk(const DeskContext& context) : context_(context) {}

  Outcome on(const protocol::EnumerateSimObjectsAndLiveries& message, const Occasion& occasion);

 private:
  DeskContext context_;
};

}  // namespace checkride::emulator
