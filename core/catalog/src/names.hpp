// Looking names up without regard to ASCII case and without allocating.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace checkride::catalog {

// A name in one case, in place. Longer ones than any in the tables are empty, which no table has.
class FoldedName {
 public:
  enum class Case { upper, lower };
  FoldedName(std::string_view name, Case wanted) {
    if (name.size() > kBytesMax) return;
    for (const char c : name) buffer_[size_++] = wanted == Case::upper ? to_upper(c) : to_lower(c);
  }
  std::string_view view() const { return {buffer_.data(), size_}; }

 private:
  static constexpr std::size_t kBytesMax = 120;
  static char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
  static char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

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
