// Maps that say what they are by one of several keys: steps, checks, faults.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "checkride/values/values.hpp"

namespace checkride::harness {

// Calls `read` with the index of the one word of `words` that is a key of the map, beside others, and gives the index.
// Two of them are a mistake, which is told ("`what` has one key, and there is "a" already"); both are read and there is
// no value. None: no value, and the mistake is the caller's to tell.
// While the reading is described `read` is called with every index, and what it asks for besides the word is noted as
// what goes with that word; there is no value.
std::optional<std::size_t> read_one_of(values::MapReader& map, std::span<const std::string_view> words,
                                       std::string_view what, const std::function<void(std::size_t)>& read);

// The same of words that may all be absent: that is no mistake.
std::optional<std::size_t> read_at_most_one_of(values::MapReader& map, std::span<const std::string_view> words,
                                               std::string_view what, const std::function<void(std::size_t)>& read);

}  // namespace checkride::harness
