// What the parts of the page are made of.
#pragma once

#include <string>
#include <string_view>

#include "checkride/reports/record.hpp"

namespace checkride::reports {

bool is_red(Verdict verdict);
// A further attempt took its place.
bool is_superseded(const ScenarioRecord& scenario);

std::string badge(Verdict verdict);
// For people: long decimals rounded, the full text where the pointer rests.
std::string shown(std::string_view text);
// A table cell; `label` stands before it where the page is too narrow for columns.
std::string cell(std::string_view label, std::string_view classes, std::string_view content);
std::string seconds(double value);

// ---- expectations (html_expectations.cpp)

// The expectation with the least time to spare, for the overview; empty without one.
std::string smallest_margin(const ScenarioRecord& scenario);
// What failed and why: the expectation that the reason names, or the first that failed, or the reason alone.
std::string failure(const ScenarioRecord& scenario);
std::string expectations_table(const ScenarioRecord& scenario);
std::string sometimes_table(const Record& record);

// ---- traffic (html_traffic.cpp)

// What came of the requests of the scenario's traffic steps; empty without any.
std::string traffic_table(const ScenarioRecord& scenario);

// ---- comparisons (html_comparison.cpp)

// What two rigs made of the same scenario: differences as lanes over time and as a table. Empty without comparisons.
std::string comparisons(const Record& record);

}  // namespace checkride::reports
