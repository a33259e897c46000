// What the documents for Alertmanager, webhooks and PagerDuty share.
#pragma once

#include <string>
#include <string_view>

#include "checkride/values/json.hpp"
#include "notify/labels.hpp"

namespace checkride::runtime::notify {

// A member with an object of names and texts.
void write_labels(values::json::Writer& json, std::string_view name, const Labels& labels);

// Where the alerts stand, on a monitor that is found at `link`; empty without one.
std::string alerts_link(std::string_view link);

}  // namespace checkride::runtime::notify
