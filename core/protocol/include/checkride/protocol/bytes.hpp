// Little-endian numbers in bounded bytes: the only place that knows the byte order of the wire.
//
// Reader is sticky: after the first read that does not fit, every read gives zero or nothing and the caller asks
// once, with failed(). Neither class allocates, throws or keeps anything but a view.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

#include "checkride/result/assert.hpp"

namespace checkride::protocol {

// A number of the wire: integers and IEEE 754 floats.
template <class T>
concept Number = (std::integral<T> || std::floating_point<T>)&&!std::same_as<T, bool>;

namespace detail {

template <std::size_t kBytes>
struct BitsOf;
template <>
struct BitsOf<1> {
  using type = std::uint8_t;
};
template <>
struct BitsOf<2> {
  using type = std::uint16_t;
};
template <>
struct BitsOf<4> {
  using type = std::uint32_t;
};
template <>
struct BitsOf<8> {
  using type = std::uint64_t;
};

}  // namespace detail

// The number in the first sizeof(T) bytes at `from`.
template <Number T>
constexpr T load_little_endian(const std::byte* from) {
  using Bits = typename detail::BitsOf<sizeof(T)>::type;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) bits |= std::to_integer<std::uint64_t>(from[i]) << (8 * i);
  return std::bit_cast<T>(static_cast<Bits>(bits));
}

// Writes `value` to the first sizeof(T) bytes at `to`.
template <Number T>
constexpr void store_little_endian(std::byte* to, T value) {
  using Bits = typename detail::BitsOf<sizeof(T)>::type;
  const std::uint64_t bits = std::bit_cast<Bits>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) to[i] = static_cast<std::byte>((bits >> (8 * i)) & 0xFF);
}

// Reads from the front of `input`, which must outlive the views it gives out.
class Reader {
 public:
  // `offset` is the place of the first byte of `input` in the frame: offsets of errors count from the frame's start.
  constexpr explicit Reader(std::span<const std::byte> input, std::size_t offset = 0) : input_(input), base_(offset) {}

  // The next number, or zero when it does not fit.
  template <Number T>
  constexpr T number() {
    if (!claim(sizeof(T))) return T{};
    const T value = load_little_endian<T>(input_.data() + position_);
    position_ += sizeof(T);
    return value;
  }

  // The next `count` bytes, or none when they do not fit.
  constexpr std::span<const std::byte> take(std::size_t count) {
    if (!claim(count)) return {};
    const auto bytes = input_.subspan(position_, count);
    position_ += count;
    return bytes;
  }

  constexpr std::span<const std::byte> take_rest() { return take(remaining()); }

  // Makes every later read fail; for values that cannot be.
  constexpr void fail() { failed_ = true; }

  constexpr bool failed() const { return failed_; }
  // Bytes left; 0 after a failure.
  constexpr std::size_t remaining() const { return failed_ ? 0 : input_.size() - position_; }
  // Where the next read starts, counted from the start of the frame; after a failure, where the read began that failed.
  constexpr std::size_t offset() const { return base_ + position_; }
  // Bytes from offset() to the end of the input, failed or not.
  constexpr std::size_t left_over() const { return input_.size() - position_; }

 private:
  constexpr bool claim(std::size_t count) {
    if (!failed_ && count <= input_.size() - position_) return true;
    failed_ = true;
    return false;
  }

  std::span<const std::byte> input_;
  std::size_t base_;
  std::size_t position_ = 0;
  bool failed_ = false;
};

// Fills bytes that the caller measured exactly and set to zero. Writing past their end is a programmer error.
class Writer {
 public:
  constexpr explicit Writer(std::span<std::byte> zeroed) : out_(zeroed) {}

  template <Number T>
  constexpr void number(T value) {
    store_little_endian(claim(sizeof(T)), value);
  }

  void bytes(std::span<const std::byte> data) {
    if (data.empty()) return;
    std::memcpy(claim(data.size()), data.data(), data.size());
  }

  // `text` up to its first NUL, cut to leave one, then zeros up to `width` bytes.
  void text(std::string_view text, std::size_t width) {
    std::byte* const to = claim(width);
    const std::size_t length = std::min(text.substr(0, width - 1).find('\0'), std::min(text.size(), width - 1));
    if (length > 0) std::memcpy(to, text.data(), length);
  }

  constexpr void skip(std::size_t count) { static_cast<void>(claim(count)); }

  constexpr std::size_t unwritten() const { return out_.size() - position_; }

 private:
  constexpr std::byte* claim(std::size_t count) {
    CHECKRIDE_ASSERT(count <= unwritten());
    std::byte* const to = out_.data() + position_;
    position_ += count;
    return to;
  }

  std::span<std::byte> out_;
  std::size_t position_ = 0;
};

// A fixed text field: the characters before the first NUL, all of them when there is none.
std::string_view text_in(std::span<const std::byte> field);

}  // namespace checkride::protocol
