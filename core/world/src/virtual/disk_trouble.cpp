#include "virtual/disk_trouble.hpp"

#include <boost/system/errc.hpp>
#include <utility>

namespace checkride::world::sim {

namespace errc = boost::system::errc;

void DiskTrouble::fail(DiskFailure failure) {
  fail_at_ = operations_ + failure.after_operations;
  failure_ = failure;
}

void DiskTrouble::power_returns() {
  cut_ = false;
  cut_at_.reset();
}

Duration DiskTrouble::take_delay() {
  return std::exchange(delay_, Duration::zero());
}

DiskTrouble::Fate DiskTrouble::cut_now(std::uint64_t bytes, Random& random) {
  Fate fate;
  fate.error = make_error_code(errc::io_error);
  fate.happens = !cut_ && random.ratio(1, 2);
  if (fate.happens) fate.bytes = random.below(bytes + 1);
  cut_ = true;
  return fate;
}

DiskTrouble::Fate DiskTrouble::next(std::uint64_t bytes, std::uint64_t growth, std::uint64_t used, Random& random) {
  const std::uint64_t number = operations_++;
  delay_ += options_.delay;
  if (cut_ || (cut_at_ && number >= *cut_at_)) return cut_now(bytes, random);
  Fate fate;
  fate.bytes = bytes;
  if (failure_ && number >= fail_at_) {
    fate.error = failure_->why;
    fate.bytes = bytes / 2;
    fate.happens = false;
    if (!failure_->lasting) failure_.reset();
    return fate;
  }
  if (options_.capacity_bytes == 0 || growth == 0 || used + growth <= options_.capacity_bytes) return fate;
  const std::uint64_t room = options_.capacity_bytes > used ? options_.capacity_bytes - used : 0;
  fate.error = make_error_code(errc::no_space_on_device);
  fate.bytes = bytes - growth + room;
  fate.happens = false;
  return fate;
}

}  // namespace checkride::world::sim
