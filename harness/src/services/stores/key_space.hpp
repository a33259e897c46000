// Keys and their values as a key-value store keeps them: a limit of memory, eviction of the least recently used,
// expiry.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/store_specs.hpp"
#include "checkride/result/result.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness::stores {

class KeySpace {
 public:
  struct Item {
    std::string value;
    std::optional<world::UtcTime> expires;  // gone from then on
    bool operator==(const Item&) const = default;
  };

  // What a key costs beside its bytes and those of its value.
  static constexpr std::uint64_t kBytesPerKey = 64;

  // `memory_max` 0: no limit.
  KeySpace(std::uint64_t memory_max, Eviction eviction) : memory_max_(memory_max), eviction_(eviction) {}

  // Null if there is no such key, or its time is over. Valid until the next change. It counts as a use.
  const Item* use(std::string_view key, world::UtcTime now);
  // Puts it in the place of what was there; a use. Keys that had to go for it are in take_evicted(). Error (not enough
  // memory): it does not fit, or nothing may be evicted for it.
  Result<> set(const std::string& key, Item item);
  // Whether it was there.
  bool erase(std::string_view key);
  void clear();
  // Removes what expired; how many.
  std::size_t expire(world::UtcTime now);
  // Keys evicted since this was asked last, the least recently used first.
  std::vector<std::string> take_evicted();
  // From the least recently used to the most.
  void each(const std::function<void(const std::string& key, const Item& item)>& visit) const;
  // From now on nothing more fits, or the declared limit counts again.
  void pretend_full(bool full) { full_ = full; }

  std::size_t size() const { return entries_.size(); }
  std::uint64_t used_bytes() const { return used_; }
  std::uint64_t memory_max() const { return memory_max_; }
  std::uint64_t evictions() const { return evictions_; }

 private:
  using Uses = std::list<std::string>;  // the least recently used first
  struct Entry {
    Item item;
    Uses::iterator use;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  static std::uint64_t cost(std::string_view key, const Item& item);
  bool fits(std::uint64_t bytes) const { return memory_max_ == 0 || used_ + bytes <= memory_max_; }
  void evict_for(std::uint64_t bytes, std::string_view spared);
  void remove(Entries::iterator entry);

  std::uint64_t memory_max_;
  Eviction eviction_;
  bool full_ = false;
  Entries entries_;
  Uses uses_;
  std::multimap<world::UtcTime, std::string> expiries_;  // may name keys that have another time by now
  std::uint64_t used_ = 0;
  std::uint64_t evictions_ = 0;
  std::vector<std::string> evicted_;
};

}  // namespace checkride::harness::stores
