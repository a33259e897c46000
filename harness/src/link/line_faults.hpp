// What is wrong with a line at present: faults that last, each until it is taken back, and what they come to together.
//
// Pure: it knows no clock. LinkProxy asks it about every piece that passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/random.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

// The two directions: from who connected towards the target, and back.
enum class Way { to_server, to_client };

// What a line suffers for a time, in the ways that it names.
struct LineFault {
  std::string text;  // for captures: "latency 300 ms"
  bool to_server = false;
  bool to_client = true;
  bool hold = false;         // bytes wait; held both ways, new connections wait too
  bool discard = false;      // whole frames vanish
  bool refuse = false;       // nobody listens
  bool reset = false;        // new connections are reset, as are those that there are
  bool reset_after = false;  // connections are reset when it ends
  world::Duration delay{};
  world::Duration jitter{};
  world::Random* draws = nullptr;      // of the jitter; null: the line's own. Outlives the fault
  std::uint64_t bytes_per_second = 0;  // 0: as many as come
  std::size_t slice_bytes = 0;         // of one write; 0: as they come
  world::Duration slice_pause{};       // between two writes
};

// How bytes go out: so many at once, and then a pause for each write and each byte.
struct Pace {
  std::size_t piece_bytes = 0;  // 0: all
  world::Duration pause{};
  std::uint64_t bytes_per_second = 0;  // 0: any
  bool free() const { return piece_bytes == 0; }
  world::Duration after(std::size_t bytes) const;
  bool operator==(const Pace&) const = default;
};

class LineFaults {
 public:
  // The number by which it is taken back.
  std::uint64_t add(LineFault fault);
  // The fault that it was; none if it is gone already.
  std::optional<LineFault> remove(std::uint64_t number);

  bool holds(Way way) const;
  // Both ways are held by one fault: who connects is not answered.
  bool cut() const;
  bool discards(Way way) const;
  bool refuses() const;
  bool resets() const;
  // Delays add up; `draws` is for jitter that has no stream of its own.
  world::Duration delay(Way way, world::Random& draws) const;
  // Of two rates, or two sizes of a write, the smaller counts; pauses add up.
  Pace pace(Way way) const;

 private:
  struct Numbered {
    std::uint64_t number = 0;
    LineFault fault;
  };
  template <class Test>
  bool any(const Test& test) const;

  std::uint64_t last_ = 0;
  std::vector<Numbered> faults_;
};

}  // namespace checkride::harness
