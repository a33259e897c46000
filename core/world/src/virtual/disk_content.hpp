// DiskContent: the bytes of a virtual file, and what a power loss would make of them.
//
// What was written since the last sync is not on the disk yet: each sector of it may get there or not, in any order, so
// that a power loss leaves a mixture of old and new sectors, and any size between the old and the new one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "checkride/world/random.hpp"

namespace checkride::world::sim {

class DiskContent {
 public:
  static constexpr std::uint64_t kSectorBytes = 512;

  DiskContent() = default;
  // Content that is on the disk already.
  explicit DiskContent(std::string_view synced) : bytes_(synced), synced_size_(synced.size()), named_(true) {}

  const std::string& bytes() const { return bytes_; }
  void write(std::uint64_t offset, std::string_view bytes);
  void truncate(std::uint64_t size);
  void sync();
  // The file's name is on the disk.
  bool named() const { return named_; }
  void name() { named_ = true; }
  void lose_power(Random& random);

  // The nine permission bits.
  unsigned permissions() const { return permissions_; }
  void set_permissions(unsigned bits) { permissions_ = bits; }

  // Whether somebody of that life of the host has the file open at any place; `holder` dies with who has.
  bool held(std::uint32_t life) const { return !holder_.expired() && holder_life_ == life; }
  void hold(const std::shared_ptr<const int>& holder, std::uint32_t life) {
    holder_ = holder;
    holder_life_ = life;
  }

 private:
  // Keeps what the sectors that hold [from, to) were at the last sync.
  void keep(std::uint64_t from, std::uint64_t to);

  std::string bytes_;
  std::uint64_t synced_size_ = 0;
  std::map<std::uint64_t, std::string> old_sectors_;  // by number: those changed since the last sync
  bool named_ = false;
  unsigned permissions_ = 0644;
  std::weak_ptr<const int> holder_;
  std::uint32_t holder_life_ = 0;
};

}  // namespace checkride::world::sim
