// A deterministic random stream: our own generator and distributions, equal on every compiler and library.
#pragma once

#include <cstdint>
#include <string_view>

namespace checkride::world {

// Told of every draw, so that a trace hash can depend on it.
class DrawObserver {
 public:
  virtual void drew(std::uint64_t value) = 0;

 protected:
  ~DrawObserver() = default;
};

// xoshiro256**, seeded from (seed, stream name) by splitmix64. One more draw in one stream moves nothing in another.
class Random {
 public:
  Random(std::uint64_t seed, std::string_view stream, DrawObserver* observer = nullptr);

  std::uint64_t next();
  // Uniform in [0, bound), without modulo bias. Requires bound > 0.
  std::uint64_t below(std::uint64_t bound);
  // Uniform in [low, high], both included. Requires low <= high.
  std::int64_t between(std::int64_t low, std::int64_t high);
  // True in `numerator` of `denominator` cases.
  bool ratio(std::uint64_t numerator, std::uint64_t denominator);
  // Uniform in [0, 1) with 53 bits.
  double unit();

 private:
  std::uint64_t state_[4];
  DrawObserver* observer_;
};

}  // namespace checkride::world
