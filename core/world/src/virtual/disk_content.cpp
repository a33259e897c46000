#include "virtual/disk_content.hpp"

#include <algorithm>

namespace checkride::world::sim {

void DiskContent::keep(std::uint64_t from, std::uint64_t to) {
  const std::uint64_t end = std::min(to, synced_size_);
  for (std::uint64_t sector = from / kSectorBytes; sector * kSectorBytes < end; ++sector) {
    if (old_sectors_.contains(sector)) continue;
    const std::uint64_t begin = sector * kSectorBytes;
    old_sectors_.emplace(sector, bytes_.substr(begin, std::min(kSectorBytes, synced_size_ - begin)));
  }
}

void DiskContent::write(std::uint64_t offset, std::string_view bytes) {
  keep(offset, offset + bytes.size());
  if (bytes_.size() < offset + bytes.size()) bytes_.resize(offset + bytes.size(), '\0');
  bytes_.replace(offset, bytes.size(), bytes);
}

void DiskContent::truncate(std::uint64_t size) {
  keep(size, synced_size_);
  bytes_.resize(size, '\0');
}

void DiskContent::sync() {
  synced_size_ = bytes_.size();
  old_sectors_.clear();
  named_ = true;
}

void DiskContent::lose_power(Random& random) {
  const std::uint64_t low = std::min<std::uint64_t>(synced_size_, bytes_.size());
  const std::uint64_t high = std::max<std::uint64_t>(synced_size_, bytes_.size());
  const std::uint64_t appended_from = synced_size_;
  bytes_.resize(high, '\0');
  for (const auto& [sector, old] : old_sectors_) {
    if (random.ratio(1, 2)) bytes_.replace(sector * kSectorBytes, old.size(), old);
  }
  for (std::uint64_t at = appended_from; at < high;) {
    const std::uint64_t end = std::min((at / kSectorBytes + 1) * kSectorBytes, high);
    if (random.ratio(1, 2))
      std::fill(bytes_.begin() + static_cast<std::ptrdiff_t>(at), bytes_.begin() + static_cast<std::ptrdiff_t>(end),
                '\0');
    at = end;
  }
  if (low != high) bytes_.resize(low + random.below(high - low + 1));
  sync();
}

}  // namespace checkride::world::sim
