// What must hold all the time: always, never, the open windows of exact counts, and that no member ends by itself.
#pragma once

#include <vector>

#include "engine/run.hpp"

namespace checkride::harness {

class Watch {
 public:
  // The scenario's invariants must be in the record already, in their order, from index `first` on.
  Watch(Run& run, std::size_t first);

  // Looks until cancelled or the run has failed.
  world::Task<> run();
  // The last look while everything still runs.
  world::Task<> look_before_stop();
  // When all members have stopped: telemetry and logs are complete now. Settles what was never violated.
  world::Task<> conclude();

  // An exact count was reached at an expectation of the record; a surplus before `closes` breaks it.
  void keep_open(std::size_t expectation, Check check, Duration closes);
  // Looks once more; when the last open window closes, none if none is open.
  world::Task<std::optional<Duration>> windows_close_at();

  static constexpr Duration kPeriod = std::chrono::seconds(1);

 private:
  struct Watched {
    const Invariant* invariant = nullptr;
    std::size_t expectation = 0;
    std::uint64_t looks = 0;
    bool violated = false;
    bool known = false;  // at some look what is asked about was there
    std::string last_seen;
  };
  struct OpenWindow {
    std::size_t expectation;
    Check check;
    Duration closes;
  };

  world::Task<> look(bool with_network);
  world::Task<> look_at(Watched& watched);
  void look_done(Watched& watched, const Seen& seen);
  world::Task<> look_at_windows();
  std::uint64_t epochs_of(const CheckKind& check);
  bool all_up(const CheckKind& check);
  void look_for_ended_members();
  void violate(Watched& watched, const Seen& seen);
  world::Task<> conclude(Watched& watched);

  Run& run_;
  std::vector<Watched> watched_;
  std::vector<OpenWindow> windows_;
};

}  // namespace checkride::harness
