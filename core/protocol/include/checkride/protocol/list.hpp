// List<T>: elements of one size back to back, as messages carry them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>

#include "checkride/protocol/layout.hpp"

namespace checkride::protocol {

// A view, of one of two things: elements in memory (to be sent) or their bytes in a frame (received), which are decoded
// one by one as they are asked for. What it views must outlive it.
template <class T>
class List {
 public:
  List() = default;
  // Elements in memory, to be encoded.
  // NOLINTNEXTLINE(google-explicit-constructor): a span is what callers have.
  constexpr List(std::span<const T> elements) : elements_(elements), count_(elements.size()) {}
  // Bytes of whole elements, laid out as `version` has them.
  constexpr List(std::span<const std::byte> bytes, Protocol version)
      : bytes_(bytes), version_(version), count_(bytes.size() / element_bytes<T>(version)), encoded_(true) {}

  // For the decoder: a frame gives the number of elements before the elements, with other fields between.
  constexpr void announce(std::uint32_t count) { announced_ = count; }
  constexpr std::uint32_t announced() const { return announced_; }

  constexpr std::size_t size() const { return count_; }
  constexpr bool empty() const { return count_ == 0; }

  // Element `index`, which is less than size().
  constexpr T operator[](std::size_t index) const {
    CHECKRIDE_ASSERT(index < count_);
    if (!encoded_) return elements_[index];
    const std::size_t width = element_bytes<T>(version_);
    Reader reader(bytes_.subspan(index * width, width));
    T element{};
    Failure failure;
    static_cast<void>(read_value(reader, version_, element, failure));  // the bytes of a whole element always fit
    return element;
  }

  class Iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    Iterator() = default;
    Iterator(const List* list, std::size_t index) : list_(list), index_(index) {}
    T operator*() const { return (*list_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator copy = *this;
      ++index_;
      return copy;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const List* list_ = nullptr;
    std::size_t index_ = 0;
  };

  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, count_}; }

 private:
  std::span<const T> elements_;
  std::span<const std::byte> bytes_;
  Protocol version_ = kNewestProtocol;
  std::size_t count_ = 0;
  std::uint32_t announced_ = 0;
  bool encoded_ = false;
};

}  // namespace checkride::protocol
