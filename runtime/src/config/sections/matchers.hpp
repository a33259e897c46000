// Readers of what alerts have to be like: of maintenance and inhibit_rules in the configuration, and of silences.
#pragma once

#include <string>
#include <string_view>

#include "checkride/values/map_reader.hpp"
#include "rules/matcher.hpp"

namespace checkride::runtime {

// A mistake for what is none of kAlertLabels.
void check_label(const std::string& name, const values::Position& where, values::Diagnostics& errors);
// {LABEL: VALUE}, '*' stands for any characters. Absent is fine. Adds to `match`; mistakes go to the reader's
// Diagnostics.
void read_match(values::MapReader& map, std::string_view key, LabelMatch* match);
// [{name, value, isEqual, isRegex}], as Alertmanager's API has them, at most 20; `alertname` means rule. Otherwise as
// read_match().
void read_matchers(values::MapReader& map, std::string_view key, LabelMatch* match);

}  // namespace checkride::runtime
