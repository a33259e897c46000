// Matcher: what an alert's label has to be, in the notation of Alertmanager's API. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/regex.hpp"

namespace checkride::runtime {

// What an alert can be matched and grouped by.
inline constexpr std::array<std::string_view, 5> kAlertLabels{"rule", "simulator", "metric", "severity",
                                                              "severity_level"};

struct Matcher {
  std::string name;              // one of kAlertLabels
  std::string value;             // '*' stands for any characters, unless there is a regex
  bool is_equal = true;          // false: every alert whose label is another
  std::optional<Regex> regex{};  // of the value, for the whole label
  bool fits(std::string_view label) const;
  bool operator==(const Matcher&) const = default;
};

// All have to fit.
using LabelMatch = std::vector<Matcher>;

// Is `text` what `pattern` says? '*' stands for any run of characters, nothing else is special.
bool matches_pattern(std::string_view pattern, std::string_view text);

}  // namespace checkride::runtime
