#include "faults/simulator_faults.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace checkride::emulator {
namespace {

// What a flight load takes (semantics 17), also when nobody asked for it.
constexpr world::Duration kReload = std::chrono::seconds(1);

// Every how many frames one is drawn.
FrameNumber divisor_at(const FaultBoard& board, const Simulator& simulator, world::Instant now) {
  const ActiveFault* active = board.in_force(FaultKind::frame_rate, now);
  if (active == nullptr) return 1;
  const double wanted = active->fault.number("frames_per_second");
  return std::max<FrameNumber>(1, static_cast<FrameNumber>(std::llround(simulator.frames_per_second() / wanted)));
}

double degrees_at(Simulator& simulator, std::string_view variable) {
  constexpr double kDegrees = 57.29577951308232;
  const auto resolved = simulator.resolve(variable);
  return resolved ? simulator.number(*resolved) * kDegrees : 0;
}

void teleport(const Fault& fault, Simulator& simulator) {
  const auto given = [&fault](std::string_view name, double otherwise) {
    const auto* value = fault.find<double>(name);
    return value == nullptr ? otherwise : *value;
  };
  const auto altitude = simulator.resolve("PLANE ALTITUDE");
  Placement placement;
  placement.latitude_deg = fault.number("latitude_deg");
  placement.longitude_deg = fault.number("longitude_deg");
  placement.altitude_ft = given("altitude_ft", altitude ? simulator.number(*altitude) : 0);
  placement.heading_deg = given("heading_deg", degrees_at(simulator, "PLANE HEADING DEGREES TRUE"));
  placement.airspeed_kt = -2;  // its present speed
  simulator.place(placement);
}

void reload(Simulator& simulator, Busy& busy, world::Instant now) {
  const auto flight = simulator.system_state("FlightLoaded");
  if (flight && simulator.load_flight(flight->text)) busy.extend_to(now + kReload);
}

}  // namespace

double frames_drawn_per_second(const FaultBoard& board, const Simulator& simulator) {
  return simulator.frames_per_second() / static_cast<double>(divisor_at(board, simulator, board.present()));
}

FrameNumber SimulatorFaults::next_drawn(const FaultBoard& board, const Simulator& simulator, FrameNumber frame) const {
  const FrameNumber divisor = divisor_at(board, simulator, simulator.frame_time(frame));
  const FrameNumber drawn = (frame + divisor - 1) / divisor * divisor;
  // The fault may end before the frame that it would draw.
  for (FrameNumber sooner = frame; sooner < drawn; ++sooner) {
    if (sooner % divisor_at(board, simulator, simulator.frame_time(sooner)) == 0) return sooner;
  }
  return drawn;
}

void SimulatorFaults::begin(const ActiveFault& active, Simulator& simulator, Busy& busy, world::Instant now) {
  const Fault& fault = active.fault;
  Begun begun{fault.kind(), simulator.rate()};
  switch (fault.kind()) {
    case FaultKind::frozen_frames:
      busy.extend_to(*active.until);
      break;
    case FaultKind::pause:
      simulator.trigger("PAUSE_ON", {});
      break;
    case FaultKind::active_pause:
      simulator.disturb(ActivePause{true});
      break;
    case FaultKind::menu:
      simulator.disturb(MainMenu{true});
      break;
    case FaultKind::sim_rate:
      simulator.disturb(RateChange{fault.number("rate")});
      break;
    case FaultKind::clock_jump:
      simulator.disturb(ClockJump{fault.number("seconds")});
      break;
    case FaultKind::teleport:
      teleport(fault, simulator);
      break;
    case FaultKind::flight_reload:
      reload(simulator, busy, now);
      break;
    default:
      break;  // frame_rate is asked for, not begun
  }
  begun_.emplace(active.id, begun);
}

void SimulatorFaults::undo(const Begun& begun, Simulator& simulator) {
  switch (begun.kind) {
    case FaultKind::pause:
      return simulator.trigger("PAUSE_OFF", {});
    case FaultKind::active_pause:
      return simulator.disturb(ActivePause{false});
    case FaultKind::menu:
      return simulator.disturb(MainMenu{false});
    case FaultKind::sim_rate:
      return simulator.disturb(RateChange{begun.rate_before});
    default:
      return;
  }
}

void SimulatorFaults::begin_frame(FaultBoard& board, Simulator& simulator, Busy& busy, world::Instant now) {
  if (begun_.empty() && !board.any(FaultLayer::simulator)) return;
  std::vector<FaultId> present;
  board.each(FaultLayer::simulator, now, [&](ActiveFault& active) {
    present.push_back(active.id);
    if (begun_.contains(active.id) || !board.strike(active, 0, {}, now)) return;
    begin(active, simulator, busy, now);
  });
  // Those that came last are undone first, so that what was before all of them returns.
  for (auto it = begun_.end(); it != begun_.begin();) {
    --it;
    if (std::find(present.begin(), present.end(), it->first) != present.end()) continue;
    undo(it->second, simulator);
    it = begun_.erase(it);
  }
}

}  // namespace checkride::emulator
