// Routes of the alerts: silences and acknowledgements. What there is of alerts, /api/v1/alerts, is a document of
// health. What changes something is for clients on this machine (http_manners.hpp).
//
//   GET /api/v1/silences, POST /api/v1/silences, GET and DELETE /api/v1/silences/{id}
//   POST and DELETE /api/v1/alerts/{id}/ack       POST {"by": "...", "comment": "..."}
#pragma once

#include "service/context.hpp"

namespace checkride::runtime::alerts {

class AlertManager;

// Adds the routes; `context` and `manager` outlive the router's use.
void add_alert_routes(Context& context, AlertManager& manager);

}  // namespace checkride::runtime::alerts
