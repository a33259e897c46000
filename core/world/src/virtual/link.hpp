// Link: one direction between two hosts; what its options, faults and traffic are.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/random.hpp"
#include "checkride/world/virtual_world.hpp"
#include "virtual/scheduler.hpp"

namespace checkride::world::sim {

// Why nothing arrives, as bits: several may hold at once.
enum class Block : std::uint8_t { partition = 1, stall = 2 };

class Link {
 public:
  Link(HostLoop& from, HostLoop& to, std::unique_ptr<Random> random, LinkOptions options)
      : from_(from), to_(to), random_(std::move(random)), options_(options) {}

  HostLoop& from() const { return from_; }
  HostLoop& to() const { return to_; }
  const LinkOptions& options() const { return options_; }
  void set_options(const LinkOptions& options) { options_ = options; }

  bool blocked() const { return blocks_ != 0; }
  bool blocked_by(Block why) const { return (blocks_ & static_cast<std::uint8_t>(why)) != 0; }
  void block(Block why, bool on) {
    const auto bit = static_cast<std::uint8_t>(why);
    blocks_ = static_cast<std::uint8_t>(on ? blocks_ | bit : blocks_ & ~bit);
  }

  // When `count` bytes that leave now arrive. Takes the line for the time they need.
  std::int64_t arrival(std::int64_t now, std::size_t count) {
    std::int64_t departure = now;
    if (options_.bytes_per_second > 0 && count > 0) {
      constexpr std::uint64_t kNanoseconds = 1'000'000'000;
      const std::uint64_t sending = count * kNanoseconds / options_.bytes_per_second;
      busy_until_ = std::max(busy_until_, now) + static_cast<std::int64_t>(sending);
      departure = busy_until_;
    }
    return departure + options_.latency.count() + jitter();
  }

  // How many of at most `most` bytes one read or write moves. Requires most > 0.
  std::size_t portion(std::size_t most) {
    if (!options_.short_reads || most == 1 || !random_->ratio(1, 4)) return most;
    return 1 + static_cast<std::size_t>(random_->below(most));
  }

  void flip_later(std::uint64_t offset, unsigned bit) { flips_.push_back({traffic_ + offset, bit}); }
  // Counts the bytes as traffic, and damages those that are to be.
  void pass(std::span<std::byte> bytes) {
    for (const Flip& flip : flips_) {
      if (flip.at < traffic_ || flip.at - traffic_ >= bytes.size()) continue;
      bytes[flip.at - traffic_] ^= std::byte{1} << (flip.bit % 8);
    }
    traffic_ += bytes.size();
    std::erase_if(flips_, [this](const Flip& flip) { return flip.at < traffic_; });
  }

 private:
  struct Flip {
    std::uint64_t at;
    unsigned bit;
  };

  std::int64_t jitter() {
    if (options_.jitter.count() <= 0) return 0;
    return random_->between(0, options_.jitter.count());
  }

  HostLoop& from_;
  HostLoop& to_;
  std::unique_ptr<Random> random_;
  LinkOptions options_;
  std::uint8_t blocks_ = 0;
  std::int64_t busy_until_ = 0;
  std::uint64_t traffic_ = 0;
  std::vector<Flip> flips_;
};

}  // namespace checkride::world::sim
