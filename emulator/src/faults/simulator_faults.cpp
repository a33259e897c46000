#include "faults/simulator_faults.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace checkride::emulator {
namespace {

// What a flight load takes (semantics 17), also when nobody asked for it.
constexpr world::Duration kReload = std::chrono::seconds(1);

// Bits of Pause_EX1 (semantics 9.1).
constexpr std::uint32_t kPaused = 1;
constexpr std::uint32_t kActivePause = 4;

bool is_on(FaultKind kind, const Simulator& simulator) {
  switch (kind) {
    case FaultKind::pause:
      return (simulator.event_value("Pause_EX1") & kPaused) != 0;
    case FaultKind::active_pause:
      return (simulator.event_value("Pause_EX1") & kActivePause) != 0;
    case FaultKind::menu:
      return simulator.event_value("Sim") == 0 && !simulator.loading();
    default:
      return false;
  }
}

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

bool SimulatorFaults::has_begun(FaultId id) const {
  return std::ranges::find(begun_, id, &Begun::id) != begun_.end();
}

world::Instant SimulatorFaults::free_from(FaultBoard& board, world::Instant when) const {
  if (begun_.empty() || resets_ != board.resets()) return when;
  const auto tape = board.next_of_tape();
  while (true) {
    world::Instant end = when;
    board.each(FaultLayer::simulator, when, [&](ActiveFault& active) {
      if (active.fault.kind() == FaultKind::frozen_frames && has_begun(active.id)) end = std::max(end, *active.until);
    });
    if (end == when) return when;
    if (tape && *tape > when && *tape < end) return *tape;
    when = end;  // where another one goes on
  }
}

void SimulatorFaults::begin(const ActiveFault& active, Simulator& simulator, Busy& busy, world::Instant now) {
  const Fault& fault = active.fault;
  begun_.push_back({active.id, fault.kind(), simulator.rate(), is_on(fault.kind(), simulator)});
  switch (fault.kind()) {
    case FaultKind::pause:
      return simulator.trigger("PAUSE_ON", {});
    case FaultKind::active_pause:
      return simulator.disturb(ActivePause{true});
    case FaultKind::menu:
      return simulator.disturb(MainMenu{true});
    case FaultKind::sim_rate:
      return simulator.disturb(RateChange{fault.number("rate")});
    case FaultKind::clock_jump:
      return simulator.disturb(ClockJump{fault.number("seconds")});
    case FaultKind::teleport:
      return teleport(fault, simulator);
    case FaultKind::flight_reload:
      return reload(simulator, busy, now);
    default:
      return;  // frozen_frames and frame_rate are asked for, not begun
  }
}

void SimulatorFaults::undo(const Begun& begun, Simulator& simulator) {
  if (begun.on_before) return;
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

// While a later one of its kind lasts nothing changes, and that one returns to what was before both.
void SimulatorFaults::end(std::size_t place, Simulator& simulator) {
  const Begun ended = begun_[place];
  begun_.erase(begun_.begin() + static_cast<std::ptrdiff_t>(place));
  for (std::size_t later = place; later < begun_.size(); ++later) {
    if (begun_[later].kind != ended.kind) continue;
    begun_[later].rate_before = ended.rate_before;
    begun_[later].on_before = ended.on_before;
    return;
  }
  undo(ended, simulator);
}

void SimulatorFaults::begin_frame(FaultBoard& board, Simulator& simulator, Busy& busy, world::Instant now) {
  // A reset of the board took everything back already.
  if (std::exchange(resets_, board.resets()) != board.resets()) begun_.clear();
  if (begun_.empty() && !board.any(FaultLayer::simulator)) return;
  std::vector<FaultId> present;
  board.each(FaultLayer::simulator, now, [&](ActiveFault& active) { present.push_back(active.id); });
  for (std::size_t place = begun_.size(); place-- > 0;) {
    if (std::ranges::find(present, begun_[place].id) == present.end()) end(place, simulator);
  }
  board.each(FaultLayer::simulator, now, [&](ActiveFault& active) {
    if (has_begun(active.id)) return;
    if (board.strike(active, 0, {}, now)) begin(active, simulator, busy, now);
  });
}

}  // namespace checkride::emulator
