// Labels: what an alert is matched and grouped by.
#pragma once

#include <string>
#include <string_view>

#include "alerts/engine.hpp"

namespace checkride::runtime::alerts {

// The value of one of kAlertLabels; empty for any other.
std::string label_of(const Alert& alert, std::string_view label);
bool matches(const LabelMatch& match, const Alert& alert);
// Of rule and simulator: the same through all episodes and restarts; 16 hex digits.
std::string id_of(std::string_view rule, std::string_view simulator);

}  // namespace checkride::runtime::alerts
