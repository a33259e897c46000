// Looking names up without regard to ASCII case and without allocating.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "checkride/values/ascii.hpp"

namespace checkride::catalog {

// A name in one case, in place. Longer ones than any in the tables are empty, which no table has.
class FoldedName {
 public:
  enum class Case { upper, lower };
  FoldedName(std::string_view name, Case wanted) {
    if (name.size() > kBytesMax) return;
    for (const char c : name)
      buffer_[size_++] = wanted == Case::upper ? values::ascii_upper(c) : values::ascii_lower(c);
  }
  std::string_view view() const { return {buffer_.data(), size_}; }

 private:
  static constexpr std::size_t kBytesMax = 120;

  std::array<char, kBytesMax> buffer_;
  std::size_t size_ = 0;
};

inline FoldedName upper_name(std::string_view name) {
  return FoldedName(name, FoldedName::Case::upper);
}
inline FoldedName lower_name(std::string_view name) {
  return FoldedName(name, FoldedName::Case::lower);
}

}  // namespace checkride::catalog
