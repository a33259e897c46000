#include "reading/one_of.hpp"

#include <fmt/format.h>

namespace checkride::harness {

std::optional<std::size_t> read_one_of(values::MapReader& map, std::span<const std::string_view> words,
                                       std::string_view what, const std::function<void(std::size_t)>& read) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!map.has(words[i])) {
      map.ignore(words[i]);  // known, for the suggestion of finish()
    } else if (found) {
      map.error(words[i], fmt::format("{} has one key, and there is \"{}\" already", what, words[*found]));
      return std::nullopt;
    } else {
      found = i;
    }
  }
  if (found) read(*found);
  return found;
}

}  // namespace checkride::harness
