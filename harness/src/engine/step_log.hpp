// When steps began and ended: for whoever waits for one, looks between two, or asks during which something happened.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/steps.hpp"

namespace checkride::harness {

class StepLog {
 public:
  void begin(const Step& step, Duration now);
  void end(const Step& step, Duration now);
  // What runs is abandoned: it ends now, and nobody who waits for its end is told.
  void abandon(Duration now);
  // It is left out, with all in it: whoever waits for its begin or end need wait no longer.
  void skip(const Step& step, Duration now);
  // A further round of them begins: who waits for one of them waits for that of this round.
  void begin_again(const std::vector<Step>& steps);

  // Of the last time that a step of that name began; nothing before it has.
  std::optional<Duration> start_of(const std::string& name) const;
  // The moment that an anchor waits for; nothing before it has come.
  std::optional<Duration> reached(const Anchor& anchor) const;
  // Has `from` begun, and `until` not ended since? Empty names: the run's own begin and end.
  bool between(const std::string& from, const std::string& until) const;

  // What runs now and is no block, in the order of its begin.
  std::vector<const Step*> running() const;
  // Path of the step during which something happened to `host`: of those that ran then, the last that began and is
  // about that host, else the last that began. Empty: none ran, or it is long ago.
  std::string path_at(Duration at, std::string_view host) const;

 private:
  struct Mark {
    Duration begun{};
    Duration ended{};
    std::uint64_t begin_number = 0;  // in the order of all begins and ends; 0: it did not happen
    std::uint64_t end_number = 0;
    std::uint64_t round_number = 0;  // what is older belongs to another round
  };
  struct Interval {
    const Step* step = nullptr;
    std::vector<std::string> hosts;
    Duration begin{};
    std::optional<Duration> end;
  };

  std::map<std::string, Mark> marks_;  // by name
  std::uint64_t last_number_ = 0;
  std::deque<Interval> intervals_;  // of steps that are no blocks; old ones are dropped
};

}  // namespace checkride::harness
