// TimerHeap: what is due when, by (time, sequence number); removal by handle. A 4-ary heap in one array.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace checkride::world::sim {

// Something that happens at a time. Knows its place in the heap, so that it can be taken out again.
class Timer {
 public:
  Timer() = default;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  bool armed() const { return place_ != kNowhere; }
  // Called once the time has come; the timer is no longer armed then.
  virtual void fire() = 0;

 protected:
  virtual ~Timer() = default;

 private:
  friend class TimerHeap;
  static constexpr std::size_t kNowhere = SIZE_MAX;
  std::size_t place_ = kNowhere;
};

class TimerHeap {
 public:
  bool empty() const { return entries_.empty(); }
  std::int64_t earliest() const { return entries_.front().due; }
  void push(Timer& timer, std::int64_t due, std::uint64_t sequence) {
    entries_.push_back(Entry{due, sequence, &timer});
    rise(entries_.size() - 1);
  }
  Timer& pop() {
    Timer& timer = *entries_.front().timer;
    remove(timer);
    return timer;
  }
  void remove(Timer& timer) {
    const std::size_t place = timer.place_;
    timer.place_ = Timer::kNowhere;
    const Entry last = entries_.back();
    entries_.pop_back();
    if (place == entries_.size()) return;
    entries_[place] = last;
    last.timer->place_ = place;
    if (place > 0 && before(last, entries_[(place - 1) / kArity])) {
      rise(place);
    } else {
      sink(place);
    }
  }

 private:
  static constexpr std::size_t kArity = 4;

  struct Entry {
    std::int64_t due;
    std::uint64_t sequence;
    Timer* timer;
  };
  static bool before(const Entry& a, const Entry& b) {
    return a.due != b.due ? a.due < b.due : a.sequence < b.sequence;
  }

  void put(std::size_t place, const Entry& entry) {
    entries_[place] = entry;
    entry.timer->place_ = place;
  }
  void rise(std::size_t place) {
    const Entry entry = entries_[place];
    while (place > 0) {
      const std::size_t parent = (place - 1) / kArity;
      if (!before(entry, entries_[parent])) break;
      put(place, entries_[parent]);
      place = parent;
    }
    put(place, entry);
  }
  void sink(std::size_t place) {
    const Entry entry = entries_[place];
    for (;;) {
      const std::size_t first = place * kArity + 1;
      if (first >= entries_.size()) break;
      std::size_t least = first;
      for (std::size_t child = first + 1; child < first + kArity && child < entries_.size(); ++child) {
        if (before(entries_[child], entries_[least])) least = child;
      }
      if (!before(entries_[least], entry)) break;
      put(place, entries_[least]);
      place = least;
    }
    put(place, entry);
  }

  std::vector<Entry> entries_;
};

}  // namespace checkride::world::sim
