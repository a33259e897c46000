#include "checkride/values/suggest.hpp"

#include <algorithm>

#include "checkride/values/ascii.hpp"

namespace checkride::values {
namespace {

// Longer words are not compared letter by letter: nobody mistypes one, and the work is quadratic.
constexpr std::size_t kWordBytesMax = 128;

template <class Name>
std::optional<std::string> nearest(std::string_view word, std::span<const Name> candidates) {
  if (word.empty() || word.size() > kWordBytesMax) return std::nullopt;
  const std::string wanted = lower(word);
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  const Name* found = nullptr;
  for (const Name& candidate : candidates) {
    const std::size_t longer = std::max(candidate.size(), word.size());
    if (longer > kWordBytesMax || longer - std::min(candidate.size(), word.size()) >= best) continue;
    const std::size_t distance = edit_distance(wanted, lower(candidate));
    if (distance >= best) continue;
    best = distance;
    found = &candidate;
  }
  if (found == nullptr) return std::nullopt;
  return std::string(*found);
}

template <class Name>
std::string question(std::string_view word, std::span<const Name> candidates) {
  const auto name = nearest(word, candidates);
  return name ? ", did you mean \"" + *name + "\"?" : std::string();
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Three rows of the table are enough: the one being filled, and two before it for swapped neighbours.
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::optional<std::string> did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  return nearest(word, candidates);
}

std::optional<std::string> did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  return nearest(word, candidates);
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
  return question(word, candidates);
}

std::string suggestion(std::string_view word, std::span<const std::string> candidates) {
  return question(word, candidates);
}

}  // namespace checkride::values
