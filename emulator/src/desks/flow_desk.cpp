#include "desks/flow_desk.hpp"

#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

using protocol::FlowEvent;

// The flight that stands for the main menu (semantics 9.1).
constexpr std::string_view kMainMenu = "MainMenu.FLT";

bool is_main_menu(std::string_view path) {
  return path.size() >= kMainMenu.size() && values::same_text(path.substr(path.size() - kMainMenu.size()), kMainMenu);
}

}  // namespace

// Subscribing twice is subscribing; there is no first value.
Outcome FlowDesk::on(const protocol::SubscribeToFlowEvent&, const Occasion&) {
  subscribed_ = true;
  return {};
}

Outcome FlowDesk::on(const protocol::UnsubscribeToFlowEvent&, const Occasion&) {
  subscribed_ = false;
  return {};
}

void FlowDesk::tell(FlowEvent event, std::string_view path) {
  protocol::RecvFlowEvent message;
  message.flow_event = event;
  message.flt_path = path;
  context_.outbox.event(message);
}

// Back in the menu its own flight is behind it, of which nothing more is told (semantics 25, inferred).
void FlowDesk::tell_loaded(std::string_view path) {
  const bool menu = is_main_menu(path);
  if (!menu || context_.profile.choices.menu_flight_is_loaded) {
    tell(FlowEvent::flt_load, path);
    tell(FlowEvent::flt_loaded, path);
  }
  if (menu) tell(FlowEvent::back_to_main_menu);
}

// Inferred: which system event means which stages. A flight starts with its cinematic, which takes no time here.
void FlowDesk::notice(std::span<const SystemEvent> events) {
  if (!subscribed_) return;
  for (const SystemEvent& event : events) {
    if (values::same_text(event.name, "FlightLoaded")) {
      tell_loaded(event.text);
    } else if (values::same_text(event.name, "SimStart")) {
      tell(FlowEvent::rtc_start);
      tell(FlowEvent::rtc_end);
      tell(FlowEvent::flight_start);
    } else if (values::same_text(event.name, "SimStop")) {
      tell(FlowEvent::flight_end);
    } else if (values::same_text(event.name, "PositionChanged")) {
      tell(FlowEvent::teleport_start);
      tell(FlowEvent::teleport_done);
    } else if (values::same_text(event.name, "Crashed")) {
      tell(FlowEvent::plane_crash);
    }
  }
}

std::optional<FrameNumber> FlowDesk::next_due(const FrameMoment& moment) const {
  if (!subscribed_) return std::nullopt;
  return frame_at_or_after(moment.time + kFlightWatch, context_.simulator);
}

}  // namespace checkride::emulator
