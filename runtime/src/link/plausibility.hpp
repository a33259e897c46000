// The plausibility gate: which samples are junk of a menu, of loading, of a jump. Pure; it flags, it deletes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "checkride/world/time.hpp"
#include "link/probes.hpp"
#include "samples/sample_flags.hpp"

namespace checkride::runtime::link {

// Over ground, in nautical miles, on a sphere. Angles in degrees, any real numbers.
double distance_nm(double latitude_a, double longitude_a, double latitude_b, double longitude_b);

class PlausibilityGate {
 public:
  // A clock that stands still for `stuck_after` is flagged.
  explicit PlausibilityGate(world::Duration stuck_after) : stuck_after_(stuck_after) {}

  // What the simulator said of itself: events Sim, Pause and FlightLoaded; others change nothing.
  void on_event(std::string_view name, std::uint32_t data, std::string_view file);
  // A new session: what the last one said of pause and menu is not known of this one.
  void on_session();

  // `now` never runs backwards.
  SampleFlags judge(const FlightReading& reading, world::Instant now);

  bool paused() const { return paused_; }
  // Paused, in a menu or loading, by what the simulator said.
  bool at_rest() const { return paused_ || stopped_ || menu_; }
  // How long the clock has stood still without a reason.
  world::Duration stands_still(world::Instant now) const;
  // Way since the last plausible position, as judged last; nothing without two of them or over a jump.
  std::optional<double> way_nm() const { return way_nm_; }
  // The position just judged follows a jump that later samples confirmed: the aircraft was put there.
  bool moved() const { return moved_; }

 private:
  struct Position {
    double latitude = 0;
    double longitude = 0;
    double speed_kt = 0;
    world::Instant at;
  };
  void watch_clock(const FlightReading& reading, world::Instant now);
  void judge_position(const FlightReading& reading, world::Instant now, SampleFlags& flags);
  static bool reaches(const Position& from, const Position& to, double rate);

  world::Duration stuck_after_;
  bool paused_ = false;
  bool stopped_ = false;  // Sim 0: menu, loading or a dialog
  bool menu_ = false;     // the flight of the main menu was loaded
  double clock_ = FlightReading::kUnknown;
  std::optional<world::Instant> clock_since_;  // when it began to show what it shows
  std::optional<Position> trusted_;
  std::optional<Position> candidate_;  // after a jump, until the next sample says the same
  std::optional<double> way_nm_;
  bool moved_ = false;
};

}  // namespace checkride::runtime::link
