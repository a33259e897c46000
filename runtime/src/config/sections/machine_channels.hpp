// Readers of the channels that tell machines: webhook, pagerduty, alertmanager. For channels.cpp.
#pragma once

#include "config/sections/channels.hpp"

namespace checkride::runtime {

void read_webhook(values::MapReader& map, WebhookConfig* webhook);
void read_pagerduty(values::MapReader& map, PagerDutyConfig* pagerduty);
void read_alertmanager(values::MapReader& map, AlertmanagerConfig* alertmanager);

}  // namespace checkride::runtime
