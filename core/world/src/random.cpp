#include "checkride/world/random.hpp"

#include <bit>

#include "checkride/result/assert.hpp"

namespace checkride::world {
namespace {

// splitmix64: turns any 64 bits into well-mixed ones, one after the other.
std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15;
  std::uint64_t value = state;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

// FNV-1a: names are short, and the result is mixed again.
std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// High 64 bits of the product: `value` scaled to [0, bound), and the low ones.
struct Product {
  std::uint64_t high;
  std::uint64_t low;
};
Product multiply(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view stream, DrawObserver* observer) : observer_(observer) {
  std::uint64_t state = seed;
  state = split_mix(state) ^ hash_of(stream);
  for (std::uint64_t& word : state_) word = split_mix(state);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  if (observer_ != nullptr) observer_->drew(result);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  CHECKRIDE_ASSERT(bound > 0);
  Product product = multiply(next(), bound);
  if (product.low < bound) {
    // The lowest part of the range is hit once too often by 2^64 mod bound values: draw again for those.
    const std::uint64_t surplus = (0 - bound) % bound;
    while (product.low < surplus) product = multiply(next(), bound);
  }
  return product.high;
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  CHECKRIDE_ASSERT(low <= high);
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  const std::uint64_t offset = span == 0 ? next() : below(span);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

bool Random::ratio(std::uint64_t numerator, std::uint64_t denominator) {
  return below(denominator) < numerator;
}

double Random::unit() {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

}  // namespace checkride::world
