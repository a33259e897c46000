// Flights, plans and the one state that can be set (semantics 17, 9.4, 12). What follows is told by system events, to
// all who subscribed, and by RequestSystemState.
#pragma once

#include "checkride/protocol/messages.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class FlightsDesk final : public Desk {
 public:
  explicit FlightsDesk(const DeskContext& context) : context_(context) {}

  // Both silence the server for a while (Choices::flight_save_ms and flight_load_ms).
  // 20/1: not of the file's type; 1/1: no such file, or no room for another.
  Outcome on(const protocol::FlightLoad& message, const Occasion& occasion);
  Outcome on(const protocol::FlightSave& message, const Occasion& occasion);
  // 20/1: not of the file's type; 23/1: no such file.
  Outcome on(const protocol::FlightPlanLoad& message, const Occasion& occasion);
  // DialogMode is the only state that can be set; the others are accepted and stay. 7/1: no such state.
  Outcome on(const protocol::SetSystemState& message, const Occasion& occasion);

 private:
  DeskContext context_;
};

}  // namespace checkride::emulator
