// Tells on standard error of clients that were cut off or turned away: a few lines a second, and how many more there
// were.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "checkride/world/world.hpp"

namespace checkride::emulator {

class CutOffLog {
 public:
  // Each line begins with `prefix`. `world` outlives this.
  CutOffLog(world::World& world, std::string prefix) : world_(world), prefix_(std::move(prefix)) {}

  void tell(std::string_view line);
  // Tells of those that were only counted; also before the next line of another second.
  void finish();

  static constexpr std::size_t kLinesPerSecond = 10;

 private:
  world::World& world_;
  std::string prefix_;
  std::optional<world::Instant> second_;  // when the present one began
  std::size_t lines_ = 0;                 // in it
  std::uint64_t counted_ = 0;
};

}  // namespace checkride::emulator
