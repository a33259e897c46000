// FlightTracker: one flight as the monitor follows it over samples, sessions and crashes: what is plausible, which
// phase it is in, where one flight ends and the next begins. Pure: readings, events and the time in; what to tell out.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"
#include "config/sections/derived.hpp"
#include "link/flight_figures.hpp"
#include "link/phase_machine.hpp"
#include "link/plausibility.hpp"

namespace checkride::runtime::link {

struct TrackerOptions {
  world::Duration interval{std::chrono::seconds(1)};  // asked for between samples
  world::Duration stuck_after{std::chrono::seconds(10)};
  world::Duration stitch_window{std::chrono::minutes(30)};
};

// Something worth telling.
struct FlightNews {
  enum class Kind : std::uint8_t {
    began,      // a flight
    resumed,    // the flight before the loss goes on, `gap` after its last plausible sample
    phase,      // `from` -> `to`
    touchdown,  // `value`: vertical speed in feet per minute, NaN when it is not known
    moved,      // the aircraft was put somewhere else
  };
  Kind kind{};
  FlightPhase from{};
  FlightPhase to{};
  double value = 0;
  world::Duration gap{};
};

class FlightTracker {
 public:
  explicit FlightTracker(TrackerOptions options) : options_(options), gate_(options.stuck_after) {}

  // A session begins: the flight of the last one may go on in it.
  void on_session(std::uint64_t session);
  // A system event of the simulator.
  std::vector<FlightNews> on_event(std::string_view name, std::uint32_t data, std::string_view file);
  // A sample.
  std::vector<FlightNews> on_sample(const FlightReading& reading, world::Instant now);

  // As of the last sample.
  SampleFlags flags() const { return flags_; }
  FlightPhase phase() const { return phases_.phase(); }
  std::uint64_t flight() const { return flight_; }
  std::uint32_t segment() const { return segment_; }
  // Without data before it, from the last sample to this one; zero unless that is more than two intervals.
  world::Duration gap() const { return gap_; }
  // NaN when there is none.
  double value(DerivedValue which) const;
  bool paused() const { return gate_.paused(); }
  // The simulator said that it is paused, or in a menu.
  bool at_rest() const { return gate_.at_rest(); }
  // How long the simulator's clock has stood still without a pause.
  world::Duration stands_still(world::Instant now) const { return gate_.stands_still(now); }

 private:
  void settle_flight(const FlightReading& reading, world::Duration since_plausible, std::vector<FlightNews>& news);
  void begin_flight(std::vector<FlightNews>& news);
  void follow(const FlightReading& reading, world::Instant now, bool continuous, std::vector<FlightNews>& news);
  void change_phase(FlightPhase from, std::vector<FlightNews>& news);

  TrackerOptions options_;
  PlausibilityGate gate_;
  PhaseMachine phases_;
  FlightFigures figures_;
  SampleFlags flags_;
  world::Duration gap_{};
  world::Duration step_{};  // from the sample before to the last one, at least an interval
  std::uint64_t session_ = 0;
  std::uint64_t flight_ = 0;
  std::uint32_t segment_ = 0;
  bool unsettled_ = false;  // a session or a flight was loaded: is it the same flight?
  bool has_landed_ = false;
  std::optional<world::Instant> last_;            // sample
  std::optional<world::Instant> last_plausible_;  // sample
};

}  // namespace checkride::runtime::link
