// DiskTrouble: what goes wrong on a virtual host's disk: no room, errors, slowness, the power that goes.
#pragma once

#include <cstdint>
#include <optional>

#include "checkride/result/result.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::world::sim {

class DiskTrouble {
 public:
  // How an operation that changes the disk ends: `bytes` of those to be written get there; then the error, if any.
  struct Fate {
    std::uint64_t bytes = 0;
    std::optional<ErrorCode> error;
    bool happens = true;  // for what has no bytes: a sync, a rename
  };

  void set_options(DiskOptions options) { options_ = options; }
  const DiskOptions& options() const { return options_; }
  void fail(DiskFailure failure);
  void mend() { failure_.reset(); }
  void cut_power_after(std::uint64_t operations) { cut_at_ = operations_ + operations; }
  bool power_is_cut() const { return cut_; }
  void power_returns();
  std::uint64_t operations() const { return operations_; }

  // The next operation that changes the disk: it writes `bytes`, by which the disk's use, `used` now, grows by
  // `growth`.
  Fate next(std::uint64_t bytes, std::uint64_t growth, std::uint64_t used, Random& random);
  // The time that operations took since the last call.
  Duration take_delay();

 private:
  Fate cut_now(std::uint64_t bytes, Random& random);

  DiskOptions options_;
  std::optional<DiskFailure> failure_;
  std::uint64_t fail_at_ = 0;
  std::optional<std::uint64_t> cut_at_;
  bool cut_ = false;
  std::uint64_t operations_ = 0;
  Duration delay_{};
};

}  // namespace checkride::world::sim
