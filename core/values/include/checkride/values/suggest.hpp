// "did you mean": the nearest of the names that would have been right.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace checkride::values {

// The candidate with the fewest edits (insert, remove, replace, swap neighbours; ASCII case ignored), the first of
// equal ones; none when that is more than a third of the word's length, and more than one edit.
std::optional<std::string> did_you_mean(std::string_view word, std::span<const std::string_view> candidates);
std::optional<std::string> did_you_mean(std::string_view word, std::span<const std::string> candidates);

// `, did you mean "x"?` for the end of a message, or nothing.
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);
std::string suggestion(std::string_view word, std::span<const std::string> candidates);

// Number of edits between two words, as above; ASCII case counts here.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace checkride::values
