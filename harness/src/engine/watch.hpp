// What must hold all the time: always, never, the open windows of exact counts, and that no member ends by itself.
#pragma once

#include <vector>

#include "engine/observer.hpp"
#include "engine/run.hpp"

namespace checkride::harness {

class Watch {
 public:
  // `always` and `never` of the record must be in it already, in file order, from index `first_always` on.
  Watch(Run& run, Observer& observer, std::size_t first_always);

  // Looks until cancelled or the run has failed.
  world::Task<> run();
  // The last look while everything still runs.
  world::Task<> look_before_stop();
  // When all members have stopped: telemetry and logs are complete now. Settles what was never violated.
  world::Task<> conclude();

  // An exact count was reached at an expectation of the record; a surplus before `closes` breaks it.
  void keep_open(std::size_t expectation, const CheckVariant& check, Duration closes);
  // When the last open window closes; none if none is open.
  std::optional<Duration> windows_close_at();

  static constexpr Duration kPeriod = std::chrono::seconds(1);

 private:
  struct Invariant {
    const CheckVariant* check = nullptr;
    bool never = false;
    std::size_t expectation = 0;
    std::uint64_t looks = 0;
    bool violated = false;
    bool known = false;  // at some look what is asked about was there
    std::string last_seen;
  };
  struct OpenWindow {
    std::size_t expectation;
    const CheckVariant* check;
    Duration closes;
  };

  world::Task<> look(bool with_network);
  world::Task<> look_at(Invariant& invariant);
  void look_done(Invariant& invariant, const Seen& seen);
  void look_at_windows();
  void look_for_ended_members();
  void violate(Invariant& invariant, const Seen& seen);
  world::Task<> conclude(Invariant& invariant);

  Run& run_;
  Observer& observer_;
  std::vector<Invariant> invariants_;
  std::vector<OpenWindow> windows_;
};

}  // namespace checkride::harness
