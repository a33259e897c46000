// webhook: the calls that a webhook receiver of the scenario got.
#pragma once

#include <string>

#include "checkride/harness/check.hpp"
#include "checks/compared.hpp"
#include "checks/scenario_start.hpp"
#include "checks/tally.hpp"
#include "reading/reader.hpp"
#include "services/inbox.hpp"

namespace checkride::harness {

struct WebhookCheck {
  std::string in;
  ComparedList method;   // one at most
  ComparedList headers;  // the first field of that name
  BodyPattern body;
  Tally count;
};

Seen check_webhook(const WebhookCheck& check, const WebhookInbox& inbox, const ScenarioStart& start);

Check make_check(WebhookCheck check);
Check read_webhook_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
