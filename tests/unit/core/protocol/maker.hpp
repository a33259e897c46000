// Made-up messages and their comparison, by walking the table: no test lists fields.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "checkride/protocol/protocol.hpp"

namespace checkride::protocol::test {

using Bytes = std::vector<std::byte>;

// Numbers for one made-up message, and the memory that its views look at. Deterministic in the seed.
class Maker {
 public:
  explicit Maker(std::uint64_t seed) : state_(seed) {}

  // splitmix64.
  std::uint64_t draw() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::size_t draw_below(std::size_t limit) { return draw() % limit; }

  // Characters other than NUL, at most `longest`.
  std::string_view text(std::size_t longest) {
    std::string& kept = texts_.emplace_back(draw_below(longest + 1), '\0');
    for (char& c : kept) c = static_cast<char>(static_cast<unsigned char>(1 + draw_below(255)));
    return kept;
  }

  std::span<const std::byte> bytes(std::size_t most) {
    Bytes& kept = bytes_.emplace_back(draw_below(most + 1));
    for (std::byte& byte : kept) byte = static_cast<std::byte>(draw() & 0xFFU);
    return kept;
  }

  template <class T>
  std::span<const T> keep(std::vector<T> elements) {
    const auto kept = std::make_shared<std::vector<T>>(std::move(elements));
    lists_.push_back(kept);
    return *kept;
  }

  template <Structure M>
  M make();

 private:
  std::uint64_t state_;
  std::deque<std::string> texts_;
  std::deque<Bytes> bytes_;
  std::vector<std::shared_ptr<const void>> lists_;
};

// A value for one row.
template <class M, class T, class Wire>
void make_value(Maker& maker, M& message, const Field<M, T, Wire>& row) {
  T& value = message.*row.member;
  if constexpr (Structure<T>) {
    value = maker.make<T>();
  } else if constexpr (requires { typename ElementOf<T>::type; }) {
    using Element = typename ElementOf<T>::type;
    std::vector<Element> elements;
    for (std::size_t i = maker.draw_below(4); i > 0; --i) {
      if constexpr (Structure<Element>) {
        elements.push_back(maker.make<Element>());
      } else {
        elements.push_back(static_cast<Element>(maker.draw()));
      }
    }
    value = List<Element>(maker.keep(std::move(elements)));
  } else if constexpr (std::is_same_v<T, InputValue>) {
    const std::uint64_t form = maker.draw_below(3);
    if (form == 0) {
      value = std::bit_cast<double>(maker.draw());
    } else if (form == 1) {
      value = maker.text(kInputTextBytes - 1);
    } else {
      value = OpaqueValue{static_cast<std::uint32_t>(2 + maker.draw_below(1000)), maker.bytes(40)};
    }
  } else if constexpr (std::is_same_v<T, std::string_view>) {
    // The narrowest of the member's rows, so that the text survives in every version.
    std::size_t longest = 300;
    for_each_row<M>([&](const auto& other) {
      using Row = std::decay_t<decltype(other)>;
      if constexpr (std::is_same_v<typename Row::MemberType, T> && requires { Row::WireForm::kBytes; }) {
        if (other.member == row.member) longest = std::min(longest, Row::WireForm::kBytes - 1);
      }
    });
    value = maker.text(longest);
  } else if constexpr (std::is_same_v<T, std::span<const std::byte>>) {
    value = maker.bytes(200);
  } else if constexpr (std::is_same_v<T, bool>) {
    value = maker.draw() % 2 == 1;
  } else if constexpr (std::is_same_v<T, char>) {
    value = static_cast<char>(maker.draw() & 0x7FU);
  } else if constexpr (std::is_same_v<T, float>) {
    value = std::bit_cast<float>(static_cast<std::uint32_t>(maker.draw()));
  } else if constexpr (std::is_same_v<T, double>) {
    value = std::bit_cast<double>(maker.draw());
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    value = static_cast<T>(maker.draw());
  } else if constexpr (std::is_same_v<T, Guid>) {
    for (std::byte& byte : value.bytes) byte = static_cast<std::byte>(maker.draw() & 0xFFU);
  } else if constexpr (kByteArray<T> != 0) {
    for (std::byte& byte : value) byte = static_cast<std::byte>(maker.draw() & 0xFFU);
  } else {
    value.value = static_cast<decltype(value.value)>(maker.draw());
  }
}

template <Structure M>
M Maker::make() {
  M message{};
  for_each_row<M>([&](const auto& row) { make_value(*this, message, row); });
  return message;
}

template <Structure M>
bool same(const M& a, const M& b, Protocol version);

template <class T>
bool same_value(const T& a, const T& b, Protocol version) {
  if constexpr (Structure<T>) {
    return same(a, b, version);
  } else if constexpr (std::is_floating_point_v<T>) {  // NaN included
    return std::bit_cast<std::array<std::byte, sizeof(T)>>(a) == std::bit_cast<std::array<std::byte, sizeof(T)>>(b);
  } else if constexpr (std::is_same_v<T, std::span<const std::byte>>) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  } else if constexpr (std::is_same_v<T, InputValue>) {
    if (a.index() != b.index()) return false;
    if (const auto* number = std::get_if<double>(&a)) return same_value(*number, std::get<double>(b), version);
    if (const auto* text = std::get_if<std::string_view>(&a)) return *text == std::get<std::string_view>(b);
    return type_of(a) == type_of(b) &&
           same_value(std::get<OpaqueValue>(a).bytes, std::get<OpaqueValue>(b).bytes, version);
  } else if constexpr (requires { typename ElementOf<T>::type; }) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!same_value(a[i], b[i], version)) return false;
    }
    return true;
  } else {
    return a == b;
  }
}

// Whether two messages are equal in every field that `version` has.
template <Structure M>
bool same(const M& a, const M& b, Protocol version) {
  bool equal = true;
  for_each_row<M>([&](const auto& row) {
    if (row.exists_in(version)) equal = equal && same_value(a.*row.member, b.*row.member, version);
  });
  return equal;
}

}  // namespace checkride::protocol::test
