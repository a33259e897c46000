// describe: an alert that begins or ceases to fire, in words.
#pragma once

#include "alerts/engine.hpp"
#include "notify/notification.hpp"

namespace checkride::runtime::alerts {

// The unit of the value that is compared; empty when there is none.
std::string unit_of(const RuleConfig& rule, const Config& config);

// What people are told of `alert`, which has just begun or ceased to fire: value, threshold, unit, since when, how much
// of the window was observed, and why now.
notify::Notification describe(const Alert& alert, const Config& config);

}  // namespace checkride::runtime::alerts
