// What must hold beside the timeline: the invariants, the open windows of exact counts, and that no member ends by
// itself.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/run.hpp"
#include "engine/watched.hpp"

namespace checkride::harness {

class Watch {
 public:
  // The scenario's invariants must be in the record already, in their order, from index `first` on.
  Watch(Run& run, std::size_t first);

  // Looks until cancelled or the run has failed.
  world::Task<> run();
  // The step of that name is about to end, and with it what is watched until then.
  world::Task<> look_before_end_of(std::string step);
  // The timeline has ended: waits for what may still come to hold, and for the windows of exact counts to close.
  world::Task<> await_rest();
  // Waits for those windows alone.
  world::Task<> await_windows();
  // The last look while everything still runs.
  world::Task<> look_before_stop();
  // When all members have stopped: telemetry and logs are complete now. Settles what was never violated.
  world::Task<> conclude();

  // An exact count was reached at an expectation of the record; a surplus before `closes` breaks it.
  void keep_open(std::size_t expectation, Check check, Duration closes);

 private:
  struct OpenWindow {
    std::uint64_t id;
    std::size_t expectation;
    Check check;
    Duration closes;
  };

  world::Task<> look(bool everything);
  world::Task<> look_at(Watched& watched);
  void look_done(Watched& watched, const Seen& seen);
  bool is_open(Watched& watched);
  Duration next_look() const;
  world::Task<> look_at_windows();
  std::optional<Duration> windows_close_at() const;
  world::Task<> look_at_hopes();
  std::optional<Duration> hopes_end_at();
  Duration deadline_of(const Watched& watched) const;
  std::uint64_t epochs_of(const CheckKind& check);
  bool all_up(const CheckKind& check);
  void look_for_ended_members();
  void violate(Watched& watched, const std::string& how);
  world::Task<> conclude(Watched& watched);
  void settle_hope(Watched& watched);

  Run& run_;
  std::vector<Watched> watched_;
  std::vector<OpenWindow> windows_;
  std::uint64_t last_window_ = 0;
  Duration members_next_{};
  std::optional<Duration> timeline_end_;
};

}  // namespace checkride::harness
