// What of an event is the same on every rig, and what of it may differ: the vocabulary of comparisons. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/reports/record.hpp"

namespace checkride::harness {

// Are events of this kind compared one by one? Of samples only the last of each step counts; log lines and HTTP answers
// are how a rig was looked at.
bool is_compared(std::string_view kind);

// By these words two events are the same: "alert|Low Altitude|sim|firing".
std::string key_of(const reports::Event& event);

// The words that must then be equal too, by name: "verdict" of an expectation, "body" of a webhook call without the
// numbers in it.
std::vector<std::pair<std::string, std::string>> words_of(const reports::Event& event);

// Numbers, dates and times become "#": "82.5 ft at 08:00:11Z" is "# ft at #Z".
std::string without_numbers(std::string_view text);

}  // namespace checkride::harness
