#include "reading/one_of.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace checkride::harness {

namespace {

using Groups = std::vector<std::vector<std::string>>;

// Notes the words as a group of the map's schema and lets every one be read.
void describe_words(values::MapReader& map, std::span<const std::string_view> words, Groups values::Schema::*groups,
                    const std::function<void(std::size_t)>& read) {
  Groups& noted = map.self().probed()->*groups;
  const std::vector<std::string> group(words.begin(), words.end());
  if (std::find(noted.begin(), noted.end(), group) == noted.end()) noted.push_back(group);
  for (std::size_t i = 0; i < words.size(); ++i) {
    map.only_with(words[i], "", true, [&] { read(i); });
  }
}

std::optional<std::size_t> read_words(values::MapReader& map, std::span<const std::string_view> words,
                                      std::string_view what, const std::function<void(std::size_t)>& read) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (map.has(words[i])) found.push_back(i);
    map.ignore(words[i]);  // known, for the suggestion of finish()
  }
  for (const std::size_t word : found) {
    if (word != found.front()) {
      map.error(words[word], fmt::format("{} has one key, and there is \"{}\" already", what, words[found.front()]));
    }
    read(word);  // of several too: what goes with one of them is no mistake of its own
  }
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

}  // namespace

std::optional<std::size_t> read_one_of(values::MapReader& map, std::span<const std::string_view> words,
                                       std::string_view what, const std::function<void(std::size_t)>& read) {
  if (!map.described()) return read_words(map, words, what, read);
  describe_words(map, words, &values::Schema::exactly_one_of, read);
  return std::nullopt;
}

std::optional<std::size_t> read_at_most_one_of(values::MapReader& map, std::span<const std::string_view> words,
                                               std::string_view what, const std::function<void(std::size_t)>& read) {
  if (!map.described()) return read_words(map, words, what, read);
  describe_words(map, words, &values::Schema::at_most_one_of, read);
  return std::nullopt;
}

}  // namespace checkride::harness
