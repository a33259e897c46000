// Repeats: keeps an event that happens again and again from flooding the log.
//
// Two events are the same when level, logger, name and every text field are equal; numbers do not count, for counters
// and offsets differ each time. The first kShown within a window are written; what follows is counted until the window
// ends, and then one line says how many there were.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "log/field.hpp"

namespace checkride::runtime {

class Repeats {
 public:
  static constexpr int kShown = 3;
  // Different events that are watched at a time; the one whose window began first gives way to a further one.
  static constexpr std::size_t kWatchedMax = 256;

  // An event whose window has ended, with what was not written of it.
  struct Summary {
    Level level = Level::info;
    std::string logger;
    std::string event;
    std::vector<std::pair<std::string, std::string>> texts;
    std::uint64_t suppressed = 0;
    world::Duration window{};
  };

  explicit Repeats(world::Duration window) : window_(window) {}

  // Whether the event is to be written.
  bool admit(world::Instant now, Level level, std::string_view logger, std::string_view event, Fields fields);
  // Those whose window has ended at `now`, oldest first, and those that had to give way; nothing of them is kept.
  std::vector<Summary> take_ended(world::Instant now);
  // All that is counted, as at the end of the program.
  std::vector<Summary> take_all();
  // When the next window with something suppressed ends; nothing while nothing is suppressed.
  std::optional<world::Instant> next_end() const;

 private:
  struct Watched {
    world::Instant began{};
    std::uint64_t seen = 0;
    Summary summary;
  };
  using Table = std::map<std::string, Watched>;

  void begin(const std::string& key, world::Instant now, Summary summary);
  void end(Table::iterator at);

  world::Duration window_;
  Table watched_;
  std::multimap<world::Instant, std::string> by_begin_;
  std::vector<Summary> ended_;
  std::size_t suppressing_ = 0;  // how many of them have something suppressed
};

}  // namespace checkride::runtime
